using System.Numerics;

namespace Ouro.Python.Values.Numbers;

/// <summary>Operators and methods of <c>float</c>.</summary>
internal static class FloatFunctions
{
    /// <summary>The message of the OverflowError of powers: its arguments are the number and the text that it shows.</summary>
    internal const string OutOfRange = "(34, 'Numerical result out of range')";

    /// <summary><c>left // right</c>.</summary>
    internal static double? FloorDivide(Meter meter, double left, double right) => Divide(meter, left, right, "float floor division by zero")?.Quotient;

    /// <summary><c>left % right</c>.</summary>
    internal static double? Modulo(Meter meter, double left, double right) => Divide(meter, left, right, meter.Version >= 13 ? "float modulo by zero" : "float modulo")?.Remainder;

    /// <summary><c>divmod(left, right)</c>.</summary>
    internal static (double Quotient, double Remainder)? DivMod(Meter meter, double left, double right) => Divide(meter, left, right, "float divmod()");

    /// <summary><c>left / right</c>.</summary>
    internal static double? TrueDivide(Meter meter, double left, double right)
    {
        if (right == 0)
        {
            meter.Fail("ZeroDivisionError", "float division by zero");
            return null;
        }

        return left / right;
    }

    /// <summary><c>left ** right</c>.</summary>
    /// <param name="meter">Has the error.</param>
    /// <param name="left">The base.</param>
    /// <param name="right">The exponent.</param>
    /// <param name="isComplex">The result is a complex number: compute it as the power of complex ones.</param>
    internal static double? Power(Meter meter, double left, double right, out bool isComplex)
    {
        isComplex = false;
        if (left == 0 && right < 0)
        {
            meter.Fail("ZeroDivisionError", "0.0 cannot be raised to a negative power");
            return null;
        }

        if (left < 0 && double.IsFinite(left) && double.IsFinite(right) && right != Math.Floor(right))
        {
            isComplex = true;
            return 0;
        }

        double result = left == 1 || right == 0 ? 1 : left == -1 && double.IsInfinity(right) ? 1 : Math.Pow(left, right);
        if (double.IsInfinity(result) && double.IsFinite(left) && double.IsFinite(right))
        {
            meter.OverflowError(OutOfRange);
            return null;
        }

        return result;
    }

    /// <summary><c>round(number, digits)</c>: the nearest decimal of so many digits after the point, half to even on the exact value.</summary>
    internal static double? Round(Meter meter, double number, long digits)
    {
        if (!double.IsFinite(number) || digits > 323)
        {
            return number;
        }

        if (digits < -308)
        {
            return 0 * number;
        }

        if (!meter.Ticks(DecimalDigits.Work))
        {
            return null;
        }

        var scaled = DecimalDigits.Scaled(Math.Abs(number), (int)digits);
        double rounded = scaled.IsZero ? 0
            : digits > 0 ? DoubleConversion.FromRatio(scaled, BigInteger.Pow(10, (int)digits))
            : DoubleConversion.FromInteger(scaled * BigInteger.Pow(10, (int)-digits));
        if (double.IsInfinity(rounded))
        {
            meter.OverflowError("rounded value too large to represent");
            return null;
        }

        return double.IsNegative(number) ? -rounded : rounded;
    }

    /// <summary><c>round(number)</c>: the nearest integer, half to even.</summary>
    internal static BigInteger? Round(Meter meter, double number) => ToInteger(meter, double.IsFinite(number) ? Math.Round(number, MidpointRounding.ToEven) : number);

    /// <summary><c>int(number)</c>: towards zero.</summary>
    internal static BigInteger? ToInteger(Meter meter, double number)
    {
        if (!double.IsFinite(number))
        {
            _ = double.IsNaN(number) ? meter.ValueError("cannot convert float NaN to integer") : meter.OverflowError("cannot convert float infinity to integer");
            return null;
        }

        return DoubleConversion.ToInteger(Math.Truncate(number));
    }

    /// <summary>Numerator and denominator in lowest terms.</summary>
    internal static (BigInteger Numerator, BigInteger Denominator)? AsIntegerRatio(Meter meter, double number)
    {
        if (!double.IsFinite(number))
        {
            _ = double.IsNaN(number) ? meter.ValueError("cannot convert NaN to integer ratio") : meter.OverflowError("cannot convert Infinity to integer ratio");
            return null;
        }

        var exact = DoubleConversion.ToExact(number);
        return (Real.Numerator(exact), Real.Denominator(exact));
    }

    private static (double Quotient, double Remainder)? Divide(Meter meter, double left, double right, string message)
    {
        if (right == 0)
        {
            meter.Fail("ZeroDivisionError", message);
            return null;
        }

        double remainder = left % right;
        double quotient = (left - remainder) / right;
        if (remainder != 0)
        {
            if (right < 0 != remainder < 0)
            {
                remainder += right;
                quotient -= 1;
            }
        }
        else
        {
            remainder = Math.CopySign(0, right);
        }

        if (quotient != 0)
        {
            double floor = Math.Floor(quotient);
            quotient = quotient - floor > 0.5 ? floor + 1 : floor;
        }
        else
        {
            quotient = Math.CopySign(0, left / right);
        }

        return (quotient, remainder);
    }
}
