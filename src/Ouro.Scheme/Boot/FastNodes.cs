// The primitives that the compiler spends its time in, without the call: the common case here, the primitive itself
// for everything else, so that meaning and errors have one home.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>Makes the node for a call of a primitive.</summary>
internal static class PrimitiveCalls
{
    internal static Node Make(BootContext context, CallSite site, PrimitiveProcedure primitive, Node[] arguments)
    {
        switch (arguments.Length)
        {
            case 1:
                var argument = arguments[0];
                return primitive.Name switch
                {
                    "car" => new CarNode(context, site, primitive, argument),
                    "cdr" => new CdrNode(context, site, primitive, argument),
                    "null?" => new IsNullNode(argument),
                    "pair?" => new IsPairNode(argument),
                    "not" => new NotNode(argument),
                    "symbol?" => new IsSymbolNode(argument),
                    _ => new Primitive1Node(context, site, primitive, argument),
                };
            case 2:
                var (first, second) = (arguments[0], arguments[1]);
                return primitive.Name switch
                {
                    "cons" => new ConsNode(context, site, primitive, first, second),
                    "eq?" => new EqNode(first, second),
                    "eqv?" => new EqvNode(context, site, primitive, first, second),
                    "+" => new AddNode(context, site, primitive, first, second),
                    "-" => new SubtractNode(context, site, primitive, first, second),
                    "=" => new CompareNode(context, site, primitive, first, second, Comparison.Equal),
                    "<" => new CompareNode(context, site, primitive, first, second, Comparison.Less),
                    ">" => new CompareNode(context, site, primitive, first, second, Comparison.Greater),
                    "<=" => new CompareNode(context, site, primitive, first, second, Comparison.LessOrEqual),
                    ">=" => new CompareNode(context, site, primitive, first, second, Comparison.GreaterOrEqual),
                    "vector-ref" => new VectorRefNode(context, site, primitive, first, second),
                    _ => new Primitive2Node(context, site, primitive, first, second),
                };
            default:
                return new PrimitiveNNode(context, site, primitive, arguments);
        }
    }
}

internal sealed class CarNode(BootContext context, CallSite site, PrimitiveProcedure primitive, Node argument)
    : Primitive1Node(context, site, primitive, argument)
{
    internal override Value Evaluate(Value[] frame)
    {
        var value = Argument.Evaluate(frame);
        return value.Ref is Pair pair ? pair.Car : Invoke(value);
    }
}

internal sealed class CdrNode(BootContext context, CallSite site, PrimitiveProcedure primitive, Node argument)
    : Primitive1Node(context, site, primitive, argument)
{
    internal override Value Evaluate(Value[] frame)
    {
        var value = Argument.Evaluate(frame);
        return value.Ref is Pair pair ? pair.Cdr : Invoke(value);
    }
}

internal sealed class IsNullNode(Node argument) : Node
{
    internal override Value Evaluate(Value[] frame) => Value.Boolean(Test(frame));

    internal override bool Test(Value[] frame) => argument.Evaluate(frame).Ref == Tag.EmptyList;
}

internal sealed class IsPairNode(Node argument) : Node
{
    internal override Value Evaluate(Value[] frame) => Value.Boolean(Test(frame));

    internal override bool Test(Value[] frame) => argument.Evaluate(frame).Ref is Pair;
}

internal sealed class IsSymbolNode(Node argument) : Node
{
    internal override Value Evaluate(Value[] frame) => Value.Boolean(Test(frame));

    internal override bool Test(Value[] frame) => argument.Evaluate(frame).Ref is Symbol;
}

internal sealed class NotNode(Node argument) : Node
{
    internal override Value Evaluate(Value[] frame) => Value.Boolean(Test(frame));

    internal override bool Test(Value[] frame) => !argument.Test(frame);
}

internal sealed class EqNode(Node first, Node second) : Node
{
    internal override Value Evaluate(Value[] frame) => Value.Boolean(Test(frame));

