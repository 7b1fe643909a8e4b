// Delegates that call guest procedures. For each delegate type a small method is emitted once: it makes guest values of
// its arguments, calls, and converts the result. The delegate is closed over a GuestDelegate, which knows procedure and machine.

using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>What a delegate is closed over that calls a guest procedure.</summary>
internal sealed class GuestDelegate(HostBridge bridge, Procedure procedure)
{
    internal readonly HostBridge Bridge = bridge;
    internal readonly Procedure Procedure = procedure;

    /// <summary>Makes a guest value of an argument of the delegate.</summary>
    internal Value Argument<T>(T argument) => HostResult.From(Bridge, argument);

    /// <summary>Calls the procedure, for a delegate without a result.</summary>
    internal void CallForEffect(Value[] arguments) => _ = Call(arguments, wantsResult: false);

    /// <summary>Calls the procedure and converts its result.</summary>
    internal T CallForResult<T>(Value[] arguments)
    {
        Value result = VirtualMachine.FirstOf(Call(arguments, wantsResult: true));
        if (typeof(T) == typeof(bool))
        {
            // As everywhere in the language: anything but false is true.
            return (T)(object)!result.IsFalse;
        }

        if (result.IsUnspecified && !typeof(T).IsValueType)
        {
            return default!;
        }

        if (HostConversion.Cost(Bridge, result, typeof(T)) == HostConversion.Never)
        {
            throw HostBridge.Error($"the result of a procedure that .NET called must be convertible to {TypeNames.Show(typeof(T))}");
        }

        return (T)HostConversion.Convert(Bridge, result, typeof(T))!;
    }

    private Value Call(Value[] arguments, bool wantsResult)
    {
        var machine = Bridge.Machine;
        if (machine.RunningThread == Environment.CurrentManagedThreadId)
        {
            return Bridge.Call(Procedure, arguments);
        }

        if (machine.TryClaim())
        {
            // No run is in progress: the host calls by itself what the guest gave it.
            try
            {
                return Bridge.Call(Procedure, arguments);
            }
            finally
            {
                machine.Unclaim();
            }
        }

        return Bridge.Elsewhere.Call(Procedure, arguments, wantsResult);
    }
}

/// <summary>Makes delegates of procedures.</summary>
internal sealed class DelegateFactory(HostBridge bridge)
{
    private const int ByProcedure = 100;

    private readonly ConcurrentDictionary<Type, DynamicMethod> _methods = new();

    /// <summary>How well a procedure fits a delegate type: by the number of its arguments; then one that wants any result, one that wants none, one that wants a certain one.</summary>
    internal static int Cost(Procedure procedure, Type type)
    {
        if (type.IsAbstract || type.GetMethod("Invoke") is not { } invoke || ProblemOf(invoke) is not null)
        {
            return HostConversion.Never;
        }

        int count = invoke.GetParameters().Length;
        return !Takes(procedure, count) ? HostConversion.Never
            : ByProcedure + (4 * count) + (invoke.ReturnType == typeof(object) || invoke.ReturnType.IsGenericParameter ? 0 : invoke.ReturnType == typeof(void) ? 1 : 2);
    }

    internal static bool Takes(Procedure procedure, int count) => procedure switch
    {
        Closure closure => closure.Code.Parameters.TakesPositional(count),
        CaseLambda cases => cases.Clauses.Any(clause => clause.Code.Parameters.TakesPositional(count)),
        PrimitiveProcedure primitive => primitive.Accepts(count),
        _ => true,
    };

    /// <summary>Makes a delegate.</summary>
    /// <exception cref="GuestErrorException">Of that type there can be none.</exception>
    internal Delegate Make(Procedure procedure, Type type)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            throw HostBridge.Error("delegates of procedures need code that is made at run time, which this host does not allow");
        }

        return _methods.GetOrAdd(type, Emit).CreateDelegate(type, new GuestDelegate(bridge, procedure));
    }

    /// <summary>Why there can be no delegate of a procedure, in words, or null.</summary>
    private static string? ProblemOf(MethodInfo invoke) =>
        invoke.ContainsGenericParameters && !invoke.DeclaringType!.ContainsGenericParameters ? "is generic"
        : invoke.GetParameters().Any(parameter => parameter.ParameterType.IsByRef) ? "has a parameter by reference"
        : invoke.GetParameters().Any(parameter => HostConversion.IsRefused(parameter.ParameterType)) || HostConversion.IsRefused(invoke.ReturnType) || invoke.ReturnType.IsByRef ? "has a span or a pointer"
        : null;

    private static DynamicMethod Emit(Type type)
    {
        var invoke = type.GetMethod("Invoke") ?? throw HostBridge.Error($"{TypeNames.Show(type)} is no type of delegates");
        if (ProblemOf(invoke) is { } problem)
        {
            throw HostBridge.Error($"a procedure cannot be a {TypeNames.Show(type)}: it {problem}");
        }

        var parameters = invoke.GetParameters();
        var method = new DynamicMethod("guest delegate", invoke.ReturnType, [typeof(GuestDelegate), .. parameters.Select(parameter => parameter.ParameterType)], typeof(GuestDelegate), skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, parameters.Length);
        il.Emit(OpCodes.Newarr, typeof(Value));
        for (int i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
            il.Emit(OpCodes.Call, Member(nameof(GuestDelegate.Argument)).MakeGenericMethod(parameters[i].ParameterType));
            il.Emit(OpCodes.Stelem, typeof(Value));
        }

        il.Emit(OpCodes.Call, invoke.ReturnType == typeof(void) ? Member(nameof(GuestDelegate.CallForEffect)) : Member(nameof(GuestDelegate.CallForResult)).MakeGenericMethod(invoke.ReturnType));
        il.Emit(OpCodes.Ret);
        return method;
    }

    private static MethodInfo Member(string name) => typeof(GuestDelegate).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
}
