// A place in a program that uses .NET, with what it found out: up to four compiled ways to do it, each of which looks whether it
// is the right one for the types that came. What does not fit goes the slow way, by reflection, and may leave a new one.

using System.Reflection;
using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>One compiled way of a call site: does all, or gives <see cref="Value.Absent"/> before it did anything, because it is for other types.</summary>
internal delegate Value Invoker(VirtualMachine machine, ref Value first, int count);

/// <summary>A call site.</summary>
internal sealed class CallSite(HostBridge bridge, CallKind kind, string name)
{
    private const int MostWays = 4;

    /// <summary>Slow calls before anything is compiled: what runs once is not worth it.</summary>
    private const int Patience = 2;

    private Invoker[] _ways = [];
    private int _slowCalls;
    private int _oldest;

    /// <summary>Does what the site is for.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="first">The target; its arguments follow.</param>
    /// <param name="count">How many values these are together; at least one.</param>
    /// <param name="typeArguments">Explicit type arguments of a generic method, or null.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Value Invoke(VirtualMachine machine, ref Value first, int count, Type[]? typeArguments = null)
    {
        bool wasInHost = bridge.IsInHost;
        bridge.IsInHost = true;
        bridge.HostCalls++;
        try
        {
            // Most sites have one way.
            Value result = Value.Absent;
            var ways = _ways;
            for (int i = 0; i < ways.Length && typeArguments is null; i++)
            {
                result = ways[i](machine, ref first, count);
                if (!result.IsAbsent)
                {
                    bridge.IsInHost = wasInHost;
                    return bridge.IsStopped() ? Value.Signal : result;
                }
            }

            result = InvokeSlowly(ref first, count, typeArguments);
            bridge.IsInHost = wasInHost;
            return bridge.IsStopped() ? Value.Signal : result;
        }
        catch (Exception exception)
        {
            bridge.IsInHost = wasInHost;
            return bridge.Raise(exception, Operation(first));
        }
    }

    /// <summary>What messages call it: the type and the member.</summary>
    private string Operation(in Value target)
    {
        string type = target.Ref is HostType of ? of.Type.Name : HostConversion.NaturalType(target)?.Name ?? "null";
        return kind == CallKind.New ? $"new {type}" : kind is CallKind.Item or CallKind.SetItem ? $"{type}[]" : $"{type}.{name}";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Value InvokeSlowly(ref Value first, int count, Type[]? typeArguments)
    {
        var machine = bridge.Machine;
        Value[] all = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count).ToArray();
        var arguments = all.AsSpan(1);
        if (!machine.ChargeTicks(20 + Work(arguments)) || !machine.ChargeAllocation(256))
        {
            return Value.Signal;
        }

        bool isStatic = all[0].Ref is HostType;
        var type = all[0].Ref is HostType of ? of.Type : HostConversion.ToObject(all[0]) is { } content ? all[0].Ref is HostCast cast ? cast.Type : content.GetType() : null;
        if (type is null || (kind == CallKind.New && !isStatic))
        {
            throw HostBridge.Error(kind == CallKind.New ? "a .NET type is needed to make an object" : $"null has no {Word()} {name}");
        }

        if (kind == CallKind.New && InvokeSpecialNew(type, arguments) is { } made)
        {
            return made;
        }

        var members = MemberLookup.Find(kind, type, isStatic, name);
        if (members.IsOfType)
        {
            isStatic = false;
        }

        if (!members.Any)
        {
            throw HostBridge.Error(
                kind == CallKind.New ? $"{TypeNames.Show(type)} has no public constructor"
                : kind is CallKind.Item or CallKind.SetItem ? $"{TypeNames.Show(type)} has no {Word()}"
                : $"{TypeNames.Show(type)} has no {(isStatic ? "static " : "")}{Word()} {name}{MemberLookup.Hint(type, isStatic, name)}");
        }

        if (members.Field is { } field)
        {
            return UseField(field, all, isStatic);
        }

        string what = kind == CallKind.New ? $"constructor of {TypeNames.Show(type)}" : kind is CallKind.Item or CallKind.SetItem ? $"{Word()} of {TypeNames.Show(type)}" : $"{Word()} {name} of {TypeNames.Show(type)}";
        var resolution = OverloadResolution.Resolve(bridge, members.Methods, typeArguments, arguments, what);
        if (resolution.Best is not { } best)
        {
            throw HostBridge.Error(resolution.Problem!);
        }

        var target = isStatic || best.Method.IsStatic ? null : HostConversion.ToObject(all[0]);
        if (typeArguments is null && ++_slowCalls > Patience && RuntimeFeature.IsDynamicCodeSupported && IsForAllSizes(members, arguments, resolution, what)
            && InvokerCompiler.Compile(bridge, best, all, resolution.IsOnlyOne) is { } invoker)
        {
            Remember(invoker);
        }

        return InvokeByReflection(best, target, arguments);
    }

