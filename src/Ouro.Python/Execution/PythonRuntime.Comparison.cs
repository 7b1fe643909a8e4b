using System.Collections.Immutable;
using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

/// <summary>The comparisons that types define.</summary>
internal enum CompareKind
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

// Comparison, truth and hashing.
internal sealed partial class PythonRuntime
{
    private static readonly ImmutableArray<string> CompareMethods = ["__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"];
    private static readonly ImmutableArray<string> CompareSymbols = ["==", "!=", "<", "<=", ">", ">="];

    /// <summary>left op right, whatever it gives.</summary>
    internal Value Compare(CompareKind kind, in Value left, in Value right) =>
        TryCompare(kind, left, right, out bool result) ? Value.Boolean(result) : Finish(CompareWork(kind, left, right));

    /// <summary>The truth of left op right.</summary>
    internal Value Test(CompareKind kind, in Value left, in Value right) =>
        TryCompare(kind, left, right, out bool result) ? Value.Boolean(result) : Finish(TestWork(kind, left, right));

    internal async Work<Value> TestWork(CompareKind kind, Value left, Value right)
    {
        Value result = await CompareWork(kind, left, right);
        return result.IsSignal ? result : await TruthOf(result);
    }

    /// <summary>Whether the values are the same or equal, as containers ask.</summary>
    internal async Work<Value> AreEqual(Value left, Value right) =>
        Value.Same(left, right) ? Value.Boolean(true) : await TestWork(CompareKind.Equal, left, right);

    /// <summary>Compares numbers, strings and the like.</summary>
    internal static bool TryCompare(CompareKind kind, in Value left, in Value right, out bool result)
    {
        int order;
        if (Keys.IsNumber(left) && Keys.IsNumber(right))
        {
            Value x = Keys.AsNumber(left), y = Keys.AsNumber(right);
            if (kind is CompareKind.Equal or CompareKind.NotEqual)
            {
                result = Keys.NumbersEqual(x, y) == (kind == CompareKind.Equal);
                return true;
            }

            if ((x.IsFlonum && double.IsNaN(x.AsFlonum)) || (y.IsFlonum && double.IsNaN(y.AsFlonum)))
            {
                result = false;
                return true;
            }

            order = x.Ref is null && y.Ref is null ? x.Bits.CompareTo(y.Bits) : Real.Compare(x, y);
        }
        else if (left.Ref is Text text && right.Ref is Text other)
        {
            if (kind is CompareKind.Equal or CompareKind.NotEqual)
            {
                result = text.Equals(other) == (kind == CompareKind.Equal);
                return true;
            }

            order = text.CompareTo(other);
        }
        else if (left.Ref is PyBytes bytes && right.Ref is PyBytes more)
        {
            order = bytes.Items.AsSpan().SequenceCompareTo(more.Items);
        }
        else if (kind is CompareKind.Equal or CompareKind.NotEqual && (IsSimple(left) && IsSimple(right)))
        {
            result = Value.Same(left, right) == (kind == CompareKind.Equal);
            return true;
        }
        else
        {
            result = false;
            return false;
        }

        result = Holds(kind, order);
        return true;
    }

    private static bool IsSimple(in Value value) =>
        value.Ref is Text || value.IsUnspecified || Keys.IsNumber(value) || value.Ref is PyObject { Type.HasIdentityHash: true };

    private static bool Holds(CompareKind kind, int order) => kind switch
    {
        CompareKind.Equal => order == 0,
        CompareKind.NotEqual => order != 0,
        CompareKind.Less => order < 0,
        CompareKind.LessOrEqual => order <= 0,
        CompareKind.Greater => order > 0,
        _ => order >= 0,
    };

    internal async Work<Value> CompareWork(CompareKind kind, Value left, Value right)
    {
        if (TryCompare(kind, left, right, out bool simple))
        {
            return Value.Boolean(simple);
        }

        if (IsDeep)
        {
            return await CallFresh(Builtin("%compare"), Value.Fixnum((int)kind), left, right);
        }

        var leftType = TypeOf(left);
        var rightType = TypeOf(right);
        if (!leftType.AsksMethods && !rightType.AsksMethods)
        {
            Enter();
            Value direct = await NativeCompare(kind, left, right);
            Leave();
            if (direct.Ref != NotImplemented.Ref)
            {
                return direct;
            }
        }
        else
        {
            var swapped = Swap(kind);
            Value reflected = rightType.Special(CompareMethods[(int)swapped]);
            bool reflectedFirst = rightType != leftType && rightType.IsSubtypeOf(leftType) && !reflected.IsUnbound;
            if (reflectedFirst)
            {
                Value result = await Call(reflected, right, left);
                if (result.Ref != NotImplemented.Ref)
                {
                    return result;
                }
            }

            Value method = leftType.Special(CompareMethods[(int)kind]);
            if (!method.IsUnbound)
            {
                Value result = await Call(method, left, right);
                if (result.Ref != NotImplemented.Ref)
                {
                    return result;
                }
            }

            if (!reflectedFirst && !reflected.IsUnbound)
            {
                Value result = await Call(reflected, right, left);
                if (result.Ref != NotImplemented.Ref)
                {
                    return result;
                }
            }
        }

        return kind switch
        {
            CompareKind.Equal => Value.Boolean(Value.Same(left, right)),
            CompareKind.NotEqual => Value.Boolean(!Value.Same(left, right)),
            _ => TypeError($"'{CompareSymbols[(int)kind]}' not supported between instances of '{leftType.Name}' and '{rightType.Name}'"),
        };
    }

