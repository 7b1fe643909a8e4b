// What (ouro dotnet) is made of. Each asks for the capability first.

using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>.NET types and objects.</summary>
[PrimitiveGroup]
internal static partial class HostPrimitives
{
    /// <summary>The type of that name, as C# writes it. Further arguments: type arguments for a name without its own.</summary>
    [Primitive("host-type", Effects = Effects.Outside)]
    internal static Value Type(VirtualMachine machine, Text name, ReadOnlySpan<Value> arguments)
    {
        if (!HostBridge.IsAllowed(machine) || !Types(machine, arguments, 2, isList: false, out var types))
        {
            return Value.Signal;
        }

        if (!machine.ChargeTicks(100))
        {
            return Value.Signal;
        }

        return TypeNames.Find(name.ToString(), types, out string? problem) is { } type
            ? Value.Object(HostBridge.Of(machine).TypeOf(type))
            : machine.Raise(Value.Object(new Condition(ConditionKind.Other, problem!) { Operation = "dotnet-type" }));
    }

    private static bool Types(VirtualMachine machine, ReadOnlySpan<Value> arguments, int position, bool isList, out Type[] types)
    {
        types = new Type[arguments.Length];
        for (int i = 0; i < types.Length; i++)
        {
            if (arguments[i].Ref is not HostType type)
            {
                _ = machine.WrongType(isList ? position : position + i, arguments[i], isList ? "a list of .NET types" : "a .NET type");
                return false;
            }

            types[i] = type.Type;
        }

        return true;
    }

    /// <summary>Loads an assembly: from a file, if the text ends in .dll or has a slash, otherwise by its name.</summary>
    [Primitive("host-load", Effects = Effects.Outside)]
    internal static Value Load(VirtualMachine machine, Text name)
    {
        if (!HostBridge.IsAllowed(machine))
        {
            return Value.Signal;
        }

        string text = name.ToString();
        try
        {
            bool isFile = text.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || text.Contains('/') || text.Contains(Path.DirectorySeparatorChar);
            return Value.Object(isFile ? Assembly.LoadFrom(Path.GetFullPath(text)) : Assembly.Load(new AssemblyName(text)));
        }
        catch (Exception exception)
        {
            return HostBridge.Of(machine).Raise(exception, "dotnet-load");
        }
    }

    /// <summary>
    /// Uses a member. The first argument is a vector of the place in the program: #f, what is done (new, call, get, set, item or set-item), and the member's name; the machine
    /// keeps what it finds out in the place of the #f. Then the target, a type or an object, and arguments.
    /// </summary>
    [Primitive("host-use", Effects = Effects.All, Minimum = 2, Maximum = -1)]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Value Use(VirtualMachine machine, ref Value first, int count) =>
        SiteAt(machine, ref first) is { } site ? site.Invoke(machine, ref PrimitiveArguments.At(ref first, 1), count - 1) : Value.Signal;

    /// <summary>Uses a member, where one value is wanted: the first of several. The compiler puts it in the place of host-use.</summary>
    [Primitive("host-use-one", Effects = Effects.All & ~Effects.Allocate, Minimum = 2, Maximum = -1)]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Value UseOne(VirtualMachine machine, ref Value first, int count)
    {
        if (SiteAt(machine, ref first) is not { } site)
        {
            return Value.Signal;
        }

        Value result = site.Invoke(machine, ref PrimitiveArguments.At(ref first, 1), count - 1);
        return result.Ref is MultipleValues ? VirtualMachine.FirstOf(result) : result;
    }

    /// <summary>The site of a place, or null with a pending raise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CallSite? SiteAt(VirtualMachine machine, ref Value first) =>
        (machine.Capabilities & Capability.HostTypes) != 0 && first.Ref is Vector place && place.Items.Length > 0 && place.Items[0].Ref is CallSite site ? site : MakeSite(machine, first);

    private static CallSite? MakeSite(VirtualMachine machine, in Value first)
    {
        if (!HostBridge.IsAllowed(machine))
        {
            return null;
        }

        if (first.Ref is not Vector { Items: { Length: 3 } items } || items[1].Ref is not Symbol kind || items[2].Ref is not Symbol name || Kind(kind.Name) is not { } known)
        {
            _ = machine.WrongType(1, first, "a place for a call site");
            return null;
        }

        var site = new CallSite(HostBridge.Of(machine), known, name.Name);
        items[0] = Value.Object(site);
        return site;
    }

    private static CallKind? Kind(string name) => name switch
    {
        "new" => CallKind.New,
        "call" => CallKind.Call,
        "get" => CallKind.Get,
        "set" => CallKind.Set,
        "item" => CallKind.Item,
        "set-item" => CallKind.SetItem,
        _ => null,
    };

