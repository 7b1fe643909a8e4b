namespace Ouro.Tools.LineEditing;

/// <summary>Where the editor reads keys and draws.</summary>
internal interface ITerminal
{
    /// <summary>Columns and rows.</summary>
    (int Columns, int Rows) Size { get; }

    /// <summary>Whether more keys were typed already.</summary>
    bool HasMoreKeys { get; }

    /// <summary>The next key; null when the terminal's size changed, or the process goes on after it was stopped.</summary>
    KeyEvent? ReadKey();

    /// <summary>Sends text and sequences.</summary>
    void Write(string text);

    /// <summary>Stops the process until its user lets it go on.</summary>
    void Suspend();
}
