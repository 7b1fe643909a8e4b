// What stands among guest values for things of the host that have no guest form of their own. Every other .NET object is
// the guest value itself. A System.Type never is: the machine's tags are such objects, and a guest must not get hold of one.

namespace Ouro.Machine.HostTypes;

/// <summary>A .NET type as a guest value: one object for each type and machine.</summary>
[GuestType("a .NET type")]
internal sealed class HostType(Type type) : HeapObject
{
    internal readonly Type Type = type;
}

/// <summary>The null reference as a guest value: one object for each machine.</summary>
[GuestType("a .NET null")]
internal sealed class HostNull : HeapObject;

/// <summary>A value that is to be taken for one of a certain type where a method is chosen.</summary>
[GuestType("a cast value")]
internal sealed class HostCast(Type type, object? content) : HeapObject
{
    internal readonly Type Type = type;
    internal readonly object? Content = content;
}

/// <summary>A guest error on its way through frames of the host: what a guest procedure raised that .NET code called.</summary>
internal sealed class GuestErrorException(Value payload, string message) : Exception(message)
{
    internal readonly Value Payload = payload;

    /// <summary>It was not the guest that raised it, but the way between the two.</summary>
    internal bool IsOwn { get; init; }
}

/// <summary>The end of a run on its way through frames of the host: a limit, an interrupt, an exit.</summary>
internal sealed class GuestStopException(string message) : Exception(message);
