namespace Ouro.Tools.LineEditing;

/// <summary>What a piece of text on the screen is; <see cref="Palette"/> says how that looks.</summary>
internal enum Style : byte
{
    Plain,
    Prompt,
    Comment,
    String,
    Number,
    Keyword,
    Constant,
    Bracket,

    /// <summary>The bracket at the cursor and its partner.</summary>
    Match,

    /// <summary>What cannot be right, such as a bracket that closes nothing.</summary>
    Error,

    /// <summary>What the editor says by itself: completions, marks.</summary>
    Hint,

    /// <summary>A result's number.</summary>
    Label,
}

/// <summary>The looks of styles: sequences for the terminal, or nothing at all.</summary>
internal sealed class Palette
{
    private const string Reset = "\e[0m";

    private readonly bool _isColoured;

    private Palette(bool isColoured) => _isColoured = isColoured;

    /// <summary>Text and nothing else.</summary>
    internal static Palette Plain() => new(false);

    /// <summary>The eight colours that every terminal has, so that its user's choice of them holds.</summary>
    internal static Palette Coloured() => new(true);

    /// <summary>What people set to have no colours: NO_COLOR with any text, or a terminal that says it can do nothing.</summary>
    internal static Palette ForEnvironment(Func<string, string?> variable) =>
        variable("NO_COLOR") is { Length: > 0 } || variable("TERM") is null or "" or "dumb" ? Plain() : Coloured();

    /// <summary>The sequence that begins a style, or an empty text.</summary>
    internal string Begin(Style style) => !_isColoured ? "" : style switch
    {
        Style.Prompt => "\e[1;34m",
        Style.Comment => "\e[90m",
        Style.String => "\e[32m",
        Style.Number => "\e[36m",
        Style.Keyword => "\e[35m",
        Style.Constant => "\e[33m",
        Style.Match => "\e[1;4m",
        Style.Error => "\e[1;31m",
        Style.Hint => "\e[90m",
        Style.Label => "\e[1;32m",
        _ => "",
    };

    /// <summary>The sequence that ends a style, or an empty text.</summary>
    internal string End(Style style) => Begin(style).Length == 0 ? "" : Reset;

    /// <summary>A text in a style.</summary>
    internal string Apply(Style style, string text) => Begin(style) is { Length: > 0 } begin ? begin + text + Reset : text;
}
