// Division of integers, in both roundings, and what follows from it. The operands may be flonums that are integers;
// then so is the result. Flonums below 2^53 divide as doubles, which is exact after rounding to an integer;
// larger ones go through BigInteger, because the rounded quotient of two large doubles can be off by one.

using System.Numerics;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

internal static partial class Arithmetic
{
    private const double ExactDoubleLimit = 9007199254740992.0;

    /// <summary>left / right rounded towards zero.</summary>
    internal static Value Quotient(VirtualMachine machine, Value left, Value right)
    {
        if (!CheckDivision(machine, left, right))
        {
            return Value.Signal;
        }

        if (left.Ref is null && right.Ref is null)
        {
            return right.Bits != -1 ? Value.Fixnum(left.Bits / right.Bits) : Real.Negate(left);
        }

        if (left.IsFlonum || right.IsFlonum)
        {
            var (a, b) = (Real.ToDouble(left), Real.ToDouble(right));
            return Value.Flonum(Math.Abs(a) < ExactDoubleLimit
                ? Math.Truncate(a / b)
                : DoubleConversion.FromInteger(BigInteger.Divide(Real.ToBigInteger(left), Real.ToBigInteger(right))));
        }

        return Value.Integer(BigInteger.Divide(Real.ToBigInteger(left), Real.ToBigInteger(right)));
    }

    /// <summary>What <see cref="Quotient"/> leaves, with the sign of the dividend.</summary>
    internal static Value Remainder(VirtualMachine machine, Value left, Value right)
    {
        if (!CheckDivision(machine, left, right))
        {
            return Value.Signal;
        }

        if (left.Ref is null && right.Ref is null)
        {
            return Value.Fixnum(right.Bits != -1 ? left.Bits % right.Bits : 0);
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            return Value.Flonum(left.AsFlonum % right.AsFlonum);
        }

        var remainder = BigInteger.Remainder(Real.ToBigInteger(left), Real.ToBigInteger(right));
        return left.IsFlonum || right.IsFlonum ? Value.Flonum(DoubleConversion.FromInteger(remainder)) : Value.Integer(remainder);
    }

    /// <summary>left / right rounded towards minus infinity.</summary>
    internal static Value FloorQuotient(VirtualMachine machine, Value left, Value right)
    {
        if (!CheckDivision(machine, left, right))
        {
            return Value.Signal;
        }

        if (left.Ref is null && right.Ref is null && right.Bits != -1)
        {
            var quotient = left.Bits / right.Bits;
            return Value.Fixnum((left.Bits ^ right.Bits) < 0 && quotient * right.Bits != left.Bits ? quotient - 1 : quotient);
        }

        if (left.IsFlonum || right.IsFlonum)
        {
            var (a, b) = (Real.ToDouble(left), Real.ToDouble(right));
            return Value.Flonum(Math.Abs(a) < ExactDoubleLimit
                ? Math.Floor(a / b)
                : DoubleConversion.FromInteger(Real.FloorQuotient(Real.ToBigInteger(left), Real.ToBigInteger(right))));
        }

        return Value.Integer(Real.FloorQuotient(Real.ToBigInteger(left), Real.ToBigInteger(right)));
    }

    /// <summary>What <see cref="FloorQuotient"/> leaves, with the sign of the divisor.</summary>
    internal static Value Modulo(VirtualMachine machine, Value left, Value right)
    {
        if (!CheckDivision(machine, left, right))
        {
            return Value.Signal;
        }

        if (left.Ref is null && right.Ref is null)
        {
            var rest = right.Bits != -1 ? left.Bits % right.Bits : 0;
            return Value.Fixnum(rest != 0 && (rest ^ right.Bits) < 0 ? rest + right.Bits : rest);
        }

        if (left.IsFlonum && right.IsFlonum)
        {
            var rest = left.AsFlonum % right.AsFlonum;
            return Value.Flonum(rest != 0 && rest < 0 != right.AsFlonum < 0 ? rest + right.AsFlonum : rest);
        }

        var divisor = Real.ToBigInteger(right);
        var remainder = BigInteger.Remainder(Real.ToBigInteger(left), divisor);
        if (!remainder.IsZero && remainder.Sign != divisor.Sign)
        {
            remainder += divisor;
        }

        return left.IsFlonum || right.IsFlonum ? Value.Flonum(DoubleConversion.FromInteger(remainder)) : Value.Integer(remainder);
    }

    /// <summary>Quotient and remainder as two values.</summary>
    internal static Value TruncateDivide(VirtualMachine machine, Value left, Value right) =>
        Both(machine, Quotient(machine, left, right), left, right, Remainder);

