namespace Ouro.Python.Tests.Values;

using System.Globalization;
using System.Numerics;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Numbers;

public sealed class MathTests
{
    /// <summary>How far CPython's lgamma is off near its zeros.</summary>
    private const double LogGammaError = 2e-15;

    private readonly Meter _meter = Comparison.NewMeter();

    [PythonFact]
    public void FunctionsAreThoseOfTheHost()
    {
        var random = new Random(20);
        var exact = new Comparison();
        var near = new List<(string Expression, double Ours)>();
        double[] numbers = [.. NumberTests.Numbers(random, 60), .. Enumerable.Range(0, 120).Select(_ => (random.NextDouble() - 0.5) * 60), -1, 170.5, 171.7, -0.5, -3.5, -150.25, -180.5, 1e-310, 26, 28, 710, -745];
        foreach (var function in Enum.GetValues<MathFunction>())
        {
            string name = $"math.{function}".ToLowerInvariant();
            foreach (double x in numbers)
            {
                string expression = $"{name}(float.fromhex('{FloatText.ToHexadecimal(x)}'))";
                var result = RealMath.Apply(_meter, function, x);
                bool isOwn = function is MathFunction.Erf or MathFunction.Erfc or MathFunction.Gamma or MathFunction.Lgamma or MathFunction.Expm1 or MathFunction.Log1p or MathFunction.Exp2;
                if (isOwn && result is { } number && double.IsFinite(number))
                {
                    near.Add((expression, number));
                }
                else
                {
                    exact.AddValue(expression, _meter, result, FloatText.Repr);
                }
            }
        }

        exact.Check();
        using var host = new HostPython();
        string[] answers = host.Ask("values", string.Join('\n', near.Select(entry => entry.Expression)))[1..].Split('\n');
        var wrong = new List<string>();
        for (int i = 0; i < near.Count; i++)
        {
            if (!double.TryParse(answers[i], CultureInfo.InvariantCulture, out double theirs) || Math.Abs(theirs - near[i].Ours) > 5e-14 * Math.Abs(theirs) + (near[i].Expression.Contains("lgamma", StringComparison.Ordinal) ? LogGammaError : 0))
            {
                wrong.Add($"{near[i].Expression}: {answers[i]} {FloatText.Repr(near[i].Ours)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
    }

    [PythonFact]
    public void FunctionsOfMoreAreThoseOfTheHost()
    {
        var random = new Random(21);
        var all = new Comparison();
        double[] numbers = [.. NumberTests.Numbers(random, 40)];
        for (int i = 0; i < 800; i++)
        {
            double x = numbers[random.Next(numbers.Length)];
            double y = numbers[random.Next(numbers.Length)];
            double z = numbers[random.Next(numbers.Length)];
            string one = $"float.fromhex('{FloatText.ToHexadecimal(x)}')";
            string two = $"float.fromhex('{FloatText.ToHexadecimal(y)}')";
            string three = $"float.fromhex('{FloatText.ToHexadecimal(z)}')";
            all.AddValue($"math.pow({one}, {two})", _meter, RealMath.Pow(_meter, x, y), FloatText.Repr);
            all.AddValue($"math.fmod({one}, {two})", _meter, RealMath.Fmod(_meter, x, y), FloatText.Repr);
            all.AddValue($"math.remainder({one}, {two})", _meter, RealMath.Remainder(_meter, x, y), FloatText.Repr);
            all.AddValue($"math.nextafter({one}, {two})", _meter, (double?)RealMath.NextAfter(x, y), FloatText.Repr);
            all.AddValue($"math.fsum([{one}, {two}, {three}])", _meter, RealMath.Sum(_meter, [x, y, z]), FloatText.Repr);
            all.AddValue($"math.hypot({one}, {two}, {three})", _meter, RealMath.Length(_meter, [x, y, z]), FloatText.Repr);
            all.AddValue($"math.isclose({one}, {two}, rel_tol=0.5)", _meter, RealMath.IsClose(_meter, x, y, 0.5, 0), Comparison.Shown);
            int exponent = random.Next(-2200, 2200);
            all.AddValue($"math.ldexp({one}, {exponent})", _meter, RealMath.Ldexp(_meter, x, exponent), FloatText.Repr);
            all.AddValue($"math.frexp({one})", _meter, ((double, int)?)RealMath.Frexp(x), pair => $"({FloatText.Repr(pair.Item1)}, {pair.Item2})");
            all.AddValue($"math.modf({one})", _meter, ((double, double)?)RealMath.Modf(x), pair => $"({FloatText.Repr(pair.Item1)}, {FloatText.Repr(pair.Item2)})");
            all.AddValue($"math.log({one})", _meter, RealMath.Log(_meter, x), FloatText.Repr);
            var integer = NumberTests.RandomInteger(random) << (random.Next(2) * 2000);
            all.AddValue($"math.log({integer})", _meter, RealMath.Log(_meter, integer), FloatText.Repr);
            all.AddValue($"math.log2({integer})", _meter, RealMath.Log2(_meter, integer), FloatText.Repr);
            all.AddValue($"math.log10({integer})", _meter, RealMath.Log10(_meter, integer), FloatText.Repr);
        }

        all.Check();
    }

    [PythonFact]
    public void ComplexFunctionsAreThoseOfTheHost()
    {
        var random = new Random(22);
        var exact = new Comparison();
        var near = new List<(string Expression, ComplexNumber Ours)>();
        double[] parts = [double.NegativeInfinity, double.PositiveInfinity, double.NaN, 0.0, -0.0, 1, -1, 0.5, 2, -3.25, 700, 710, 1e-310, 1e300, 1e-200];
        for (int i = 0; i < parts.Length * parts.Length + 100; i++)
        {
            var z = i < parts.Length * parts.Length ? new ComplexNumber(parts[i / parts.Length], parts[i % parts.Length]) : new((random.NextDouble() - 0.5) * 8, (random.NextDouble() - 0.5) * 8);
            foreach (var function in Enum.GetValues<ComplexFunction>())
            {
                string expression = $"cmath.{function.ToString().ToLowerInvariant()}({NumberTests.Literal(z)})";
                var result = ComplexMath.Apply(_meter, function, z);
                if (result is { IsFinite: true } number)
                {
                    near.Add((expression, number));
                }
                else
                {
                    exact.AddValue(expression, _meter, result, ComplexFunctions.Repr);
                }
            }

            exact.AddValue($"cmath.rect(*({NumberTests.Literal(z)}).__getnewargs__())", _meter, ComplexMath.FromPolar(_meter, z.Real, z.Imaginary), ComplexFunctions.Repr);
            exact.AddValue($"cmath.phase({NumberTests.Literal(z)})", _meter, ComplexMath.Phase(_meter, z), FloatText.Repr);
        }

        exact.Check();
        using var host = new HostPython();
        string[] answers = host.Ask("values", string.Join('\n', near.Select(entry => $"(lambda z: (z.real, z.imag))({entry.Expression})")))[1..].Split('\n');
        var wrong = new List<string>();
        for (int i = 0; i < near.Count; i++)
        {
            string[] two = answers[i].Trim('(', ')').Split(", ");
            bool Near(string theirs, double ours) => double.TryParse(theirs, CultureInfo.InvariantCulture, out double number)
                && Math.Abs(number - ours) <= 5e-14 * Math.Abs(number) && double.IsNegative(number) == double.IsNegative(ours);
            if (two.Length != 2 || !Near(two[0], near[i].Ours.Real) || !Near(two[1], near[i].Ours.Imaginary))
            {
                wrong.Add($"{near[i].Expression}: {answers[i]} {ComplexFunctions.Repr(near[i].Ours)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {near.Count}\n{string.Join('\n', wrong.Take(30))}");
    }
}
