using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>Says which of the special methods a built-in type has: names without their underscores; <c>nohash</c> at the end: its values have no hash.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SpecialsAttribute(string names) : Attribute
{
    internal string Names { get; } = names;
}

/// <summary>The special methods of built-in types: what an operator does with a value of the type, whatever classes below it say.</summary>
internal static class Specials
{
    private const string One = "self, /";
    private const string Two = "self, value, /";

    [PythonFunction("__len__", One)]
    internal static Value Length(PythonRuntime python, ReadOnlySpan<Value> a) => PythonRuntime.NativeLength(a[0]);

    [PythonFunction("__getitem__", "self, key, /")]
    internal static Work<Value> GetItem(PythonRuntime python, Value[] a) => python.NativeGetItem(a[0], a[1]);

    [PythonFunction("__setitem__", "self, key, value, /")]
    internal static Work<Value> SetItem(PythonRuntime python, Value[] a) => python.NativeSetItem(a[0], a[1], a[2]);

    [PythonFunction("__delitem__", "self, key, /")]
    internal static Work<Value> DeleteItem(PythonRuntime python, Value[] a) => python.NativeSetItem(a[0], a[1], Value.Unbound);

    [PythonFunction("__contains__", "self, key, /")]
    internal static Work<Value> Contains(PythonRuntime python, Value[] a) => python.NativeContains(a[0], a[1]);

    [PythonFunction("__iter__", One)]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => python.NativeIterator(a[0]);

    [PythonFunction("__next__", One)]
    internal static async Work<Value> Next(PythonRuntime python, Value[] a)
    {
        Value next = await python.Next(a[0]);
        return next.IsAbsent ? python.StopIteration(a[0].Ref is Generator or PyIterator { HasResult: true } ? python.TakeReturned() : Value.Unspecified) : next;
    }

    [PythonFunction("__repr__", One)]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => python.NativeRepr(a[0]);

    [PythonFunction("__hash__", One)]
    internal static Work<Value> Hash(PythonRuntime python, Value[] a) => python.NativeHash(a[0]);

    [PythonFunction("__format__", "self, format_spec, /")]
    internal static Work<Value> Format(PythonRuntime python, Value[] a) => python.NativeFormat(a[0], a[1]);

    [PythonFunction("__eq__", Two)]
    internal static Work<Value> Equal(PythonRuntime python, Value[] a) => python.NativeCompare(CompareKind.Equal, a[0], a[1]);

    [PythonFunction("__ne__", Two)]
    internal static Work<Value> NotEqual(PythonRuntime python, Value[] a) => python.NativeCompare(CompareKind.NotEqual, a[0], a[1]);

    [PythonFunction("__lt__", Two)]
    internal static Work<Value> Less(PythonRuntime python, Value[] a) => python.NativeCompare(CompareKind.Less, a[0], a[1]);

    [PythonFunction("__le__", Two)]
    internal static Work<Value> LessOrEqual(PythonRuntime python, Value[] a) => python.NativeCompare(CompareKind.LessOrEqual, a[0], a[1]);

    [PythonFunction("__gt__", Two)]
    internal static Work<Value> Greater(PythonRuntime python, Value[] a) => python.NativeCompare(CompareKind.Greater, a[0], a[1]);

    [PythonFunction("__ge__", Two)]
    internal static Work<Value> GreaterOrEqual(PythonRuntime python, Value[] a) => python.NativeCompare(CompareKind.GreaterOrEqual, a[0], a[1]);

    [PythonFunction("__add__", Two)]
    internal static Value Add(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Add, a[0], a[1], true);

    [PythonFunction("__radd__", Two)]
    internal static Value ReflectedAdd(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Add, a[1], a[0], false);

    [PythonFunction("__sub__", Two)]
    internal static Value Subtract(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Sub, a[0], a[1], false);

    [PythonFunction("__rsub__", Two)]
    internal static Value ReflectedSubtract(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Sub, a[1], a[0], false);

    [PythonFunction("__mul__", Two)]
    internal static Value Multiply(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Mult, a[0], a[1], false);

    [PythonFunction("__rmul__", Two)]
    internal static Value ReflectedMultiply(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Mult, a[1], a[0], false);

    [PythonFunction("__truediv__", Two)]
    internal static Value Divide(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Div, a[0], a[1], false);

    [PythonFunction("__rtruediv__", Two)]
    internal static Value ReflectedDivide(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Div, a[1], a[0], false);

    [PythonFunction("__floordiv__", Two)]
    internal static Value FloorDivide(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.FloorDiv, a[0], a[1], false);

    [PythonFunction("__rfloordiv__", Two)]
    internal static Value ReflectedFloorDivide(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.FloorDiv, a[1], a[0], false);

    [PythonFunction("__mod__", Two)]
    internal static Value Modulo(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Mod, a[0], a[1], false);

    [PythonFunction("__rmod__", Two)]
    internal static Value ReflectedModulo(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Mod, a[1], a[0], false);

    [PythonFunction("__divmod__", Two)]
    internal static Value DivMod(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.DivMod, a[0], a[1], false);

    [PythonFunction("__rdivmod__", Two)]
    internal static Value ReflectedDivMod(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.DivMod, a[1], a[0], false);

    [PythonFunction("__pow__", "self, value, mod=None, /")]
    internal static Value Power(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Pow, a[0], a[1], false);

    [PythonFunction("__rpow__", "self, value, mod=None, /")]
    internal static Value ReflectedPower(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.Pow, a[1], a[0], false);

    [PythonFunction("__lshift__", Two)]
    internal static Value LeftShift(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.LShift, a[0], a[1], false);

