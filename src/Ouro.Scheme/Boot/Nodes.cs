// What the boot evaluator runs: a tree of small objects, one class for each kind of expression.
//
// An activation is an array: slot 0 holds the enclosing activation, the others every variable that the procedure binds
// anywhere in its body. A scope is entered at most once in an activation (loops that are run in place bind nothing that
// a closure can see), so scopes need no activations of their own.

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>An expression that can be evaluated.</summary>
internal abstract class Node
{
    /// <summary>The value; in tail position it may be <see cref="BootContext.TailMarker"/>, in a loop the mark of that loop.</summary>
    internal abstract Value Evaluate(Value[] frame);

    /// <summary>Whether the value counts as true. Never asked of a node in tail position.</summary>
    internal virtual bool Test(Value[] frame) => Evaluate(frame).Ref != Tag.False;
}

internal sealed class ConstantNode(Value value) : Node
{
    internal readonly Value Value = value;

    internal static ConstantNode Unspecified { get; } = new(Value.Unspecified);

    internal override Value Evaluate(Value[] frame) => Value;
}

/// <summary>A variable of the running procedure.</summary>
internal sealed class LocalNode(int slot) : Node
{
    internal readonly int Slot = slot;

    internal override Value Evaluate(Value[] frame) => frame[Slot];
}

/// <summary>A variable of the procedure around the running one.</summary>
internal sealed class OuterNode(int slot) : Node
{
    internal override Value Evaluate(Value[] frame) => ((Value[])frame[0].Ref!)[slot];
}

/// <summary>A variable of a procedure further out.</summary>
internal sealed class FarNode(int depth, int slot) : Node
{
    internal override Value Evaluate(Value[] frame) => Activation(frame, depth)[slot];

    internal static Value[] Activation(Value[] frame, int depth)
    {
        for (; depth > 0; depth--)
        {
            frame = (Value[])frame[0].Ref!;
        }

        return frame;
    }
}

/// <summary>A variable that may be used before its definition was evaluated.</summary>
internal sealed class CheckedNode(BootContext context, CallSite site, int depth, int slot, Symbol name) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        var value = FarNode.Activation(frame, depth)[slot];
        return value.IsUnbound
            ? throw context.Fail(site, ConditionKind.UnboundVariable, $"{name.Name} is used before it is defined")
            : value;
    }
}

internal sealed class SetLocalNode(int depth, int slot, Node value) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        FarNode.Activation(frame, depth)[slot] = value.Evaluate(frame);
        return Value.Unspecified;
    }
}

/// <summary>A variable of a library.</summary>
internal sealed class GlobalNode(BootContext context, CallSite site, Cell cell) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        var value = cell.Content;
        return value.Ref == Tag.Unbound
            ? throw context.Fail(site, ConditionKind.UnboundVariable, $"{cell.Name.Name} is used before it is defined")
            : value;
    }
}

/// <summary>set! or define of a library's variable.</summary>
internal sealed class SetGlobalNode(Cell cell, Node value) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        cell.Content = value.Evaluate(frame);
        return Value.Unspecified;
    }
}

internal sealed class IfNode(Node test, Node consequent, Node alternative) : Node
{
    internal override Value Evaluate(Value[] frame) => test.Test(frame) ? consequent.Evaluate(frame) : alternative.Evaluate(frame);

    internal override bool Test(Value[] frame) => test.Test(frame) ? consequent.Test(frame) : alternative.Test(frame);
}

/// <summary>(or first second): the value of the first that is true. The second is in tail position.</summary>
internal sealed class OrNode(Node first, Node second) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        var value = first.Evaluate(frame);
        return value.Ref != Tag.False ? value : second.Evaluate(frame);
    }

    internal override bool Test(Value[] frame) => first.Test(frame) || second.Test(frame);
}

internal sealed class SequenceNode(Node[] nodes) : Node
{
    private readonly Node[] _before = nodes[..^1];
    private readonly Node _last = nodes[^1];

    internal override Value Evaluate(Value[] frame)
    {
        foreach (var node in _before)
        {
            _ = node.Evaluate(frame);
        }

        return _last.Evaluate(frame);
    }
}

