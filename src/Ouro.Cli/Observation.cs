using System.Globalization;
using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Cli;

/// <summary>What is watched while a program runs, for --dump-insts and --coverage.</summary>
internal sealed class Observation : IDisposable
{
    private readonly VirtualMachine _machine;
    private readonly InstructionDumper? _dumper;
    private readonly string? _coveragePath;

    private Observation(VirtualMachine machine, Language language, Invocation invocation)
    {
        _machine = machine;
        _coveragePath = invocation.CoveragePath;
        if (_coveragePath is not null)
        {
            machine.RaisedErrors = [];
        }

        if (invocation.DumpInstructions)
        {
            _dumper = new InstructionDumper(language);
        }
    }

    internal static Observation Begin(VirtualMachine machine, Language language, Invocation invocation) => new(machine, language, invocation);

    /// <summary>The program is compiled and starts now: its instructions are the ones to print.</summary>
    internal void ProgramStarts() => _machine.Observer = _dumper;

    public void Dispose()
    {
        _machine.Observer = null;
        _dumper?.Dispose();
        if (_coveragePath is not null)
        {
            // Messages may quote text with lone surrogates.
            File.WriteAllText(_coveragePath, CoverageText(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false));
        }
    }

    /// <summary>A line each: kind, name, count, separated by tabs. What was never met has the count 0.</summary>
    private string CoverageText()
    {
        var text = new StringBuilder();
        for (int opcode = 0; opcode < OpcodeTable.Count; opcode++)
        {
            text.Append(CultureInfo.InvariantCulture, $"opcode\t{OpcodeTable.Get((Opcode)opcode).Name}\t{_machine.OpcodeCounts[opcode]}\n");
        }

        foreach (string name in _machine.PrimitiveNames)
        {
            text.Append(CultureInfo.InvariantCulture, $"primitive\t{name}\t{(_machine.Primitives.Find(name)!.WasUsed ? 1 : 0)}\n");
        }

        foreach (string error in _machine.RaisedErrors!)
        {
            text.Append(CultureInfo.InvariantCulture, $"error\t{error.ReplaceLineEndings(" ").Replace('\t', ' ')}\t1\n");
        }

        return text.ToString();
    }
}
