// Comparison and the predicates on numbers. Mixed comparisons are exact: no operand is rounded.

using System.Numerics;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

internal static partial class Arithmetic
{
    /// <summary>Guest true if left is less than right; false if either is a NaN.</summary>
    internal static Value Less(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            return Value.Boolean(left.Bits < right.Bits);
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Boolean(left.AsFlonum < right.AsFlonum);
        }

        return CheckReals(machine, left, right) && Charge(machine, left, right, Work.Linear)
            ? Value.Boolean(Real.Compare(left, right) == -1)
            : Value.Signal;
    }

    /// <summary>Guest true if left is less than or equal to right; false if either is a NaN.</summary>
    internal static Value LessOrEqual(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            return Value.Boolean(left.Bits <= right.Bits);
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Boolean(left.AsFlonum <= right.AsFlonum);
        }

        return CheckReals(machine, left, right) && Charge(machine, left, right, Work.Linear)
            ? Value.Boolean(Real.Compare(left, right) <= 0)
            : Value.Signal;
    }

    /// <summary>Guest true if left is greater than right; false if either is a NaN.</summary>
    internal static Value Greater(VirtualMachine machine, Value left, Value right) =>
        CheckReals(machine, left, right) && Charge(machine, left, right, Work.Linear)
            ? Value.Boolean(Real.Compare(left, right) == 1)
            : Value.Signal;

    /// <summary>Guest true if left is greater than or equal to right; false if either is a NaN.</summary>
    internal static Value GreaterOrEqual(VirtualMachine machine, Value left, Value right) =>
        CheckReals(machine, left, right) && Charge(machine, left, right, Work.Linear)
            ? Value.Boolean(Real.Compare(left, right) is 0 or 1)
            : Value.Signal;

    /// <summary>Guest true if the numbers, complex ones included, are the same whatever their exactness.</summary>
    internal static Value NumberEqual(VirtualMachine machine, Value left, Value right)
    {
        if (left.Ref is null && right.Ref is null)
        {
            return Value.Boolean(left.Bits == right.Bits);
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Boolean(left.AsFlonum == right.AsFlonum);
        }

        return CheckNumbers(machine, left, right) && Charge(machine, left, right, Work.Linear)
            ? Value.Boolean(Complex.AreEqual(left, right))
            : Value.Signal;
    }

    /// <summary>The greater or lesser of two reals; inexact if either is, NaN if either is.</summary>
    internal static Value Extreme(VirtualMachine machine, Value left, Value right, bool greatest)
    {
        if (!CheckReals(machine, left, right) || !Charge(machine, left, right, Work.Linear))
        {
            return Value.Signal;
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Flonum(greatest ? Math.Max(left.AsFlonum, right.AsFlonum) : Math.Min(left.AsFlonum, right.AsFlonum));
        }

        var order = Real.Compare(left, right);
        if (order == Real.Unordered)
        {
            return Value.Flonum(double.NaN);
        }

        var chosen = greatest == order > 0 ? left : right;
        return left.IsFlonum || right.IsFlonum ? Real.ToFlonum(chosen) : chosen;
    }

    /// <summary>The same number in the same exactness: what <c>eqv?</c> means on numbers that are not immediate.</summary>
    internal static bool AreEquivalent(object left, object right) => left switch
    {
        Bignum bignum => right is Bignum other && bignum.Value.Equals(other.Value),
        Ratnum ratio => right is Ratnum other && ratio.Numerator.Equals(other.Numerator) && ratio.Denominator.Equals(other.Denominator),
        Compnum complex => right is Compnum other && Equality.Eqv(complex.Real, other.Real) && Equality.Eqv(complex.Imaginary, other.Imaginary),
        _ => false,
    };

    /// <summary>Converts any real number.</summary>
    /// <returns>False if the value is not a real number.</returns>
    internal static bool TryToDouble(in Value value, out double number)
    {
        if (value.IsFlonum)
        {
            number = value.AsFlonum;
            return true;
        }

        var isReal = Real.IsReal(value);
        number = isReal ? Real.ToDouble(value) : 0;
        return isReal;
    }

    /// <summary>Takes an exact integer of any size.</summary>
    /// <returns>False if the value is not one.</returns>
    internal static bool TryToInteger(in Value value, out BigInteger integer)
    {
        var isInteger = Real.IsExactInteger(value);
        integer = isInteger ? Real.ToBigInteger(value) : BigInteger.Zero;
        return isInteger;
    }
}