    internal static CompareKind Swap(CompareKind kind) => kind switch
    {
        CompareKind.Less => CompareKind.Greater,
        CompareKind.LessOrEqual => CompareKind.GreaterOrEqual,
        CompareKind.Greater => CompareKind.Less,
        CompareKind.GreaterOrEqual => CompareKind.LessOrEqual,
        _ => kind,
    };

    /// <summary>The comparison that a built-in type defines; NotImplemented if it defines none for the two.</summary>
    internal async Work<Value> NativeCompare(CompareKind kind, Value left, Value right)
    {
        Value innerLeft = Inner(left), innerRight = Inner(right);
        if (TryCompare(kind, innerLeft, innerRight, out bool simple) && !IsIdentityOnly(innerLeft, innerRight))
        {
            return Value.Boolean(simple);
        }

        switch (left.Ref)
        {
            case PyList list when right.Ref is PyList other:
                return await CompareSequences(kind, list, other);
            case PyTuple tuple when right.Ref is PyTuple other:
                return await CompareSequences(kind, tuple, other);
            case PyDict dictionary when right.Ref is PyDict other && kind is CompareKind.Equal or CompareKind.NotEqual:
                Value same = await DictsEqual((PyDict)left.Ref!, (PyDict)right.Ref!);
                return same.IsSignal ? same : Value.Boolean(same.IsTrue == (kind == CompareKind.Equal));
            case PySet set when right.Ref is PySet other:
                return await CompareSets(kind, set, other);
            case PyDictView when right.Ref is PyDictView or PySet:
                return await CompareViews(kind, left, right);
            case PyRange range when right.Ref is PyRange other && kind is CompareKind.Equal or CompareKind.NotEqual:
                return Value.Boolean(RangesEqual((PyRange)left.Ref!, (PyRange)right.Ref!) == (kind == CompareKind.Equal));
            case PySlice slice when right.Ref is PySlice other:
                return await CompareWork(kind, Tuple(slice.Start, slice.Stop, slice.Step), Tuple(other.Start, other.Stop, other.Step));
            case PyBoundMethod method when right.Ref is PyBoundMethod other && kind is CompareKind.Equal or CompareKind.NotEqual:
                var (one, two) = ((PyBoundMethod)left.Ref!, (PyBoundMethod)right.Ref!);
                return Value.Boolean((Value.Same(one.Function, two.Function) && Value.Same(one.Self, two.Self)) == (kind == CompareKind.Equal));
        }

        return kind is CompareKind.Equal or CompareKind.NotEqual && Value.Same(left, right) ? Value.Boolean(kind == CompareKind.Equal) : NotImplemented;
    }

    private static bool IsIdentityOnly(in Value left, in Value right) => left.Ref is PyObject and not PyBytes || right.Ref is PyObject and not PyBytes;

    private static bool RangesEqual(PyRange left, PyRange right) =>
        Keys.NumbersEqual(left.Length, right.Length)
        && (Real.IsExactZero(left.Length)
            || (Keys.NumbersEqual(left.Start, right.Start)
                && (Keys.NumbersEqual(left.Length, Value.Fixnum(1)) || Keys.NumbersEqual(left.Step, right.Step))));

    // Elements are taken anew at each step: guest code may change a list meanwhile.
    private async Work<Value> CompareSequences(CompareKind kind, PyObject left, PyObject right)
    {
        bool isEquality = kind is CompareKind.Equal or CompareKind.NotEqual;
        if (isEquality && LengthOf(left) != LengthOf(right))
        {
            return Value.Boolean(kind == CompareKind.NotEqual);
        }

        for (int i = 0; i < LengthOf(left) && i < LengthOf(right); i++)
        {
            if (!Machine.ChargeTicks(1))
            {
                return Value.Signal;
            }

            Value one = ItemOf(left, i), two = ItemOf(right, i);
            Value same = await AreEqual(one, two);
            if (same.IsSignal)
            {
                return same;
            }

            if (!same.IsTrue)
            {
                return isEquality ? Value.Boolean(kind == CompareKind.NotEqual) : await CompareWork(kind, one, two);
            }
        }

        return Value.Boolean(Holds(kind, LengthOf(left).CompareTo(LengthOf(right))));
    }

    private static int LengthOf(PyObject sequence) => sequence is PyList list ? list.Count : ((PyTuple)sequence).Items.Length;

