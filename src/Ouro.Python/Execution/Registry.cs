// Built-in types, methods and functions are declared once, as attributed methods of static classes, one class (a file, or some) for each type
// or module. Their attributes are read when the type or module is first looked into, and a delegate is made at a function's
// first call: a program pays for what it uses.

using System.Reflection;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

/// <summary>What a declared function is in its type.</summary>
internal enum FunctionKind
{
    /// <summary>A method; in a module, a function.</summary>
    Method,

    /// <summary>Bound to nothing: __new__ and static methods.</summary>
    Static,

    /// <summary>Gets the type.</summary>
    Class,

    /// <summary>An attribute that is read.</summary>
    Getter,

    /// <summary>What storing into the attribute of that name does.</summary>
    Setter,
}

/// <summary>Declares a built-in function.</summary>
/// <param name="name">The name that programs use.</param>
/// <param name="parameters">The parameters as Python writes them; see <see cref="Signature"/>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class PythonFunctionAttribute(string name, string parameters = "") : Attribute
{
    internal string Name { get; } = name;

    internal string Parameters { get; } = parameters;

    public FunctionKind Kind { get; set; }

    /// <summary>
    /// The name of a <see cref="HostEnding"/> in the same class: the function asks for at most one call, of which that makes the result.
    /// Null: it has no ending.
    /// </summary>
    public string? Ending { get; set; }
}

/// <summary>Puts what classes declare into types and modules.</summary>
internal static class Registry
{
    /// <summary>Adds the functions that a class declares to a type.</summary>
    internal static void Fill(PythonRuntime python, PyType type, Type declarations)
    {
        if (declarations.GetCustomAttribute<Types.SpecialsAttribute>() is { } specials)
        {
            if (specials.Names.EndsWith("nohash", StringComparison.Ordinal))
            {
                type.Names.Set("__hash__", Value.Unspecified);
            }

            var wanted = specials.Names.Split(' ').Select(name => $"__{name}__").ToHashSet(StringComparer.Ordinal);
            foreach (var (method, attribute) in Declared(typeof(Types.Specials)).Where(declared => wanted.Contains(declared.Attribute.Name)))
            {
                var function = Make(python, method, attribute, type);
                function.IsClass = attribute.Kind == FunctionKind.Class;
                type.Names.Set(attribute.Name, attribute.Kind == FunctionKind.Class ? python.ClassMethod(Value.Object(function)) : Value.Object(function));
            }
        }

        foreach (var (method, attribute) in Declared(declarations))
        {
            if (attribute.Kind is FunctionKind.Getter)
            {
                var setter = Declared(declarations).FirstOrDefault(other => other.Attribute.Kind == FunctionKind.Setter && other.Attribute.Name == attribute.Name).Method;
                var getSet = new PyGetSet(python.Types.GetSet, attribute.Name, type, method.CreateDelegate<HostFunction>(), setter?.CreateDelegate<HostFunction>());
                type.Names.Set(attribute.Name, Value.Object(getSet));
            }
            else if (attribute.Kind is not FunctionKind.Setter)
            {
                var function = Make(python, method, attribute, type);
                function.IsStatic = attribute.Kind == FunctionKind.Static;
                function.IsClass = attribute.Kind == FunctionKind.Class;
                type.Names.Set(attribute.Name, attribute.Kind == FunctionKind.Class ? python.ClassMethod(Value.Object(function)) : Value.Object(function));
            }
        }
    }

    /// <summary>Adds the functions that a class declares to a module.</summary>
    internal static void Fill(PythonRuntime python, PyModule module, Type declarations)
    {
        foreach (var (method, attribute) in Declared(declarations))
        {
            var function = Make(python, method, attribute, null);
            function.ModuleName = module.Name;
            module.Set(attribute.Name, Value.Object(function));
        }
    }

    private static BuiltinFunction Make(PythonRuntime python, MethodInfo method, PythonFunctionAttribute attribute, PyType? owner) =>
        new(python.Types.BuiltinFunction, attribute.Name, new Signature(attribute.Parameters), () => DelegateOf(method), owner)
        {
            Ending = attribute.Ending is { } name ? method.DeclaringType!.GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic) : null,
        };

    internal static Delegate DelegateOf(MethodInfo method) =>
        method.ReturnType == typeof(Value) ? method.CreateDelegate<HostFunction>() : method.CreateDelegate<HostWork>();

    internal static IEnumerable<(MethodInfo Method, PythonFunctionAttribute Attribute)> Declared(Type declarations)
    {
        foreach (var method in declarations.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            foreach (var attribute in method.GetCustomAttributes<PythonFunctionAttribute>())
            {
                yield return (method, attribute);
            }
        }
    }
}
