using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Modules;

/// <summary>The module math: what Values/Numbers computes, on objects.</summary>
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
        foreach (var function in Enum.GetValues<MathFunction>())
        {
            if (function is MathFunction.Log2 or MathFunction.Log10)
            {
                continue;
            }

            string name = function.ToString().ToLowerInvariant();
            HostWork work = async (runtime, a) => await Number(runtime, a[0]) is { IsSignal: false } x
                ? Result(runtime, RealMath.Apply(runtime.Meter, function, x.AsFlonum)) : Value.Signal;
            module.Set(name, Value.Object(new BuiltinFunction(python.Types.BuiltinFunction, name, new Signature("x, /"), () => work, null) { ModuleName = "math" }));
        }
    }

    private static Value Result(PythonRuntime python, double? number) => number is { } result ? Value.Flonum(result) : python.Failed();

    /// <summary>A float from a real number.</summary>
    internal static Work<Value> Number(PythonRuntime python, Value value) =>
        value.IsFlonum ? value
        : PythonRuntime.Inner(value).Ref is Text || (python.TypeOf(value).Special("__float__").IsUnbound && python.TypeOf(value).Special("__index__").IsUnbound)
            ? python.TypeError($"must be real number, not {python.TypeName(value)}")
            : python.ToFloat(value);

    private static async Work<double[]?> Numbers(PythonRuntime python, Value[] values)
    {
        double[] numbers = new double[values.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            Value number = await Number(python, values[i]);
            if (number.IsSignal)
            {
                return null;
            }

            numbers[i] = number.AsFlonum;
        }

        return numbers;
    }

    private static async Work<Value> OfTwo(PythonRuntime python, Value[] a, Func<double, double, double?> function) =>
        await Numbers(python, a) is [var x, var y] ? Result(python, function(x, y)) : Value.Signal;

    [PythonFunction("floor", "x, /")]
    internal static Work<Value> Floor(PythonRuntime python, Value[] a) => ByMethod(python, a[0], "__floor__", Math.Floor);

    [PythonFunction("ceil", "x, /")]
    internal static Work<Value> Ceiling(PythonRuntime python, Value[] a) => ByMethod(python, a[0], "__ceil__", Math.Ceiling);

    private static async Work<Value> ByMethod(PythonRuntime python, Value value, string name, Func<double, double> function)
    {
        Value method = value.IsFlonum ? Value.Unbound : python.TypeOf(value).Special(name);
        if (!method.IsUnbound)
        {
            return await python.Call(method, value);
        }

        Value number = await Number(python, value);
        return number.IsSignal ? number : python.Parsed(FloatFunctions.ToInteger(python.Meter, function(number.AsFlonum)));
    }

    [PythonFunction("trunc", "x, /")]
    internal static async Work<Value> Truncate(PythonRuntime python, Value[] a)
    {
        Value method = python.TypeOf(a[0]).Special("__trunc__");
        return method.IsUnbound ? python.TypeError($"type {python.TypeName(a[0])} doesn't define __trunc__ method") : await python.Call(method, a[0]);
    }

    [PythonFunction("isnan", "x, /")]
    internal static async Work<Value> IsNaN(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { IsSignal: false } number ? Value.Boolean(double.IsNaN(number.AsFlonum)) : Value.Signal;

    [PythonFunction("isinf", "x, /")]
    internal static async Work<Value> IsInfinite(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { IsSignal: false } number ? Value.Boolean(double.IsInfinity(number.AsFlonum)) : Value.Signal;

    [PythonFunction("isfinite", "x, /")]
    internal static async Work<Value> IsFinite(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { IsSignal: false } number ? Value.Boolean(double.IsFinite(number.AsFlonum)) : Value.Signal;

    [PythonFunction("isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0")]
    internal static async Work<Value> IsClose(PythonRuntime python, Value[] a) =>
        await Numbers(python, [a[0], a[1], a[2].IsAbsent ? Value.Flonum(1e-9) : a[2], a[3].IsAbsent ? Value.Flonum(0) : a[3]]) is not [var x, var y, var relative, var absolute] ? Value.Signal
        : RealMath.IsClose(python.Meter, x, y, relative, absolute) is { } close ? Value.Boolean(close) : python.Failed();

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

    [PythonFunction("perm", "n, k=None, /")]
    internal static async Work<Value> Permutations(PythonRuntime python, Value[] a)
    {
        Value n = await python.IndexOf(a[0]);
        Value k = n.IsSignal || a[1].IsAbsent || a[1].IsUnspecified ? n : await python.IndexOf(a[1]);
        return k.IsSignal ? k : python.Parsed(IntegerFunctions.Permutations(python.Meter, Real.ToBigInteger(n), a[1].IsAbsent || a[1].IsUnspecified ? null : Real.ToBigInteger(k)));
    }

    [PythonFunction("gcd", "*integers")]
    internal static Work<Value> GreatestCommonDivisor(PythonRuntime python, Value[] a) => Fold(python, a, 0, (x, y) => IntegerFunctions.GreatestCommonDivisor(python.Meter, x, y));

    [PythonFunction("lcm", "*integers")]
    internal static Work<Value> LeastCommonMultiple(PythonRuntime python, Value[] a) => Fold(python, a, 1, (x, y) => IntegerFunctions.LeastCommonMultiple(python.Meter, x, y));

    private static async Work<Value> Fold(PythonRuntime python, Value[] a, BigInteger result, Func<BigInteger, BigInteger, BigInteger?> function)
    {
        foreach (Value item in ((PyTuple)a[0].Ref!).Items)
        {
            Value number = await python.IndexOf(item);
            if (number.IsSignal)
            {
                return number;
            }

            if (function(result, Real.ToBigInteger(number)) is not { } next)
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
        Value top = await LogarithmOf(python, a[0], integer => RealMath.Log(python.Meter, integer), x => RealMath.Log(python.Meter, x));
        if (top.IsSignal || a[1].IsAbsent)
        {
            return top;
        }

        Value bottom = await LogarithmOf(python, a[1], integer => RealMath.Log(python.Meter, integer), x => RealMath.Log(python.Meter, x));
        return bottom.IsSignal ? bottom : bottom.AsFlonum == 0 ? python.Raise("ZeroDivisionError", "float division by zero") : Value.Flonum(top.AsFlonum / bottom.AsFlonum);
    }

    [PythonFunction("log2", "x, /")]
    internal static Work<Value> LogarithmTwo(PythonRuntime python, Value[] a) =>
        LogarithmOf(python, a[0], integer => RealMath.Log2(python.Meter, integer), x => RealMath.Apply(python.Meter, MathFunction.Log2, x));

    [PythonFunction("log10", "x, /")]
    internal static Work<Value> LogarithmTen(PythonRuntime python, Value[] a) =>
        LogarithmOf(python, a[0], integer => RealMath.Log10(python.Meter, integer), x => RealMath.Apply(python.Meter, MathFunction.Log10, x));

    private static async Work<Value> LogarithmOf(PythonRuntime python, Value value, Func<BigInteger, double?> ofInteger, Func<double, double?> ofFloat)
    {
        if (Keys.AsNumber(PythonRuntime.Inner(value)) is { Ref: null or Bignum } integer && !integer.IsFlonum)
        {
            return Result(python, ofInteger(Real.ToBigInteger(integer)));
        }

        Value number = await Number(python, value);
        return number.IsSignal ? number : Result(python, ofFloat(number.AsFlonum));
    }

    [PythonFunction("pow", "x, y, /")]
    internal static Work<Value> Power(PythonRuntime python, Value[] a) => OfTwo(python, a, (x, y) => RealMath.Pow(python.Meter, x, y));

    [PythonFunction("atan2", "y, x, /")]
    internal static Work<Value> ArcTangentOfTwo(PythonRuntime python, Value[] a) => OfTwo(python, a, static (x, y) => Math.Atan2(x, y));

    [PythonFunction("copysign", "x, y, /")]
    internal static Work<Value> CopySign(PythonRuntime python, Value[] a) => OfTwo(python, a, static (x, y) => Math.CopySign(x, y));

    [PythonFunction("fmod", "x, y, /")]
    internal static Work<Value> Modulo(PythonRuntime python, Value[] a) => OfTwo(python, a, (x, y) => RealMath.Fmod(python.Meter, x, y));

    [PythonFunction("remainder", "x, y, /")]
    internal static Work<Value> Remainder(PythonRuntime python, Value[] a) => OfTwo(python, a, (x, y) => RealMath.Remainder(python.Meter, x, y));

    [PythonFunction("nextafter", "x, y, /")]
    internal static Work<Value> NextAfter(PythonRuntime python, Value[] a) => OfTwo(python, a, static (x, y) => RealMath.NextAfter(x, y));

    [PythonFunction("ldexp", "x, i, /")]
    internal static async Work<Value> Scale(PythonRuntime python, Value[] a)
    {
        Value x = await Number(python, a[0]);
        return x.IsSignal ? x
            : Keys.AsNumber(PythonRuntime.Inner(a[1])) is { Ref: null or Bignum, IsFlonum: false } exponent ? Result(python, RealMath.Ldexp(python.Meter, x.AsFlonum, Real.ToBigInteger(exponent)))
            : python.TypeError("Expected an int as second argument to ldexp.");
    }

    [PythonFunction("frexp", "x, /")]
    internal static async Work<Value> Split(PythonRuntime python, Value[] a)
    {
        Value x = await Number(python, a[0]);
        if (x.IsSignal)
        {
            return x;
        }

        var (fraction, exponent) = RealMath.Frexp(x.AsFlonum);
        return python.Tuple(Value.Flonum(fraction), Value.Fixnum(exponent));
    }

    [PythonFunction("modf", "x, /")]
    internal static async Work<Value> Parts(PythonRuntime python, Value[] a)
    {
        Value x = await Number(python, a[0]);
        if (x.IsSignal)
        {
            return x;
        }

        var (fraction, whole) = RealMath.Modf(x.AsFlonum);
        return python.Tuple(Value.Flonum(fraction), Value.Flonum(whole));
    }

    [PythonFunction("fsum", "seq, /")]
    internal static async Work<Value> Sum(PythonRuntime python, Value[] a)
    {
        Value list = await python.ToList(a[0]);
        return !list.IsSignal && await Numbers(python, ((PyList)list.Ref!).Span.ToArray()) is { } numbers ? Result(python, RealMath.Sum(python.Meter, numbers)) : Value.Signal;
    }

    [PythonFunction("prod", "iterable, /, *, start=1")]
    internal static async Work<Value> Product(PythonRuntime python, Value[] a)
    {
        Value total = a[1].IsAbsent ? Value.Fixnum(1) : a[1];
        Value iterator = await python.Iterate(a[0]);
        while (!iterator.IsSignal)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? total : item;
            }

            total = python.Machine.ChargeTicks(1) ? await python.Settle(python.Binary(BinaryKind.Mult, total, item)) : Value.Signal;
            if (total.IsSignal)
            {
                return total;
            }
        }

        return iterator;
    }

    [PythonFunction("hypot", "*coordinates")]
    internal static async Work<Value> Hypotenuse(PythonRuntime python, Value[] a) =>
        await Numbers(python, ((PyTuple)a[0].Ref!).Items) is { } numbers ? Result(python, RealMath.Length(python.Meter, numbers)) : Value.Signal;

    [PythonFunction("dist", "p, q, /")]
    internal static async Work<Value> Distance(PythonRuntime python, Value[] a)
    {
        Value p = a[0].Ref is PyTuple ? a[0] : await python.Construct(python.Types.Tuple, [a[0]], null);
        Value q = p.IsSignal || a[1].Ref is PyTuple ? a[1] : await python.Construct(python.Types.Tuple, [a[1]], null);
        if (p.IsSignal || q.IsSignal)
        {
            return Value.Signal;
        }

        if (((PyTuple)p.Ref!).Items.Length != ((PyTuple)q.Ref!).Items.Length)
        {
            return python.ValueError("both points must have the same number of dimensions");
        }

        return await Numbers(python, ((PyTuple)p.Ref!).Items) is { } one && await Numbers(python, ((PyTuple)q.Ref!).Items) is { } two
            ? Result(python, RealMath.Length(python.Meter, [.. one.Zip(two, static (x, y) => Math.Abs(x - y))])) : Value.Signal;
    }
}