    private static Value ItemOf(PyObject sequence, int index) => sequence is PyList list ? list.Items[index] : ((PyTuple)sequence).Items[index];

    /// <summary>Whether a value is true, if that needs no guest code; null otherwise.</summary>
    internal static bool? SimpleTruth(in Value value)
    {
        if (value.Ref is null)
        {
            return value.Bits != 0;
        }

        if (value.IsBoolean)
        {
            return value.IsTrue;
        }

        switch (value.Ref)
        {
            case Text text:
                return text.Length != 0;
            case Bignum or Closure or Generator:
                return true;
            case PyObject { Type.AsksMethods: true }:
                return null;
            case PyList list:
                return list.Count != 0;
            case PyTuple tuple:
                return tuple.Items.Length != 0;
            case PyDict dictionary:
                return dictionary.Count != 0;
            case PySet set:
                return set.Count != 0;
            case PyBytes bytes:
                return bytes.Items.Length != 0;
            case PyRange range:
                return !Real.IsExactZero(range.Length);
            case PyDictView view:
                return view.Dictionary.Count != 0;
            case PyType type:
                return type.Type.IsHeapType ? null : true;
            case PyObject:
                return true;
        }

        return value.IsFlonum ? value.AsFlonum != 0 : !value.IsUnspecified;
    }

    internal Value Truth(in Value value) => SimpleTruth(value) is { } truth ? Value.Boolean(truth) : Finish(TruthOf(value));

    internal async Work<Value> TruthOf(Value value)
    {
        if (SimpleTruth(value) is { } truth)
        {
            return Value.Boolean(truth);
        }

        var type = TypeOf(value);
        Value method = type.Special("__bool__");
        if (!method.IsUnbound)
        {
            Value result = await Call(method, value);
            return result.IsBoolean || result.IsSignal ? result : TypeError($"__bool__ should return bool, returned {TypeName(result)}");
        }

        method = type.Special("__len__");
        if (method.IsUnbound)
        {
            return Value.Boolean(true);
        }

        Value length = await LengthOf(value);
        return length.IsSignal ? length : Value.Boolean(!Real.IsExactZero(length));
    }

    /// <summary>The hash of any value, as an int; a TypeError if it has none.</summary>
    internal async Work<Value> Hash(Value key)
    {
        if (Keys.TryHash(key, out long hash))
        {
            return Value.Fixnum(hash);
        }

        var type = TypeOf(key);
        Value method = type.Lookup("__hash__");
        if (method.IsUnbound || method.IsUnspecified)
        {
            return TypeError($"unhashable type: '{type.Name}'");
        }

        if (method.Ref is BuiltinFunction && !type.AsksMethods)
        {
            return await NativeHash(key);
        }

        Value result = await Call(method, key);
        Value number = Inner(result);
        return number.Ref is null ? (number.Bits == -1 ? Value.Fixnum(-2) : number)
            : number.Ref is Bignum ? Value.Fixnum(Keys.TryHash(number, out long reduced) ? reduced : 0)
            : result.IsSignal ? result
            : number.IsBoolean ? Keys.AsNumber(number)
            : TypeError("__hash__ method should return an integer");
    }

    /// <summary>The hash that a built-in type defines.</summary>
    internal async Work<Value> NativeHash(Value key)
    {
        Value inner = Inner(key);
        if (Keys.TryHash(inner, out long hash))
        {
            return Value.Fixnum(hash);
        }

        switch (key.Ref)
        {
            case PyTuple tuple:
                if (IsDeep)
                {
                    return await CallFresh(Builtin("hash"), key);
                }

                long all = 0x345678 + tuple.Items.Length;
                foreach (Value item in tuple.Items)
                {
                    Enter();
                    Value one = await Hash(item);
                    Leave();
                    if (one.IsSignal)
                    {
                        return one;
                    }

                    all = (all * 1_000_003) ^ one.Bits;
                }

                return Value.Fixnum(all);
            case PySet { Type: var type } set when type.IsSubtypeOf(Types.FrozenSet):
                long mixed = set.Count * 1927868237L;
                for (int place = 0; place < set.Store.Used; place++)
                {
                    if (set.Store.IsThere(place))
                    {
                        long one = set.Store[place].Hash;
                        mixed ^= ((one ^ 89869747) ^ (one << 16)) * 3644798167;
                    }
                }

                return Value.Fixnum(mixed == -1 ? 590923713 : mixed);
            case PyRange range:
                return await Hash(Tuple(range.Length, range.Start, range.Step));
            case PyBoundMethod method:
                return await Hash(Tuple(method.Function, Value.Fixnum(Machine.IdentityOf(method.Self.Ref ?? this))));
            case PyBytes bytes when bytes.Type.IsSubtypeOf(Types.Bytes):
                return Value.Fixnum(Keys.HashOf(bytes.Items));
        }

        return Value.Fixnum(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Ref!));
    }
}
