using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

/// <summary>Functions of one or two numbers, and numbers as text.</summary>
[PrimitiveGroup]
internal static partial class NumberFunctions
{
    /// <summary>The distance of a real number from zero.</summary>
    [Primitive("abs", Foldable = true)]
    internal static Value AbsoluteValue(VirtualMachine machine, Value number) => Arithmetic.AbsoluteValue(machine, number);

    /// <summary>The distance of any number from zero.</summary>
    [Primitive("magnitude", Foldable = true)]
    internal static Value Magnitude(VirtualMachine machine, Value number) => Arithmetic.Magnitude(machine, number);

    /// <summary>The angle in radians.</summary>
    [Primitive("angle", Foldable = true)]
    internal static Value Angle(VirtualMachine machine, Value number) => Arithmetic.Angle(machine, number);

    /// <summary>The real part.</summary>
    [Primitive("real-part", Foldable = true)]
    internal static Value RealPart(VirtualMachine machine, Value number) =>
        Arithmetic.IsNumber(number) ? Complex.RealPart(number) : machine.WrongType(1, number, "a number");

    /// <summary>The imaginary part; exact 0 for a real number.</summary>
    [Primitive("imag-part", Foldable = true)]
    internal static Value ImaginaryPart(VirtualMachine machine, Value number) =>
        Arithmetic.IsNumber(number) ? Complex.ImaginaryPart(number) : machine.WrongType(1, number, "a number");

    /// <summary>The number with these parts.</summary>
    [Primitive("make-rectangular", Foldable = true)]
    internal static Value MakeRectangular(VirtualMachine machine, Value real, Value imaginary) => Arithmetic.FromRectangular(machine, real, imaginary);

    /// <summary>The number with that magnitude and angle.</summary>
    [Primitive("make-polar", Foldable = true)]
    internal static Value MakePolar(VirtualMachine machine, Value magnitude, Value angle) => Arithmetic.FromPolar(machine, magnitude, angle);

    /// <summary>The number times itself.</summary>
    [Primitive("square", Foldable = true)]
    internal static Value Square(VirtualMachine machine, Value number) => Arithmetic.Multiply(machine, number, number);

    /// <summary>The numerator in lowest terms.</summary>
    [Primitive("numerator", Foldable = true)]
    internal static Value Numerator(VirtualMachine machine, Value number) => Arithmetic.PartOfRatio(machine, number, numerator: true);

    /// <summary>The denominator in lowest terms, positive.</summary>
    [Primitive("denominator", Foldable = true)]
    internal static Value Denominator(VirtualMachine machine, Value number) => Arithmetic.PartOfRatio(machine, number, numerator: false);

    /// <summary>The greatest integer not above the number.</summary>
    [Primitive("floor", Foldable = true)]
    internal static Value Floor(VirtualMachine machine, Value number) => Arithmetic.ToInteger(machine, number, Arithmetic.Rounding.Floor);

    /// <summary>The least integer not below the number.</summary>
    [Primitive("ceiling", Foldable = true)]
    internal static Value Ceiling(VirtualMachine machine, Value number) => Arithmetic.ToInteger(machine, number, Arithmetic.Rounding.Ceiling);

    /// <summary>The integer part.</summary>
    [Primitive("truncate", Foldable = true)]
    internal static Value Truncate(VirtualMachine machine, Value number) => Arithmetic.ToInteger(machine, number, Arithmetic.Rounding.Truncate);

    /// <summary>The nearest integer, the even one of two.</summary>
    [Primitive("round", Foldable = true)]
    internal static Value Round(VirtualMachine machine, Value number) => Arithmetic.ToInteger(machine, number, Arithmetic.Rounding.Round);

    /// <summary>The simplest rational within the tolerance.</summary>
    [Primitive("rationalize", Foldable = true)]
    internal static Value Rationalize(VirtualMachine machine, Value number, Value tolerance) => Arithmetic.Rationalize(machine, number, tolerance);

