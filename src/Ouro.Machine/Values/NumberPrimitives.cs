// The arithmetic of R7RS with any number of arguments. With two arguments compilers use the opcodes (add, subtract, multiply, less,
// ...) instead. All arguments are checked before anything is computed, so that an error names the right one.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Values;

/// <summary>Sums, products, comparisons, extremes.</summary>
[PrimitiveGroup]
internal static partial class NumberPrimitives
{
    private const string ANumber = "a number";
    private const string ARealNumber = "a real number";
    private const string AnInteger = "an integer";
    private const string AnExactInteger = "an exact integer";

    /// <summary>The sum; 0 without arguments.</summary>
    [Primitive("+", Foldable = true)]
    internal static Value Sum(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        if (!CheckNumbers(machine, rest, 1))
        {
            return Value.Signal;
        }

        var sum = Value.Fixnum(0);
        for (var index = 0; index < rest.Length; index++)
        {
            sum = index == 0 ? rest[0] : Arithmetic.Add(machine, sum, rest[index]);
            if (sum.IsSignal)
            {
                break;
            }
        }

        return sum;
    }

    /// <summary>The product; 1 without arguments.</summary>
    [Primitive("*", Foldable = true)]
    internal static Value Product(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        if (!CheckNumbers(machine, rest, 1))
        {
            return Value.Signal;
        }

        var product = Value.Fixnum(1);
        for (var index = 0; index < rest.Length; index++)
        {
            product = index == 0 ? rest[0] : Arithmetic.Multiply(machine, product, rest[index]);
            if (product.IsSignal)
            {
                break;
            }
        }

        return product;
    }

    /// <summary>The first number less all others; alone, its negation.</summary>
    [Primitive("-", Foldable = true)]
    internal static Value Difference(VirtualMachine machine, Value number, ReadOnlySpan<Value> rest)
    {
        if (rest.IsEmpty)
        {
            return Arithmetic.Negate(machine, number);
        }

        if (!CheckNumber(machine, 1, number) || !CheckNumbers(machine, rest, 2))
        {
            return Value.Signal;
        }

        foreach (var subtrahend in rest)
        {
            number = Arithmetic.Subtract(machine, number, subtrahend);
            if (number.IsSignal)
            {
                break;
            }
        }

        return number;
    }

    /// <summary>The first number divided by all others; alone, its reciprocal.</summary>
    [Primitive("/", Foldable = true)]
    internal static Value Quotient(VirtualMachine machine, Value number, ReadOnlySpan<Value> rest)
    {
        if (!CheckNumber(machine, 1, number) || !CheckNumbers(machine, rest, 2))
        {
            return Value.Signal;
        }

        if (rest.IsEmpty)
        {
            return Arithmetic.Divide(machine, Value.Fixnum(1), number);
        }

        foreach (var divisor in rest)
        {
            number = Arithmetic.Divide(machine, number, divisor);
            if (number.IsSignal)
            {
                break;
            }
        }

        return number;
    }

    private enum Order
    {
        Equal,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
    }

    /// <summary>All numbers are equal, whatever their exactness.</summary>
    [Primitive("=", Foldable = true, Minimum = 1, Maximum = -1)]
    internal static Value AreEqual(VirtualMachine machine, ref Value first, int count) =>
        AreTwoFixnums(ref first, count) ? Value.Boolean(first.Bits == Unsafe.Add(ref first, 1).Bits) : Compare(machine, ref first, count, Order.Equal);

    /// <summary>Each number is less than the next.</summary>
    [Primitive("<", Foldable = true, Minimum = 1, Maximum = -1)]
    internal static Value AreIncreasing(VirtualMachine machine, ref Value first, int count) =>
        AreTwoFixnums(ref first, count) ? Value.Boolean(first.Bits < Unsafe.Add(ref first, 1).Bits) : Compare(machine, ref first, count, Order.Less);

