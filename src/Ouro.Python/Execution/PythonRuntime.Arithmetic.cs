using System.Collections.Immutable;
using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

/// <summary>The binary operators, in the order of the syntax tree's.</summary>
internal enum BinaryKind
{
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
    DivMod,
}

/// <summary>The unary operators but <c>not</c>.</summary>
internal enum UnaryKind
{
    Invert,
    Plus,
    Minus,
}

/// <summary>What the operators are called.</summary>
internal static class OperatorNames
{
    private static readonly ImmutableArray<string> Symbols = ["+", "-", "*", "@", "/", "%", "** or pow()", "<<", ">>", "|", "^", "&", "//", "divmod()"];

    private static readonly ImmutableArray<string> Names =
        ["add", "sub", "mul", "matmul", "truediv", "mod", "pow", "lshift", "rshift", "or", "xor", "and", "floordiv", "divmod"];

    private static readonly ImmutableArray<string> Methods = [.. Names.Select(name => $"__{name}__")];
    private static readonly ImmutableArray<string> Reflected = [.. Names.Select(name => $"__r{name}__")];
    private static readonly ImmutableArray<string> InPlace = [.. Names.Select(name => $"__i{name}__")];

    internal static string Symbol(BinaryKind kind) => Symbols[(int)kind];

    internal static string InPlaceSymbol(BinaryKind kind) => kind == BinaryKind.Pow ? "**=" : Symbols[(int)kind] + "=";

    internal static string Method(BinaryKind kind) => Methods[(int)kind];

    internal static string ReflectedMethod(BinaryKind kind) => Reflected[(int)kind];

    internal static string InPlaceMethod(BinaryKind kind) => InPlace[(int)kind];

    internal static string Method(UnaryKind kind) => kind switch { UnaryKind.Invert => "__invert__", UnaryKind.Plus => "__pos__", _ => "__neg__" };

    internal static string Symbol(UnaryKind kind) => kind switch { UnaryKind.Invert => "~", UnaryKind.Plus => "+", _ => "-" };
}

// The arithmetic operators: built-in types first, then methods and reflected methods as the language says.
internal sealed partial class PythonRuntime
{
    private const long MostShift = 1L << 32;

    /// <summary>The value of an instance of a class that derives from int, float or str; any other as it is.</summary>
    internal static Value Inner(in Value value) => value.Ref is PyInstance { Inner: { IsUnbound: false } inner } ? inner : value;

    /// <summary>left op right.</summary>
    internal Value Binary(BinaryKind kind, in Value left, in Value right)
    {
        if (IsBuiltinOperand(left) && IsBuiltinOperand(right))
        {
            return Native(kind, left, right, out Value result) ? result : Unsupported(kind, left, right, inPlace: false);
        }

        return Finish(ByMethods(kind, left, right, inPlace: false));
    }

    /// <summary>left op= right.</summary>
    internal Value InPlace(BinaryKind kind, in Value left, in Value right)
    {
        if (IsBuiltinOperand(left) && (IsBuiltinOperand(right) || left.Ref is PyList))
        {
            if (left.Ref is PyObject target && NativeInPlace(kind, target, right) is { } changed)
            {
                return Finish(changed);
            }

            if (IsBuiltinOperand(right))
            {
                return Native(kind, left, right, out Value result) ? result : Unsupported(kind, left, right, inPlace: true);
            }
        }

        return Finish(ByMethods(kind, left, right, inPlace: true));
    }

    /// <summary>No class that a program made says what operators do with it.</summary>
    private static bool IsBuiltinOperand(in Value value) => value.Ref is not PyObject { Type.AsksMethods: true } and not PyType;

