// What .NET lacks of C's library. Results are within some units in the last place of the host's; tests assert it.

using System.Numerics;

namespace Ouro.Python.Values.Numbers;

/// <summary>Error function, gamma function, and exponential and logarithm near their zeros.</summary>
internal static class SpecialFunctions
{
    /// <summary>From here on the asymptotic series of the gamma function is exact to double precision.</summary>
    private const double StirlingFrom = 20;

    /// <summary>Up to here the error function is summed as a power series, beyond it its complement is a continued fraction.</summary>
    private const double SeriesUpTo = 1.5;

    /// <summary>e to the x, less one. By Kahan's method: the error of exp is cancelled by the logarithm of the same rounded value.</summary>
    internal static double Expm1(double x)
    {
        if (Math.Abs(x) > 40 || double.IsNaN(x))
        {
            return Math.Exp(x) - 1;
        }

        double power = Math.Exp(x);
        return power == 1 ? x : power - 1 == -1 ? -1 : (power - 1) * (x / Math.Log(power));
    }

    /// <summary>The logarithm of one plus x.</summary>
    internal static double Log1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 || double.IsPositiveInfinity(x) ? x : Math.Log(sum) * (x / (sum - 1));
    }

    internal static double Erf(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        double magnitude = Math.Abs(x);
        return magnitude < SeriesUpTo ? ErfSeries(x) : Math.CopySign(1 - ErfcFraction(magnitude), x);
    }

    internal static double Erfc(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        double magnitude = Math.Abs(x);
        return magnitude < SeriesUpTo ? (magnitude < 0.5 ? 1 - ErfSeries(x) : 0.5 - (ErfSeries(x) - 0.5)) : x > 0 ? ErfcFraction(x) : 2 - ErfcFraction(magnitude);
    }

    internal static double Gamma(double x)
    {
        if (double.IsNaN(x) || double.IsPositiveInfinity(x))
        {
            return x;
        }

        if (double.IsNegativeInfinity(x))
        {
            return double.NaN;
        }

        if (x == Math.Floor(x))
        {
            if (x <= 0)
            {
                return x == 0 ? Math.CopySign(double.PositiveInfinity, x) : double.NaN;
            }

            if (x <= 171)
            {
                var product = BigInteger.One;
                for (int factor = 2; factor < x; factor++)
                {
                    product *= factor;
                }

                return DoubleConversion.FromInteger(product);
            }
        }

        if (x < 0.5)
        {
            // By the reflection formula; far below zero the gamma function of 1 - x overflows before the result vanishes.
            double sine = SinePi(x);
            if (x > -160)
            {
                return Math.PI / (sine * Gamma(1 - x));
            }

            double half = Math.Exp(-0.5 * LogGamma(1 - x));
            return Math.PI / sine * half * half;
        }

        if (x > 172)
        {
            return double.PositiveInfinity;
        }

        double divisor = 1;
        while (x < StirlingFrom)
        {
            divisor *= x;
            x += 1;
        }

        // The power in two halves, which do not overflow.
        double root = Math.Pow(x, (x - 0.5) / 2);
        return root * Math.Exp(-x) * root * Math.Sqrt(2 * Math.PI) * Math.Exp(StirlingTail(x)) / divisor;
    }

    /// <summary>The logarithm of the absolute value of the gamma function.</summary>
    internal static double LogGamma(double x)
    {
        if (!double.IsFinite(x))
        {
            return Math.Abs(x);
        }

        if (x <= 0 && x == Math.Floor(x))
        {
            return double.PositiveInfinity;
        }

        if (x is 1 or 2)
        {
            return 0;
        }

        if (Math.Abs(x) < 1e-20)
        {
            return -Math.Log(Math.Abs(x));
        }

        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Abs(SinePi(x))) - LogGamma(1 - x);
        }

        if (x < 2.5)
        {
            return x < 1.5 ? NearTwo(x - 1) - Log1p(x - 1) : NearTwo(x - 2);
        }

        if (x < StirlingFrom)
        {
            return Math.Log(Gamma(x));
        }

        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + StirlingTail(x);
    }

    /// <summary>The logarithm of gamma of 2 + z: (1 - Euler's constant) z plus the sum of (-1)^k (zeta(k) - 1) z^k / k.</summary>
    private static double NearTwo(double z)
    {
        double sum = 0;
        for (int k = ZetaLessOne.Length + 1; k >= 2; k--)
        {
            sum = z * ((k % 2 == 0 ? ZetaLessOne[k - 2] : -ZetaLessOne[k - 2]) / k + sum);
        }

        return z * (0.42278433509846713 + sum);
    }

    /// <summary>The zeta function of 2, 3, ..., less one.</summary>
    private static ReadOnlySpan<double> ZetaLessOne =>
    [
        0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914, 0.008349277381922827,
        0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
        6.124813505870483e-05, 3.058823630702049e-05, 1.528225940865187e-05, 7.637197637899763e-06, 3.81729326499984e-06, 1.908212716553939e-06,
        9.539620338727962e-07, 4.769329867878064e-07, 2.38450502727733e-07, 1.1921992596531106e-07, 5.960818905125948e-08, 2.980350351465228e-08,
        1.4901554828365043e-08, 7.45071178983543e-09, 3.725334024788457e-09, 1.862659723513049e-09, 9.313274324196682e-10, 4.656629065033784e-10,
    ];

    /// <summary>The sine of pi times x, exact where x is large.</summary>
    private static double SinePi(double x)
    {
        double rest = Math.IEEERemainder(x, 2);
        return Math.Abs(rest) <= 0.25 ? Math.Sin(Math.PI * rest)
            : Math.Abs(rest) >= 0.75 ? Math.Sin(Math.PI * (Math.CopySign(1, rest) - rest))
            : Math.CopySign(Math.Cos(Math.PI * (Math.Abs(rest) - 0.5)), rest);
    }

    /// <summary>The terms of Stirling's series after the leading ones: B(2k) / (2k (2k - 1) x^(2k - 1)).</summary>
    private static double StirlingTail(double x)
    {
        double square = 1 / (x * x);
        return (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * (691.0 / 360360 - square / 156)))))) / x;
    }

    /// <summary>2 / sqrt(pi) exp(-x^2) times the sum of 2^n x^(2n + 1) / (1 3 5 ... (2n + 1)).</summary>
    private static double ErfSeries(double x)
    {
        double square = 2 * x * x;
        double sum = 0;
        for (int n = 40; n > 0; n--)
        {
            sum = (1 + sum) * square / (2 * n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * (1 + sum) * x;
    }

    /// <summary>exp(-x^2) / sqrt(pi) over x + (1/2) / (x + 1 / (x + (3/2) / (x + ...))).</summary>
    private static double ErfcFraction(double x)
    {
        if (x > 27.5)
        {
            return 0;
        }

        double denominator = x;
        for (int n = 120; n > 0; n--)
        {
            denominator = x + n * 0.5 / denominator;
        }

        // exp(-x^2) in two factors: the square is rounded, and its error counts.
        double high = Math.Round(x * 16) / 16;
        return Math.Exp(-high * high) * Math.Exp(-(x - high) * (x + high)) / Math.Sqrt(Math.PI) / denominator;
    }
}
