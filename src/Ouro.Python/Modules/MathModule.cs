using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Modules;

/// <summary>The module math: what there is of it.</summary>
internal static class MathModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(MathModule));
        module.Set("pi", Value.Flonum(Math.PI));
        module.Set("e", Value.Flonum(Math.E));
        module.Set("tau", Value.Flonum(Math.Tau));
        module.Set("inf", Value.Flonum(double.PositiveInfinity));
        module.Set("nan", Value.Flonum(double.NaN));
    }

    [PythonFunction("sqrt", "x, /")]
    internal static async Work<Value> SquareRoot(PythonRuntime python, Value[] a) => await Apply(python, a[0], Math.Sqrt);

    [PythonFunction("sin", "x, /")]
    internal static async Work<Value> Sine(PythonRuntime python, Value[] a) => await Apply(python, a[0], Math.Sin);

    [PythonFunction("cos", "x, /")]
    internal static async Work<Value> Cosine(PythonRuntime python, Value[] a) => await Apply(python, a[0], Math.Cos);

    [PythonFunction("tan", "x, /")]
    internal static async Work<Value> Tangent(PythonRuntime python, Value[] a) => await Apply(python, a[0], Math.Tan);

    [PythonFunction("atan", "x, /")]
    internal static async Work<Value> ArcTangent(PythonRuntime python, Value[] a) => await Apply(python, a[0], Math.Atan);

    [PythonFunction("exp", "x, /")]
    internal static async Work<Value> Exponential(PythonRuntime python, Value[] a) => await Apply(python, a[0], Math.Exp);

    [PythonFunction("fabs", "x, /")]
    internal static async Work<Value> Absolute(PythonRuntime python, Value[] a) => await Apply(python, a[0], Math.Abs);

    /// <summary>A function of one float: what is infinite or no number for finite arguments is an error.</summary>
    private static async Work<Value> Apply(PythonRuntime python, Value value, Func<double, double> function)
    {
        Value number = await Number(python, value);
        if (number.IsSignal)
        {
            return number;
        }

        double x = number.AsFlonum, result = function(x);
        return double.IsNaN(result) && !double.IsNaN(x) ? python.ValueError("math domain error")
            : double.IsInfinity(result) && double.IsFinite(x) ? python.OverflowError("math range error")
            : Value.Flonum(result);
    }

    private static Work<Value> Number(PythonRuntime python, Value value) => value.Ref is Text
        ? python.TypeError("must be real number, not str")
        : python.TypeOf(value).Lookup("__float__").IsUnbound && python.TypeOf(value).Lookup("__index__").IsUnbound
            ? python.TypeError($"must be real number, not {python.TypeName(value)}")
            : python.ToFloat(value);

    [PythonFunction("floor", "x, /")]
    internal static Work<Value> Floor(PythonRuntime python, Value[] a) => ByMethod(python, a[0], "__floor__", Math.Floor);

    [PythonFunction("ceil", "x, /")]
    internal static Work<Value> Ceiling(PythonRuntime python, Value[] a) => ByMethod(python, a[0], "__ceil__", Math.Ceiling);

    [PythonFunction("trunc", "x, /")]
    internal static Work<Value> Truncate(PythonRuntime python, Value[] a) => ByMethod(python, a[0], "__trunc__", Math.Truncate);

    private static async Work<Value> ByMethod(PythonRuntime python, Value value, string name, Func<double, double> function)
    {
        Value method = python.TypeOf(value).Lookup(name);
        if (!method.IsUnbound)
        {
            return await python.Call(method, value);
        }

        Value number = await Number(python, value);
        return number.IsSignal ? number : python.Parsed(FloatFunctions.ToInteger(python.Meter, function(number.AsFlonum)));
    }

    [PythonFunction("isnan", "x, /")]
    internal static async Work<Value> IsNaN(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { IsSignal: false } number ? Value.Boolean(double.IsNaN(number.AsFlonum)) : Value.Signal;

    [PythonFunction("isinf", "x, /")]
    internal static async Work<Value> IsInfinite(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { IsSignal: false } number ? Value.Boolean(double.IsInfinity(number.AsFlonum)) : Value.Signal;

    [PythonFunction("isfinite", "x, /")]
    internal static async Work<Value> IsFinite(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { IsSignal: false } number ? Value.Boolean(double.IsFinite(number.AsFlonum)) : Value.Signal;

    [PythonFunction("isqrt", "n, /")]
    internal static async Work<Value> IntegerSquareRoot(PythonRuntime python, Value[] a) =>
        await python.IndexOf(a[0]) is { IsSignal: false } number ? python.Parsed(IntegerFunctions.SquareRoot(python.Meter, Real.ToBigInteger(number))) : Value.Signal;

    [PythonFunction("factorial", "x, /")]
    internal static async Work<Value> Factorial(PythonRuntime python, Value[] a) =>
        await python.IndexOf(a[0]) is { IsSignal: false } number ? python.Parsed(IntegerFunctions.Factorial(python.Meter, Real.ToBigInteger(number))) : Value.Signal;

    [PythonFunction("comb", "n, k, /")]
    internal static async Work<Value> Combinations(PythonRuntime python, Value[] a)
    {
        Value n = await python.IndexOf(a[0]);
        Value k = n.IsSignal ? n : await python.IndexOf(a[1]);
        return k.IsSignal ? k : python.Parsed(IntegerFunctions.Combinations(python.Meter, Real.ToBigInteger(n), Real.ToBigInteger(k)));
    }

    [PythonFunction("gcd", "*integers")]
    internal static async Work<Value> GreatestCommonDivisor(PythonRuntime python, Value[] a)
    {
        BigInteger result = 0;
        foreach (Value item in ((PyTuple)a[0].Ref!).Items)
        {
            Value number = await python.IndexOf(item);
            if (number.IsSignal)
            {
                return number;
            }

            if (IntegerFunctions.GreatestCommonDivisor(python.Meter, result, Real.ToBigInteger(number)) is not { } next)
            {
                return python.Failed();
            }

            result = next;
        }

        return python.Parsed(result);
    }

    [PythonFunction("log", "x, base=None, /")]
    internal static async Work<Value> Logarithm(PythonRuntime python, Value[] a)
    {
        Value top = await Natural(python, a[0]);
        if (top.IsSignal || a[1].IsAbsent)
        {
            return top;
        }

        Value bottom = await Natural(python, a[1]);
        return bottom.IsSignal ? bottom : bottom.AsFlonum == 0 ? python.Raise("ZeroDivisionError", "float division by zero") : Value.Flonum(top.AsFlonum / bottom.AsFlonum);
    }

    private static async Work<Value> Natural(PythonRuntime python, Value value)
    {
        if (Keys.AsNumber(value).Ref is Bignum { Value.Sign: > 0 } big)
        {
            return Value.Flonum(BigInteger.Log(big.Value));
        }

        Value number = await Number(python, value);
        return number.IsSignal ? number : number.AsFlonum <= 0 ? python.ValueError("math domain error") : Value.Flonum(Math.Log(number.AsFlonum));
    }

    [PythonFunction("log2", "x, /")]
    internal static async Work<Value> LogarithmTwo(PythonRuntime python, Value[] a) => await LogarithmOf(python, a[0], Math.Log2);

    [PythonFunction("log10", "x, /")]
    internal static async Work<Value> LogarithmTen(PythonRuntime python, Value[] a) => await LogarithmOf(python, a[0], Math.Log10);

    private static async Work<Value> LogarithmOf(PythonRuntime python, Value value, Func<double, double> function)
    {
        Value number = await Number(python, value);
        return number.IsSignal ? number : number.AsFlonum <= 0 ? python.ValueError("math domain error") : Value.Flonum(function(number.AsFlonum));
    }

    [PythonFunction("pow", "x, y, /")]
    internal static async Work<Value> Power(PythonRuntime python, Value[] a) => await Apply(python, a[0], a[1], Math.Pow);

    [PythonFunction("atan2", "y, x, /")]
    internal static async Work<Value> ArcTangentOfTwo(PythonRuntime python, Value[] a) => await Apply(python, a[0], a[1], Math.Atan2);

    [PythonFunction("copysign", "x, y, /")]
    internal static async Work<Value> CopySign(PythonRuntime python, Value[] a) => await Apply(python, a[0], a[1], Math.CopySign);

    [PythonFunction("fmod", "x, y, /")]
    internal static async Work<Value> Remainder(PythonRuntime python, Value[] a) => await Apply(python, a[0], a[1], static (x, y) => x % y);

    private static async Work<Value> Apply(PythonRuntime python, Value left, Value right, Func<double, double, double> function)
    {
        Value one = await Number(python, left);
        Value two = one.IsSignal ? one : await Number(python, right);
        if (two.IsSignal)
        {
            return two;
        }

        double x = one.AsFlonum, y = two.AsFlonum, result = function(x, y);
        return double.IsNaN(result) && !double.IsNaN(x) && !double.IsNaN(y) ? python.ValueError("math domain error")
            : double.IsInfinity(result) && double.IsFinite(x) && double.IsFinite(y) ? (x == 0 ? python.ValueError("math domain error") : python.OverflowError("math range error"))
            : Value.Flonum(result);
    }

    [PythonFunction("hypot", "*coordinates")]
    internal static async Work<Value> Hypotenuse(PythonRuntime python, Value[] a)
    {
        double sum = 0;
        foreach (Value item in ((PyTuple)a[0].Ref!).Items)
        {
            Value number = await Number(python, item);
            if (number.IsSignal)
            {
                return number;
            }

            sum += number.AsFlonum * number.AsFlonum;
        }

        return Value.Flonum(Math.Sqrt(sum));
    }
}
