namespace Ouro.Python.Tests.Values;

using System.Globalization;
using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Machine.Values;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Numbers;

public sealed class NumberTests
{
    private static readonly double[] Corners =
    [
        0.0, -0.0, 1, -1, 0.5, 1.5, 2.5, 0.1, 1e16, 1e15, 123456789012345680, 9007199254740993, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-5, 0.0001,
        2.675, 1.005, 1e300, -1e-300, double.PositiveInfinity, double.NegativeInfinity, Math.CopySign(double.NaN, 1), 4.35, 0.285, 1e21, 12345.678, -2.5, 1234567.0, 314159,
    ];

    private readonly Meter _meter = Comparison.NewMeter();

    [Fact]
    public void FixedExpectations()
    {
        Assert.Equal("1e+16", FloatText.Repr(1e16));
        Assert.Equal("0.0001", FloatText.Repr(0.0001));
        Assert.Equal("1e-05", FloatText.Repr(1e-5));
        Assert.Equal(2.67, FloatFunctions.Round(_meter, 2.675, 2));
        Assert.Equal(-1, FloatFunctions.FloorDivide(_meter, 1, -2));
        Assert.Equal(314159, NumberHash.OfFloat(double.PositiveInfinity));
        Assert.Equal(1152921504606846976, NumberHash.OfFloat(0.5));
        Assert.Equal(new BigInteger(4), IntegerFunctions.Power(_meter, 3, -1, 11));
        Assert.Null(IntegerText.Parse(_meter, new Text("1__0")));
        Assert.Equal(new ValueError("ValueError", "invalid literal for int() with base 10: '1__0'"), _meter.TakeError());
        Assert.False(double.IsNegative(FloatText.Parse(_meter, new Text("nan"))!.Value));
        Assert.True(double.IsNegative(FloatText.FromHexadecimal(_meter, new Text("-nan"))!.Value));
        Assert.Equal("0x1.8000000000000p+1", FloatText.ToHexadecimal(3));
    }

    [PythonFact]
    public void ReadingIsThatOfTheHost()
    {
        var random = new Random(10);
        var all = new Comparison();
        string[] alphabets = ["01_ ", "0123456789abcxzob_-+ \u0665\u00A0", "0123456789.eE+-_ ", "0123456789.ej+-infa()", "xX0123456789abcdef.pP+-"];
        for (int i = 0; i < 3000; i++)
        {
            string alphabet = alphabets[i % alphabets.Length];
            var text = Comparison.RandomText(random, alphabet, i % 7 == 0 ? 24 : 8);
            string shown = Comparison.Ascii(text);
            int radix = i % 3 == 0 ? 10 : new[] { 0, 2, 8, 16, 36, 1, 37, -1, 7 }[random.Next(9)];
            all.AddValue($"int({shown}, {radix})", _meter, IntegerText.Parse(_meter, text, radix), Show);
            all.AddValue($"float({shown})", _meter, FloatText.Parse(_meter, text), FloatText.Repr);
            all.AddValue($"complex({shown})", _meter, ComplexFunctions.Parse(_meter, text), ComplexFunctions.Repr);
            all.AddValue($"float.fromhex({shown})", _meter, FloatText.FromHexadecimal(_meter, text), FloatText.Repr);
        }

        foreach (string word in (string[])["nan", "-nan", "+Inf", "iNfinity", "-infinity", " inf ", "infi", "1e400", "-1e400", "1e-400", "4.9e-324", "2e-324", "1_000.5_5", "1e1_0", "_1", "1_", "1._5", "1_.5", "0x1p-1074", "0x1p-1075", "0x1.00000000000008p0", "0x1.000000000000080000001p0", "0x1.fffffffffffff8p1023", "1e99999999999999999999", "0e99999999999999999999", "1e-99999999999999999999", "\x1C5", "nanj", "infj", "1+infj", "(1+2j)", "( 1+2j )", "1e5+1e-5j", "1 + 2j", "\u0661\u0662", "1\u00002"])
        {
            var text = new Text(word);
            string shown = Comparison.Ascii(text);
            all.AddValue($"int({shown})", _meter, IntegerText.Parse(_meter, text), Show);
            all.AddValue($"float({shown})", _meter, FloatText.Parse(_meter, text), FloatText.Repr);
            all.AddValue($"complex({shown})", _meter, ComplexFunctions.Parse(_meter, text), ComplexFunctions.Repr);
            all.AddValue($"float.fromhex({shown})", _meter, FloatText.FromHexadecimal(_meter, text), FloatText.Repr);
        }

        foreach (int digits in (int[])[639, 640, 641, 4299, 4300, 4301, 5000])
        {
            all.AddValue($"int('7' * {digits})", _meter, IntegerText.Parse(_meter, new Text(digits, '7')), Show);
            all.AddValue($"int('7' * {digits}, 8) % 1000007", _meter, IntegerText.Parse(_meter, new Text(digits, '7'), 8), value => Show(value % 1000007));
            all.Add($"str(10 ** {digits} - 1)[:5]", _meter, IntegerText.ToText(_meter, Value.Integer(BigInteger.Pow(10, digits) - 1)), text => $"'{text[..5]}'");
            all.Add($"str(-10 ** {digits})[:5]", _meter, IntegerText.ToText(_meter, Value.Integer(-BigInteger.Pow(10, digits))), text => $"'{text[..5]}'");
        }

        all.Check();
    }