    [PythonFunction("__rlshift__", Two)]
    internal static Value ReflectedLeftShift(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.LShift, a[1], a[0], false);

    [PythonFunction("__rshift__", Two)]
    internal static Value RightShift(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.RShift, a[0], a[1], false);

    [PythonFunction("__rrshift__", Two)]
    internal static Value ReflectedRightShift(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.RShift, a[1], a[0], false);

    [PythonFunction("__and__", Two)]
    internal static Value And(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.BitAnd, a[0], a[1], false);

    [PythonFunction("__rand__", Two)]
    internal static Value ReflectedAnd(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.BitAnd, a[1], a[0], false);

    [PythonFunction("__or__", Two)]
    internal static Value Or(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.BitOr, a[0], a[1], false);

    [PythonFunction("__ror__", Two)]
    internal static Value ReflectedOr(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.BitOr, a[1], a[0], false);

    [PythonFunction("__xor__", Two)]
    internal static Value ExclusiveOr(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.BitXor, a[0], a[1], false);

    [PythonFunction("__rxor__", Two)]
    internal static Value ReflectedExclusiveOr(PythonRuntime python, ReadOnlySpan<Value> a) => Binary(python, BinaryKind.BitXor, a[1], a[0], false);

    [PythonFunction("__iadd__", Two)]
    internal static Value AddInPlace(PythonRuntime python, ReadOnlySpan<Value> a) => python.NativeInPlaceMethod(BinaryKind.Add, a[0], a[1]);

    [PythonFunction("__imul__", Two)]
    internal static Value MultiplyInPlace(PythonRuntime python, ReadOnlySpan<Value> a) => python.NativeInPlaceMethod(BinaryKind.Mult, a[0], a[1]);

    [PythonFunction("__ior__", Two)]
    internal static Value OrInPlace(PythonRuntime python, ReadOnlySpan<Value> a) => python.NativeInPlaceMethod(BinaryKind.BitOr, a[0], a[1]);

    [PythonFunction("__iand__", Two)]
    internal static Value AndInPlace(PythonRuntime python, ReadOnlySpan<Value> a) => python.NativeInPlaceMethod(BinaryKind.BitAnd, a[0], a[1]);

    [PythonFunction("__ixor__", Two)]
    internal static Value ExclusiveOrInPlace(PythonRuntime python, ReadOnlySpan<Value> a) => python.NativeInPlaceMethod(BinaryKind.BitXor, a[0], a[1]);

    [PythonFunction("__isub__", Two)]
    internal static Value SubtractInPlace(PythonRuntime python, ReadOnlySpan<Value> a) => python.NativeInPlaceMethod(BinaryKind.Sub, a[0], a[1]);

    [PythonFunction("__neg__", One)]
    internal static Value Negate(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Minus, PythonRuntime.Inner(a[0]));

    [PythonFunction("__pos__", One)]
    internal static Value Plus(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Plus, PythonRuntime.Inner(a[0]));

    [PythonFunction("__invert__", One)]
    internal static Value Invert(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Invert, PythonRuntime.Inner(a[0]));

    [PythonFunction("__abs__", One)]
    internal static Value Absolute(PythonRuntime python, ReadOnlySpan<Value> a) => Arithmetic.AbsoluteValue(python.Machine, Keys.AsNumber(PythonRuntime.Inner(a[0])));

    [PythonFunction("__bool__", One)]
    internal static Value Truth(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(PythonRuntime.SimpleTruth(PythonRuntime.Inner(a[0])) ?? true);

    [PythonFunction("__index__", One)]
    [PythonFunction("__int__", One)]
    [PythonFunction("__trunc__", One)]
    internal static Value Index(PythonRuntime python, ReadOnlySpan<Value> a) => Keys.AsNumber(PythonRuntime.Inner(a[0]));

    [PythonFunction("__float__", One)]
    internal static Value Float(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PythonRuntime.TryDouble(Keys.AsNumber(PythonRuntime.Inner(a[0])), out double number) ? Value.Flonum(number) : python.OverflowError("int too large to convert to float");

    [PythonFunction("__reduce__", One)]
    internal static Work<Value> Reduce(PythonRuntime python, Value[] a) => a[0].Ref is PyIterator iterator ? iterator.Reduce(python) : python.TypeError($"cannot pickle '{python.TypeName(a[0])}' object");

    [PythonFunction("__setstate__", "self, state, /")]
    internal static async Work<Value> SetState(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[1]) is not { } place)
        {
            return Value.Signal;
        }

        (a[0].Ref as PyIterator)?.GoTo(place);
        return Value.Unspecified;
    }

    [PythonFunction("__length_hint__", One)]
    internal static Value LengthHint(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[0].Ref is PyIterator iterator && iterator.LengthHint(python) is >= 0 and var length ? Value.Fixnum(length) : python.NotImplemented;

    [PythonFunction("__class_getitem__", "type, key, /", Kind = FunctionKind.Class)]
    internal static Value Generic(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.GenericAlias(a[0], a[1]);

    private static Value Binary(PythonRuntime python, BinaryKind kind, in Value left, in Value right, bool fails)
    {
        Value one = PythonRuntime.Inner(left), two = PythonRuntime.Inner(right);
        if (python.Native(kind, one, two, out Value result))
        {
            return result;
        }

        // Sequences say at once what is wrong; numbers leave it to the other operand.
        return fails && one.Ref is Text or PyList or PyTuple or PyBytes && kind == BinaryKind.Add && two.Ref is not PyInstance
            ? python.Unsupported(kind, left, right, inPlace: false)
            : python.NotImplemented;
    }
}