    /// <summary>Each number is greater than the next.</summary>
    [Primitive(">", Foldable = true, Minimum = 1, Maximum = -1)]
    internal static Value AreDecreasing(VirtualMachine machine, ref Value first, int count) =>
        AreTwoFixnums(ref first, count) ? Value.Boolean(first.Bits > Unsafe.Add(ref first, 1).Bits) : Compare(machine, ref first, count, Order.Greater);

    /// <summary>No number is greater than the next.</summary>
    [Primitive("<=", Foldable = true, Minimum = 1, Maximum = -1)]
    internal static Value AreNotDecreasing(VirtualMachine machine, ref Value first, int count) =>
        AreTwoFixnums(ref first, count) ? Value.Boolean(first.Bits <= Unsafe.Add(ref first, 1).Bits) : Compare(machine, ref first, count, Order.LessOrEqual);

    /// <summary>No number is less than the next.</summary>
    [Primitive(">=", Foldable = true, Minimum = 1, Maximum = -1)]
    internal static Value AreNotIncreasing(VirtualMachine machine, ref Value first, int count) =>
        AreTwoFixnums(ref first, count) ? Value.Boolean(first.Bits >= Unsafe.Add(ref first, 1).Bits) : Compare(machine, ref first, count, Order.GreaterOrEqual);

    /// <summary>What a comparison that is passed to a procedure gets most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreTwoFixnums(ref Value first, int count) => count == 2 && first.IsFixnum && Unsafe.Add(ref first, 1).IsFixnum;