    [PythonFact]
    public void FloatsAreThoseOfTheHost()
    {
        var random = new Random(11);
        var all = new Comparison();
        foreach (double number in Numbers(random, 1500))
        {
            string shown = $"float.fromhex('{FloatText.ToHexadecimal(number)}')";
            all.Add(shown, FloatText.Repr(number));
            all.Add($"{shown}.hex()", $"'{FloatText.ToHexadecimal(number)}'");
            int digits = random.Next(-25, 25);
            all.AddValue($"round({shown}, {digits})", _meter, FloatFunctions.Round(_meter, number, digits), FloatText.Repr);
            all.AddValue($"round({shown}, {digits * 15})", _meter, FloatFunctions.Round(_meter, number, digits * 15), FloatText.Repr);
            all.AddValue($"round({shown})", _meter, FloatFunctions.Round(_meter, number), Show);
            all.AddValue($"int({shown})", _meter, FloatFunctions.ToInteger(_meter, number), Show);
            all.AddValue($"{shown}.as_integer_ratio()", _meter, FloatFunctions.AsIntegerRatio(_meter, number), ratio => $"({ratio.Numerator}, {ratio.Denominator})");
            if (!double.IsNaN(number))
            {
                all.Add($"hash({shown})", NumberHash.OfFloat(number).ToString(CultureInfo.InvariantCulture));
            }

            double other = random.Next(3) == 0 ? Corners[random.Next(Corners.Length)] : RandomDouble(random);
            string second = $"float.fromhex('{FloatText.ToHexadecimal(other)}')";
            all.AddValue($"{shown} // {second}", _meter, FloatFunctions.FloorDivide(_meter, number, other), FloatText.Repr);
            all.AddValue($"{shown} % {second}", _meter, FloatFunctions.Modulo(_meter, number, other), FloatText.Repr);
            all.AddValue($"divmod({shown}, {second})", _meter, FloatFunctions.DivMod(_meter, number, other), pair => $"({FloatText.Repr(pair.Quotient)}, {FloatText.Repr(pair.Remainder)})");
            var power = FloatFunctions.Power(_meter, number, other, out bool isComplex);
            if (!isComplex)
            {
                all.AddValue($"{shown} ** {second}", _meter, power, FloatText.Repr);
            }
        }

        all.Check();
    }