    /// <summary>Floor quotient and modulo as two values.</summary>
    internal static Value FloorDivide(VirtualMachine machine, Value left, Value right) =>
        Both(machine, FloorQuotient(machine, left, right), left, right, Modulo);

    private static Value Both(VirtualMachine machine, Value quotient, Value left, Value right, Func<VirtualMachine, Value, Value, Value> rest)
    {
        if (quotient.IsSignal)
        {
            return Value.Signal;
        }

        var remainder = rest(machine, left, right);
        return remainder.IsSignal ? Value.Signal : TwoValues(machine, quotient, remainder);
    }

    private static Value TwoValues(VirtualMachine machine, Value first, Value second) =>
        machine.ChargeAllocation(Vector.SizeOf(2)) ? Value.Object(new MultipleValues([first, second])) : Value.Signal;

    /// <summary>The root of the greatest square not above an exact integer, and what is left, as two values.</summary>
    internal static Value ExactIntegerSquareRoot(VirtualMachine machine, Value square)
    {
        var root = IntegerSquareRoot(machine, square);
        return root.IsSignal ? root : TwoValues(machine, root, Real.Subtract(square, Real.Multiply(root, root)));
    }

    /// <summary>The root of the greatest square not above an exact integer.</summary>
    internal static Value IntegerSquareRoot(VirtualMachine machine, Value square)
    {
        if (!Real.IsExactInteger(square) || Real.Sign(square) < 0)
        {
            return machine.WrongType(1, square, "an exact integer that is not negative");
        }

        return Charge(machine, square, square, Work.Division)
            ? Value.Integer(IntegerMath.SquareRoot(Real.ToBigInteger(square)))
            : Value.Signal;
    }

    /// <summary>The greatest common divisor of two integers, never negative.</summary>
    internal static Value GreatestCommonDivisor(VirtualMachine machine, Value left, Value right)
    {
        if (!CheckIntegers(machine, left, right) || !Charge(machine, left, right, Work.Division))
        {
            return Value.Signal;
        }

        if (left.Ref is null && right.Ref is null)
        {
            var common = IntegerMath.GreatestCommonDivisor(left.Bits, right.Bits);
            return common <= long.MaxValue ? Value.Fixnum((long)common) : Value.Integer(common);
        }

        var result = BigInteger.GreatestCommonDivisor(Real.ToBigInteger(left), Real.ToBigInteger(right));
        return left.IsFlonum || right.IsFlonum ? Value.Flonum(DoubleConversion.FromInteger(result)) : Value.Integer(result);
    }

    /// <summary>The least common multiple of two integers, never negative; zero if either is.</summary>
    internal static Value LeastCommonMultiple(VirtualMachine machine, Value left, Value right)
    {
        if (!CheckIntegers(machine, left, right) || !Charge(machine, left, right, Work.Division) || !Charge(machine, left, right, Work.Product))
        {
            return Value.Signal;
        }

        var (a, b) = (BigInteger.Abs(Real.ToBigInteger(left)), BigInteger.Abs(Real.ToBigInteger(right)));
        var result = a.IsZero || b.IsZero ? BigInteger.Zero : a / BigInteger.GreatestCommonDivisor(a, b) * b;
        return left.IsFlonum || right.IsFlonum ? Value.Flonum(DoubleConversion.FromInteger(result)) : Value.Integer(result);
    }

    private static bool CheckIntegers(VirtualMachine machine, in Value left, in Value right)
    {
        if (!Real.IsInteger(left))
        {
            _ = machine.WrongType(1, left, AnInteger);
            return false;
        }

        if (!Real.IsInteger(right))
        {
            _ = machine.WrongType(2, right, AnInteger);
            return false;
        }

        return true;
    }

    private static bool CheckDivision(VirtualMachine machine, in Value left, in Value right)
    {
        if (left.Ref is null && right.Ref is null && right.Bits != 0)
        {
            return true;
        }

        if (!CheckIntegers(machine, left, right))
        {
            return false;
        }

        if (Real.Sign(right) == 0)
        {
            _ = machine.DivisionByZero(left);
            return false;
        }

        return ChargeQuotient(machine, left, right);
    }

    private static bool ChargeQuotient(VirtualMachine machine, in Value left, in Value right)
    {
        var (dividend, divisor) = (Real.Limbs(left), Real.Limbs(right));
        return machine.ChargeAllocation(2 * BignumOverhead + 4 * (dividend + divisor)) &&
            machine.ChargeTicks(IntegerMath.DivisionWork(dividend, divisor) >> 4);
    }
}