    private static Value Compare(VirtualMachine machine, ref Value first, int count, Order order)
    {
        var number = first;
        var rest = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, 1), count - 1);
        var areFine = order == Order.Equal
            ? CheckNumber(machine, 1, number) && CheckNumbers(machine, rest, 2)
            : CheckReal(machine, 1, number) && CheckReals(machine, rest, 2);
        if (!areFine)
        {
            return Value.Signal;
        }

        foreach (var next in rest)
        {
            var holds = order switch
            {
                Order.Equal => Arithmetic.NumberEqual(machine, number, next),
                Order.Less => Arithmetic.Less(machine, number, next),
                Order.LessOrEqual => Arithmetic.LessOrEqual(machine, number, next),
                Order.Greater => Arithmetic.Less(machine, next, number),
                _ => Arithmetic.LessOrEqual(machine, next, number),
            };
            if (!holds.IsTrue)
            {
                return holds;
            }

            number = next;
        }

        return Value.True;
    }

    /// <summary>The greatest of the numbers; inexact if any is.</summary>
    [Primitive("max", Foldable = true)]
    internal static Value Maximum(VirtualMachine machine, Value number, ReadOnlySpan<Value> rest) => Extreme(machine, number, rest, greatest: true);

    /// <summary>The least of the numbers; inexact if any is.</summary>
    [Primitive("min", Foldable = true)]
    internal static Value Minimum(VirtualMachine machine, Value number, ReadOnlySpan<Value> rest) => Extreme(machine, number, rest, greatest: false);

    private static Value Extreme(VirtualMachine machine, Value number, ReadOnlySpan<Value> rest, bool greatest)
    {
        if (!CheckReal(machine, 1, number) || !CheckReals(machine, rest, 2))
        {
            return Value.Signal;
        }

        foreach (var next in rest)
        {
            number = Arithmetic.Extreme(machine, number, next, greatest);
            if (number.IsSignal)
            {
                break;
            }
        }

        return number;
    }

    /// <summary>The greatest common divisor; 0 without arguments.</summary>
    [Primitive("gcd", Foldable = true)]
    internal static Value GreatestCommonDivisor(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        var result = Value.Fixnum(0);
        for (var index = 0; index < rest.Length && !result.IsSignal; index++)
        {
            result = CheckInteger(machine, index + 1, rest[index])
                ? Arithmetic.GreatestCommonDivisor(machine, result, rest[index])
                : Value.Signal;
        }

        return result;
    }

    /// <summary>The least common multiple; 1 without arguments.</summary>
    [Primitive("lcm", Foldable = true)]
    internal static Value LeastCommonMultiple(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        var result = Value.Fixnum(1);
        for (var index = 0; index < rest.Length && !result.IsSignal; index++)
        {
            result = CheckInteger(machine, index + 1, rest[index])
                ? Arithmetic.LeastCommonMultiple(machine, result, rest[index])
                : Value.Signal;
        }

        return result;
    }

    /// <summary>The bits set in all integers; -1 without arguments.</summary>
    [Primitive("bitwise-and", Foldable = true)]
    internal static Value BitwiseAnd(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        var result = Value.Fixnum(-1);
        for (var index = 0; index < rest.Length && !result.IsSignal; index++)
        {
            result = CheckExactInteger(machine, index + 1, rest[index])
                ? Arithmetic.BitwiseAnd(machine, result, rest[index])
                : Value.Signal;
        }

        return result;
    }

    /// <summary>The bits set in any integer; 0 without arguments.</summary>
    [Primitive("bitwise-ior", Foldable = true)]
    internal static Value BitwiseOr(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        var result = Value.Fixnum(0);
        for (var index = 0; index < rest.Length && !result.IsSignal; index++)
        {
            result = CheckExactInteger(machine, index + 1, rest[index])
                ? Arithmetic.BitwiseOr(machine, result, rest[index])
                : Value.Signal;
        }

        return result;
    }

    /// <summary>The bits set in an odd number of the integers; 0 without arguments.</summary>
    [Primitive("bitwise-xor", Foldable = true)]
    internal static Value BitwiseExclusiveOr(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        var result = Value.Fixnum(0);
        for (var index = 0; index < rest.Length && !result.IsSignal; index++)
        {
            result = CheckExactInteger(machine, index + 1, rest[index])
                ? Arithmetic.BitwiseExclusiveOr(machine, result, rest[index])
                : Value.Signal;
        }

        return result;
    }

    /// <summary>The bits that are not set.</summary>
    [Primitive("bitwise-not", Foldable = true)]
    internal static Value BitwiseNot(VirtualMachine machine, Value integer) => Arithmetic.BitwiseNot(machine, integer);

    /// <summary>The integer times two to that power, rounded down: a negative shift goes right.</summary>
    [Primitive("arithmetic-shift", Foldable = true)]
    internal static Value ShiftArithmetically(VirtualMachine machine, Value integer, Value shift) => Arithmetic.ShiftArithmetically(machine, integer, shift);

    /// <summary>The number of ones of an integer that is not negative, of zeros of a negative one.</summary>
    [Primitive("bit-count", Foldable = true)]
    internal static Value CountBits(VirtualMachine machine, Value integer) => Arithmetic.CountBits(machine, integer);

    /// <summary>The bits of the two's complement without the sign bit.</summary>
    [Primitive("integer-length", Foldable = true)]
    internal static Value IntegerLength(VirtualMachine machine, Value integer) => Arithmetic.IntegerLength(machine, integer);

    private static bool CheckNumbers(VirtualMachine machine, ReadOnlySpan<Value> numbers, int first)
    {
        for (var index = 0; index < numbers.Length; index++)
        {
            if (!CheckNumber(machine, first + index, numbers[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CheckReals(VirtualMachine machine, ReadOnlySpan<Value> numbers, int first)
    {
        for (var index = 0; index < numbers.Length; index++)
        {
            if (!CheckReal(machine, first + index, numbers[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CheckNumber(VirtualMachine machine, int argument, in Value value) =>
        Arithmetic.IsNumber(value) || !machine.WrongType(argument, value, ANumber).IsSignal;

    private static bool CheckReal(VirtualMachine machine, int argument, in Value value) =>
        Real.IsReal(value) || !machine.WrongType(argument, value, ARealNumber).IsSignal;

    private static bool CheckInteger(VirtualMachine machine, int argument, in Value value) =>
        Real.IsInteger(value) || !machine.WrongType(argument, value, AnInteger).IsSignal;

    private static bool CheckExactInteger(VirtualMachine machine, int argument, in Value value) =>
        Real.IsExactInteger(value) || !machine.WrongType(argument, value, AnExactInteger).IsSignal;
}