    [PythonFact]
    public void IntegersAreThoseOfTheHost()
    {
        var random = new Random(12);
        var all = new Comparison();
        for (int i = 0; i < 600; i++)
        {
            var left = RandomInteger(random);
            var right = RandomInteger(random);
            var third = RandomInteger(random);
            int count = random.Next(-12, 12);
            all.AddValue($"divmod({left}, {right})", _meter, IntegerFunctions.DivMod(_meter, left, right), pair => $"({pair.Quotient}, {pair.Remainder})");
            all.AddValue($"{left} / {right}", _meter, IntegerFunctions.TrueDivide(_meter, left, right), FloatText.Repr);
            all.AddValue($"float({left} << 900)", _meter, IntegerFunctions.ToFloat(_meter, left << 900), FloatText.Repr);
            all.AddValue($"pow({left}, {right}, {third})", _meter, IntegerFunctions.Power(_meter, left, right, third), Show);
            all.AddValue($"({left}) ** {Math.Abs(count)}", _meter, IntegerFunctions.Power(_meter, left, Math.Abs(count)), Show);
            all.AddValue($"{left} << {count * 7}", _meter, IntegerFunctions.ShiftLeft(_meter, left, count * 7), Show);
            all.AddValue($"{left} >> {count * 7}", _meter, IntegerFunctions.ShiftRight(_meter, left, count * 7), Show);
            all.AddValue($"round({left}, {count})", _meter, IntegerFunctions.Round(_meter, left, count), Show);
            all.AddValue($"math.isqrt({left})", _meter, IntegerFunctions.SquareRoot(_meter, left), Show);
            all.AddValue($"math.gcd({left}, {right})", _meter, IntegerFunctions.GreatestCommonDivisor(_meter, left, right), Show);
            all.AddValue($"math.lcm({left}, {right})", _meter, IntegerFunctions.LeastCommonMultiple(_meter, left, right), Show);
            all.AddValue($"math.factorial({count * 3})", _meter, IntegerFunctions.Factorial(_meter, count * 3), Show);
            int n = random.Next(-2, 90);
            int k = random.Next(-2, 60);
            all.AddValue($"math.comb({n}, {k})", _meter, IntegerFunctions.Combinations(_meter, n, k), Show);
            all.AddValue($"math.perm({n}, {k})", _meter, IntegerFunctions.Permutations(_meter, n, k), Show);
            all.Add($"hash({left})", NumberHash.OfInteger(left).ToString(CultureInfo.InvariantCulture));
            all.Add($"({left}).bit_length(), ({left}).bit_count()", $"({IntegerFunctions.BitLength(left)}, {IntegerFunctions.BitCount(left)})");
            foreach (int radix in (int[])[2, 8, 16])
            {
                string name = radix switch { 2 => "bin", 8 => "oct", _ => "hex" };
                all.Add($"{name}({left})", _meter, IntegerText.WithPrefix(_meter, Value.Integer(left), radix), text => $"'{text}'");
            }

            bool big = random.Next(2) == 0;
            bool signed = random.Next(2) == 0;
            string order = big ? "big" : "little";
            all.Add($"({left}).to_bytes({count}, '{order}', signed={signed})", _meter, IntegerFunctions.ToBytes(_meter, left, count, big, signed), Comparison.Ascii);
            byte[] bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            all.AddValue($"int.from_bytes({Comparison.Ascii(bytes)}, '{order}', signed={signed})", _meter, IntegerFunctions.FromBytes(_meter, bytes, big, signed), Show);
            if (!right.IsZero)
            {
                var divisor = BigInteger.GreatestCommonDivisor(left, right);
                all.Add(
                    $"hash(fractions.Fraction({left}, {BigInteger.Abs(right)}))",
                    NumberHash.OfRatio(left / divisor, BigInteger.Abs(right) / divisor).ToString(CultureInfo.InvariantCulture));
            }
        }

        all.Check();
    }

