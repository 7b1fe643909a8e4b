// From guest values to what a parameter of the host takes. Cost says whether a value fits and how well, Convert does it;
// both follow the table in docs/dotnet.md. A number is typed as C# types a long or a double: an exact integer that
// has 64 bits is a long first, so that which overload is called does not depend on its size; narrower types take it if it fits.

using System.Collections;
using System.Numerics;
using System.Text;
using Ouro.Machine.Execution;
using Vector = Ouro.Machine.Values.Vector;

namespace Ouro.Machine.HostTypes;

/// <summary>Values on their way to the host.</summary>
internal static class HostConversion
{
    /// <summary>The cost of what does not fit.</summary>
    internal const int Never = int.MaxValue;

    private const int ByInterface = 60;
    private const int ByElements = 80;
    private const int ByOperator = 150;
    private const int AsObject = 200;

    /// <summary>Whether the type can be neither argument nor result: spans, pointers and their like.</summary>
    internal static bool IsRefused(Type type) =>
        type.IsPointer || type.IsFunctionPointer || type.IsByRefLike || (type.IsByRef && IsRefused(type.GetElementType()!)) || type == typeof(TypedReference);

    /// <summary>How well a value fits a type; less is better, <see cref="Never"/>: not at all.</summary>
    /// <param name="bridge">The machine's bridge.</param>
    /// <param name="value">Any guest value.</param>
    /// <param name="type">The type of a parameter, without reference.</param>
    /// <param name="anySize">Whether an integer is taken to fit every integer type: for asking what any integer would do.</param>
    internal static int Cost(HostBridge bridge, in Value value, Type type, bool anySize = false)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            int cost = value.Ref is HostNull ? 5 : Cost(bridge, value, underlying, anySize);
            return cost == Never ? Never : cost + 1;
        }

        if (IsRefused(type))
        {
            return Never;
        }

        switch (value.Ref)
        {
            case HostNull:
                return type.IsValueType ? Never : 5;
            case HostCast cast:
                return cast.Content is null && !type.IsValueType && type.IsAssignableFrom(cast.Type) ? type == cast.Type ? 0 : 1
                    : type == cast.Type ? 0
                    : type.IsAssignableFrom(cast.Type) ? 1 + Distance(cast.Type, type)
                    : bridge.ImplicitConversion(cast.Type, type) is not null ? ByOperator : Never;
            case Procedure procedure when typeof(Delegate).IsAssignableFrom(type):
                return DelegateFactory.Cost(procedure, type);
            case Symbol symbol when type.IsEnum:
                return EnumValue(symbol.Name, type) is null ? Never : 0;
            case Pair or Vector when ElementTypeOf(type) is { } element && Elements(value) is { } elements:
                return CostOfElements(bridge, elements, element, anySize);
        }

        if (value.IsEmptyList && ElementTypeOf(type) is { } of)
        {
            return of == typeof(object) ? ByElements + 1 : ByElements;
        }

        if (value.IsCharacter && type == typeof(Rune))
        {
            return Rune.IsValid(value.AsCharacter) ? 1 : Never;
        }

        int ofNumber = CostOfNumber(value, type, anySize);
        if (ofNumber != Never)
        {
            return ofNumber;
        }

        var natural = NaturalType(value);
        return natural == type ? 0
            : type == typeof(object) ? AsObject
            : natural is null ? Never
            : type.IsAssignableFrom(natural) ? Distance(natural, type)
            : value.IsFixnum && type.IsEnum ? ByInterface
            : bridge.ImplicitConversion(natural, type) is not null ? ByOperator : Never;
    }

    private static int CostOfElements(HostBridge bridge, IReadOnlyList<Value> elements, Type element, bool anySize)
    {
        int worst = 0;
        foreach (var item in elements)
        {
            int cost = Cost(bridge, item, element, anySize);
            if (cost == Never)
            {
                return Never;
            }

            worst = Math.Max(worst, cost);
        }

        return ByElements + (worst / 4);
    }

    private static int CostOfNumber(in Value value, Type type, bool anySize)
    {
        if (type.IsEnum)
        {
            return Never;
        }

        if (value.IsFixnum || value.Ref is Bignum)
        {
            int order = Type.GetTypeCode(type) switch
            {
                TypeCode.Int64 => 0,
                TypeCode.Int32 => 1,
                TypeCode.UInt64 => 2,
                TypeCode.UInt32 => 3,
                TypeCode.Int16 => 4,
                TypeCode.UInt16 => 5,
                TypeCode.Byte => 6,
                TypeCode.SByte => 7,
                TypeCode.Double => 13,
                TypeCode.Decimal => 14,
                TypeCode.Single => 15,
                _ => type == typeof(nint) ? 8 : type == typeof(nuint) ? 9 : type == typeof(Int128) ? 10 : type == typeof(UInt128) ? 11
                    : type == typeof(BigInteger) ? value.IsFixnum ? 12 : 0 : type == typeof(Half) ? 16 : Never,
            };
            return order == Never || order is 13 or >= 15 || (anySize && value.IsFixnum) || ConvertInteger(value, type) is not null ? order : Never;
        }

        if (value.IsFlonum)
        {
            return type == typeof(double) ? 0 : type == typeof(float) ? 1 : type == typeof(Half) ? 2 : type == typeof(decimal) ? ToDecimal(value) is null ? Never : 3 : Never;
        }

        return value.Ref is Ratnum
            ? type == typeof(decimal) ? ToDecimal(value) is null ? Never : 0 : type == typeof(double) ? 1 : type == typeof(float) ? 2 : type == typeof(Half) ? 3 : Never
            : Never;
    }

    /// <summary>How far a class is above another; an interface is farther than any class but object.</summary>
    private static int Distance(Type from, Type to)
    {
        if (to == typeof(object))
        {
            return AsObject;
        }

        if (to.IsInterface)
        {
            return ByInterface;
        }

        int distance = 1;
        for (var current = from.BaseType; current is not null && current != to; current = current.BaseType)
        {
            distance++;
        }

        return Math.Min(distance, ByInterface - 1);
    }

    /// <summary>What C# would take the value for if nothing else is known; null for guest objects that mean nothing to the host.</summary>
    internal static Type? NaturalType(in Value value) => value.Ref switch
    {
        null => typeof(long),
        Text => typeof(string),
        Bignum => typeof(BigInteger),
        Bytevector => typeof(byte[]),
        HostType => typeof(Type),
        HostCast cast => cast.Type,
        HostNull or Symbol or Ratnum or Compnum or Pair or Vector or Procedure or Record or RecordType or Promise or Table or Box or Condition => null,
        _ when value.IsFlonum => typeof(double),
        _ when value.IsBoolean => typeof(bool),
        _ when value.IsCharacter => value.AsCharacter > char.MaxValue ? typeof(Rune) : typeof(char),
        Type => null,
        { } other => other.GetType(),
    };

    /// <summary>The element type of what a list or a vector can be given for: arrays, and the interfaces that arrays have.</summary>
    internal static Type? ElementTypeOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetArrayRank() == 1 ? type.GetElementType() : null;
        }

        if (type.IsGenericType)
        {
            var definition = type.GetGenericTypeDefinition();
            return definition == typeof(IEnumerable<>) || definition == typeof(IList<>) || definition == typeof(ICollection<>) || definition == typeof(IReadOnlyList<>)
                || definition == typeof(IReadOnlyCollection<>) || definition == typeof(List<>) ? type.GetGenericArguments()[0] : null;
        }

        return type == typeof(IEnumerable) || type == typeof(ICollection) || type == typeof(IList) ? typeof(object) : null;
    }

    /// <summary>The elements of a vector or a proper list; null for others.</summary>
    internal static IReadOnlyList<Value>? Elements(in Value value)
    {
        if (value.Ref is Vector vector)
        {
            return vector.Items;
        }

        int length = VirtualMachine.ProperListLength(value, out _);
        if (length < 0)
        {
            return null;
        }

        var elements = new List<Value>(length);
        for (Value rest = value; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            elements.Add(pair.Car);
        }

        return elements;
    }

    /// <summary>Converts a value for which <see cref="Cost"/> found that it fits.</summary>
    /// <returns>The object; boxed, if the type is a value type.</returns>
    /// <exception cref="GuestErrorException">It does not fit.</exception>
    internal static object? Convert(HostBridge bridge, in Value value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value.Ref is HostNull)
        {
            return type.IsValueType ? throw DoesNotFit(type) : null;
        }

        if (value.Ref is HostCast cast)
        {
            return cast.Content is null || type.IsInstanceOfType(cast.Content) ? cast.Content : ByConversion(bridge, cast.Content, cast.Type, type);
        }

        if (value.Ref is Procedure procedure && typeof(Delegate).IsAssignableFrom(type))
        {
            return bridge.DelegateOf(procedure, type);
        }

        if (type.IsEnum)
        {
            return value.Ref is Symbol symbol ? EnumValue(symbol.Name, type) ?? throw DoesNotFit(type)
                : value.IsFixnum ? Enum.ToObject(type, value.AsFixnum)
                : value.Ref?.GetType() == type ? value.Ref : throw DoesNotFit(type);
        }

        if ((value.Ref is Pair or Vector || value.IsEmptyList) && ElementTypeOf(type) is { } element && Elements(value) is { } elements)
        {
            return ConvertElements(bridge, elements, element, isList: type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>));
        }

        if (value.IsCharacter && type == typeof(Rune))
        {
            return new Rune(value.AsCharacter);
        }

        if (ConvertNumber(value, type) is { } number)
        {
            return number;
        }

        object? converted = ToObject(value);
        return type.IsInstanceOfType(converted) ? converted : ByConversion(bridge, converted, converted?.GetType() ?? typeof(object), type);
    }

    private static object? ByConversion(HostBridge bridge, object? content, Type from, Type type) =>
        bridge.ImplicitConversion(from, type) is { } conversion ? conversion.Invoke(null, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [content], null) : throw DoesNotFit(type);

    private static GuestErrorException DoesNotFit(Type type) => HostBridge.Error($"a value cannot be converted to {TypeNames.Show(type)}");

    private static object ConvertElements(HostBridge bridge, IReadOnlyList<Value> elements, Type element, bool isList)
    {
        var array = Array.CreateInstance(element, elements.Count);
        for (int i = 0; i < elements.Count; i++)
        {
            array.SetValue(Convert(bridge, elements[i], element), i);
        }

        return isList ? Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array)! : array;
    }

    /// <summary>A number as a type of numbers, or null.</summary>
    private static object? ConvertNumber(in Value value, Type type)
    {
        if (value.IsFixnum || value.Ref is Bignum)
        {
            return type == typeof(double) ? Real.ToDouble(value) : type == typeof(float) ? (float)Real.ToDouble(value) : type == typeof(Half) ? (Half)Real.ToDouble(value) : ConvertInteger(value, type);
        }

        if (!value.IsFlonum && value.Ref is not Ratnum)
        {
            return null;
        }

        return type == typeof(double) ? Real.ToDouble(value) : type == typeof(float) ? (float)Real.ToDouble(value) : type == typeof(Half) ? (Half)Real.ToDouble(value)
            : type == typeof(decimal) ? ToDecimal(value) : null;
    }

    /// <summary>An exact integer as a type of integers, or decimal, if it fits; otherwise null.</summary>
    private static object? ConvertInteger(in Value value, Type type)
    {
        var big = value.Ref is Bignum bignum ? bignum.Value : value.AsFixnum;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int64 => value.IsFixnum ? value.AsFixnum : null,
            TypeCode.Int32 => value.IsFixnum && (int)value.AsFixnum == value.AsFixnum ? (int)value.AsFixnum : null,
            TypeCode.UInt64 => big >= 0 && big <= ulong.MaxValue ? (ulong)big : null,
            TypeCode.UInt32 => value.IsFixnum && (uint)value.AsFixnum == value.AsFixnum ? (uint)value.AsFixnum : null,
            TypeCode.Int16 => value.IsFixnum && (short)value.AsFixnum == value.AsFixnum ? (short)value.AsFixnum : null,
            TypeCode.UInt16 => value.IsFixnum && (ushort)value.AsFixnum == value.AsFixnum ? (ushort)value.AsFixnum : null,
            TypeCode.Byte => value.IsFixnum && (byte)value.AsFixnum == value.AsFixnum ? (byte)value.AsFixnum : null,
            TypeCode.SByte => value.IsFixnum && (sbyte)value.AsFixnum == value.AsFixnum ? (sbyte)value.AsFixnum : null,
            TypeCode.Decimal => big >= (BigInteger)decimal.MinValue && big <= (BigInteger)decimal.MaxValue ? (decimal)big : null,
            _ => type == typeof(nint) ? value.IsFixnum ? (nint)value.AsFixnum : null
                : type == typeof(nuint) ? value.IsFixnum && value.AsFixnum >= 0 ? (nuint)value.AsFixnum : null
                : type == typeof(Int128) ? big >= Int128.MinValue && big <= Int128.MaxValue ? (Int128)big : null
                : type == typeof(UInt128) ? big >= 0 && big <= UInt128.MaxValue ? (UInt128)big : null
                : type == typeof(BigInteger) ? big : null,
        };
    }

    private static object? ToDecimal(in Value value)
    {
        try
        {
            return value.IsFlonum ? (decimal)value.AsFlonum : (decimal)Real.Numerator(value) / (decimal)Real.Denominator(value);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The value of an enumeration that has such a name, or null.</summary>
    private static object? EnumValue(string name, Type type) => Enum.IsDefined(type, name) ? Enum.Parse(type, name) : null;

    /// <summary>A value where any object is taken.</summary>
    internal static object? ToObject(in Value value) => value.Ref switch
    {
        null => value.Bits,
        Text text => text.ToString(),
        Bignum big => big.Value,
        Bytevector bytes => bytes.Bytes,
        HostType type => type.Type,
        HostNull => null,
        HostCast cast => cast.Content,
        _ when value.IsFlonum => value.AsFlonum,
        _ when value.IsBoolean => value.IsTrue,
        _ when value.IsCharacter => value.AsCharacter is <= char.MaxValue and var unit ? (char)unit : new Rune(value.AsCharacter),
        // The other immediates go as they are, in a box, and come back so.
        Type => value,
        { } reference => reference,
    };
}
