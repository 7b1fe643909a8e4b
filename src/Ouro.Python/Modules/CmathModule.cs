using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Modules;

/// <summary>The module cmath.</summary>
internal static class CmathModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(CmathModule));
        module.Set("pi", Value.Flonum(Math.PI));
        module.Set("e", Value.Flonum(Math.E));
        module.Set("tau", Value.Flonum(Math.Tau));
        module.Set("inf", Value.Flonum(double.PositiveInfinity));
        module.Set("nan", Value.Flonum(double.NaN));
        module.Set("infj", Made(python, new ComplexNumber(0, double.PositiveInfinity)));
        module.Set("nanj", Made(python, new ComplexNumber(0, double.NaN)));
        foreach (var function in Enum.GetValues<ComplexFunction>())
        {
            if (function == ComplexFunction.Log)
            {
                continue;
            }

            string name = function.ToString().ToLowerInvariant();
            HostWork work = async (runtime, a) => await Number(runtime, a[0]) is { } z ? Result(runtime, ComplexMath.Apply(runtime.Meter, function, z)) : Value.Signal;
            module.Set(name, Value.Object(new BuiltinFunction(python.Types.BuiltinFunction, name, new Signature("z, /"), () => work, null) { ModuleName = "cmath" }));
        }
    }

    private static Value Made(PythonRuntime python, ComplexNumber number) => Value.Object(new PyComplex(python.Types.Complex, number));

    private static Value Result(PythonRuntime python, ComplexNumber? number) => number is { } result ? Made(python, result) : python.Failed();

    private static async Work<ComplexNumber?> Number(PythonRuntime python, Value value)
    {
        Value number = await ComplexMethods.Number(python, value, $"must be complex number, not {python.TypeName(value)}".Replace("complex", "real", StringComparison.Ordinal));
        return number.IsSignal ? null : number.Ref is PyComplex complex ? complex.Number : new ComplexNumber(number.AsFlonum, 0);
    }

    [PythonFunction("log", "z, base=None, /")]
    internal static async Work<Value> Logarithm(PythonRuntime python, Value[] a)
    {
        if (await Number(python, a[0]) is not { } z)
        {
            return Value.Signal;
        }

        var top = ComplexMath.Apply(python.Meter, ComplexFunction.Log, z);
        if (top is null || a[1].IsAbsent)
        {
            return Result(python, top);
        }

        return await Number(python, a[1]) is not { } radix ? Value.Signal
            : ComplexMath.Apply(python.Meter, ComplexFunction.Log, radix) is { } bottom ? Result(python, ComplexFunctions.Divide(python.Meter, top.Value, bottom)) : python.Failed();
    }

    [PythonFunction("phase", "z, /")]
    internal static async Work<Value> Phase(PythonRuntime python, Value[] a) =>
        await Number(python, a[0]) is not { } z ? Value.Signal : ComplexMath.Phase(python.Meter, z) is { } angle ? Value.Flonum(angle) : python.Failed();

    [PythonFunction("polar", "z, /")]
    internal static async Work<Value> Polar(PythonRuntime python, Value[] a) =>
        await Number(python, a[0]) is not { } z ? Value.Signal
        : ComplexFunctions.Magnitude(python.Meter, z) is { } length && ComplexMath.Phase(python.Meter, z) is { } angle ? python.Tuple(Value.Flonum(length), Value.Flonum(angle)) : python.Failed();

    [PythonFunction("rect", "r, phi, /")]
    internal static async Work<Value> Rectangular(PythonRuntime python, Value[] a)
    {
        Value length = await MathModule.Number(python, a[0]);
        Value angle = length.IsSignal ? length : await MathModule.Number(python, a[1]);
        return angle.IsSignal ? angle : Result(python, ComplexMath.FromPolar(python.Meter, length.AsFlonum, angle.AsFlonum));
    }

    [PythonFunction("isnan", "z, /")]
    internal static async Work<Value> IsNaN(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { } z ? Value.Boolean(double.IsNaN(z.Real) || double.IsNaN(z.Imaginary)) : Value.Signal;

    [PythonFunction("isinf", "z, /")]
    internal static async Work<Value> IsInfinite(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { } z ? Value.Boolean(double.IsInfinity(z.Real) || double.IsInfinity(z.Imaginary)) : Value.Signal;

    [PythonFunction("isfinite", "z, /")]
    internal static async Work<Value> IsFinite(PythonRuntime python, Value[] a) => await Number(python, a[0]) is { } z ? Value.Boolean(z.IsFinite) : Value.Signal;

    [PythonFunction("isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0")]
    internal static async Work<Value> IsClose(PythonRuntime python, Value[] a)
    {
        if (await Number(python, a[0]) is not { } x || await Number(python, a[1]) is not { } y)
        {
            return Value.Signal;
        }

        Value relative = await MathModule.Number(python, a[2].IsAbsent ? Value.Flonum(1e-9) : a[2]);
        Value absolute = relative.IsSignal ? relative : await MathModule.Number(python, a[3].IsAbsent ? Value.Flonum(0) : a[3]);
        if (absolute.IsSignal)
        {
            return absolute;
        }

        if (relative.AsFlonum < 0 || absolute.AsFlonum < 0)
        {
            return python.ValueError("tolerances must be non-negative");
        }

        if (x == y || (x.Real == y.Real && x.Imaginary == y.Imaginary))
        {
            return Value.Boolean(true);
        }

        if (double.IsInfinity(x.Real) || double.IsInfinity(x.Imaginary) || double.IsInfinity(y.Real) || double.IsInfinity(y.Imaginary))
        {
            return Value.Boolean(false);
        }

        double distance = ComplexFunctions.Hypotenuse(x.Real - y.Real, x.Imaginary - y.Imaginary);
        double most = Math.Max(ComplexFunctions.Hypotenuse(x.Real, x.Imaginary), ComplexFunctions.Hypotenuse(y.Real, y.Imaginary));
        return Value.Boolean(distance <= relative.AsFlonum * most || distance <= absolute.AsFlonum);
    }
}
