using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

/// <summary>What sort of number a value is.</summary>
[PrimitiveGroup]
internal static partial class NumberPredicates
{
    private const string ANumber = "a number";
    private const string ARealNumber = "a real number";
    private const string AnInteger = "an integer";

    /// <summary>Any number.</summary>
    [Primitive("number?", Foldable = true)]
    internal static Value IsNumber(VirtualMachine machine, in Value value) => Value.Boolean(Arithmetic.IsNumber(value));

    /// <summary>Any number: reals are complex numbers too.</summary>
    [Primitive("complex?", Foldable = true)]
    internal static bool IsComplex(Value value) => Arithmetic.IsNumber(value);

    /// <summary>A number without an imaginary part.</summary>
    [Primitive("real?", Foldable = true)]
    internal static bool IsReal(Value value) => Real.IsReal(value);

    /// <summary>An exact real, or a finite flonum.</summary>
    [Primitive("rational?", Foldable = true)]
    internal static bool IsRational(Value value) => value.IsFlonum ? double.IsFinite(value.AsFlonum) : Real.IsReal(value);

    /// <summary>An integer, exact or not.</summary>
    [Primitive("integer?", Foldable = true)]
    internal static bool IsInteger(Value value) => Real.IsInteger(value);

    /// <summary>An exact integer.</summary>
    [Primitive("exact-integer?", Foldable = true)]
    internal static Value IsExactInteger(VirtualMachine machine, in Value value) => Value.Boolean(value.Ref is null or Bignum);

    /// <summary>An exact integer that is not negative.</summary>
    [Primitive("exact-nonnegative-integer?", Foldable = true)]
    internal static bool IsExactNonnegativeInteger(Value value) => Real.IsExactInteger(value) && Real.Sign(value) >= 0;

    /// <summary>An exact integer or ratio.</summary>
    [Primitive("exact-rational?", Foldable = true)]
    internal static bool IsExactRational(Value value) => Real.IsExactRational(value);

    /// <summary>An exact integer of 64 bits, which is kept in the value itself.</summary>
    [Primitive("fixnum?", Foldable = true)]
    internal static bool IsFixnum(Value value) => value.IsFixnum;

    /// <summary>A real number kept as a double.</summary>
    [Primitive("flonum?", Foldable = true)]
    internal static bool IsFlonum(Value value) => value.IsFlonum;

    /// <summary>A number that is exactly represented.</summary>
    [Primitive("exact?", Foldable = true)]
    internal static Value IsExact(VirtualMachine machine, Value number) =>
        Arithmetic.IsNumber(number) ? Value.Boolean(Complex.IsExact(number)) : machine.WrongType(1, number, ANumber);

    /// <summary>A number that is not exactly represented.</summary>
    [Primitive("inexact?", Foldable = true)]
    internal static Value IsInexact(VirtualMachine machine, Value number) =>
        Arithmetic.IsNumber(number) ? Value.Boolean(!Complex.IsExact(number)) : machine.WrongType(1, number, ANumber);

    /// <summary>No part is infinite or NaN.</summary>
    [Primitive("finite?", Foldable = true)]
    internal static Value IsFinite(VirtualMachine machine, Value number) =>
        TryParts(number, out var real, out var imaginary)
            ? Value.Boolean(double.IsFinite(real) && double.IsFinite(imaginary))
            : machine.WrongType(1, number, ANumber);

    /// <summary>A part is infinite.</summary>
    [Primitive("infinite?", Foldable = true)]
    internal static Value IsInfinite(VirtualMachine machine, Value number) =>
        TryParts(number, out var real, out var imaginary)
            ? Value.Boolean(double.IsInfinity(real) || double.IsInfinity(imaginary))
            : machine.WrongType(1, number, ANumber);

    /// <summary>A part is NaN.</summary>
    [Primitive("nan?", Foldable = true)]
    internal static Value IsNaN(VirtualMachine machine, Value number) =>
        TryParts(number, out var real, out var imaginary)
            ? Value.Boolean(double.IsNaN(real) || double.IsNaN(imaginary))
            : machine.WrongType(1, number, ANumber);

    /// <summary>The doubles of a number's parts, 0 for exact ones.</summary>
    private static bool TryParts(in Value number, out double real, out double imaginary)
    {
        (real, imaginary) = (0, 0);
        if (number.IsFlonum)
        {
            real = number.AsFlonum;
            return true;
        }

        if (number.Ref is Compnum complex && complex.Real.IsFlonum)
        {
            (real, imaginary) = (complex.Real.AsFlonum, complex.Imaginary.AsFlonum);
            return true;
        }

        return Arithmetic.IsNumber(number);
    }

    /// <summary>Equal to zero.</summary>
    [Primitive("zero?", Foldable = true)]
    internal static Value IsZero(VirtualMachine machine, Value number)
    {
        if (number.Ref is Compnum complex)
        {
            return Value.Boolean(Real.Sign(complex.Real) == 0 && Real.Sign(complex.Imaginary) == 0 && !IsNaN(machine, number).IsTrue);
        }

        return number.IsFlonum ? Value.Boolean(number.AsFlonum == 0)
            : Real.IsReal(number) ? Value.Boolean(Real.Sign(number) == 0) : machine.WrongType(1, number, ANumber);
    }

    /// <summary>Greater than zero.</summary>
    [Primitive("positive?", Foldable = true)]
    internal static Value IsPositive(VirtualMachine machine, Value number) =>
        Real.IsReal(number) ? Value.Boolean(Real.Sign(number) > 0) : machine.WrongType(1, number, ARealNumber);

    /// <summary>Less than zero.</summary>
    [Primitive("negative?", Foldable = true)]
    internal static Value IsNegative(VirtualMachine machine, Value number) =>
        Real.IsReal(number) ? Value.Boolean(Real.Sign(number) < 0) : machine.WrongType(1, number, ARealNumber);

    /// <summary>An integer that two does not divide.</summary>
    [Primitive("odd?", Foldable = true)]
    internal static Value IsOdd(VirtualMachine machine, Value integer) =>
        Real.IsInteger(integer) ? Value.Boolean(!IsMultipleOfTwo(integer)) : machine.WrongType(1, integer, AnInteger);

    /// <summary>An integer that two divides.</summary>
    [Primitive("even?", Foldable = true)]
    internal static Value IsEven(VirtualMachine machine, Value integer) =>
        Real.IsInteger(integer) ? Value.Boolean(IsMultipleOfTwo(integer)) : machine.WrongType(1, integer, AnInteger);

    private static bool IsMultipleOfTwo(in Value integer) => integer.Ref switch
    {
        null => (integer.Bits & 1) == 0,
        Bignum bignum => bignum.Value.IsEven,
        _ => integer.AsFlonum % 2 == 0,
    };
}