    private async Work<Value> ByMethods(BinaryKind kind, Value left, Value right, bool inPlace)
    {
        var leftType = TypeOf(left);
        var rightType = TypeOf(right);
        Value result;
        if (inPlace)
        {
            Value method = leftType.Special(OperatorNames.InPlaceMethod(kind));
            if (!method.IsUnbound)
            {
                result = await Call(method, left, right);
                if (result.Ref != NotImplemented.Ref)
                {
                    return result;
                }
            }
        }

        Value forward = leftType.Special(OperatorNames.Method(kind));
        Value reflected = rightType.Special(OperatorNames.ReflectedMethod(kind));
        bool triesReflected = rightType != leftType && !reflected.IsUnbound;
        if (triesReflected && rightType.IsSubtypeOf(leftType) && !Value.Same(rightType.Lookup(OperatorNames.ReflectedMethod(kind)), leftType.Lookup(OperatorNames.ReflectedMethod(kind))))
        {
            result = await Call(reflected, right, left);
            if (result.Ref != NotImplemented.Ref)
            {
                return result;
            }

            triesReflected = false;
        }

        if (!forward.IsUnbound)
        {
            result = await Call(forward, left, right);
            if (result.Ref != NotImplemented.Ref)
            {
                return result;
            }
        }

        if (triesReflected)
        {
            result = await Call(reflected, right, left);
            if (result.Ref != NotImplemented.Ref)
            {
                return result;
            }
        }

        if (kind == BinaryKind.Mult && (IsSequence(left) ? right : IsSequence(right) ? left : Value.Unbound) is { Ref: PyObject } count && !TypeOf(count).Lookup("__index__").IsUnbound && !Keys.IsNumber(Inner(count)))
        {
            // A sequence so many times as an object says.
            Value index = await IndexOf(count);
            return index.IsSignal ? index : await Settle(IsSequence(left) ? Binary(kind, left, index) : Binary(kind, index, right));
        }

        return Native(kind, Inner(left), Inner(right), out result) && kind is BinaryKind.Mult or BinaryKind.Add ? result : Unsupported(kind, left, right, inPlace);
    }

    internal Value Unsupported(BinaryKind kind, in Value left, in Value right, bool inPlace)
    {
        string leftName = TypeName(left), rightName = TypeName(right);
        switch (kind)
        {
            case BinaryKind.Add when left.Ref is Text:
                return TypeError($"can only concatenate str (not \"{rightName}\") to str");
            case BinaryKind.Add when left.Ref is PyList && !inPlace:
                return TypeError($"can only concatenate list (not \"{rightName}\") to list");
            case BinaryKind.Add when left.Ref is PyTuple:
                return TypeError($"can only concatenate tuple (not \"{rightName}\") to tuple");
            case BinaryKind.Add when left.Ref is PyBytes:
                return TypeError($"can't concat {rightName} to {leftName}");
            case BinaryKind.Mult when IsSequence(left) && !Keys.IsNumber(right):
                return TypeError($"can't multiply sequence by non-int of type '{rightName}'");
            case BinaryKind.Mult when IsSequence(right) && !Keys.IsNumber(left):
                return TypeError($"can't multiply sequence by non-int of type '{leftName}'");
            case BinaryKind.Mult when IsSequence(left) && right.IsFlonum:
                return TypeError("can't multiply sequence by non-int of type 'float'");
            case BinaryKind.Mult when IsSequence(right) && left.IsFlonum:
                return TypeError("can't multiply sequence by non-int of type 'float'");
        }

        return TypeError($"unsupported operand type(s) for {(inPlace ? OperatorNames.InPlaceSymbol(kind) : OperatorNames.Symbol(kind))}: '{leftName}' and '{rightName}'");
    }

    private static bool IsSequence(in Value value) => value.Ref is Text or PyList or PyTuple or PyBytes;