    private string Word() => kind switch
    {
        CallKind.Call => "method",
        CallKind.Get => "readable property or field",
        CallKind.Set => "writable property or field",
        CallKind.Item => "indexer",
        CallKind.SetItem => "writable indexer",
        _ => "constructor",
    };

    /// <summary>Whether the choice does not depend on how large the integers among the arguments are.</summary>
    private bool IsForAllSizes(Members members, ReadOnlySpan<Value> arguments, Resolution resolution, string what) =>
        resolution.IsOnlyOne || OverloadResolution.Resolve(bridge, members.Methods, null, arguments, what, anySize: true).Best?.Method == resolution.Best!.Method;

    private void Remember(Invoker way)
    {
        if (_ways.Length < MostWays)
        {
            _ways = [.. _ways, way];
        }
        else
        {
            // Changing types: the newest way takes the place of the oldest. Compiling gets rarer.
            _ways[_oldest++ % MostWays] = way;
            _slowCalls = -1000 * Math.Min(_oldest, 1000);
        }
    }

    /// <summary>Elements that are looked at to see whether lists and vectors fit.</summary>
    private static long Work(ReadOnlySpan<Value> arguments)
    {
        long work = 0;
        foreach (var argument in arguments)
        {
            work += argument.Ref switch
            {
                Vector vector => vector.Items.Length,
                Text text => text.Length >> 4,
                Pair => Math.Max(0, VirtualMachine.ProperListLength(argument, out _)),
                _ => 0,
            };
        }

        return work >> 1;
    }

    /// <summary>Arrays by their length, values without constructor, delegates of procedures.</summary>
    private Value? InvokeSpecialNew(Type type, ReadOnlySpan<Value> arguments)
    {
        if (type.IsArray && arguments.Length == type.GetArrayRank())
        {
            int[] lengths = new int[arguments.Length];
            long elements = 1;
            for (int i = 0; i < lengths.Length; i++)
            {
                if (!arguments[i].IsFixnum || arguments[i].AsFixnum is < 0 or > int.MaxValue)
                {
                    throw HostBridge.Error("the length of an array must be an index");
                }

                lengths[i] = (int)arguments[i].AsFixnum;
                elements = Math.Min(elements * Math.Max(1, lengths[i]), long.MaxValue >> 33);
            }

            return bridge.Machine.ChargeAllocation(elements * 16) && bridge.Machine.ChargeTicks(elements >> 6) ? HostResult.FromObject(bridge, Array.CreateInstance(type.GetElementType()!, lengths)) : Value.Signal;
        }

        if (arguments.Length == 1 && typeof(Delegate).IsAssignableFrom(type) && arguments[0].Ref is Procedure procedure)
        {
            if (DelegateFactory.Cost(procedure, type) == HostConversion.Never)
            {
                _ = bridge.Delegates.Make(procedure, type);
                throw HostBridge.Error($"the procedure does not take as many arguments as a {TypeNames.Show(type)} gives");
            }

            // Not what FromObject says: that would be the procedure again.
            return Value.Object(bridge.DelegateOf(procedure, type));
        }

        if (arguments.Length == 0 && type.IsValueType && Nullable.GetUnderlyingType(type) is null && !HostConversion.IsRefused(type) && type != typeof(void) && type.GetConstructor([]) is null)
        {
            return HostResult.FromObject(bridge, RuntimeHelpers.GetUninitializedObject(type));
        }

        if (type.IsAbstract || type.ContainsGenericParameters || HostConversion.IsRefused(type))
        {
            throw HostBridge.Error($"there are no objects of {TypeNames.Show(type)} itself: it is {(type.ContainsGenericParameters ? "generic and lacks type arguments" : HostConversion.IsRefused(type) ? "a span or a pointer" : "abstract")}");
        }

        return null;
    }