/// <summary>let: each value goes to a slot of its own, so storing at once cannot disturb the next.</summary>
internal sealed class LetNode(int firstSlot, Node[] values, Node body) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        for (var i = 0; i < values.Length; i++)
        {
            frame[firstSlot + i] = values[i].Evaluate(frame);
        }

        return body.Evaluate(frame);
    }
}

/// <summary>letrec* and internal definitions: the variables have no value until theirs was evaluated.</summary>
internal sealed class LetrecNode(int firstSlot, Node[] values, Node body) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        for (var i = 0; i < values.Length; i++)
        {
            frame[firstSlot + i] = Value.Unbound;
        }

        for (var i = 0; i < values.Length; i++)
        {
            frame[firstSlot + i] = values[i].Evaluate(frame);
        }

        return body.Evaluate(frame);
    }
}

internal sealed class LambdaNode(BootCode code) : Node
{
    internal override Value Evaluate(Value[] frame) => Value.Object(new BootClosure(code, frame));
}

/// <summary>case: the keys are compared by identity, which is eqv? for every kind of key that the dialect allows.</summary>
internal sealed class CaseNode(Node key, Value[][] keys, Node[] bodies, Node otherwise) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        var value = key.Evaluate(frame);
        for (var i = 0; i < keys.Length; i++)
        {
            foreach (var candidate in keys[i])
            {
                if (candidate.Ref == value.Ref && candidate.Bits == value.Bits)
                {
                    return bodies[i].Evaluate(frame);
                }
            }
        }

        return otherwise.Evaluate(frame);
    }
}

/// <summary>Values of an expression to variables: receive, let-values.</summary>
internal sealed class ReceiveNode(BootContext context, CallSite site, int firstSlot, int required, bool hasRest, Node producer, Node body) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        var produced = producer.Evaluate(frame);
        Value[] values = produced.Ref is MultipleValues several ? several.Items : [produced];
        if (values.Length < required || (values.Length > required && !hasRest))
        {
            throw context.Fail(
                site, ConditionKind.WrongArgumentCount, $"expected {required}{(hasRest ? " or more" : "")} values, got {values.Length}");
        }

        Array.Copy(values, 0, frame, firstSlot, required);
        if (hasRest)
        {
            var rest = Value.EmptyList;
            for (var i = values.Length - 1; i >= required; i--)
            {
                rest = Value.Object(new Pair(values[i], rest));
            }

            frame[firstSlot + required] = rest;
        }

        return body.Evaluate(frame);
    }
}

/// <summary>
/// A named let or do that is only ever called in tail position of its own body, and whose body makes no closure: its
/// variables are slots of the procedure around it, and a turn of the loop is a turn of a host loop.
/// </summary>
internal sealed class LoopNode(BootContext context, CallSite site) : Node
{
    internal int FirstSlot;
    internal Node[] Initial = [];
    internal Node Body = ConstantNode.Unspecified;

    internal override Value Evaluate(Value[] frame)
    {
        for (var i = 0; i < Initial.Length; i++)
        {
            frame[FirstSlot + i] = Initial[i].Evaluate(frame);
        }

        while (true)
        {
            context.ChargeTick(site);
            var value = Body.Evaluate(frame);
            if (value.Ref != this)
            {
                return value;
            }
        }
    }
}

/// <summary>The next turn of a <see cref="LoopNode"/>: new values for the variables that change.</summary>
internal sealed class ContinueNode(LoopNode loop, int[] slots, Node[] values) : Node
{
    internal override Value Evaluate(Value[] frame)
    {
        switch (values.Length)
        {
            case 0:
                break;
            case 1:
                frame[slots[0]] = values[0].Evaluate(frame);
                break;
            case 2:
                var first = values[0].Evaluate(frame);
                frame[slots[1]] = values[1].Evaluate(frame);
                frame[slots[0]] = first;
                break;
            default:
                var all = BootContext.NewFrame(values.Length);
                for (var i = 0; i < all.Length; i++)
                {
                    all[i] = values[i].Evaluate(frame);
                }

                for (var i = 0; i < all.Length; i++)
                {
                    frame[slots[i]] = all[i];
                }

                break;
        }

        return Value.Object(loop);
    }
}
