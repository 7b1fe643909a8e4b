using System.Globalization;
using System.Text;
using Ouro.Machine.Languages;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Repl;

/// <summary>Writes values as results.</summary>
/// <param name="console">Where they go.</param>
internal sealed class ResultPrinter(IReplConsole console)
{
    /// <summary>A value with a longer text is cut, whatever the terminal's size: nobody reads that.</summary>
    private const int LongestText = 20_000;

    private const int MostLines = 24;

    /// <summary>Shows the values of an evaluation, numbered if somebody sits there.</summary>
    internal void Show(ReplWorld world)
    {
        foreach (var value in world.Last)
        {
            if (!console.IsInteractive)
            {
                console.Write((world.Interaction.Language.PrintResult(world.Machine, value) ?? "") + "\n");
                continue;
            }

            string name = "$" + (++world.Results).ToString(CultureInfo.InvariantCulture);
            string label = world.Interaction.Define(name, value) ? name + " = " : "";
            console.Write(console.Palette.Apply(Style.Label, label) + Text(world.Interaction, value, label.Length, isWhole: false) + "\n");
        }
    }

    /// <summary>Shows a value with all its lines.</summary>
    internal void ShowWhole(ReplWorld world, Value value) => console.Write(Text(world.Interaction, value, 0, isWhole: true) + "\n");

    private string Text(Interaction interaction, Value value, int indentation, bool isWhole)
    {
        string text = isWhole
            ? interaction.Language.PrintResult(interaction.Machine, value) ?? "(unspecified)"
            : interaction.Language.Print(value, LongestText);
        bool isCut = !isWhole && text.Length >= LongestText - 4 && text.EndsWith("...", StringComparison.Ordinal);
        int width = console.Size?.Columns ?? int.MaxValue;
        if (!isWhole || text.Length <= LongestText * 10)
        {
            text = DatumLayout.Break(text, interaction.Tokens(text), width, indentation);
        }

        // Lines as the terminal will break them.
        string rest = "";
        if (!isWhole && width < int.MaxValue)
        {
            int end = EndOfLines(text, Math.Min(MostLines, Math.Max(4, (console.Size?.Rows ?? MostLines) - 2)), width);
            isCut |= end < text.Length;
            text = text[..end];
            rest = isCut ? "\n" + console.Palette.Apply(Style.Hint, "... (,all shows it whole)") : "";
        }

        return Coloured(interaction, text) + rest;
    }

    private string Coloured(Interaction interaction, string text)
    {
        var output = new StringBuilder();
        int at = 0;
        foreach (var token in text.Length <= LongestText * 2 ? interaction.Tokens(text) : [])
        {
            var style = token.Kind switch
            {
                TokenKind.String => Style.String,
                TokenKind.Number => Style.Number,
                TokenKind.Constant => Style.Constant,
                _ => Style.Plain,
            };
            if (style != Style.Plain && token.Start >= at)
            {
                _ = output.Append(text, at, token.Start - at).Append(console.Palette.Apply(style, text.Substring(token.Start, token.Length)));
                at = token.Start + token.Length;
            }
        }

        return output.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Where so many lines end.</summary>
    private static int EndOfLines(string text, int lines, int width)
    {
        int at = 0;
        while (at < text.Length)
        {
            int end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            lines -= Math.Max(1, (end - at + width - 1) / width);
            if (lines < 0)
            {
                return Math.Max(0, at - 1);
            }

            if (lines == 0 && end < text.Length)
            {
                return end;
            }

            at = end + 1;
        }

        return text.Length;
    }
}