    /// <summary>Uses a member whose name is computed: what is done, the name, the target, and a list of arguments.</summary>
    [Primitive("host-use-named", Effects = Effects.All)]
    internal static Value UseNamed(VirtualMachine machine, Symbol kind, Symbol name, Value target, Value arguments) =>
        Kind(kind.Name) is { } known ? UseShared(machine, known, name.Name, target, arguments, 4, null) : machine.WrongType(1, Value.Object(kind), "new, call, get, set, item or set-item");

    /// <summary>Calls a generic method with explicit type arguments, a list: the name, the target, the types and a list of arguments.</summary>
    [Primitive("host-call-generic", Effects = Effects.All)]
    internal static Value CallGeneric(VirtualMachine machine, Symbol name, Value target, Value types, Value arguments)
    {
        var elements = HostConversion.Elements(types);
        if (elements is null)
        {
            return machine.WrongType(3, types, "a list of .NET types");
        }

        return Types(machine, [.. elements], 3, isList: true, out var given) ? UseShared(machine, CallKind.Call, name.Name, target, arguments, 4, given) : Value.Signal;
    }

    private static Value UseShared(VirtualMachine machine, CallKind kind, string name, Value target, Value arguments, int position, Type[]? types)
    {
        if (!HostBridge.IsAllowed(machine))
        {
            return Value.Signal;
        }

        if (HostConversion.Elements(arguments) is not { } elements)
        {
            return machine.WrongType(position, arguments, "a list");
        }

        Value[] all = [target, .. elements];
        return machine.ChargeTicks(all.Length >> 4) ? HostBridge.Of(machine).SharedSite(kind, name).Invoke(machine, ref all[0], all.Length, types) : Value.Signal;
    }

    /// <summary>The null reference.</summary>
    [Primitive("host-null")]
    internal static Value Null(VirtualMachine machine) => HostBridge.IsAllowed(machine) ? HostBridge.Of(machine).Null : Value.Signal;

    /// <summary>Whether the value is the null reference.</summary>
    [Primitive("host-null?")]
    internal static bool IsNull(Value candidate) => candidate.Ref is HostNull;

    /// <summary>Whether the value is a .NET type.</summary>
    [Primitive("host-type?")]
    internal static bool IsType(Value candidate) => candidate.Ref is HostType;

    /// <summary>Whether the value is an object of .NET that is none of the guest's own.</summary>
    [Primitive("host-object?")]
    internal static bool IsObject(Value candidate) =>
        candidate.Ref is HostType or HostNull or HostCast || (candidate.Ref is not (null or System.Type) && candidate.Ref.GetType().GetCustomAttribute<GuestTypeAttribute>(inherit: true) is null);

    /// <summary>The type of what .NET takes the value for.</summary>
    [Primitive("host-type-of")]
    internal static Value TypeOf(VirtualMachine machine, Value value)
    {
        if (!HostBridge.IsAllowed(machine))
        {
            return Value.Signal;
        }

        return HostConversion.NaturalType(value) is { } type ? Value.Object(HostBridge.Of(machine).TypeOf(type)) : machine.WrongType(1, value, "a value that means something to .NET");
    }

    /// <summary>Whether what .NET takes the value for is of the type.</summary>
    [Primitive("host-is?")]
    internal static Value Is(VirtualMachine machine, Value value, HostType type)
    {
        if (!HostBridge.IsAllowed(machine))
        {
            return Value.Signal;
        }

        return Value.Boolean(HostConversion.NaturalType(value) is { } natural && type.Type.IsAssignableFrom(natural));
    }

    /// <summary>The value as one of the type, for choosing among methods.</summary>
    [Primitive("host-cast")]
    internal static Value Cast(VirtualMachine machine, Value value, HostType type)
    {
        if (!HostBridge.IsAllowed(machine))
        {
            return Value.Signal;
        }

        var bridge = HostBridge.Of(machine);
        if (HostConversion.Cost(bridge, value, type.Type) == HostConversion.Never)
        {
            return machine.Fail(ConditionKind.WrongType, $"the value cannot be converted to {TypeNames.Show(type.Type)}:", value);
        }

        try
        {
            return Value.Object(new HostCast(type.Type, HostConversion.Convert(bridge, value, type.Type)));
        }
        catch (Exception exception)
        {
            return bridge.Raise(exception, "dotnet-cast");
        }
    }

    /// <summary>Whether two values are equal as .NET sees it.</summary>
    [Primitive("host-equal?", Effects = Effects.All)]
    internal static Value AreEqual(VirtualMachine machine, Value left, Value right) =>
        Guarded(machine, "dotnet-equal?", _ => Value.Boolean(Equals(HostConversion.ToObject(left), HostConversion.ToObject(right))));

