namespace Ouro.Python.Values.Numbers;

/// <summary>The functions of <c>math</c> that take one float and give one, by their names in lower case.</summary>
internal enum MathFunction
{
    Acos,
    Acosh,
    Asin,
    Asinh,
    Atan,
    Atanh,
    Cbrt,
    Cos,
    Cosh,
    Degrees,
    Erf,
    Erfc,
    Exp,
    Exp2,
    Expm1,
    Fabs,
    Gamma,
    Lgamma,
    Log10,
    Log1p,
    Log2,
    Radians,
    Sin,
    Sinh,
    Sqrt,
    Tan,
    Tanh,
    Ulp,
}
