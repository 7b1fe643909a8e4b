// Exactness: conversion between exact and inexact, the parts of a ratio, rounding, and the simplest rational near a number.

using System.Numerics;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

internal static partial class Arithmetic
{
    private const string AFiniteNumber = "a finite number";
    private const string ARationalNumber = "a rational number";

    /// <summary>The nearest inexact number.</summary>
    internal static Value ToInexact(VirtualMachine machine, Value number)
    {
        switch (Real.KindOf(number))
        {
            case NumberKind.None:
                return machine.WrongType(1, number, ANumber);
            case NumberKind.Compnum:
                return Complex.FromHost(Complex.ToHost(number));
            default:
                return Charge(machine, number, number, Work.Linear) ? Real.ToFlonum(number) : Value.Signal;
        }
    }

    /// <summary>The exact number that is equal to the given one; infinities and NaN have none.</summary>
    internal static Value ToExact(VirtualMachine machine, Value number)
    {
        if (number.IsFlonum)
        {
            return !double.IsFinite(number.AsFlonum) ? machine.OutOfRange(1, number, AFiniteNumber)
                : machine.ChargeAllocation(256) ? DoubleConversion.ToExact(number.AsFlonum) : Value.Signal;
        }

        if (number.Ref is not Compnum complex || !complex.Real.IsFlonum)
        {
            return IsNumber(number) ? number : machine.WrongType(1, number, ANumber);
        }

        if (!double.IsFinite(complex.Real.AsFlonum) || !double.IsFinite(complex.Imaginary.AsFlonum))
        {
            return machine.OutOfRange(1, number, AFiniteNumber);
        }

        return machine.ChargeAllocation(512)
            ? Complex.Make(DoubleConversion.ToExact(complex.Real.AsFlonum), DoubleConversion.ToExact(complex.Imaginary.AsFlonum))
            : Value.Signal;
    }

    /// <summary>The numerator in lowest terms, or the denominator, in the number's exactness.</summary>
    internal static Value PartOfRatio(VirtualMachine machine, Value number, bool numerator)
    {
        if (!number.IsFlonum)
        {
            return Real.IsExactRational(number)
                ? Value.Integer(numerator ? Real.Numerator(number) : Real.Denominator(number))
                : machine.WrongType(1, number, ARationalNumber);
        }

        if (!double.IsFinite(number.AsFlonum))
        {
            return machine.WrongType(1, number, ARationalNumber);
        }

        var exact = DoubleConversion.ToExact(number.AsFlonum);
        return numerator && number.AsFlonum == 0
            ? number
            : Real.ToFlonum(Value.Integer(numerator ? Real.Numerator(exact) : Real.Denominator(exact)));
    }

    /// <summary>The four roundings to an integer.</summary>
    internal enum Rounding
    {
        Floor,
        Ceiling,
        Truncate,
        Round,
    }

    /// <summary>Rounds a real number to an integer of its exactness.</summary>
    internal static Value ToInteger(VirtualMachine machine, Value number, Rounding rounding)
    {
        if (number.Ref is null or Bignum)
        {
            return number;
        }

        if (!Real.IsReal(number))
        {
            return machine.WrongType(1, number, ARealNumber);
        }

        if (!number.IsFlonum && !Charge(machine, number, number, Work.Division))
        {
            return Value.Signal;
        }

        return rounding switch
        {
            Rounding.Floor => Real.Floor(number),
            Rounding.Ceiling => Real.Ceiling(number),
            Rounding.Truncate => Real.Truncate(number),
            _ => Real.Round(number),
        };
    }

    /// <summary>The simplest rational that differs from the number by no more than the tolerance: of all in that range the one with the least denominator, then the least numerator.</summary>
    internal static Value Rationalize(VirtualMachine machine, Value number, Value tolerance)
    {
        if (!CheckReals(machine, number, tolerance))
        {
            return Value.Signal;
        }

        var isExact = Real.IsExact(number) && Real.IsExact(tolerance);
        if (!isExact)
        {
            var (x, y) = (Real.ToDouble(number), Real.ToDouble(tolerance));
            if (double.IsNaN(x) || double.IsNaN(y) || (double.IsInfinity(x) && double.IsInfinity(y)))
            {
                return Value.Flonum(double.NaN);
            }

            if (double.IsInfinity(x) || double.IsInfinity(y))
            {
                return Value.Flonum(double.IsInfinity(x) ? x : 0);
            }

            number = number.IsFlonum ? DoubleConversion.ToExact(x) : number;
            tolerance = tolerance.IsFlonum ? DoubleConversion.ToExact(y) : tolerance;
        }

        if (!Charge(machine, number, tolerance, Work.Division))
        {
            return Value.Signal;
        }

        if (Real.Sign(tolerance) < 0)
        {
            tolerance = Real.Negate(tolerance);
        }

        var low = Real.Subtract(number, tolerance);
        var high = Real.Add(number, tolerance);
        var simplest = Simplest(machine, low, high);
        return simplest.IsSignal || isExact ? simplest : Real.ToFlonum(simplest);
    }

    private static Value Simplest(VirtualMachine machine, in Value low, in Value high)
    {
        if (Real.Sign(low) <= 0 && Real.Sign(high) >= 0)
        {
            return Value.Fixnum(0);
        }

        if (Real.Sign(high) < 0)
        {
            var mirrored = SimplestPositive(machine, Real.Negate(high), Real.Negate(low));
            return mirrored.IsSignal ? mirrored : Real.Negate(mirrored);
        }

        return SimplestPositive(machine, low, high);
    }

    /// <summary>Follows the continued fractions of both ends while they agree, and keeps the convergents.</summary>
    private static Value SimplestPositive(VirtualMachine machine, in Value low, in Value high)
    {
        var (a, b) = (Real.Numerator(low), Real.Denominator(low));
        var (c, d) = (Real.Numerator(high), Real.Denominator(high));
        var (p, q) = (BigInteger.One, BigInteger.Zero);
        var (previousP, previousQ) = (BigInteger.Zero, BigInteger.One);
        while (true)
        {
            if (!machine.ChargeTicks(1 + (IntegerMath.Limbs(a) + IntegerMath.Limbs(c) >> 2)))
            {
                return Value.Signal;
            }

            var whole = BigInteger.DivRem(a, b, out var rest);
            var done = rest.IsZero || whole < BigInteger.Divide(c, d);
            var term = done && !rest.IsZero ? whole + 1 : whole;
            (p, previousP) = (term * p + previousP, p);
            (q, previousQ) = (term * q + previousQ, q);
            if (done)
            {
                return FromLowestTerms(p, q);
            }

            // The reciprocals of what is left of both ends, which change places.
            var restOfHigh = c - whole * d;
            (a, b, c, d) = (d, restOfHigh, b, rest);
        }
    }
}
