using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Values;

/// <summary>Exact arithmetic against fractions of BigIntegers, and laws that hold for every number.</summary>
public sealed class ArithmeticProperties
{
    private static readonly long[] Edges = [0, 1, -1, 2, 3, 10, long.MaxValue, long.MinValue, int.MaxValue, int.MinValue, 1L << 53, (1L << 53) + 1, -(1L << 62), 3037000500];

    private static readonly Gen<BigInteger> Integers = Gen.OneOf(
        Gen.Elements(Edges).Select(edge => (BigInteger)edge),
        Gen.Choose(-1000, 1000).Select(small => (BigInteger)small),
        Gen.Elements(Edges).SelectMany(left => Gen.Elements(Edges).Select(right => (BigInteger)left * right + 1)),
        Gen.ArrayOf(Gen.Choose(0, 255).Select(piece => (byte)piece)).Select(bytes => new BigInteger(bytes)));

    private static readonly Arbitrary<BigInteger> AnyInteger = Integers.ToArbitrary();

    private static readonly Arbitrary<Value> AnyExact = Integers
        .SelectMany(top => Integers.Select(bottom => Real.Ratio(top, bottom.IsZero ? BigInteger.One : bottom))).ToArbitrary();

    private static readonly Arbitrary<double> AnyDouble = Gen.OneOf(
        Gen.Elements(0.0, -0.0, 1.0, 0.5, 1e21, 5e-324, double.MaxValue, 9007199254740992.0, 9223372036854775808.0, double.PositiveInfinity),
        Gen.Choose(int.MinValue, int.MaxValue).SelectMany(high => Gen.Choose(int.MinValue, int.MaxValue).Select(low => BitConverter.Int64BitsToDouble(((long)high << 32) | (uint)low)))).ToArbitrary();

    private readonly VirtualMachine _machine = new();

    private static bool IsNormal(in Value value) => value.AsObject switch
    {
        null => true,
        Bignum bignum => bignum.Value < long.MinValue || bignum.Value > long.MaxValue,
        Ratnum ratio => ratio.Denominator > 1 && BigInteger.GreatestCommonDivisor(ratio.Numerator, ratio.Denominator).IsOne,
        _ => false,
    };

    private static bool Is(in Value value, BigInteger top, BigInteger bottom) =>
        IsNormal(value) && Real.Numerator(value) * bottom == top * Real.Denominator(value);