    /// <summary>Quotient and remainder of division rounded down, as two values.</summary>
    [Primitive("floor/", Effects = Effects.Allocate)]
    internal static Value FloorDivide(VirtualMachine machine, Value dividend, Value divisor) => Arithmetic.FloorDivide(machine, dividend, divisor);

    /// <summary>The quotient rounded down.</summary>
    [Primitive("floor-quotient", Foldable = true)]
    internal static Value FloorQuotient(VirtualMachine machine, Value dividend, Value divisor) => Arithmetic.FloorQuotient(machine, dividend, divisor);

    /// <summary>The remainder with the sign of the divisor.</summary>
    [Primitive("floor-remainder", Foldable = true)]
    internal static Value FloorRemainder(VirtualMachine machine, Value dividend, Value divisor) => Arithmetic.Modulo(machine, dividend, divisor);

    /// <summary>Quotient and remainder of division rounded towards zero, as two values.</summary>
    [Primitive("truncate/", Effects = Effects.Allocate)]
    internal static Value TruncateDivide(VirtualMachine machine, Value dividend, Value divisor) => Arithmetic.TruncateDivide(machine, dividend, divisor);

    /// <summary>The quotient rounded towards zero.</summary>
    [Primitive("truncate-quotient", Foldable = true)]
    internal static Value TruncateQuotient(VirtualMachine machine, Value dividend, Value divisor) => Arithmetic.Quotient(machine, dividend, divisor);

    /// <summary>The remainder with the sign of the dividend.</summary>
    [Primitive("truncate-remainder", Foldable = true)]
    internal static Value TruncateRemainder(VirtualMachine machine, Value dividend, Value divisor) => Arithmetic.Remainder(machine, dividend, divisor);

    /// <summary>The integer square root and what is left, as two values.</summary>
    [Primitive("exact-integer-sqrt", Effects = Effects.Allocate)]
    internal static Value ExactIntegerSquareRoot(VirtualMachine machine, Value integer) => Arithmetic.ExactIntegerSquareRoot(machine, integer);

    /// <summary>The integer square root.</summary>
    [Primitive("exact-integer-square-root", Foldable = true)]
    internal static Value IntegerSquareRoot(VirtualMachine machine, Value integer) => Arithmetic.IntegerSquareRoot(machine, integer);

    /// <summary>The principal square root, exact if it can be.</summary>
    [Primitive("sqrt", Foldable = true)]
    internal static Value SquareRoot(VirtualMachine machine, Value number) => Arithmetic.SquareRoot(machine, number);

    /// <summary>The number to a power.</summary>
    [Primitive("expt", Foldable = true)]
    internal static Value Power(VirtualMachine machine, Value number, Value exponent) => Arithmetic.Power(machine, number, exponent);

    /// <summary>The exponential.</summary>
    [Primitive("exp", Foldable = true)]
    internal static Value Exponential(VirtualMachine machine, Value number) => Arithmetic.Exponential(machine, number);

    /// <summary>The logarithm, natural or to a base.</summary>
    [Primitive("log", Foldable = true)]
    internal static Value Logarithm(VirtualMachine machine, Value number, Value? @base = null) =>
        @base is { } given ? Arithmetic.Logarithm(machine, number, given) : Arithmetic.Logarithm(machine, number);

    /// <summary>The sine of an angle in radians.</summary>
    [Primitive("sin", Foldable = true)]
    internal static Value Sine(VirtualMachine machine, Value number) => Arithmetic.Sine(machine, number);

    /// <summary>The cosine of an angle in radians.</summary>
    [Primitive("cos", Foldable = true)]
    internal static Value Cosine(VirtualMachine machine, Value number) => Arithmetic.Cosine(machine, number);

    /// <summary>The tangent of an angle in radians.</summary>
    [Primitive("tan", Foldable = true)]
    internal static Value Tangent(VirtualMachine machine, Value number) => Arithmetic.Tangent(machine, number);