    private Value UseField(FieldInfo field, Value[] all, bool isStatic)
    {
        object? target = isStatic ? null : HostConversion.ToObject(all[0]);
        if (HostConversion.IsRefused(field.FieldType))
        {
            throw HostBridge.Error($"{name} is a span or a pointer, which cannot be used here");
        }

        if (kind == CallKind.Get)
        {
            return HostResult.Charged(bridge.Machine, HostResult.FromObject(bridge, field.GetValue(target)));
        }

        if (HostConversion.Cost(bridge, all[1], field.FieldType) == HostConversion.Never)
        {
            throw HostBridge.Error($"the field {name} of {TypeNames.Show(field.DeclaringType!)} must be a {TypeNames.Show(field.FieldType)}");
        }

        field.SetValue(target, HostConversion.Convert(bridge, all[1], field.FieldType));
        return Value.Unspecified;
    }

    private Value InvokeByReflection(Candidate candidate, object? target, ReadOnlySpan<Value> arguments)
    {
        var parameters = candidate.Parameters;
        var content = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            var type = Candidate.TypeOf(parameters[i]);
            content[i] = candidate.Plan[i].Source switch
            {
                ArgumentSource.Given => HostConversion.Convert(bridge, arguments[candidate.Plan[i].Index], type),
                ArgumentSource.Default => Default(parameters[i], type),
                ArgumentSource.Rest => Rest(arguments[Math.Min(candidate.Plan[i].Index, arguments.Length)..], type.GetElementType()!),
                _ => null,
            };
        }

        object? result = candidate.Method is ConstructorInfo constructor
            ? constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, content, null)
            : candidate.Method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, content, null);
        bool isVoid = candidate.Method is MethodInfo { ReturnType: var returned } && returned == typeof(void);
        Value value = isVoid ? Value.Unspecified : HostResult.Charged(bridge.Machine, HostResult.FromObject(bridge, result));
        if (value.IsSignal || !parameters.Any(Candidate.ComesBack))
        {
            return value;
        }

        var values = new List<Value>();
        if (!isVoid)
        {
            values.Add(value);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            if (Candidate.ComesBack(parameters[i]))
            {
                values.Add(HostResult.Charged(bridge.Machine, HostResult.FromObject(bridge, content[i])));
            }
        }

        return HostArguments.Pack([.. values]);
    }

    private Array Rest(ReadOnlySpan<Value> arguments, Type element)
    {
        var array = Array.CreateInstance(element, arguments.Length);
        for (int i = 0; i < arguments.Length; i++)
        {
            array.SetValue(HostConversion.Convert(bridge, arguments[i], element), i);
        }

        return array;
    }

    /// <summary>The default of a parameter, as an object of its type.</summary>
    internal static object? Default(ParameterInfo parameter, Type type) =>
        parameter.HasDefaultValue && parameter.DefaultValue is { } content and not DBNull
            ? type.IsEnum ? Enum.ToObject(type, content) : content
            : type.IsValueType && Nullable.GetUnderlyingType(type) is null ? RuntimeHelpers.GetUninitializedObject(type) : null;
}
