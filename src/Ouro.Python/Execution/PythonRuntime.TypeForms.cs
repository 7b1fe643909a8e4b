using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Types with arguments, and unions.
internal sealed partial class PythonRuntime
{
    /// <summary>A type with arguments: one, or a tuple of them.</summary>
    internal Value GenericAlias(in Value origin, in Value arguments) =>
        Machine.ChargeAllocation(200) ? Value.Object(new PyGenericAlias(Types.GenericAlias, origin, arguments.Ref as PyTuple ?? (PyTuple)Tuple(arguments).Ref!)) : Value.Signal;

    /// <summary>A read-only view of a dict.</summary>
    internal Value ReadOnly(PyDict dictionary) => Value.Object(new PyMappingProxy(Types.MappingProxy, null, Value.Object(dictionary)));

    /// <summary>How an argument of a type is shown; null: the signal.</summary>
    internal async Work<string?> TypeArgumentText(Value argument)
    {
        if (argument.Ref == Ellipsis.Ref)
        {
            return "...";
        }

        if (argument.Ref is PyType type)
        {
            return type.FullName;
        }

        if (argument.Ref is not PyGenericAlias)
        {
            Value origin = await TryGetAttribute(argument, "__origin__");
            Value arguments = origin.IsSignal || origin.IsUnbound ? origin : await TryGetAttribute(argument, "__args__");
            Value name = arguments.IsSignal || !arguments.IsUnbound ? arguments : await TryGetAttribute(argument, "__qualname__");
            Value module = name.IsSignal || name.IsUnbound || !arguments.IsUnbound ? Value.Unbound : await TryGetAttribute(argument, "__module__");
            if (name.IsSignal || module.IsSignal)
            {
                return null;
            }

            if (module.Ref is Text from && name.Ref is Text)
            {
                return from.ToString() == "builtins" ? TextOf(name) : $"{from}.{TextOf(name)}";
            }
        }

        Value shown = await Repr(argument);
        return shown.IsSignal ? null : TextOf(shown);
    }
}