    internal override bool Test(Value[] frame)
    {
        var left = first.Evaluate(frame);
        var right = second.Evaluate(frame);
        return left.Ref == right.Ref && left.Bits == right.Bits;
    }
}

internal sealed class EqvNode(BootContext context, CallSite site, PrimitiveProcedure primitive, Node first, Node second)
    : Primitive2Node(context, site, primitive, first, second)
{
    internal override Value Evaluate(Value[] frame)
    {
        var left = First.Evaluate(frame);
        var right = Second.Evaluate(frame);
        return left.Ref == right.Ref && left.Bits == right.Bits ? Value.True : Invoke(left, right);
    }
}

internal sealed class ConsNode(BootContext context, CallSite site, PrimitiveProcedure primitive, Node first, Node second)
    : Primitive2Node(context, site, primitive, first, second)
{
    internal override Value Evaluate(Value[] frame)
    {
        var car = First.Evaluate(frame);
        var cdr = Second.Evaluate(frame);
        return Context.Machine.ChargeAllocation(Pair.Size) ? Value.Object(new Pair(car, cdr)) : throw Context.Signalled(Site, "cons");
    }
}

internal sealed class AddNode(BootContext context, CallSite site, PrimitiveProcedure primitive, Node first, Node second)
    : Primitive2Node(context, site, primitive, first, second)
{
    internal override Value Evaluate(Value[] frame)
    {
        var left = First.Evaluate(frame);
        var right = Second.Evaluate(frame);
        if (left.Ref is null && right.Ref is null)
        {
            var sum = unchecked(left.Bits + right.Bits);
            if (((left.Bits ^ sum) & (right.Bits ^ sum)) >= 0)
            {
                return Value.Fixnum(sum);
            }
        }

        return Invoke(left, right);
    }
}

internal sealed class SubtractNode(BootContext context, CallSite site, PrimitiveProcedure primitive, Node first, Node second)
    : Primitive2Node(context, site, primitive, first, second)
{
    internal override Value Evaluate(Value[] frame)
    {
        var left = First.Evaluate(frame);
        var right = Second.Evaluate(frame);
        if (left.Ref is null && right.Ref is null)
        {
            var difference = unchecked(left.Bits - right.Bits);
            if (((left.Bits ^ right.Bits) & (left.Bits ^ difference)) >= 0)
            {
                return Value.Fixnum(difference);
            }
        }

        return Invoke(left, right);
    }
}

internal enum Comparison
{
    Equal,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

internal sealed class CompareNode(
    BootContext context, CallSite site, PrimitiveProcedure primitive, Node first, Node second, Comparison comparison)
    : Primitive2Node(context, site, primitive, first, second)
{
    internal override Value Evaluate(Value[] frame) => Value.Boolean(Test(frame));

    internal override bool Test(Value[] frame)
    {
        var left = First.Evaluate(frame);
        var right = Second.Evaluate(frame);
        if (left.Ref is not null || right.Ref is not null)
        {
            return !Invoke(left, right).IsFalse;
        }

        return comparison switch
        {
            Comparison.Equal => left.Bits == right.Bits,
            Comparison.Less => left.Bits < right.Bits,
            Comparison.Greater => left.Bits > right.Bits,
            Comparison.LessOrEqual => left.Bits <= right.Bits,
            _ => left.Bits >= right.Bits,
        };
    }
}

internal sealed class VectorRefNode(BootContext context, CallSite site, PrimitiveProcedure primitive, Node first, Node second)
    : Primitive2Node(context, site, primitive, first, second)
{
    internal override Value Evaluate(Value[] frame)
    {
        var vector = First.Evaluate(frame);
        var index = Second.Evaluate(frame);
        return vector.Ref is Vector cells && index.Ref is null && (ulong)index.Bits < (ulong)cells.Items.Length
            ? cells.Items[index.Bits]
            : Invoke(vector, index);
    }
}
