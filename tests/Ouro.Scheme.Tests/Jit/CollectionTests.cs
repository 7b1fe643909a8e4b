using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Jit;
using Ouro.Scheme.Tests.Fuzz;

namespace Ouro.Scheme.Tests.Jit;

/// <summary>Tests that measure the memory of the process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryMeasured
{
    public const string Name = "memory is measured";
}

/// <summary>Compiled code that nobody can call any more is collected.</summary>
[Collection(MemoryMeasured.Name)]
public class CollectionTests
{
    private const int ProceduresOfOneProgram = 100;
    private const int Half = 5_000;

    /// <summary>Of each hundred procedures so many may live on: stale registers, what the collector has not got round to.</summary>
    private const int MostAlive = 2 * ProceduresOfOneProgram;

    private const long HeapSlack = 4 << 20;
    private const long PrivateSlack = 24 << 20;

    [Fact]
    public void TenThousandProceduresCompiledAndDroppedLeaveNothing()
    {
        var machine = new SchemeMachine(new MachineOptions { Compiles = true, Jit = new JitOptions { Eager = true } }, check: false);
        var codes = new List<WeakReference>();
        int first = machine.Machine.Jit?.MethodsCompiled ?? 0;
        MakeAndDrop(machine, codes);
        var half = Measure();
        MakeAndDrop(machine, codes);
        var whole = Measure();

        Assert.Equal(2 * Half, codes.Count);
        int compiled = machine.Machine.Jit!.MethodsCompiled - first;
        Assert.True(compiled >= 2 * Half, $"only {compiled} methods were compiled");
        int alive = codes.Count(code => code.IsAlive);
        Assert.True(alive <= MostAlive, $"{alive} of {codes.Count} code objects are alive");
        Assert.True(whole.Heap - half.Heap <= HeapSlack, $"the heap grew from {half.Heap} to {whole.Heap} bytes");
        Assert.True(whole.Private - half.Private <= PrivateSlack, $"the process grew from {half.Private} to {whole.Private} bytes");
        GC.KeepAlive(machine);
    }

    /// <summary>5,000 procedures, no two of the same code, each called and so compiled.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAndDrop(SchemeMachine machine, List<WeakReference> codes)
    {
        int start = codes.Count;
        for (int made = start; made < start + Half; made += ProceduresOfOneProgram)
        {
            var text = new StringBuilder("(define procedures (vector");
            for (int i = 0; i < ProceduresOfOneProgram; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $" (lambda (x) (if (= x {made + i}) 'same (+ (* x {made + i}) 3)))");
            }

            var outcome = machine.Run(text.Append("))\n(vector-for-each (lambda (procedure) (procedure 5)) procedures)\nprocedures").ToString());
            Assert.True(outcome.Kind == OutcomeKind.Value, machine.Show(outcome));
            foreach (Value procedure in ((Ouro.Machine.Values.Vector)outcome.Value.AsObject!).Items)
            {
                var code = ((Closure)procedure.AsObject!).Code;
                Assert.NotNull(code.Entry);
                codes.Add(new WeakReference(code));
            }
        }

        var last = machine.Run("(define procedures #f) procedures");
        Assert.True(last.Kind == OutcomeKind.Value, machine.Show(last));
    }

    private static (long Heap, long Private) Measure()
    {
        // Methods of the host go in two steps: their resolvers are finalised first.
        for (int i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.PrivateMemorySize64);
    }
}
