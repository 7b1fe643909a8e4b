namespace Ouro.Tools.LineEditing;

/// <summary>What a key does.</summary>
internal enum EditCommand
{
    None,
    InsertText,
    Accept,
    InsertLine,
    Complete,
    Left,
    Right,
    WordLeft,
    WordRight,
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    Up,
    Down,
    PreviousEntry,
    NextEntry,
    DeleteLeft,
    DeleteRight,
    DeleteRightOrLeave,
    CutToLineEnd,
    CutToLineStart,
    CutWordLeft,
    CutBlankSeparatedLeft,
    CutWordRight,
    InsertCut,
    SwapCharacters,
    Undo,
    ClearScreen,
    Search,
    Abandon,
    Suspend,
    Leave,
}

/// <summary>The keys, as in Emacs and in every shell.</summary>
internal static class KeyMap
{
    /// <summary>What a key does outside a search.</summary>
    internal static EditCommand CommandOf(KeyEvent key)
    {
        bool control = (key.Modifiers & KeyModifiers.Control) != 0;
        bool alt = (key.Modifiers & KeyModifiers.Alt) != 0;
        bool byWord = control || alt;
        return key.Code switch
        {
            KeyCode.Character when control => ControlCommand(key.Text),
            KeyCode.Character when alt => AltCommand(key.Text),
            KeyCode.Character or KeyCode.Paste => EditCommand.InsertText,
            KeyCode.Enter => alt ? EditCommand.InsertLine : EditCommand.Accept,
            KeyCode.Tab => EditCommand.Complete,
            KeyCode.Backspace => byWord ? EditCommand.CutWordLeft : EditCommand.DeleteLeft,
            KeyCode.Delete => byWord ? EditCommand.CutWordRight : EditCommand.DeleteRight,
            KeyCode.Left => byWord ? EditCommand.WordLeft : EditCommand.Left,
            KeyCode.Right => byWord ? EditCommand.WordRight : EditCommand.Right,
            KeyCode.Up => byWord ? EditCommand.PreviousEntry : EditCommand.Up,
            KeyCode.Down => byWord ? EditCommand.NextEntry : EditCommand.Down,
            KeyCode.PageUp => EditCommand.PreviousEntry,
            KeyCode.PageDown => EditCommand.NextEntry,
            KeyCode.Home => control ? EditCommand.TextStart : EditCommand.LineStart,
            KeyCode.End => control ? EditCommand.TextEnd : EditCommand.LineEnd,
            KeyCode.EndOfInput => EditCommand.Leave,
            _ => EditCommand.None,
        };
    }

    private static EditCommand ControlCommand(string letter) => letter switch
    {
        "a" => EditCommand.LineStart,
        "b" => EditCommand.Left,
        "c" => EditCommand.Abandon,
        "d" => EditCommand.DeleteRightOrLeave,
        "e" => EditCommand.LineEnd,
        "f" => EditCommand.Right,
        "k" => EditCommand.CutToLineEnd,
        "l" => EditCommand.ClearScreen,
        "n" => EditCommand.Down,
        "p" => EditCommand.Up,
        "r" => EditCommand.Search,
        "t" => EditCommand.SwapCharacters,
        "u" => EditCommand.CutToLineStart,
        "w" => EditCommand.CutBlankSeparatedLeft,
        "y" => EditCommand.InsertCut,
        "z" => EditCommand.Suspend,
        "_" => EditCommand.Undo,
        _ => EditCommand.None,
    };

    private static EditCommand AltCommand(string letter) => letter switch
    {
        "b" => EditCommand.WordLeft,
        "f" => EditCommand.WordRight,
        "d" => EditCommand.CutWordRight,
        "p" => EditCommand.PreviousEntry,
        "n" => EditCommand.NextEntry,
        "<" => EditCommand.TextStart,
        ">" => EditCommand.TextEnd,
        _ => EditCommand.None,
    };
}