    /// <summary>Adds (true) or removes (false) a handler of an event: the target, the event's name and a procedure or a delegate.</summary>
    [Primitive("host-handle", Effects = Effects.All)]
    internal static Value Handle(VirtualMachine machine, Value target, Symbol name, Value handler, bool isAdded) => Guarded(machine, name.Name, bridge =>
    {
        var content = target.Ref is HostType of ? null : HostConversion.ToObject(target);
        var type = (target.Ref as HostType)?.Type ?? content?.GetType() ?? throw HostBridge.Error($"null has no event {name}");
        var found = type.GetEvent(name.Name) ?? type.GetInterfaces().Select(implemented => implemented.GetEvent(name.Name)).FirstOrDefault(candidate => candidate is not null);
        if (found is null || (isAdded ? found.GetAddMethod() : found.GetRemoveMethod()) is not { } accessor || accessor.IsStatic != content is null)
        {
            throw HostBridge.Error($"{TypeNames.Show(type)} has no event {name}{MemberLookup.Hint(type, content is null, name.Name)}");
        }

        if (HostConversion.Cost(bridge, handler, found.EventHandlerType!) == HostConversion.Never)
        {
            throw HostBridge.Error($"the event {name} needs a procedure like {Candidate.Show(found.EventHandlerType!.GetMethod("Invoke")!)}");
        }

        _ = accessor.Invoke(content, BindingFlags.DoNotWrapExceptions, null, [HostConversion.Convert(bridge, handler, found.EventHandlerType!)], null);
        return Value.Unspecified;
    });

    /// <summary>What goes through the elements of an object.</summary>
    [Primitive("host-enumerator", Effects = Effects.All)]
    internal static Value Enumerator(VirtualMachine machine, Value target) => Guarded(machine, "enumeration", bridge =>
        HostConversion.ToObject(target) is IEnumerable elements ? Value.Object(elements.GetEnumerator()) : throw HostBridge.Error("the object has no elements to go through"));

    /// <summary>The next element; the end-of-file object when there is none.</summary>
    [Primitive("host-next", Effects = Effects.All)]
    internal static Value Next(VirtualMachine machine, Value enumerator) => Guarded(machine, "enumeration", bridge =>
    {
        var elements = enumerator.Ref as IEnumerator ?? throw HostBridge.Error("this goes through no elements");
        if (elements.MoveNext())
        {
            return HostResult.Charged(machine, HostResult.FromObject(bridge, elements.Current));
        }

        (elements as IDisposable)?.Dispose();
        return Value.EndOfFile;
    });

    /// <summary>Waits for a task and gives its result.</summary>
    [Primitive("host-await", Effects = Effects.All)]
    internal static Value Await(VirtualMachine machine, Value task) => Guarded(machine, "await", bridge =>
    {
        var waited = TaskOf(HostConversion.ToObject(task)) ?? throw HostBridge.Error("only a Task or ValueTask can be waited for");
        if (!waited.IsCompleted)
        {
            _ = waited.ContinueWith(_ => bridge.Elsewhere.Pulse(), TaskScheduler.Default);
        }

        if (!bridge.Elsewhere.Serve(() => waited.IsCompleted, "await"))
        {
            return Value.Signal;
        }

        if (!waited.IsCompletedSuccessfully)
        {
            throw waited.Exception ?? (Exception)new TaskCanceledException(waited);
        }

        // The result of an async method without one has a type that only the runtime knows.
        return waited.GetType().GetProperty("Result") is { } result && result.PropertyType.IsVisible
            ? HostResult.Charged(machine, HostResult.FromObject(bridge, result.GetValue(waited)))
            : Value.Unspecified;
    });

    private static Task? TaskOf(object? content) => content switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        { } other when other.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>) => (Task?)type.GetMethod("AsTask")!.Invoke(other, null),
        _ => null,
    };

    /// <summary>Makes the calls that other threads asked for.</summary>
    [Primitive("host-serve", Effects = Effects.All)]
    internal static Value Serve(VirtualMachine machine) => Guarded(machine, "dotnet-serve", bridge =>
    {
        // Those that wait now.
        int count = bridge.Elsewhere.Count;
        return bridge.Elsewhere.Serve(() => count-- <= 0 || bridge.Elsewhere.Count == 0, "dotnet-serve") ? Value.Unspecified : Value.Signal;
    });

    /// <summary>The .NET exception that an error was, or false.</summary>
    [Primitive("host-exception")]
    internal static Value Exception(Value candidate) => candidate.Ref is Condition { HostException: { } exception } ? Value.Object(exception) : Value.False;

    /// <summary>Does what may run code of the host, or of the guest inside.</summary>
    private static Value Guarded(VirtualMachine machine, string operation, Func<HostBridge, Value> action)
    {
        if (!HostBridge.IsAllowed(machine) || !machine.ChargeTicks(1))
        {
            return Value.Signal;
        }

        var bridge = HostBridge.Of(machine);
        try
        {
            Value result = action(bridge);
            return bridge.IsStopped() ? Value.Signal : result;
        }
        catch (Exception exception)
        {
            return bridge.Raise(exception, operation);
        }
    }
}
