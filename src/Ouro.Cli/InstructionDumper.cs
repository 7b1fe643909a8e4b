using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Host;
using Ouro.Machine.Instrumentation;
using Ouro.Machine.Languages;

namespace Ouro.Cli;

/// <summary>Prints each instruction before it runs, with the values that it reads, on standard error.</summary>
internal sealed class InstructionDumper(Language language) : InstructionObserver, IDisposable
{
    private const int LongestValue = 60;

    private readonly StreamWriter _output = new(DescriptorStream.Standard(2), new UTF8Encoding(false), 1 << 16);

    public override bool BeforeInstruction(VirtualMachine machine, CodeObject code, int pc)
    {
        int[] words = code.Instructions;
        _output.Write(code.SpanAt(pc)?.ToString() ?? "?");
        _output.Write(' ');
        _output.Write(code.Name?.Name ?? "anonymous");
        _output.Write('+');
        _output.Write(pc);
        _output.Write("  ");
        _output.Write(Disassembler.Instruction(words, pc));
        if (OpcodeTable.Of(words[pc]) is { } info)
        {
            char separator = ';';
            foreach (var operand in info.Operands)
            {
                WriteValue(machine, code, info, operand, words.AsSpan(pc), ref separator);
            }
        }

        _output.Write('\n');
        return false;
    }

    /// <summary>Writes out what is still held.</summary>
    public void Dispose()
    {
        try
        {
            _output.Dispose();
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }
    }

    private void WriteValue(VirtualMachine machine, CodeObject code, OpcodeInfo info, OperandInfo operand, ReadOnlySpan<int> instruction, ref char separator)
    {
        int number = operand.Decode(instruction);
        switch (operand.Kind)
        {
            case OperandKind.Read:
                WriteOne($"r{number}", machine.Slot(machine.Base + number), ref separator);
                break;
            case OperandKind.Constant:
                WriteOne(operand.Name, code.Constants[number], ref separator);
                break;
            case OperandKind.Run:
                int count = info.Operands[operand.CountOperand].Decode(instruction);
                for (int i = 0; i < count && info.Opcode != Opcode.UnpackValues; i++)
                {
                    WriteOne($"r{number + i}", machine.Slot(machine.Base + number + i), ref separator);
                }

                break;
        }
    }

    private void WriteOne(string name, Value value, ref char separator)
    {
        _output.Write(separator == ';' ? "  ; " : ", ");
        separator = ',';
        _output.Write(name);
        _output.Write('=');
        _output.Write(value.IsUnbound ? "unbound" : language.Print(value, LongestValue));
    }
}