    [PythonFact]
    public void ComplexNumbersAreThoseOfTheHost()
    {
        var random = new Random(13);
        var all = new Comparison();
        for (int i = 0; i < 800; i++)
        {
            var left = new ComplexNumber(RandomPart(random), RandomPart(random));
            var right = new ComplexNumber(RandomPart(random), RandomPart(random));
            string one = Literal(left);
            string two = Literal(right);
            all.Add(one, ComplexFunctions.Repr(left));
            all.AddValue($"{one} / {two}", _meter, ComplexFunctions.Divide(_meter, left, right), ComplexFunctions.Repr);
            all.Add($"{one} * {two}", ComplexFunctions.Repr(left * right));
            int exponent = random.Next(-5, 6);
            all.AddValue($"{one} ** {exponent}", _meter, ComplexFunctions.Power(_meter, left, new(exponent, 0)), ComplexFunctions.Repr);
            if (!double.IsNaN(left.Real) && !double.IsNaN(left.Imaginary))
            {
                all.Add($"hash({one})", NumberHash.OfComplex(NumberHash.OfFloat(left.Real), NumberHash.OfFloat(left.Imaginary)).ToString(CultureInfo.InvariantCulture));
            }
        }

        all.Check();
    }

    [Fact]
    public void OrderOfIntegersAndFloatsIsExact()
    {
        // The machine's own comparison serves: nothing is rounded.
        Assert.True(Real.Compare(Value.Fixnum((1L << 53) + 1), Value.Flonum(1L << 53)) > 0);
        Assert.True(Real.Compare(Value.Integer(BigInteger.Pow(10, 400)), Value.Flonum(double.PositiveInfinity)) < 0);
        Assert.True(Real.Compare(Value.Integer(BigInteger.Pow(10, 23)), Value.Flonum(1e23)) > 0);
    }

    [Fact]
    public void LimitsHoldBeforeTheWork()
    {
        var machine = new VirtualMachine();
        var meter = new Meter(machine);
        void Stopped(Func<object?> action)
        {
            machine.SetLimits(new MachineLimits { Allocation = 1_000_000, Ticks = 100_000 });
            Assert.Null(action());
            Assert.Null(meter.Error);
        }

        Stopped(() => IntegerFunctions.Power(meter, 7, 1_000_000_000));
        Stopped(() => IntegerFunctions.Power(meter, 7, BigInteger.Pow(10, 400)));
        Stopped(() => IntegerFunctions.Factorial(meter, 1_000_000));
        Stopped(() => IntegerFunctions.ShiftLeft(meter, 1, BigInteger.Pow(10, 30)));
        Stopped(() => IntegerFunctions.Combinations(meter, 100_000_000, 50_000_000));
        Stopped(() => IntegerFunctions.ToBytes(meter, 1, long.MaxValue, true, false));
        Stopped(() => IntegerText.ToText(meter, Value.Integer(BigInteger.One << 3_000_000), 16));
        Stopped(() => IntegerText.Parse(meter, new Text(2_000_000, '7'), 16));
        Stopped(() => IntegerFunctions.Power(meter, 3, BigInteger.One << 20_000, (BigInteger.One << 20_000) + 1));
    }

    internal static IEnumerable<double> Numbers(Random random, int count) => Corners.Concat(Enumerable.Range(0, count).Select(_ => RandomDouble(random)));

    internal static double RandomDouble(Random random) => random.Next(5) switch
    {
        0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) is var number && double.IsNaN(number) ? 1 : number,
        1 => random.Next(-1000, 1000) / 8.0,
        2 => Math.Round(random.NextDouble() * 1000, 3),
        3 => random.Next(-100000, 100000) / 1000.0,
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 25)),
    };

    internal static double AnyDouble(Random random) => random.Next(3) == 0 ? Corners[random.Next(Corners.Length)] : RandomDouble(random);

    internal static BigInteger RandomInteger(Random random)
    {
        byte[] bytes = new byte[random.Next(1, random.Next(2) == 0 ? 3 : 30)];
        random.NextBytes(bytes);
        return new BigInteger(bytes);
    }

    internal static string Literal(ComplexNumber number) => $"complex(float.fromhex('{FloatText.ToHexadecimal(number.Real)}'), float.fromhex('{FloatText.ToHexadecimal(number.Imaginary)}'))";

    internal static double RandomPart(Random random) => random.Next(3) == 0 ? Corners[random.Next(Corners.Length)] : random.Next(-20, 20) / 4.0;

    private static string Show(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