    /// <summary>An operator on values of built-in types.</summary>
    /// <returns>False if the types have no such operator; otherwise the result may be the signal.</returns>
    internal bool Native(BinaryKind kind, in Value left, in Value right, out Value result)
    {
        if (Keys.IsNumber(left) && Keys.IsNumber(right))
        {
            return Numbers(kind, left, right, out result);
        }

        result = Value.Unbound;
        switch (kind)
        {
            case BinaryKind.Add:
                result = Concatenate(left, right);
                break;
            case BinaryKind.Mult when Keys.IsNumber(right):
                result = Repeat(left, right);
                break;
            case BinaryKind.Mult when Keys.IsNumber(left):
                result = Repeat(right, left);
                break;
            case BinaryKind.Mod when left.Ref is PyBytes template:
                result = Finish(PercentFormat(template, right));
                break;
            case BinaryKind.Mod when left.Ref is Text format:
                result = Finish(PercentFormat(format, right));
                break;
            case BinaryKind.BitOr or BinaryKind.BitAnd or BinaryKind.BitXor or BinaryKind.Sub when left.Ref is PySet one && right.Ref is PySet two:
                result = Finish(CombineSets(kind, one, two));
                break;
            case BinaryKind.BitOr when left.Ref is PyDict first && right.Ref is PyDict second:
                result = Finish(MergeDicts(first, second));
                break;
            case BinaryKind.BitOr or BinaryKind.BitAnd or BinaryKind.BitXor or BinaryKind.Sub when left.Ref is PyDictView { Part: not DictPart.Values } || right.Ref is PyDictView { Part: not DictPart.Values }:
                result = Finish(CombineViews(kind, left, right));
                break;
        }

        return !result.IsUnbound;
    }

    private bool Numbers(BinaryKind kind, in Value left, in Value right, out Value result)
    {
        if (left.IsBoolean && right.IsBoolean && kind is BinaryKind.BitAnd or BinaryKind.BitOr or BinaryKind.BitXor)
        {
            bool one = left.IsTrue, two = right.IsTrue;
            result = Value.Boolean(kind switch { BinaryKind.BitAnd => one & two, BinaryKind.BitOr => one | two, _ => one ^ two });
            return true;
        }

        Value x = Keys.AsNumber(left), y = Keys.AsNumber(right);
        if (x.IsFlonum || y.IsFlonum)
        {
            result = kind is BinaryKind.LShift or BinaryKind.RShift or BinaryKind.BitOr or BinaryKind.BitXor or BinaryKind.BitAnd or BinaryKind.MatMult
                ? Value.Unbound
                : !TryDouble(x, out double a) || !TryDouble(y, out double b) ? OverflowError("int too large to convert to float") : Floats(kind, a, b);
            return !result.IsUnbound;
        }

        result = Integers(kind, x, y);
        return !result.IsUnbound;
    }

    /// <summary>A number as a float.</summary>
    /// <returns>False: it is too large.</returns>
    internal static bool TryDouble(in Value number, out double result)
    {
        result = Real.ToDouble(number);
        return number.IsFlonum || !double.IsInfinity(result);
    }

