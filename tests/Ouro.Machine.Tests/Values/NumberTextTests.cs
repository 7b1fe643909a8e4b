using System.Diagnostics;
using System.Numerics;
using Complex = Ouro.Machine.Values.Complex;

namespace Ouro.Machine.Tests.Values;

/// <summary>Numbers as text, both ways.</summary>
public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("+5", "5")]
    [InlineData("007", "7")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("6/4", "3/2")]
    [InlineData("-6/3", "-2")]
    [InlineData("#xFF", "255")]
    [InlineData("#XfF", "255")]
    [InlineData("#b-101", "-5")]
    [InlineData("#o17/2", "15/2")]
    [InlineData("#d10", "10")]
    [InlineData("#x#e1f", "31")]
    [InlineData("#e#x1f", "31")]
    [InlineData("#i#x1f", "31.0")]
    [InlineData("#xdeadbeefdeadbeefdeadbeef", "68915718021581205938132336367")]
    [InlineData("#b11111111111111111111111111111111111111111111111111111111111111111", "36893488147419103231")]
    [InlineData("1.", "1.0")]
    [InlineData(".5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("+.5e1", "5.0")]
    [InlineData("1e3", "1000.0")]
    [InlineData("1E3", "1000.0")]
    [InlineData("1.5e-7", "1.5e-7")]
    [InlineData("1e+2", "100.0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("1e400", "+inf.0")]
    [InlineData("-1e400", "-inf.0")]
    [InlineData("1e-400", "0.0")]
    [InlineData("1e99999999999999999999", "+inf.0")]
    [InlineData("0e99999999999999999999", "0.0")]
    [InlineData("1e-99999999999999999999", "0.0")]
    [InlineData("#e1.2e3", "1200")]
    [InlineData("#e1.5", "3/2")]
    [InlineData("#e-.25", "-1/4")]
    [InlineData("#e1e-3", "1/1000")]
    [InlineData("#i1/3", "0.3333333333333333")]
    [InlineData("#i10", "10.0")]
    [InlineData("#i-0", "-0.0")]
    [InlineData("+inf.0", "+inf.0")]
    [InlineData("-INF.0", "-inf.0")]
    [InlineData("+nan.0", "+nan.0")]
    [InlineData("-nan.0", "+nan.0")]
    [InlineData("+i", "+i")]
    [InlineData("-i", "-i")]
    [InlineData("+I", "+i")]
    [InlineData("1+i", "1+i")]
    [InlineData("1-i", "1-i")]
    [InlineData("1+2i", "1+2i")]
    [InlineData("+2i", "+2i")]
    [InlineData("-2.5i", "0.0-2.5i")]
    [InlineData("1/2-3/4i", "1/2-3/4i")]
    [InlineData("1.5+2i", "1.5+2.0i")]
    [InlineData("1e2+1e3i", "100.0+1000.0i")]
    [InlineData("1+0i", "1")]
    [InlineData("1.5+0i", "1.5")]
    [InlineData("1+inf.0i", "1.0+inf.0i")]
    [InlineData("+inf.0-nan.0i", "+inf.0+nan.0i")]
    [InlineData("+inf.0i", "0.0+inf.0i")]
    [InlineData("-inf.0+i", "-inf.0+1.0i")]
    [InlineData("#i1+2i", "1.0+2.0i")]
    [InlineData("#i+i", "0.0+1.0i")]
    [InlineData("#e1.5+.5i", "3/2+1/2i")]
    [InlineData("#x1f+ai", "31+10i")]
    [InlineData("2@0", "2")]
    [InlineData("0@1", "0")]
    [InlineData("1@3.141592653589793", "-1.0+1.2246467991473532e-16i")]
    [InlineData("1.0@-0.0", "1.0-0.0i")]
    [InlineData("-1@+1", "-0.5403023058681398-0.8414709848078965i")]
    [InlineData("0.1", "0.1")]
    [InlineData("2.2250738585072014e-308", "2.2250738585072014e-308")]
    [InlineData("2.2250738585072011e-308", "2.225073858507201e-308")]
    [InlineData("4.9406564584124654e-324", "5e-324")]
    [InlineData("2.4703282292062327e-324", "0.0")]
    [InlineData("2.4703282292062328e-324", "5e-324")]
    [InlineData("1.7976931348623158e308", "1.7976931348623157e308")]
    [InlineData("1.7976931348623159e308", "+inf.0")]
    [InlineData("9007199254740993.0", "9007199254740992.0")]
    [InlineData("9007199254740993.00000000000000000000000000000000001", "9007199254740994.0")]
    [InlineData("0.000000000000000000000000000000000000000000000000000000000000000000001e69", "1.0")]
    public void Reads(string text, string expected)
    {
        Assert.True(NumberReader.TryParse(text, 10, out var value));
        Assert.Equal(expected, NumberPrinter.ToString(value, 10));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("+.")]
    [InlineData("1+")]
    [InlineData("1+2")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("1/")]
    [InlineData("/2")]
    [InlineData("1/0")]
    [InlineData("#i1/0")]
    [InlineData("1/2/3")]
    [InlineData("1/2e3")]
    [InlineData("1/2.0")]
    [InlineData("1.5/2")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("e5")]
    [InlineData("+e5")]
    [InlineData(".e5")]
    [InlineData("1.2.3")]
    [InlineData("i")]
    [InlineData("5i")]
    [InlineData("1+2i3")]
    [InlineData("1+2ii")]
    [InlineData("1@")]
    [InlineData("1@2i")]
    [InlineData("1@2@3")]
    [InlineData("+inf.")]
    [InlineData("inf.0")]
    [InlineData("+inf.00")]
    [InlineData("+infinity")]
    [InlineData("#")]
    [InlineData("#x")]
    [InlineData("#x#x1")]
    [InlineData("#e#i1")]
    [InlineData("#e#x#b1")]
    [InlineData("#y1")]
    [InlineData("#b2")]
    [InlineData("#o8")]
    [InlineData("12a")]
    [InlineData("#xg")]
    [InlineData("#e+inf.0")]
    [InlineData("#e1e1000000000")]
    [InlineData("#e1e-1000000000")]
    [InlineData("1 2")]
    [InlineData(" 1")]
    [InlineData("١")]
    [InlineData("a")]
    public void Rejects(string text) => Assert.False(NumberReader.TryParse(text, 10, out _));

    [Theory]
    [InlineData("ff", 16, "255")]
    [InlineData("zz", 36, "1295")]
    [InlineData("+i", 36, "18")]
    [InlineData("#b11", 16, "3")]
    [InlineData("1e2", 16, "482")]
    [InlineData("1.8", 16, "1.5")]
    [InlineData("-0.1", 2, "-0.5")]
    [InlineData("10.1e1", 2, null)]
    [InlineData("12", 2, null)]
    public void ReadsOtherRadices(string text, int radix, string? expected)
    {
        Assert.Equal(expected is not null, NumberReader.TryParse(text, radix, out var value));
        if (expected is not null)
        {
            Assert.Equal(expected, NumberPrinter.ToString(value, 10));
        }
    }

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(0.5, "0.5")]
    [InlineData(100, "100.0")]
    [InlineData(123456789.125, "123456789.125")]
    [InlineData(1e20, "100000000000000000000.0")]
    [InlineData(1e21, "1e21")]
    [InlineData(1.5e21, "1.5e21")]
    [InlineData(123456789012345680000.0, "123456789012345680000.0")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.25e-9, "1.25e-9")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e308")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(5e15, "5000000000000000.0")]
    [InlineData(9.5e-5, "0.000095")]
    public void PrintsFlonums(double number, string expected) => Assert.Equal(expected, NumberPrinter.ToString(Value.Flonum(number), 10));

    [Theory]
    [InlineData("255", 16, "ff")]
    [InlineData("-255", 2, "-11111111")]
    [InlineData("-9223372036854775808", 2, "-1000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("68915718021581205938132336367", 16, "deadbeefdeadbeefdeadbeef")]
    [InlineData("-36893488147419103231", 8, "-3777777777777777777777")]
    [InlineData("1/255", 16, "1/ff")]
    [InlineData("100000000000000000000000000000000000000", 36, "4gc8xff6yborlapqva85rcdts")]
    [InlineData("0.5", 2, "0.1")]
    [InlineData("-0.1", 16, "-0.1999999999999a")]
    [InlineData("10.5", 8, "12.4")]
    [InlineData("0.1", 3, "0.0022002200220022002200220022002201")]
    [InlineData("1e21", 16, "3635c9adc5dea00000.0")]
    [InlineData("-0.0", 2, "-0.0")]
    [InlineData("+inf.0", 2, "+inf.0")]
    [InlineData("255+16i", 16, "ff+10i")]
    [InlineData("0.5-1.5i", 2, "0.1-1.1i")]
    public void PrintsOtherRadices(string number, int radix, string expected)
    {
        Assert.True(NumberReader.TryParse(number, 10, out var value));
        Assert.Equal(expected, NumberPrinter.ToString(value, radix));
    }

    [Fact]
    public void IntegersOfEverySizeAndRadixComeBack()
    {
        var random = new Random(7);
        for (var radix = 2; radix <= 36; radix++)
        {
            foreach (var size in new[] { 1, 7, 8, 9, 16, 40, 100, 333 })
            {
                var bytes = new byte[size];
                random.NextBytes(bytes);
                var value = Value.Integer(new BigInteger(bytes));
                var text = NumberPrinter.ToString(value, radix);
                Assert.True(NumberReader.TryParse(text, radix, out var again));
                Assert.True(Equality.Eqv(value, again), text);
            }
        }
    }

    [Fact]
    public void SparseIntegersKeepTheirInnerZeros()
    {
        for (var radix = 3; radix <= 36; radix += 3)
        {
            foreach (var power in new[] { 40, 41, 100, 500 })
            {
                var number = BigInteger.Pow(radix, power) + 1;
                Assert.Equal("1" + new string('0', power - 1) + "1", NumberPrinter.ToString(Value.Integer(number), radix));
            }
        }
    }

    /// <summary>Doubles of every size, and such as people write; 10^6 of them in a long run.</summary>
    [Fact]
    public void RandomDoublesComeBack()
    {
        var random = new Random(17);
        int most = Environment.GetEnvironmentVariable("OURO_LONG") == "1" ? 1_000_000 : 50_000;
        for (var count = 0; count < most; count++)
        {
            var number = (count % 4) switch
            {
                0 => random.Next(-100_000, 100_000) / 1000.0,
                1 => random.NextDouble(),
                _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
            };
            if (double.IsFinite(number))
            {
                ComesBack(number, 10);
            }
        }
    }

    [Fact]
    public void RandomDoublesComeBackInEveryRadix()
    {
        var random = new Random(11);
        for (var count = 0; count < 4000; count++)
        {
            var number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(number))
            {
                continue;
            }

            ComesBack(number, 10);
            ComesBack(number, 2 + count % 35);
        }
    }

    [Fact]
    public void EveryKindOfNumberComesBack()
    {
        string[] parts = ["0", "1", "-1", "5/7", "-123456789012345678901234567890", "1.5", "-0.0", "0.0", "1e-7", "+inf.0", "-inf.0", "+nan.0"];
        foreach (var real in parts)
        {
            foreach (var imaginary in parts)
            {
                Assert.True(NumberReader.TryParse(real, 10, out var left));
                Assert.True(NumberReader.TryParse(imaginary, 10, out var right));
                var value = Complex.Make(left, right);
                for (var radix = 2; radix <= 18; radix++)
                {
                    var text = NumberPrinter.ToString(value, radix);
                    Assert.True(NumberReader.TryParse(text, radix, out var again), text);
                    Assert.True(Equality.Eqv(value, again), text);
                }
            }
        }
    }

    private static void ComesBack(double number, int radix)
    {
        var text = NumberPrinter.ToString(Value.Flonum(number), radix);
        Assert.True(NumberReader.TryParse(text, radix, out var again), text);
        Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(again.AsFlonum));
    }

    [Fact]
    public void DecimalsRoundAsTheExactValueDoes()
    {
        // The reader's way over the host's parser against the exact rational, rounded by our own conversion.
        var random = new Random(13);
        for (var count = 0; count < 5000; count++)
        {
            var digits = random.Next(1, 40);
            var text = random.Next(1, 10).ToString() + "." + string.Concat(Enumerable.Range(0, digits).Select(_ => random.Next(10))) + "e" + random.Next(-330, 310);
            Assert.True(NumberReader.TryParse(text, 10, out var inexact));
            Assert.True(NumberReader.TryParse("#e" + text, 10, out var exact));
            Assert.Equal(Real.ToDouble(exact), inexact.AsFlonum);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(7)]
    [InlineData(16)]
    public void LongNumeralsDoNotTakeQuadraticTime(int radix)
    {
        var text = "1" + new string('3', 300_000);
        var watch = Stopwatch.StartNew();
        Assert.True(NumberReader.TryParse(text, radix, out var value));
        Assert.Equal(text, NumberPrinter.ToString(value, radix));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void HostileTextIsHarmless()
    {
        const string Alphabet = "0123456789+-./eEiI@#xbodnaf.infa ";
        var random = new Random(17);
        for (var count = 0; count < 200_000; count++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 14)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            if (NumberReader.TryParse(text, random.Next(2, 37), out var value))
            {
                Assert.True(Arithmetic.IsNumber(value), text);
            }
        }
    }
}