    [Fact]
    public void IntegersAreThoseOfTheHost() => Prop.ForAll(AnyInteger, AnyInteger, (left, right) =>
    {
        var (a, b) = (Value.Integer(left), Value.Integer(right));
        return Is(Arithmetic.Add(_machine, a, b), left + right, 1)
            && Is(Arithmetic.Subtract(_machine, a, b), left - right, 1)
            && Is(Arithmetic.Multiply(_machine, a, b), left * right, 1)
            && Is(Arithmetic.BitwiseAnd(_machine, a, b), left & right, 1)
            && Is(Arithmetic.BitwiseOr(_machine, a, b), left | right, 1)
            && Is(Arithmetic.BitwiseExclusiveOr(_machine, a, b), left ^ right, 1)
            && Is(Arithmetic.GreatestCommonDivisor(_machine, a, b), BigInteger.GreatestCommonDivisor(left, right), 1)
            && Arithmetic.Less(_machine, a, b).IsTrue == left < right
            && Arithmetic.LessOrEqual(_machine, a, b).IsTrue == left <= right
            && Arithmetic.NumberEqual(_machine, a, b).IsTrue == (left == right)
            && Equality.Eqv(a, b) == (left == right);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void DivisionsAgreeWithTheirDefinition() => Prop.ForAll(AnyInteger, AnyInteger, (left, right) =>
    {
        if (right.IsZero)
        {
            return true;
        }

        var (a, b) = (Value.Integer(left), Value.Integer(right));
        var quotient = BigInteger.DivRem(left, right, out var remainder);
        var isUneven = !remainder.IsZero && remainder.Sign != right.Sign;
        return Is(Arithmetic.Quotient(_machine, a, b), quotient, 1)
            && Is(Arithmetic.Remainder(_machine, a, b), remainder, 1)
            && Is(Arithmetic.FloorQuotient(_machine, a, b), isUneven ? quotient - 1 : quotient, 1)
            && Is(Arithmetic.Modulo(_machine, a, b), isUneven ? remainder + right : remainder, 1)
            && Is(Arithmetic.Divide(_machine, a, b), left, right);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void RatiosAreFractionsInLowestTerms() => Prop.ForAll(AnyExact, AnyExact, (left, right) =>
    {
        var (a, b) = (Real.Numerator(left), Real.Denominator(left));
        var (c, d) = (Real.Numerator(right), Real.Denominator(right));
        return Is(Arithmetic.Add(_machine, left, right), a * d + c * b, b * d)
            && Is(Arithmetic.Subtract(_machine, left, right), a * d - c * b, b * d)
            && Is(Arithmetic.Multiply(_machine, left, right), a * c, b * d)
            && (c.IsZero || Is(Arithmetic.Divide(_machine, left, right), a * d, b * c))
            && Arithmetic.Less(_machine, left, right).IsTrue == a * d < c * b;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void MixedComparisonIsThatOfExactNumbers() => Prop.ForAll(AnyExact, AnyDouble, (exact, number) =>
    {
        if (!double.IsFinite(number))
        {
            return true;
        }

        var flonum = Value.Flonum(number);
        var same = DoubleConversion.ToExact(number);
        return Real.Compare(exact, flonum) == Real.Compare(exact, same)
            && Real.Compare(flonum, exact) == Real.Compare(same, exact)
            && Real.Compare(flonum, same) == 0;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void ConversionToDoubleIsTheNearest() => Prop.ForAll(AnyExact, exact =>
    {
        var nearest = Real.ToDouble(exact);
        if (!double.IsFinite(nearest))
        {
            return true;
        }

        Value Distance(double number) => double.IsFinite(number)
            ? Arithmetic.AbsoluteValue(_machine, Real.Subtract(exact, DoubleConversion.ToExact(number)))
            : Value.Flonum(double.PositiveInfinity);
        var distance = Distance(nearest);
        var (below, above) = (Real.Compare(distance, Distance(Math.BitDecrement(nearest))), Real.Compare(distance, Distance(Math.BitIncrement(nearest))));
        var isEven = (BitConverter.DoubleToInt64Bits(nearest) & 1) == 0;
        return below <= 0 && above <= 0 && (isEven || (below < 0 && above < 0));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void DoublesAreExactBothWays() => Prop.ForAll(AnyDouble, number =>
        !double.IsFinite(number) || number == 0 || Real.ToDouble(DoubleConversion.ToExact(number)).Equals(number)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void SquareRootsBracketTheirSquare() => Prop.ForAll(AnyInteger, number =>
    {
        var square = BigInteger.Abs(number);
        var root = IntegerMath.SquareRoot(square);
        var exact = Arithmetic.SquareRoot(_machine, Value.Integer(square * square));
        return root * root <= square && square < (root + 1) * (root + 1) && Is(exact, square, 1);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void ShiftsMultiplyByPowersOfTwo() => Prop.ForAll(AnyInteger, Gen.Choose(-200, 200).ToArbitrary(), (number, shift) =>
        Is(Arithmetic.ShiftArithmetically(_machine, Value.Integer(number), Value.Fixnum(shift)), shift >= 0 ? number << shift : number >> -shift, 1)
        && Arithmetic.IntegerLength(_machine, Value.Integer(number)).AsFixnum == number.GetBitLength()).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void RationalizeGivesTheSimplest() => Prop.ForAll(Gen.Choose(-2000, 2000).Two().ToArbitrary(), Gen.Choose(1, 60).Two().ToArbitrary(), (tops, bottoms) =>
    {
        var (x, y) = (Real.Ratio(tops.Item1, bottoms.Item1), Real.Ratio(Math.Abs(tops.Item2), bottoms.Item2 * 40));
        var result = Arithmetic.Rationalize(_machine, x, y);
        var (low, high) = (Real.Subtract(x, y), Real.Add(x, y));
        for (BigInteger denominator = 1; ; denominator++)
        {
            // The first denominator that has a multiple of its reciprocal in the range; of those the one nearest to zero.
            var scale = Value.Integer(denominator);
            var first = Real.Ceiling(Real.Multiply(low, scale));
            var last = Real.Floor(Real.Multiply(high, scale));
            if (Real.Compare(first, last) <= 0)
            {
                var numerator = Real.Sign(first) > 0 ? first : Real.Sign(last) < 0 ? last : Value.Fixnum(0);
                return Equality.Eqv(result, Real.Divide(numerator, scale));
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void WorkIsChargedBeforeItIsDone()
    {
        foreach (var expression in new[]
        {
            "(expt 3 20000000)", "(* (expt 2 30000000) (expt 2 30000000))", "(arithmetic-shift 1 33000000)", "(expt 7/5 5000000)", "(number->string (expt 3 9000000))",
        })
        {
            var expressions = new Expressions();
            expressions.Machine.SetLimits(new MachineLimits { Ticks = 100_000, Allocation = 1_000_000 });
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(expressions.Evaluate(expression), new[] { "<Limit>", "<OutOfRange>" });
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 28);
        }
    }
}
