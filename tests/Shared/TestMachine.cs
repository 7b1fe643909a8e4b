// Machines for tests, whose work counts for coverage: what they executed is written to artifacts/coverage when the test
// process ends (see tests/Ouro.Coverage.Tests). Compiled into every test project that runs machines itself.

using System.Globalization;
using System.Reflection;
using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Tests;

/// <summary>Makes machines that are watched.</summary>
internal static class TestMachine
{
    /// <summary>So many machines may be in use at once; the work of older ones was added up.</summary>
    private const int MostInUse = 200;

    private static readonly Queue<Record> Records = new();
    private static readonly long[] OpcodeCounts = new long[256];
    private static readonly HashSet<string> Called = new(StringComparer.Ordinal);
    private static readonly HashSet<string> Errors = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    // Messages may quote text with lone surrogates.
    private static readonly UTF8Encoding Unchecked = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    static TestMachine() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Write();

    /// <summary>What is kept of a machine: not the machine itself, so that tests may make many.</summary>
    private readonly record struct Record(long[] OpcodeCounts, PrimitiveTable Primitives, HashSet<string> Errors);

    /// <summary>A new machine. Opcodes are counted if it is instrumented; primitives and errors always.</summary>
    internal static VirtualMachine New(MachineOptions? options = null)
    {
        var machine = new VirtualMachine(options) { RaisedErrors = [] };
        lock (Gate)
        {
            Records.Enqueue(new Record(machine.OpcodeCounts, machine.Primitives, machine.RaisedErrors));
            if (Records.Count > MostInUse)
            {
                AddUp(Records.Dequeue());
            }
        }

        return machine;
    }

    private static void AddUp(Record record)
    {
        for (int opcode = 0; opcode < OpcodeCounts.Length; opcode++)
        {
            OpcodeCounts[opcode] += record.OpcodeCounts[opcode];
        }

        Called.UnionWith(record.Primitives.Called());
        Errors.UnionWith(record.Errors);
    }

    private static void Write()
    {
        foreach (var record in Records)
        {
            AddUp(record);
        }

        var text = new StringBuilder();
        for (int opcode = 0; opcode < OpcodeTable.Count; opcode++)
        {
            text.Append(CultureInfo.InvariantCulture, $"opcode\t{OpcodeTable.Get((Opcode)opcode).Name}\t{OpcodeCounts[opcode]}\n");
        }

        foreach (string name in Called)
        {
            text.Append(CultureInfo.InvariantCulture, $"primitive\t{name}\t1\n");
        }

        foreach (string error in Errors)
        {
            text.Append(CultureInfo.InvariantCulture, $"error\t{error.ReplaceLineEndings(" ").Replace('\t', ' ')}\t1\n");
        }

        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Ouro.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        if (root is not null)
        {
            string folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "coverage")).FullName;
            File.WriteAllText(Path.Combine(folder, Assembly.GetExecutingAssembly().GetName().Name + ".tsv"), text.ToString(), Unchecked);
        }
    }
}
