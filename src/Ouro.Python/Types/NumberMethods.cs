using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Numbers;

namespace Ouro.Python.Types;

/// <summary>int.</summary>
[Specials("repr hash format eq ne lt le gt ge add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod divmod rdivmod pow rpow lshift rlshift rshift rrshift and rand or ror xor rxor neg pos invert abs bool index int trunc float")]
internal static class IntMethods
{
    private static Value Self(in Value value) => Keys.AsNumber(PythonRuntime.Inner(value));

    private static BigInteger Big(in Value value) => Real.ToBigInteger(Self(value));

    internal static Value Of(BigInteger number) => Real.Ratio(number, BigInteger.One);

    [PythonFunction("__new__", "cls, x=0, /, base=10", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        Value number = a[1].IsAbsent ? Value.Fixnum(0) : a[2].IsAbsent ? await FromAny(python, a[1]) : await WithBase(python, a[1], a[2]);
        return number.IsSignal || type == python.Types.Int ? number : Value.Object(new PyInstance(type) { Inner = number, Shape = type.HasDictionary ? type.RootShape : null });
    }

    private static async Work<Value> WithBase(PythonRuntime python, Value value, Value radix)
    {
        if (await python.SizeOf(radix) is not { } number)
        {
            return Value.Signal;
        }

        if (PythonRuntime.Inner(value).Ref is Text text)
        {
            return python.Parsed(IntegerText.Parse(python.Meter, text, number));
        }

        return value.Ref is PyBytes bytes ? python.Parsed(IntegerText.Parse(python.Meter, new Text(System.Text.Encoding.Latin1.GetString(bytes.Items)), number, new Text(PythonRuntime.ReprOf(bytes.Items))))
            : python.TypeError("int() can't convert non-string with explicit base");
    }

    private static async Work<Value> FromAny(PythonRuntime python, Value value)
    {
        Value inner = PythonRuntime.Inner(value);
        if (Keys.AsNumber(inner) is { Ref: null or Bignum } number && value.Ref is not PyInstance)
        {
            return number;
        }

        if (inner.Ref is Text text)
        {
            return python.Parsed(IntegerText.Parse(python.Meter, text));
        }

        if (value.IsFlonum)
        {
            return python.Parsed(FloatFunctions.ToInteger(python.Meter, value.AsFlonum));
        }

        if (PythonRuntime.BytesOf(value) is { } bytes && python.TypeOf(value).Lookup("__int__").IsUnbound)
        {
            return python.Parsed(IntegerText.Parse(python.Meter, new Text(System.Text.Encoding.Latin1.GetString(bytes)), shown: new Text(PythonRuntime.ReprOf(bytes))));
        }

        foreach (string name in (string[])["__int__", "__index__", "__trunc__"])
        {
            Value method = python.TypeOf(value).Special(name);
            if (method.IsUnbound)
            {
                continue;
            }

            Value result = await python.Call(method, value);
            Value integer = Keys.AsNumber(PythonRuntime.Inner(result));
            return result.IsSignal ? result : integer.Ref is null or Bignum ? integer : python.TypeError($"{name} returned non-int (type {python.TypeName(result)})");
        }

        return python.TypeError($"int() argument must be a string, a bytes-like object or a real number, not '{python.TypeName(value)}'");
    }

    [PythonFunction("bit_length", "self, /")]
    internal static Value BitLength(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(IntegerFunctions.BitLength(Big(a[0])));

    [PythonFunction("bit_count", "self, /")]
    internal static Value BitCount(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(IntegerFunctions.BitCount(Big(a[0])));

    [PythonFunction("conjugate", "self, /")]
    [PythonFunction("__floor__", "self, /")]
    [PythonFunction("__ceil__", "self, /")]
    internal static Value Conjugate(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]);

    [PythonFunction("__round__", "self, ndigits=None, /")]
    internal static async Work<Value> Round(PythonRuntime python, Value[] a)
    {
        if (a[1].IsAbsent || a[1].IsUnspecified)
        {
            return Self(a[0]);
        }

        Value digits = await python.IndexOf(a[1]);
        return digits.IsSignal ? digits : python.Parsed(IntegerFunctions.Round(python.Meter, Big(a[0]), Real.ToBigInteger(digits)));
    }

    [PythonFunction("as_integer_ratio", "self, /")]
    internal static Value AsRatio(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Self(a[0]), Value.Fixnum(1));

    [PythonFunction("__getnewargs__", "self, /")]
    internal static Value NewArguments(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Self(a[0]));

    [PythonFunction("real", Kind = FunctionKind.Getter)]
    [PythonFunction("numerator", Kind = FunctionKind.Getter)]
    internal static Value Numerator(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]);

    [PythonFunction("imag", Kind = FunctionKind.Getter)]
    internal static Value Imaginary(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(0);

    [PythonFunction("denominator", Kind = FunctionKind.Getter)]
    internal static Value Denominator(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(1);

    [PythonFunction("to_bytes", "self, length=1, byteorder='big', *, signed=False")]
    internal static async Work<Value> ToBytes(PythonRuntime python, Value[] a)
    {
        long length = 1;
        if (!a[1].IsAbsent)
        {
            if (await python.SizeOf(a[1]) is not { } given)
            {
                return Value.Signal;
            }

            length = given;
        }

        bool? isBig = a[2].IsAbsent ? true : a[2].Ref is Text order ? IntegerFunctions.IsBigEndian(python.Meter, order) : null;
        bool isSigned = !a[3].IsAbsent && (PythonRuntime.SimpleTruth(a[3]) ?? true);
        return isBig is null ? python.Failed() : IntegerFunctions.ToBytes(python.Meter, Big(a[0]), length, isBig.Value, isSigned) is { } bytes
            ? Value.Object(new PyBytes(python.Types.Bytes, bytes)) : python.Failed();
    }

    [PythonFunction("from_bytes", "type, bytes, byteorder='big', *, signed=False", Kind = FunctionKind.Class)]
    internal static async Work<Value> FromBytes(PythonRuntime python, Value[] a)
    {
        Value source = a[1];
        if (source.Ref is not PyBytes)
        {
            source = await python.Invoke(Value.Object(python.Types.Bytes), [source], null);
            if (source.IsSignal)
            {
                return source;
            }
        }

        bool? isBig = a[2].IsAbsent ? true : a[2].Ref is Text order ? IntegerFunctions.IsBigEndian(python.Meter, order) : null;
        bool isSigned = !a[3].IsAbsent && (PythonRuntime.SimpleTruth(a[3]) ?? true);
        Value number = isBig is null ? python.Failed() : python.Parsed(IntegerFunctions.FromBytes(python.Meter, ((PyBytes)source.Ref!).Items, isBig.Value, isSigned));
        return number.IsSignal || a[0].Ref == python.Types.Int ? number : await python.Invoke(a[0], [number], null);
    }
}

/// <summary>bool.</summary>
[Specials("repr and rand or ror xor rxor")]
internal static class BoolMethods
{
    [PythonFunction("__new__", "cls, x=False, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a) => a[1].IsAbsent ? Value.Boolean(false) : await python.TruthOf(a[1]);
}

/// <summary>float.</summary>
[Specials("repr hash format eq ne lt le gt ge add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod divmod rdivmod pow rpow neg pos abs bool float")]
internal static class FloatMethods
{
    private static double Self(in Value value) => PythonRuntime.Inner(value).AsFlonum;

    private static Value OfBytes(PythonRuntime python, byte[] bytes) =>
        Values.Numbers.FloatText.Parse(python.Meter, new Text(System.Text.Encoding.Latin1.GetString(bytes)), new Text(PythonRuntime.ReprOf(bytes))) is { } number ? Value.Flonum(number) : python.Failed();

    [PythonFunction("__new__", "cls, x=0, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        var type = (PyType)a[0].Ref!;
        Value number = a[1].IsAbsent ? Value.Flonum(0)
            : PythonRuntime.BytesOf(a[1]) is { } bytes && python.TypeOf(a[1]).Lookup("__float__").IsUnbound ? OfBytes(python, bytes)
            : await python.ToFloat(a[1]);
        return number.IsSignal || type == python.Types.Float ? number : Value.Object(new PyInstance(type) { Inner = number, Shape = type.HasDictionary ? type.RootShape : null });
    }

    [PythonFunction("__getnewargs__", "self, /")]
    internal static Value NewArguments(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Flonum(Self(a[0])));

    [PythonFunction("__getformat__", "type, typestr, /", Kind = FunctionKind.Class)]
    internal static Value Format(PythonRuntime python, ReadOnlySpan<Value> a) => a[1].Ref is not Text name ? python.TypeError($"__getformat__() argument must be str, not {python.TypeName(a[1])}")
        : name.ToString() is "double" or "float" ? python.Str("IEEE, little-endian") : python.ValueError("__getformat__() argument 1 must be 'double' or 'float'");

    [PythonFunction("is_integer", "self, /")]
    internal static Value IsInteger(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(double.IsInteger(Self(a[0])));

    [PythonFunction("as_integer_ratio", "self, /")]
    internal static Value AsRatio(PythonRuntime python, ReadOnlySpan<Value> a) =>
        FloatFunctions.AsIntegerRatio(python.Meter, Self(a[0])) is { } ratio ? python.Tuple(IntMethods.Of(ratio.Numerator), IntMethods.Of(ratio.Denominator)) : python.Failed();

    [PythonFunction("hex", "self, /")]
    internal static Value Hexadecimal(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(FloatText.ToHexadecimal(Self(a[0])));

    [PythonFunction("fromhex", "type, string, /", Kind = FunctionKind.Class)]
    internal static async Work<Value> FromHexadecimal(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not Text text)
        {
            return python.TypeError("bad argument type for built-in operation");
        }

        double? number = FloatText.FromHexadecimal(python.Meter, text);
        return number is null ? python.Failed() : a[0].Ref == python.Types.Float ? Value.Flonum(number.Value) : await python.Invoke(a[0], [Value.Flonum(number.Value)], null);
    }

    [PythonFunction("conjugate", "self, /")]
    internal static Value Conjugate(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Flonum(Self(a[0]));

    [PythonFunction("real", Kind = FunctionKind.Getter)]
    internal static Value RealPart(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Flonum(Self(a[0]));

    [PythonFunction("imag", Kind = FunctionKind.Getter)]
    internal static Value Imaginary(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Flonum(0);

    [PythonFunction("__int__", "self, /")]
    [PythonFunction("__trunc__", "self, /")]
    internal static Value Truncate(PythonRuntime python, ReadOnlySpan<Value> a) => python.Parsed(FloatFunctions.ToInteger(python.Meter, Self(a[0])));

    [PythonFunction("__floor__", "self, /")]
    internal static Value Floor(PythonRuntime python, ReadOnlySpan<Value> a) => python.Parsed(FloatFunctions.ToInteger(python.Meter, Math.Floor(Self(a[0]))));

    [PythonFunction("__ceil__", "self, /")]
    internal static Value Ceiling(PythonRuntime python, ReadOnlySpan<Value> a) => python.Parsed(FloatFunctions.ToInteger(python.Meter, Math.Ceiling(Self(a[0]))));

    [PythonFunction("__round__", "self, ndigits=None, /")]
    internal static async Work<Value> Round(PythonRuntime python, Value[] a)
    {
        if (a[1].IsAbsent || a[1].IsUnspecified)
        {
            return python.Parsed(FloatFunctions.Round(python.Meter, Self(a[0])));
        }

        return await python.SizeOf(a[1]) is not { } digits ? Value.Signal
            : FloatFunctions.Round(python.Meter, Self(a[0]), digits) is { } rounded ? Value.Flonum(rounded) : python.Failed();
    }
}
