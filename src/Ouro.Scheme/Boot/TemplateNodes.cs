using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>A pair of a quasiquotation.</summary>
internal sealed class TemplateConsNode(BootContext context, CallSite site, Node first, Node second) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        var car = first.Evaluate(frame);
        var cdr = second.Evaluate(frame);
        return context.Machine.ChargeAllocation(Pair.Size) ? Value.Object(new Pair(car, cdr)) : throw context.Signalled(site, null);
    }
}

/// <summary>,@list in front of the rest of a quasiquotation.</summary>
internal sealed class AppendNode(BootContext context, CallSite site, Node first, Node second) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        var list = first.Evaluate(frame);
        var end = second.Evaluate(frame);
        Pair? head = null;
        Pair? last = null;
        var rest = list;
        while (rest.Ref is Pair pair)
        {
            if (!context.Machine.ChargeTicks(1) || !context.Machine.ChargeAllocation(Pair.Size))
            {
                throw context.Signalled(site, null);
            }

            var copy = new Pair(pair.Car, Value.EmptyList);
            if (last is null)
            {
                head = copy;
            }
            else
            {
                last.Cdr = Value.Object(copy);
            }

            last = copy;
            rest = pair.Cdr;
        }

        if (!rest.IsEmptyList)
        {
            throw context.Fail(site, ConditionKind.WrongType, "unquote-splicing: expected a list, got", list);
        }

        if (last is null)
        {
            return end;
        }

        last.Cdr = end;
        return Value.Object(head!);
    }
}
