namespace Ouro.Machine.Execution;

/// <summary>What of the outside world a machine may touch.</summary>
[Flags]
public enum Capability
{
    None = 0,

    /// <summary>Opening, deleting and asking for files.</summary>
    Files = 1 << 0,
    Network = 1 << 1,

    /// <summary>Environment variables.</summary>
    Environment = 1 << 2,

    /// <summary>The time of day and stop watches.</summary>
    Clock = 1 << 3,

    /// <summary>Starting processes.</summary>
    Processes = 1 << 4,

    /// <summary>.NET types and objects.</summary>
    HostTypes = 1 << 5,
    All = Files | Network | Environment | Clock | Processes | HostTypes,
}

public sealed partial class VirtualMachine
{
    /// <summary>What this machine may touch. The command line grants all; a host that runs code it does not trust takes away what it will.</summary>
    public Capability Capabilities { get; set; } = Capability.All;

    /// <summary>Whether a capability is granted; otherwise raises.</summary>
    /// <param name="capability">One capability.</param>
    /// <param name="what">In words, after "this machine may not": "open files".</param>
    /// <returns>False: return <see cref="Value.Signal"/>.</returns>
    internal bool Require(Capability capability, string what)
    {
        if ((Capabilities & capability) != 0)
        {
            return true;
        }

        _ = Fail(capability == Capability.Files ? ConditionKind.File : ConditionKind.Other, $"this machine may not {what}");
        return false;
    }
}
