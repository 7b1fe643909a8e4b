using Ouro.Machine.Languages;

namespace Ouro.Tools.LineEditing;

/// <summary>What could stand in the place of a part of the text.</summary>
/// <param name="Start">Where the part begins.</param>
/// <param name="Candidates">The texts, sorted.</param>
/// <param name="Suffix">What follows the text if there is only one.</param>
internal sealed record Completions(int Start, IReadOnlyList<string> Candidates, string Suffix = "");

/// <summary>Who knows what the text means while it is being edited.</summary>
internal interface IInputAssistant
{
    /// <summary>Whether Enter ends the input.</summary>
    InputState StateOf(string text);

    /// <summary>How many blanks the line after the text begins with.</summary>
    int Indentation(string text);

    /// <summary>The parts of the text, in order; what is between them is plain.</summary>
    IReadOnlyList<SourceToken> Tokens(string text);

    /// <summary>How the text before the cursor may go on.</summary>
    Completions Complete(string text, int cursor);
}
