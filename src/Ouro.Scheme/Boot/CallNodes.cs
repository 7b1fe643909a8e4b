using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>A call of any procedure.</summary>
internal abstract class GeneralCallNode(BootContext context, CallSite site, Node operation, Node[] arguments) : Node
{
    private protected readonly BootContext Context = context;
    private protected readonly CallSite Site = site;
    private protected readonly Node Operation = operation;
    private protected readonly Node[] Arguments = arguments;

    /// <summary>The new activation when the procedure is a closure that takes exactly these arguments.</summary>
    private protected Value[] Enter(BootClosure closure, Value[] frame)
    {
        var callee = BootContext.NewFrame(closure.Code.FrameSize);
        callee[0] = Value.Object(closure.Environment);
        var arguments = Arguments;
        for (var i = 0; i < arguments.Length; i++)
        {
            callee[i + 1] = arguments[i].Evaluate(frame);
        }

        return callee;
    }

    private protected Value[] EvaluateArguments(Value[] frame)
    {
        var values = BootContext.NewFrame(Arguments.Length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Arguments[i].Evaluate(frame);
        }

        return values;
    }
}

internal sealed class CallNode(BootContext context, CallSite site, Node operation, Node[] arguments)
    : GeneralCallNode(context, site, operation, arguments)
{
    internal override Value Evaluate(Value[] frame)
    {
        var procedure = Operation.Evaluate(frame);
        return procedure.Ref is BootClosure closure && closure.Code.Exact == Arguments.Length
            ? Context.Run(closure.Code, Enter(closure, frame), Site)
            : Context.Call(procedure, EvaluateArguments(frame), Site);
    }
}

internal sealed class TailCallNode(BootContext context, CallSite site, Node operation, Node[] arguments)
    : GeneralCallNode(context, site, operation, arguments)
{
    internal override Value Evaluate(Value[] frame)
    {
        var procedure = Operation.Evaluate(frame);
        if (procedure.Ref is BootClosure closure && closure.Code.Exact == Arguments.Length)
        {
            // The frame is made first: evaluating an argument may make calls, which use the same two fields.
            var callee = Enter(closure, frame);
            Context.TailFrame = callee;
            Context.TailCode = closure.Code;
            return BootContext.TailMarker;
        }

        return Context.TailCall(procedure, EvaluateArguments(frame), Site);
    }
}

/// <summary>A call of a builtin or record procedure that is known, with a right number of arguments.</summary>
internal sealed class BuiltinCallNode(BootContext context, CallSite site, BootBuiltin builtin, Node[] arguments, bool isTail)
    : GeneralCallNode(context, site, new ConstantNode(Value.Object(builtin)), arguments)
{
    internal override Value Evaluate(Value[] frame)
    {
        var result = builtin.Invoke(Context, EvaluateArguments(frame), Site);
        return isTail || result.Ref != BootContext.TailMarker.Ref ? result : Context.Run(Context.TailCode!, Context.TailFrame!, Site);
    }
}

internal sealed class AccessorNode(BootContext context, CallSite site, BootAccessor accessor, Node record) : Node
{
    private readonly RecordType _type = accessor.Type;
    private readonly int _field = accessor.Field;

    internal override Value Evaluate(Value[] frame)
    {
        var value = record.Evaluate(frame);
        return value.Ref is Record instance && instance.Type == _type ? instance.Fields[_field] : accessor.Get(context, value, site);
    }
}

internal sealed class RecordTestNode(RecordType type, Node value) : Node
{
    internal override Value Evaluate(Value[] frame) => Value.Boolean(Test(frame));

    internal override bool Test(Value[] frame) => value.Evaluate(frame).Ref is Record record && record.Type == type;
}

/// <summary>A primitive of one argument.</summary>
internal class Primitive1Node(BootContext context, CallSite site, PrimitiveProcedure primitive, Node argument) : Node
{
    private protected readonly BootContext Context = context;
    private protected readonly Node Argument = argument;

    internal override Value Evaluate(Value[] frame) => Invoke(Argument.Evaluate(frame));

    private protected Value Invoke(in Value argument)
    {
        var result = primitive.Invoke1(Context.Machine, in argument);
        return result.IsSignal ? throw Context.Signalled(site, primitive.Name) : result;
    }
}

/// <summary>A primitive of two arguments.</summary>
internal class Primitive2Node(BootContext context, CallSite site, PrimitiveProcedure primitive, Node first, Node second) : Node
{
    private protected readonly BootContext Context = context;
    private protected readonly CallSite Site = site;
    private protected readonly Node First = first;
    private protected readonly Node Second = second;

    internal override Value Evaluate(Value[] frame)
    {
        var first = First.Evaluate(frame);
        return Invoke(first, Second.Evaluate(frame));
    }

    private protected Value Invoke(in Value first, in Value second)
    {
        var result = primitive.Invoke2(Context.Machine, in first, in second);
        return result.IsSignal ? throw Context.Signalled(Site, primitive.Name) : result;
    }
}

/// <summary>A primitive of any number of arguments.</summary>
internal sealed class PrimitiveNNode(BootContext context, CallSite site, PrimitiveProcedure primitive, Node[] arguments)
    : GeneralCallNode(context, site, new ConstantNode(Value.Object(primitive)), arguments)
{
    internal override Value Evaluate(Value[] frame) => Context.CallPrimitive(primitive, EvaluateArguments(frame), Site);
}
