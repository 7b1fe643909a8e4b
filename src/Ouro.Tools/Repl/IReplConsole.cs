using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Repl;

/// <summary>Where a REPL reads inputs and writes what it has to say.</summary>
internal interface IReplConsole
{
    /// <summary>Whether somebody sits there: results are numbered, and help is offered.</summary>
    bool IsInteractive { get; }

    /// <summary>How things look.</summary>
    Palette Palette { get; }

    /// <summary>Columns and rows to fit results into; null: they are not fitted.</summary>
    (int Columns, int Rows)? Size { get; }

    /// <summary>Reads an input.</summary>
    EditEnd Read(string prompt, string continuation, IInputAssistant assistant, out string text);

    /// <summary>Writes on the standard output.</summary>
    void Write(string text);

    /// <summary>Writes where errors go.</summary>
    void WriteError(string text);
}
