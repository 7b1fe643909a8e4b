namespace Ouro.Tools.LineEditing;

/// <summary>Which key. Letters and all else that stands for itself are <see cref="Character"/>.</summary>
internal enum KeyCode
{
    Character,
    Enter,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Escape,

    /// <summary>Text that came in one piece from the clipboard.</summary>
    Paste,

    /// <summary>A sequence that means nothing here.</summary>
    Unknown,

    /// <summary>The terminal is gone.</summary>
    EndOfInput,
}

/// <summary>Keys held down with another.</summary>
[Flags]
internal enum KeyModifiers
{
    None = 0,
    Shift = 1,
    Alt = 2,
    Control = 4,
}

/// <summary>One key, or one paste.</summary>
/// <param name="Code">Which key.</param>
/// <param name="Text">What was typed or pasted; with Control the letter in lower case; empty for keys without text.</param>
/// <param name="Modifiers">What was held down.</param>
internal readonly record struct KeyEvent(KeyCode Code, string Text = "", KeyModifiers Modifiers = KeyModifiers.None);
