using System.Text;
using Ouro.Machine.Host;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Repl;

/// <summary>A terminal with the line editor, and a history that is kept.</summary>
internal sealed class TerminalConsole : IReplConsole, IDisposable
{
    private const int HistoryCapacity = 2000;

    private readonly Terminal _terminal;
    private readonly LineEditor _editor;
    private readonly History _history;
    private readonly HistoryFile _file;

    internal TerminalConsole(Terminal terminal)
    {
        _terminal = terminal;
        Palette = Palette.ForEnvironment(Environment.GetEnvironmentVariable);
        _file = new HistoryFile(HistoryFile.PathFor(Environment.GetEnvironmentVariable, "repl"), HistoryCapacity);
        _history = new History(HistoryCapacity, _file.Load());
        _editor = new LineEditor(terminal, Palette, _history);
    }

    public bool IsInteractive => true;

    public Palette Palette { get; }

    public (int Columns, int Rows)? Size => _terminal.Size;

    public EditEnd Read(string prompt, string continuation, IInputAssistant assistant, out string text)
    {
        if (!_terminal.Enter())
        {
            text = "";
            return EditEnd.Left;
        }

        try
        {
            var end = _editor.Read(prompt, continuation, assistant, out text);
            if (end == EditEnd.Accepted && _history.Add(text.TrimEnd()))
            {
                _file.Append(text.TrimEnd());
            }

            return end;
        }
        finally
        {
            _terminal.Leave();
        }
    }

    public void Write(string text) => _terminal.Write(text);

    public void WriteError(string text) => DescriptorStream.Standard(2).Write(Encoding.UTF8.GetBytes(text));

    public void Dispose() => _terminal.Dispose();
}
