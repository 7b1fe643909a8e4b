// Input that comes through a pipe or from a terminal that cannot be edited on. Lines are taken one by one from the port
// that programs read from, so that what follows a form on a pipe is there for (read-line).

using System.Text;
using Ouro.Machine.Host;
using Ouro.Machine.InputOutput;
using Ouro.Machine.Languages;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Repl;

/// <summary>Reads lines and prints.</summary>
/// <param name="input">The port of the programs.</param>
/// <param name="isInteractive">A terminal is there, if a simple one.</param>
internal sealed class PlainConsole(TextInputPort input, bool isInteractive) : IReplConsole
{
    public bool IsInteractive => isInteractive;

    public Palette Palette { get; } = Palette.Plain();

    public (int Columns, int Rows)? Size => isInteractive ? (80, 24) : null;

    public EditEnd Read(string prompt, string continuation, IInputAssistant assistant, out string text)
    {
        var lines = new StringBuilder();
        while (true)
        {
            if (isInteractive)
            {
                Write(lines.Length == 0 ? prompt : continuation);
            }

            if (ReadLine() is not { } line)
            {
                // What is there at the end of the input is all there will be: the reader says what is missing.
                text = lines.ToString();
                return string.IsNullOrWhiteSpace(text) ? EditEnd.Left : EditEnd.Accepted;
            }

            _ = lines.Append(line).Append('\n');
            text = lines.ToString();
            switch (assistant.StateOf(text))
            {
                case InputState.Complete:
                    return EditEnd.Accepted;
                case InputState.Blank when isInteractive:
                    text = "";
                    return EditEnd.Accepted;
            }
        }
    }

    public void Write(string text) => DescriptorStream.Standard(1).Write(Encoding.UTF8.GetBytes(text));

    public void WriteError(string text) => DescriptorStream.Standard(2).Write(Encoding.UTF8.GetBytes(text));

    private string? ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            int next = input.Read();
            if (next < 0)
            {
                return line.Length == 0 ? null : line.ToString();
            }

            if (next == '\n')
            {
                return line.ToString();
            }

            _ = line.Append(new Rune(next).ToString());
        }
    }
}