    private Value Integers(BinaryKind kind, in Value x, in Value y)
    {
        switch (kind)
        {
            case BinaryKind.Add:
                return Arithmetic.Add(Machine, x, y);
            case BinaryKind.Sub:
                return Arithmetic.Subtract(Machine, x, y);
            case BinaryKind.Mult:
                return Arithmetic.Multiply(Machine, x, y);
            case BinaryKind.Div:
                return DivideIntegers(x, y);
            case BinaryKind.FloorDiv:
                return Real.IsExactZero(y) ? Raise("ZeroDivisionError", "integer division or modulo by zero") : Arithmetic.FloorQuotient(Machine, x, y);
            case BinaryKind.Mod:
                return Real.IsExactZero(y) ? Raise("ZeroDivisionError", "integer modulo by zero") : Arithmetic.Modulo(Machine, x, y);
            case BinaryKind.DivMod:
                if (Real.IsExactZero(y))
                {
                    return Raise("ZeroDivisionError", "integer division or modulo by zero");
                }

                Value quotient = Arithmetic.FloorQuotient(Machine, x, y);
                Value rest = quotient.IsSignal ? quotient : Arithmetic.Modulo(Machine, x, y);
                return rest.IsSignal ? rest : Tuple(quotient, rest);
            case BinaryKind.Pow:
                if (Real.Sign(y) < 0)
                {
                    return !TryDouble(x, out double a) || !TryDouble(y, out double b) ? OverflowError("int too large to convert to float") : Floats(kind, a, b);
                }

                return Arithmetic.Power(Machine, x, y);
            case BinaryKind.LShift or BinaryKind.RShift:
                if (Real.Sign(y) < 0)
                {
                    return ValueError("negative shift count");
                }

                bool isLeft = kind == BinaryKind.LShift;
                if (y.Ref is not null || y.Bits > MostShift)
                {
                    return Real.IsExactZero(x) ? x : isLeft ? OverflowError("too many digits in integer") : Value.Fixnum(Real.Sign(x) < 0 ? -1 : 0);
                }

                return Arithmetic.ShiftArithmetically(Machine, x, Value.Fixnum(isLeft ? y.Bits : -y.Bits));
            case BinaryKind.BitAnd:
                return Arithmetic.BitwiseAnd(Machine, x, y);
            case BinaryKind.BitOr:
                return Arithmetic.BitwiseOr(Machine, x, y);
            case BinaryKind.BitXor:
                return Arithmetic.BitwiseExclusiveOr(Machine, x, y);
            default:
                return Value.Unbound;
        }
    }

    private Value DivideIntegers(in Value x, in Value y)
    {
        if (Real.IsExactZero(y))
        {
            return Raise("ZeroDivisionError", "division by zero");
        }

        const long Exact = 1L << 53;
        if (x.Ref is null && y.Ref is null && x.Bits is > -Exact and < Exact && y.Bits is > -Exact and < Exact)
        {
            return Value.Flonum((double)x.Bits / y.Bits);
        }

        Value ratio = Arithmetic.Divide(Machine, x, y);
        if (ratio.IsSignal)
        {
            return ratio;
        }

        return TryDouble(ratio, out double result) ? Value.Flonum(result) : OverflowError("integer division result too large for a float");
    }

    private Value Floats(BinaryKind kind, double x, double y)
    {
        switch (kind)
        {
            case BinaryKind.Add:
                return Value.Flonum(x + y);
            case BinaryKind.Sub:
                return Value.Flonum(x - y);
            case BinaryKind.Mult:
                return Value.Flonum(x * y);
            case BinaryKind.Div:
                return y == 0 ? Raise("ZeroDivisionError", "float division by zero") : Value.Flonum(x / y);
            case BinaryKind.FloorDiv:
                return y == 0 ? Raise("ZeroDivisionError", "float floor division by zero") : Value.Flonum(FloorDivide(x, y, out _));
            case BinaryKind.Mod:
                if (y == 0)
                {
                    return Raise("ZeroDivisionError", "float modulo");
                }

                _ = FloorDivide(x, y, out double rest);
                return Value.Flonum(rest);
            case BinaryKind.DivMod:
                if (y == 0)
                {
                    return Raise("ZeroDivisionError", "float divmod()");
                }

                double quotient = FloorDivide(x, y, out double remainder);
                return Tuple(Value.Flonum(quotient), Value.Flonum(remainder));
            case BinaryKind.Pow:
                return Power(x, y);
            default:
                return Value.Unbound;
        }
    }

    private Value Power(double x, double y)
    {
        if (x == 0 && y < 0)
        {
            return Raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
        }

        if (x < 0 && double.IsFinite(x) && double.IsFinite(y) && Math.Floor(y) != y)
        {
            return Values.Numbers.ComplexFunctions.Power(Meter, new Values.Numbers.ComplexNumber(x, 0), new Values.Numbers.ComplexNumber(y, 0)) is { } power
                ? Value.Object(new PyComplex(Types.Complex, power)) : Failed();
        }

        double result = x == 1 || y == 0 ? 1 : x == -1 && double.IsInfinity(y) ? 1 : Math.Pow(x, y);
        return double.IsInfinity(result) && double.IsFinite(x) && double.IsFinite(y)
            ? Raise(NewException(Types.Exception("OverflowError"), Value.Fixnum(34), Str("Numerical result out of range")))
            : Value.Flonum(result);
    }

