namespace Ouro.Cli;

/// <summary>The thread that programs run on: its stack has a size that the tool knows, whatever the shell's limits are.</summary>
internal static class OwnThread
{
    /// <summary>
    /// For the machine, in bytes. Deep recursion is quicker on the host's stack, but each collection looks at all of it, at half a microsecond for
    /// an activation: this much is some 25,000 of them.
    /// </summary>
    internal const int HostStack = 4 << 20;

    /// <summary>Of the thread, in bytes.</summary>
    internal const int Size = HostStack + (2 << 20);
}
