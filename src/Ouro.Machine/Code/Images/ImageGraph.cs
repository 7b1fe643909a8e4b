using Ouro.Machine.Execution;

namespace Ouro.Machine.Code.Images;

/// <summary>Everything that can be reached from the units of an image: code objects, numbered in the order of the walk, and which data have more than one reference.</summary>
internal sealed class ImageGraph(VirtualMachine machine)
{
    private const int Once = -2;
    private const int Repeated = -3;

    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _found = [];
    private int _charged;

    /// <summary>The code objects by number.</summary>
    internal List<CodeObject> Codes { get; } = [];

    /// <summary>The shared data by number. Valid after <see cref="NumberShared"/>.</summary>
    internal List<Value> Shared { get; } = [];

    /// <summary>The number of a code object that was visited.</summary>
    internal int CodeNumber(CodeObject code) => _numbers[code];

    /// <summary>The number of shared data, or -1.</summary>
    internal int SharedNumber(object value) => value is not CodeObject && _numbers.TryGetValue(value, out int number) && number >= 0 ? number : -1;

    /// <summary>Walks through a value and all that it refers to.</summary>
    /// <returns>False with a pending raise: something cannot be in an image, or a limit was reached.</returns>
    internal bool Visit(Value root)
    {
        var stack = new Stack<Value>();
        stack.Push(root);
        while (stack.TryPop(out var value))
        {
            // Lists are followed in place, so that the stack is as deep as data are nested.
            while (value.Ref is Pair pair)
            {
                if (!IsNew(pair, out bool stopped))
                {
                    if (stopped)
                    {
                        return false;
                    }

                    value = Value.EmptyList;
                    break;
                }

                stack.Push(pair.Cdr);
                value = pair.Car;
            }

            if (!VisitOther(value, stack))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives numbers to what has more than one reference.</summary>
    internal void NumberShared()
    {
        foreach (object found in _found)
        {
            if (_numbers[found] == Repeated)
            {
                _numbers[found] = Shared.Count;
                Shared.Add(Value.Object(found));
            }
        }
    }

    /// <summary>The tag of an immediate without parts, or null if it is something else.</summary>
    internal static Datum? SingletonTag(Value value) =>
        value.IsFalse ? Datum.False
        : value.IsTrue ? Datum.True
        : value.IsEmptyList ? Datum.EmptyList
        : value.IsUnspecified ? Datum.Unspecified
        : value.IsEndOfFile ? Datum.EndOfFile
        : value.IsAbsent ? Datum.Absent
        : null;

    private bool VisitOther(Value value, Stack<Value> stack)
    {
        bool stopped = false;
        switch (value.Ref)
        {
            case null or Symbol or Bignum or Cell or PrimitiveProcedure:
                return true;
            case Compnum complex:
                stack.Push(complex.Imaginary);
                stack.Push(complex.Real);
                return true;
            case Ratnum ratio:
                return (ratio.Numerator.GetByteCount() <= ImageFormat.MaximumRatioBytes && ratio.Denominator.GetByteCount() <= ImageFormat.MaximumRatioBytes)
                    || Refuse(value, "a ratio of such long numbers cannot be in an image");
            case Text or Bytevector:
                return IsNew(value.Ref, out stopped) || !stopped;
            case Vector vector:
                if (IsNew(vector, out stopped))
                {
                    for (int i = vector.Items.Length - 1; i >= 0; i--)
                    {
                        stack.Push(vector.Items[i]);
                    }
                }

                return !stopped;
            case CodeObject code:
                return VisitCode(code, stack);
            default:
                return value.IsFlonum || value.IsCharacter || SingletonTag(value) is not null
                    || Refuse(value, "this cannot be in an image:");
        }
    }

    private bool VisitCode(CodeObject code, Stack<Value> stack)
    {
        if (_numbers.ContainsKey(code))
        {
            return true;
        }

        if (!code.Load(out var failure))
        {
            _ = machine.Raise(Value.Object(failure));
            return false;
        }

        _numbers.Add(code, Codes.Count);
        Codes.Add(code);
        for (int i = code.ConstantCount - 1; i >= 0; i--)
        {
            stack.Push(code.Constants[i]);
        }

        return machine.ChargeTicks(1 + (code.Instructions.Length / 16));
    }

    /// <summary>Counts a reference to an object with an identity.</summary>
    private bool IsNew(object value, out bool stopped)
    {
        stopped = (++_charged & 15) == 0 && !machine.ChargeTicks(1);
        if (stopped)
        {
            return false;
        }

        if (_numbers.TryAdd(value, Once))
        {
            _found.Add(value);
            return true;
        }

        _numbers[value] = Repeated;
        return false;
    }

    private bool Refuse(Value value, string problem)
    {
        _ = machine.Fail(ConditionKind.BadCode, problem, value);
        return false;
    }
}
