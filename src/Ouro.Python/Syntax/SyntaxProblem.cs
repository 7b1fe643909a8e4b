using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ouro.Python.Syntax;

/// <summary>The exception type that the guest sees for a source that is refused.</summary>
internal enum SyntaxProblemKind
{
    SyntaxError,
    IndentationError,
    TabError,
    ValueError,
    MemoryError,
    RecursionError,
}

/// <summary>Why a source was refused: what the guest's exception has as its attributes.</summary>
/// <param name="Kind">The type of the exception.</param>
/// <param name="Message">CPython's message.</param>
/// <param name="Line">The line from 1; 0 where CPython gives no place.</param>
/// <param name="Offset">The column in characters from 1.</param>
/// <param name="EndLine">The line of the end.</param>
/// <param name="EndOffset">The column of the end in characters from 1, exclusive; 0 or less if it is not known.</param>
/// <param name="Text">The line in question with its line end, or null.</param>
internal sealed record SyntaxProblem(SyntaxProblemKind Kind, string Message, int Line = 0, int Offset = 0, int EndLine = 0, int EndOffset = 0, string? Text = null)
{
    /// <summary>What CPython's traceback shows for it: the place, the line with carets below, the type and the message.</summary>
    internal string Display(string file)
    {
        var text = new System.Text.StringBuilder();
        if (Line > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  File \"{file}\", line {Line}\n");
        }

        if (Text is not null && Line > 0)
        {
            string line = Text.TrimEnd('\n');
            string shown = line.TrimStart(' ', '\n', '\f');
            int spaces = line.Length - shown.Length;
            text.Append("    ").Append(shown).Append('\n');
            if (Offset >= 1)
            {
                int start = Offset - 1 - spaces;
                int end = (EndLine == Line && EndOffset > 0 ? EndOffset : EndLine > Line ? line.Length + 1 : Offset) - 1 - spaces;
                end = end <= start ? start + 1 : end;
                if (start >= 0)
                {
                    text.Append("    ");
                    for (int i = 0; i < start; i++)
                    {
                        text.Append(i < shown.Length && char.IsWhiteSpace(shown[i]) ? shown[i] : ' ');
                    }

                    text.Append('^', end - start).Append('\n');
                }
            }
        }

        return text.Append(Kind).Append(": ").Append(Message).Append('\n').ToString();
    }
}

/// <summary>Leaves the front end from inside with a problem; it never leaves the entry points.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "it never leaves the front end")]
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "it always has a problem")]
internal sealed class SyntaxProblemException(SyntaxProblem problem) : Exception(problem.Message)
{
    internal SyntaxProblem Problem { get; } = problem;
}
