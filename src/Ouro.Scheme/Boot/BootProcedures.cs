using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>A procedure of the boot evaluator. It is a guest value like any other, but only the boot evaluator can call it.</summary>
internal abstract class BootProcedure(string? name) : Procedure
{
    /// <summary>The name it was defined with, or null.</summary>
    internal string? Name { get; } = name;

    public override string? DisplayName => Name;
}

/// <summary>The part of a lambda expression that all its closures share.</summary>
internal sealed class BootCode(string? name, int required, bool hasRest)
{
    internal readonly string? Name = name;
    internal readonly int Required = required;
    internal readonly bool HasRest = hasRest;

    /// <summary>The number of arguments when there is no rest parameter, otherwise -1: one compare decides the common case.</summary>
    internal readonly int Exact = hasRest ? -1 : required;

    /// <summary>Slots of an activation: slot 0 is the enclosing activation, then parameters, then every variable bound in the body.</summary>
    internal int FrameSize;

    internal Node Body = ConstantNode.Unspecified;
}

/// <summary>A lambda expression's value.</summary>
internal sealed class BootClosure(BootCode code, Value[] environment) : BootProcedure(code.Name)
{
    internal readonly BootCode Code = code;

    /// <summary>The activation in which the closure was made.</summary>
    internal readonly Value[] Environment = environment;
}

/// <summary>A procedure that is part of the evaluator or made by define-record-type.</summary>
internal abstract class BootBuiltin(string name, int minimum, int maximum) : BootProcedure(name)
{
    internal readonly int Minimum = minimum;

    /// <summary>-1: any number.</summary>
    internal readonly int Maximum = maximum;

    /// <summary>Does its work on arguments whose number was checked. May return <see cref="BootContext.TailMarker"/>.</summary>
    internal abstract Value Invoke(BootContext context, Value[] arguments, CallSite site);
}

/// <summary>(apply procedure argument ... list)</summary>
internal sealed class BootApply() : BootBuiltin("apply", 1, -1)
{
    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site)
    {
        if (arguments.Length == 1)
        {
            return context.TailCall(arguments[0], [], site);
        }

        var last = arguments[^1];
        var all = new List<Value>(arguments[1..^1]);
        var rest = last;
        while (rest.AsObject is Pair pair)
        {
            context.ChargeTick(site);
            all.Add(pair.Car);
            rest = pair.Cdr;
        }

        if (!rest.IsEmptyList)
        {
            _ = context.Machine.WrongType(arguments.Length, last, "a list");
            throw context.Signalled(site, Name);
        }

        return context.TailCall(arguments[0], [.. all], site);
    }
}

/// <summary>(call-with-values producer consumer)</summary>
internal sealed class BootCallWithValues() : BootBuiltin("call-with-values", 2, 2)
{
    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site)
    {
        var produced = context.Call(arguments[0], [], site);
        Value[] received = produced.AsObject is MultipleValues values ? [.. values.Items] : [produced];
        return context.TailCall(arguments[1], received, site);
    }
}

/// <summary>(dynamic-wind before thunk after): nothing escapes from the boot evaluator, so the three are simply called.</summary>
internal sealed class BootDynamicWind() : BootBuiltin("dynamic-wind", 3, 3)
{
    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site)
    {
        _ = context.Call(arguments[0], [], site);
        var result = context.Call(arguments[1], [], site);
        _ = context.Call(arguments[2], [], site);
        return result;
    }
}

/// <summary>(raise payload) and (raise-continuable payload): nothing handles an error here, both end the evaluation.</summary>
internal sealed class BootRaise(string name) : BootBuiltin(name, 1, 1)
{
    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site)
    {
        _ = context.Machine.Raise(arguments[0]);
        throw context.Signalled(site, null);
    }
}

/// <summary>What define-record-type gives beside the type.</summary>
internal abstract class BootRecordProcedure(string name, RecordType type, int arguments) : BootBuiltin(name, arguments, arguments)
{
    internal readonly RecordType Type = type;

    private protected Record Check(BootContext context, Value value, CallSite site)
    {
        if (value.AsObject is Record record && record.Type == Type)
        {
            return record;
        }

        _ = context.Machine.WrongType(1, value, "a record of type " + Printer.Printer.NameOf(Type));
        throw context.Signalled(site, Name);
    }
}

/// <summary>A record constructor.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">What it makes.</param>
/// <param name="fields">For each argument the field that it sets; other fields are unspecified.</param>
internal sealed class BootConstructor(string name, RecordType type, int[] fields) : BootRecordProcedure(name, type, fields.Length)
{
    /// <summary>The arguments are the fields, all of them in order.</summary>
    internal bool IsDirect { get; } = AreInOrder(fields, type.Fields.Length);

    private static bool AreInOrder(int[] fields, int count)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] != i)
            {
                return false;
            }
        }

        return fields.Length == count;
    }

    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site)
    {
        var count = Type.Fields.Length;
        if (!context.Machine.ChargeAllocation(Record.SizeOf(count)))
        {
            throw context.Signalled(site, Name);
        }

        if (IsDirect)
        {
            return Value.Object(new Record(Type, arguments));
        }

        var contents = ValueArrays.Filled(count, Value.Unspecified);
        for (var i = 0; i < fields.Length; i++)
        {
            contents[fields[i]] = arguments[i];
        }

        return Value.Object(new Record(Type, contents));
    }
}

/// <summary>(with-parameter parameter value thunk): nothing escapes from the boot evaluator, so binding is set and reset.</summary>
internal sealed class BootWithParameter() : BootBuiltin("with-parameter", 3, 3)
{
    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site)
    {
        if (arguments[0].AsObject is not Parameter parameter)
        {
            _ = context.Machine.WrongType(1, arguments[0], "a parameter");
            throw context.Signalled(site, Name);
        }

        var outer = parameter.Default;
        parameter.Default = arguments[1];
        try
        {
            return context.Call(arguments[2], [], site);
        }
        finally
        {
            parameter.Default = outer;
        }
    }
}

/// <summary>A record predicate.</summary>
internal sealed class BootPredicate(string name, RecordType type) : BootRecordProcedure(name, type, 1)
{
    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site) =>
        Value.Boolean(arguments[0].AsObject is Record record && record.Type == Type);
}

/// <summary>A record field's accessor.</summary>
internal sealed class BootAccessor(string name, RecordType type, int field) : BootRecordProcedure(name, type, 1)
{
    internal readonly int Field = field;

    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site) => Get(context, arguments[0], site);

    internal Value Get(BootContext context, Value value, CallSite site) => Check(context, value, site).Fields[Field];
}

/// <summary>A record field's modifier.</summary>
internal sealed class BootModifier(string name, RecordType type, int field) : BootRecordProcedure(name, type, 2)
{
    internal readonly int Field = field;

    internal override Value Invoke(BootContext context, Value[] arguments, CallSite site)
    {
        Check(context, arguments[0], site).Fields[Field] = arguments[1];
        return Value.Unspecified;
    }
}