    /// <summary>Floor division of floats as CPython does it.</summary>
    private static double FloorDivide(double x, double y, out double rest)
    {
        rest = x % y;
        double quotient = (x - rest) / y;
        if (rest != 0)
        {
            if (y < 0 != rest < 0)
            {
                rest += y;
                quotient -= 1;
            }
        }
        else
        {
            rest = Math.CopySign(0, y);
        }

        if (quotient == 0)
        {
            return Math.CopySign(0, x / y);
        }

        double floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private Value Concatenate(in Value left, in Value right)
    {
        switch (left.Ref)
        {
            case Text text when right.Ref is Text other:
                long length = (long)text.Length + other.Length;
                if (length > int.MaxValue >> 3)
                {
                    return Raise("MemoryError", "");
                }

                return Machine.ChargeTicks(length >> 6) && Machine.ChargeAllocation(Text.SizeOf(length, Math.Max(text.Width, other.Width)))
                    ? Value.Object(Text.Concat(text, other))
                    : Value.Signal;
            case PyList list when right.Ref is PyList other:
                return Joined(list.Span, other.Span) is { } items ? List(items) : Value.Signal;
            case PyTuple tuple when right.Ref is PyTuple other:
                return Joined(tuple.Items, other.Items) is { } all ? Tuple(all) : Value.Signal;
            case PyBytes bytes when BytesOf(right) is { } other:
                return Machine.ChargeAllocation((long)bytes.Count + other.Length) && Machine.ChargeTicks((bytes.Count + other.Length) >> 4)
                    ? Value.Object(new PyBytes(PlainType(bytes), [.. bytes.Items, .. other]))
                    : Value.Signal;
            default:
                return Value.Unbound;
        }
    }

    private Value[]? Joined(ReadOnlySpan<Value> left, ReadOnlySpan<Value> right)
    {
        long length = (long)left.Length + right.Length;
        if (!Machine.ChargeTicks(length >> 4) || !Machine.ChargeAllocation(PyList.SizeOf(length)))
        {
            return null;
        }

        var items = ValueArrays.Unbound((int)length);
        left.CopyTo(items);
        right.CopyTo(items.AsSpan(left.Length));
        return items;
    }

    private Value Repeat(in Value sequence, in Value times)
    {
        Value number = Keys.AsNumber(times);
        if (!IsSequence(sequence) || number.IsFlonum)
        {
            return Value.Unbound;
        }

        long count = number.Ref is Bignum big ? (big.Value.Sign < 0 ? 0 : long.MaxValue) : Math.Max(0, number.Bits);
        int length = sequence.Ref switch { Text text => text.Length, PyList list => list.Count, PyTuple tuple => tuple.Items.Length, _ => ((PyBytes)sequence.Ref!).Items.Length };
        if (length == 0)
        {
            count = 0;
        }

        if (count > int.MaxValue / 16 / Math.Max(1, length))
        {
            return number.Ref is Bignum ? OverflowError("cannot fit 'int' into an index-sized integer") : Raise("MemoryError", "");
        }

        int total = (int)count * length;
        if (!Machine.ChargeTicks(total >> 4) || !Machine.ChargeAllocation(96 + ((sequence.Ref is Text ? 4L : 16L) * total)))
        {
            return Value.Signal;
        }

        switch (sequence.Ref)
        {
            case Text text:
                if (length == 1)
                {
                    return Value.Object(new Text(total, text[0]));
                }

                var result = new Text(total, 0);
                for (int i = 0; i < count; i++)
                {
                    text.CopyTo(0, length, result, i * length);
                }

                return Value.Object(result);
            case PyBytes bytes:
                byte[] copy = new byte[total];
                for (int i = 0; i < count; i++)
                {
                    bytes.Items.CopyTo(copy, i * length);
                }

                return Value.Object(new PyBytes(PlainType(bytes), copy));
        }

        var items = ValueArrays.Unbound(total);
        var source = sequence.Ref is PyList all ? all.Span : ((PyTuple)sequence.Ref!).Items.AsSpan();
        for (int i = 0; i < count; i++)
        {
            source.CopyTo(items.AsSpan(i * length));
        }

        return sequence.Ref is PyList ? List(items) : Tuple(items);
    }

    /// <summary>What changes its left operand; null if that is not how the type does it.</summary>
    private Work<Value>? NativeInPlace(BinaryKind kind, PyObject target, Value right)
    {
        switch (target)
        {
            case PyList list when kind == BinaryKind.Add:
                return ExtendInPlace(list, right);
            case PyList list when kind == BinaryKind.Mult && Keys.IsNumber(right) && !right.IsFlonum:
                Value repeated = Repeat(Value.Object(list), right);
                if (!repeated.IsSignal)
                {
                    var items = (PyList)repeated.Ref!;
                    (list.Items, list.Count) = (items.Items, items.Count);
                }

                return repeated.IsSignal ? repeated : Value.Object(list);
            case PyBytes bytes when kind is BinaryKind.Add or BinaryKind.Mult && bytes.Type.IsSubtypeOf(Types.ByteArray):
                return ChangeBytes(kind, bytes, right);
            case PySet set when set.Type != Types.FrozenSet && right.Ref is PySet other && kind is BinaryKind.BitOr or BinaryKind.BitAnd or BinaryKind.BitXor or BinaryKind.Sub:
                return ChangeSet(kind, (PySet)target, (PySet)right.Ref!);
            case PyDict dictionary when kind == BinaryKind.BitOr:
                return UpdateInPlace(dictionary, right);
            default:
                return null;
        }
    }

    /// <summary>An in-place method of a built-in type.</summary>
    internal Value NativeInPlaceMethod(BinaryKind kind, in Value left, in Value right) =>
        left.Ref is PyObject target && NativeInPlace(kind, target, right) is { } changed ? Finish(changed) : NotImplemented;

    private async Work<Value> ExtendInPlace(PyList list, Value items)
    {
        Value result = await Extend(list, items);
        return result.IsSignal ? result : Value.Object(list);
    }

    private async Work<Value> UpdateInPlace(PyDict dictionary, Value items)
    {
        Value result = await UpdateDict(dictionary, items);
        return result.IsSignal ? result : Value.Object(dictionary);
    }

    private async Work<Value> ChangeSet(BinaryKind kind, PySet left, PySet right)
    {
        Value result = await CombineSets(kind, left, right);
        if (result.IsSignal)
        {
            return result;
        }

        left.Store = ((PySet)result.Ref!).Store;
        return Value.Object(left);
    }

    /// <summary>op value.</summary>
    internal Value Unary(UnaryKind kind, in Value value)
    {
        Value number = Keys.AsNumber(value);
        if (number.Ref is null or Bignum || number.IsFlonum)
        {
            switch (kind)
            {
                case UnaryKind.Plus:
                    return number;
                case UnaryKind.Minus:
                    return number.IsFlonum ? Value.Flonum(-number.AsFlonum) : Arithmetic.Negate(Machine, number);
                case UnaryKind.Invert when !number.IsFlonum:
                    return Arithmetic.BitwiseNot(Machine, number);
            }
        }

        Value method = TypeOf(value).Special(OperatorNames.Method(kind));
        return method.IsUnbound || method.Ref is BuiltinFunction && !(value.Ref is PyObject { Type.AsksMethods: true })
            ? TypeError($"bad operand type for unary {OperatorNames.Symbol(kind)}: '{TypeName(value)}'")
            : Machine.RequestCall(method, value);
    }
}
