using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Ouro.Machine.Execution;

namespace Ouro.Cli;

/// <summary>What a run cost the host, printed when the environment variable OURO_STATS is set.</summary>
internal static class Statistics
{
    internal static void Print(VirtualMachine machine)
    {
        // Counted first: printing compiles methods too.
        long methods = JitInfo.GetCompiledMethodCount();
        long bytes = JitInfo.GetCompiledILBytes();
        var compiling = JitInfo.GetCompilationTime();
        double wall = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        Output.Error(string.Create(
            CultureInfo.InvariantCulture,
            $"methods compiled {methods}, IL bytes {bytes}, compiling {compiling.TotalMilliseconds:0.0} ms, "
            + $"since process start {wall:0} ms, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)} that took {GC.GetTotalPauseDuration().TotalMilliseconds:0.0} ms, "
            + $"host bytes allocated {GC.GetTotalAllocatedBytes()}, ticks {machine.TicksUsed}, bytes charged {machine.BytesAllocated}\n"));
    }
}
