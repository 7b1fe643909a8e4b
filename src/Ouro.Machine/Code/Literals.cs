using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>Data as it stands in code: guest data that may be deep, shared or cyclic, so nothing here recurses.</summary>
internal static class Literals
{
    /// <summary>Makes strings, vectors, bytevectors and pairs constant, all the way down: storing into them is an error.</summary>
    internal static void MarkConstant(VirtualMachine machine, Value literal)
    {
        if (!NeedsMark(machine, literal))
        {
            return;
        }

        var stack = new Stack<Value>();
        stack.Push(literal);
        while (stack.TryPop(out var value))
        {
            // What has the mark was seen before, so shared and cyclic data ends.
            while (NeedsMark(machine, value))
            {
                switch (value.Ref)
                {
                    case Pair pair:
                        machine.MarkConstant(pair);
                        stack.Push(pair.Cdr);
                        value = pair.Car;
                        continue;
                    case Text text:
                        text.Flags |= ObjectFlags.Constant;
                        break;
                    case Bytevector bytes:
                        bytes.Flags |= ObjectFlags.Constant;
                        break;
                    case Vector vector:
                        vector.Flags |= ObjectFlags.Constant;
                        foreach (var item in vector.Items)
                        {
                            stack.Push(item);
                        }

                        break;
                }

                break;
            }
        }
    }

    /// <summary>Whether a value is a list that ends, and ends in the empty list.</summary>
    internal static bool IsProperList(Value list)
    {
        // A second cursor at half the speed meets the first one if the list is a circle.
        Value slow = list;
        while (list.Ref is Pair first)
        {
            if (first.Cdr.Ref is not Pair second)
            {
                return first.Cdr.IsEmptyList;
            }

            list = second.Cdr;
            slow = ((Pair)slow.Ref!).Cdr;
            if (list.Ref == slow.Ref && list.Ref is Pair)
            {
                return false;
            }
        }

        return list.IsEmptyList;
    }

    private static bool NeedsMark(VirtualMachine machine, Value value) => value.Ref switch
    {
        Pair pair => !machine.IsConstantPair(pair),
        Text text => (text.Flags & ObjectFlags.Constant) == 0,
        Vector vector => (vector.Flags & ObjectFlags.Constant) == 0,
        Bytevector bytes => (bytes.Flags & ObjectFlags.Constant) == 0,
        _ => false,
    };
}
