using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Formatting;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Types;

/// <summary>complex.</summary>
internal static class ComplexMethods
{
    private static ComplexNumber Self(in Value value) => ((PyComplex)value.Ref!).Number;

    [PythonFunction("__new__", "cls, real=0, imag=0", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        Value real = a[1].IsAbsent ? Value.Fixnum(0) : a[1];
        if (type == python.Types.Complex && a[2].IsAbsent && real.Ref is PyComplex { Type: var given } && given == type)
        {
            return real;
        }

        if (PythonRuntime.Inner(real).Ref is Text text)
        {
            return !a[2].IsAbsent ? python.TypeError("complex() can't take second arg if first is a string")
                : ComplexFunctions.Parse(python.Meter, text) is { } parsed ? Make(type, parsed) : python.Failed();
        }

        if (!a[2].IsAbsent && PythonRuntime.Inner(a[2]).Ref is Text)
        {
            return python.TypeError("complex() second arg can't be a string");
        }

        Value first = await Number(python, real, $"complex() first argument must be a string or a number, not '{python.TypeName(real)}'");
        Value second = first.IsSignal ? first : a[2].IsAbsent ? Value.Fixnum(0)
            : a[2].Ref is PyComplex ? a[2] : await Number(python, a[2], $"complex() second argument must be a number, not '{python.TypeName(a[2])}'", asksComplex: false);
        if (second.IsSignal)
        {
            return second;
        }

        var (x, y) = (NumberOf(first), NumberOf(second));
        bool firstIsComplex = first.Ref is PyComplex, secondIsComplex = second.Ref is PyComplex;
        return Make(type, new ComplexNumber(secondIsComplex ? x.Real - y.Imaginary : x.Real, firstIsComplex && !a[2].IsAbsent ? x.Imaginary + y.Real : a[2].IsAbsent ? x.Imaginary : y.Real));
    }

    private static Value Make(PyType type, ComplexNumber number) => Value.Object(new PyComplex(type, number));

    private static ComplexNumber NumberOf(in Value value) => value.Ref is PyComplex complex ? complex.Number : new ComplexNumber(value.IsFlonum ? value.AsFlonum : Real.ToDouble(value), 0);

    /// <summary>A float or complex from what stands for one.</summary>
    internal static async Work<Value> Number(PythonRuntime python, Value value, string error, bool asksComplex = true)
    {
        if (value.Ref is PyComplex { Type.IsHeapType: false })
        {
            return value;
        }

        Value method = asksComplex ? python.TypeOf(value).Special("__complex__") : Value.Unbound;
        if (!method.IsUnbound)
        {
            Value made = await python.Call(method, value);
            return made.IsSignal || made.Ref is PyComplex ? made : python.TypeError($"__complex__ returned non-complex (type {python.TypeName(made)})");
        }

        return value.Ref is PyComplex ? value
            : PythonRuntime.Inner(value).Ref is Text || (python.TypeOf(value).Special("__float__").IsUnbound && python.TypeOf(value).Special("__index__").IsUnbound) ? python.TypeError(error)
            : await python.ToFloat(value);
    }

    /// <summary>The operand as a complex number: null for what is no number, and with a pending raise for ints that are too large.</summary>
    private static ComplexNumber? Operand(PythonRuntime python, in Value value)
    {
        if (value.Ref is PyComplex complex)
        {
            return complex.Number;
        }

        Value number = Keys.AsNumber(PythonRuntime.Inner(value));
        if (!number.IsFlonum && number.Ref is not (null or Bignum))
        {
            return null;
        }

        if (PythonRuntime.TryDouble(number, out double real))
        {
            return new ComplexNumber(real, 0);
        }

        _ = python.OverflowError("int too large to convert to float");
        return null;
    }

    private static Value Apply(PythonRuntime python, in Value left, in Value right, Func<ComplexNumber, ComplexNumber, ComplexNumber?> function)
    {
        if (Operand(python, left) is not { } x || Operand(python, right) is not { } y)
        {
            return python.Machine.Pending != PendingSignal.None ? Value.Signal : python.NotImplemented;
        }

        return function(x, y) is { } result ? Make(python.Types.Complex, result) : python.Failed();
    }

    [PythonFunction("__add__", "self, value, /")]
    internal static Value Add(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[0], a[1], (x, y) => x + y);

    [PythonFunction("__radd__", "self, value, /")]
    internal static Value ReflectedAdd(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[1], a[0], (x, y) => x + y);

    [PythonFunction("__sub__", "self, value, /")]
    internal static Value Subtract(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[0], a[1], (x, y) => x - y);

    [PythonFunction("__rsub__", "self, value, /")]
    internal static Value ReflectedSubtract(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[1], a[0], (x, y) => x - y);

    [PythonFunction("__mul__", "self, value, /")]
    internal static Value Multiply(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[0], a[1], (x, y) => x * y);

    [PythonFunction("__rmul__", "self, value, /")]
    internal static Value ReflectedMultiply(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[1], a[0], (x, y) => x * y);

    [PythonFunction("__truediv__", "self, value, /")]
    internal static Value Divide(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[0], a[1], (x, y) => ComplexFunctions.Divide(python.Meter, x, y));

    [PythonFunction("__rtruediv__", "self, value, /")]
    internal static Value ReflectedDivide(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[1], a[0], (x, y) => ComplexFunctions.Divide(python.Meter, x, y));

    [PythonFunction("__pow__", "self, value, mod=None, /")]
    internal static Value Power(PythonRuntime python, ReadOnlySpan<Value> a) => !a[2].IsAbsent && !a[2].IsUnspecified ? python.ValueError("complex modulo")
        : Apply(python, a[0], a[1], (x, y) => ComplexFunctions.Power(python.Meter, x, y));

    [PythonFunction("__rpow__", "self, value, mod=None, /")]
    internal static Value ReflectedPower(PythonRuntime python, ReadOnlySpan<Value> a) => Apply(python, a[1], a[0], (x, y) => ComplexFunctions.Power(python.Meter, x, y));

    [PythonFunction("__neg__", "self, /")]
    internal static Value Negate(PythonRuntime python, ReadOnlySpan<Value> a) => Make(python.Types.Complex, -Self(a[0]));

    [PythonFunction("__pos__", "self, /")]
    [PythonFunction("__complex__", "self, /")]
    internal static Value Plus(PythonRuntime python, ReadOnlySpan<Value> a) => ((PyComplex)a[0].Ref!).Type == python.Types.Complex ? a[0] : Make(python.Types.Complex, Self(a[0]));

    [PythonFunction("__abs__", "self, /")]
    internal static Value Absolute(PythonRuntime python, ReadOnlySpan<Value> a) => ComplexFunctions.Magnitude(python.Meter, Self(a[0])) is { } length ? Value.Flonum(length) : python.Failed();

    [PythonFunction("__bool__", "self, /")]
    internal static Value Truth(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(!Self(a[0]).IsZero);

    private static Value Compare(PythonRuntime python, ReadOnlySpan<Value> a, bool wanted)
    {
        var self = Self(a[0]);
        if (a[1].Ref is PyComplex other)
        {
            return Value.Boolean((self.Real == other.Number.Real && self.Imaginary == other.Number.Imaginary) == wanted);
        }

        Value number = PythonRuntime.Inner(a[1]);
        return Keys.IsNumber(number) ? Value.Boolean((self.Imaginary == 0 && Keys.NumbersEqual(Value.Flonum(self.Real), number)) == wanted) : python.NotImplemented;
    }

    [PythonFunction("__eq__", "self, value, /")]
    internal static Value Equal(PythonRuntime python, ReadOnlySpan<Value> a) => Compare(python, a, wanted: true);

    [PythonFunction("__ne__", "self, value, /")]
    internal static Value NotEqual(PythonRuntime python, ReadOnlySpan<Value> a) => Compare(python, a, wanted: false);

    [PythonFunction("__hash__", "self, /")]
    internal static Value Hash(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        return Value.Fixnum(NumberHash.OfComplex(Part(self.Real), Part(self.Imaginary)));

        static long Part(double number) => Keys.TryHash(Value.Flonum(number), out long hash) ? hash : 0;
    }

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(ComplexFunctions.Repr(Self(a[0])));

    [PythonFunction("__format__", "self, format_spec, /")]
    internal static async Work<Value> Format(PythonRuntime python, Value[] a) => PythonRuntime.Inner(a[1]).Ref is not Text text ? python.TypeError($"__format__() argument must be str, not {python.TypeName(a[1])}")
        : text.Length == 0 ? await python.StrOf(a[0]) : python.Made(Formatter.Format(python.Meter, Self(a[0]), text, python.TypeName(a[0])));

    [PythonFunction("conjugate", "self, /")]
    internal static Value Conjugate(PythonRuntime python, ReadOnlySpan<Value> a) => Make(python.Types.Complex, new ComplexNumber(Self(a[0]).Real, -Self(a[0]).Imaginary));

    [PythonFunction("real", Kind = FunctionKind.Getter)]
    internal static Value RealPart(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Flonum(Self(a[0]).Real);

    [PythonFunction("imag", Kind = FunctionKind.Getter)]
    internal static Value Imaginary(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Flonum(Self(a[0]).Imaginary);

    [PythonFunction("__getnewargs__", "self, /")]
    internal static Value NewArguments(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Flonum(Self(a[0]).Real), Value.Flonum(Self(a[0]).Imaginary));

    [PythonFunction("__lt__", "self, value, /")]
    [PythonFunction("__le__", "self, value, /")]
    [PythonFunction("__gt__", "self, value, /")]
    [PythonFunction("__ge__", "self, value, /")]
    internal static Value Order(PythonRuntime python, ReadOnlySpan<Value> a) => python.NotImplemented;
}
