// What emitted invokers call: small tests that convert, each for one kind of guest value and one kind of parameter.

using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>What an invoker is closed over.</summary>
internal sealed class InvokerConstants(HostBridge bridge, object?[] objects)
{
    internal readonly HostBridge Bridge = bridge;
    internal readonly object?[] Objects = objects;
}

/// <summary>Conversions of single arguments. Each says whether the argument is of its kind.</summary>
internal static class HostArguments
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Long(in Value value, out long content)
    {
        content = value.Bits;
        return value.Ref is null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Int(in Value value, out int content)
    {
        content = (int)value.Bits;
        return value.Ref is null && content == value.Bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool DoubleOfInteger(in Value value, out double content)
    {
        content = value.Bits;
        return value.Ref is null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Double(in Value value, out double content)
    {
        content = value.AsFlonum;
        return value.IsFlonum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Boolean(in Value value, out bool content)
    {
        content = value.IsTrue;
        return value.IsBoolean;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Char(in Value value, out char content)
    {
        content = (char)value.Bits;
        return value.IsCharacter && value.Bits <= char.MaxValue;
    }

    internal static bool String(in Value value, out string? content)
    {
        content = value.Ref is Text text ? text.ToString() : null;
        return content is not null;
    }

    /// <summary>Whether the value is that object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsObject(in Value value, object expected) => value.Ref == expected;

    /// <summary>The object, if it is of exactly that class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static object? OfClass(in Value value, Type type) => value.Ref?.GetType() == type ? value.Ref : null;

    /// <summary>The object itself; what is none of the host's is refused by the test that follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static object? Reference(in Value value) => value.Ref;

    /// <summary>Anything else: whether it has the shape that the call was resolved for, and fits.</summary>
    internal static bool General(InvokerConstants constants, in Value value, Type type, object? shape, out object? content)
    {
        content = null;
        if ((shape is not InvokerConstants && Shape(value) != shape) || HostConversion.Cost(constants.Bridge, value, type) == HostConversion.Never)
        {
            return false;
        }

        content = HostConversion.Convert(constants.Bridge, value, type);
        return true;
    }

    /// <summary>What tells apart values that overloads tell apart.</summary>
    internal static object? Shape(in Value value) => value.IsBoolean ? Value.True.Ref : value.Ref is null or Type ? value.Ref : value.Ref.GetType();

    /// <summary>The object that a constant of the invoker is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static object? Constant(InvokerConstants constants, int index) => constants.Objects[index];

    /// <summary>Charges for a result.</summary>
    internal static Value Charged(VirtualMachine machine, Value result) => HostResult.Charged(machine, result);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Value From<T>(InvokerConstants constants, T content) => HostResult.From(constants.Bridge, content);

    /// <summary>Several results as the machine passes them.</summary>
    internal static Value Pack(Value[] values) =>
        Array.Exists(values, static value => value.IsSignal) ? Value.Signal : values.Length == 1 ? values[0] : Value.Object(new MultipleValues(values));
}