    /// <summary>The angle whose sine this is.</summary>
    [Primitive("asin", Foldable = true)]
    internal static Value ArcSine(VirtualMachine machine, Value number) => Arithmetic.ArcSine(machine, number);

    /// <summary>The angle whose cosine this is.</summary>
    [Primitive("acos", Foldable = true)]
    internal static Value ArcCosine(VirtualMachine machine, Value number) => Arithmetic.ArcCosine(machine, number);

    /// <summary>The angle whose tangent this is, or the angle of the point (x, y).</summary>
    [Primitive("atan", Foldable = true)]
    internal static Value ArcTangent(VirtualMachine machine, Value y, Value? x = null) =>
        x is { } given ? Arithmetic.ArcTangent(machine, y, given) : Arithmetic.ArcTangent(machine, y);

    /// <summary>The exact number equal to this one.</summary>
    [Primitive("exact", Foldable = true)]
    internal static Value ToExact(VirtualMachine machine, Value number) => Arithmetic.ToExact(machine, number);

    /// <summary>The inexact number nearest to this one.</summary>
    [Primitive("inexact", Foldable = true)]
    internal static Value ToInexact(VirtualMachine machine, Value number) => Arithmetic.ToInexact(machine, number);

    /// <summary>The same as <c>exact</c>, by its older name.</summary>
    [Primitive("inexact->exact", Foldable = true)]
    internal static Value InexactToExact(VirtualMachine machine, Value number) => Arithmetic.ToExact(machine, number);

    /// <summary>The same as <c>inexact</c>, by its older name.</summary>
    [Primitive("exact->inexact", Foldable = true)]
    internal static Value ExactToInexact(VirtualMachine machine, Value number) => Arithmetic.ToInexact(machine, number);

    /// <summary>The external representation of a number, in radix 10 or another from 2 to 36.</summary>
    [Primitive("number->string", Effects = Effects.Allocate)]
    internal static Value NumberToString(VirtualMachine machine, Value number, int? radix = null)
    {
        if (number.IsFixnum && radix is null)
        {
            // The common case, without an intermediate string: digits are Latin-1, one byte each.
            Span<byte> digits = stackalloc byte[20];
            _ = number.Bits.TryFormat(digits, out int count, default, System.Globalization.CultureInfo.InvariantCulture);
            return machine.ChargeAllocation(Text.SizeOf(count)) ? Value.Object(new Text(digits[..count].ToArray(), 0, count)) : Value.Signal;
        }

        if (!Arithmetic.IsNumber(number))
        {
            return machine.WrongType(1, number, "a number");
        }

        if (!CheckRadix(machine, radix, out var given))
        {
            return Value.Signal;
        }

        if (!machine.ChargeTicks(NumberPrinter.WorkOf(number, given)) || !machine.ChargeAllocation(Text.SizeOf(NumberPrinter.LengthOf(number, given))))
        {
            return Value.Signal;
        }

        return Value.Object(new Text(NumberPrinter.ToString(number, given)));
    }

    /// <summary>The number that a text represents, false if it represents none.</summary>
    [Primitive("string->number", Effects = Effects.ReadText)]
    internal static Value StringToNumber(VirtualMachine machine, Text text, int? radix = null)
    {
        if (!CheckRadix(machine, radix, out var given))
        {
            return Value.Signal;
        }

        if (!machine.ChargeAllocation(2L * text.Length + 64))
        {
            return Value.Signal;
        }

        var characters = text.ToString();
        return !machine.ChargeTicks(NumberReader.WorkOf(characters)) ? Value.Signal
            : NumberReader.TryParse(characters, given, out var number) ? number : Value.False;
    }

    private static bool CheckRadix(VirtualMachine machine, int? radix, out int given)
    {
        given = radix ?? 10;
        return given is >= 2 and <= 36 || !machine.OutOfRange(2, Value.Fixnum(given), "a radix from 2 to 36").IsSignal;
    }
}
