// What is to be seen: rows that fit the terminal's width, and where the cursor is. Lines that are too long go on in the
// next row at any character; a wide character never is cut in two. Control characters show as ^X, so that no text can
// move the terminal's cursor behind our back.

using System.Globalization;
using System.Text;

namespace Ouro.Tools.LineEditing;

/// <summary>A row as it is sent to the terminal.</summary>
/// <param name="Text">With the sequences of its styles.</param>
/// <param name="Width">Its columns.</param>
internal readonly record struct Row(string Text, int Width);

/// <summary>Everything that the editor shows.</summary>
internal sealed record Frame(IReadOnlyList<Row> Rows, int CursorRow, int CursorColumn);

/// <summary>Lays out prompt, text and hints.</summary>
internal sealed class FrameBuilder(Palette palette, int width)
{
    private const int TabStop = 8;

    /// <summary>Narrower terminals are drawn as if they had this many columns.</summary>
    private const int LeastWidth = 4;

    private readonly int _width = Math.Max(width, LeastWidth);
    private readonly List<Row> _rows = [];
    private readonly StringBuilder _row = new();
    private Style _style = Style.Plain;
    private int _column;

    /// <summary>Adds a text; '\n' begins a new row, which starts with the continuation.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="styles">A style for each UTF-16 unit, or empty for plain.</param>
    /// <param name="cursor">An index in the text whose place is asked for, or -1.</param>
    /// <param name="continuation">What stands before each further line.</param>
    /// <returns>Row and column of the cursor.</returns>
    internal (int Row, int Column) Add(string text, ReadOnlySpan<Style> styles, int cursor = -1, string continuation = "")
    {
        var place = (Row: -1, Column: -1);
        int index = 0;
        while (index < text.Length)
        {
            if (index == cursor)
            {
                place = Place();
            }

            if (text[index] == '\n')
            {
                EndRow();
                index++;
                AddPlain(continuation, Style.Prompt);
                continue;
            }

            int length = StringInfo.GetNextTextElementLength(text.AsSpan(index));
            if (cursor > index && cursor < index + length)
            {
                length = cursor - index;
            }

            AddCluster(text.AsSpan(index, length), index < styles.Length ? styles[index] : Style.Plain);
            index += length;
        }

        return cursor == text.Length ? Place() : place;
    }

    /// <summary>Adds a text in one style.</summary>
    internal void AddPlain(string text, Style style)
    {
        var styles = new Style[text.Length];
        Array.Fill(styles, style);
        _ = Add(text, styles);
    }

    /// <summary>Ends the current row.</summary>
    internal void EndRow()
    {
        SetStyle(Style.Plain);
        _rows.Add(new Row(_row.ToString(), _column));
        _ = _row.Clear();
        _column = 0;
    }

    /// <summary>What was added, cut to the terminal's height around the cursor.</summary>
    internal Frame Build((int Row, int Column) cursor, int height)
    {
        if (_row.Length > 0 || _rows.Count <= cursor.Row)
        {
            EndRow();
        }

        int shown = Math.Max(1, Math.Min(height, _rows.Count));
        int top = Math.Clamp(cursor.Row - (shown / 2), 0, _rows.Count - shown);
        return new Frame(_rows.GetRange(top, shown), cursor.Row - top, cursor.Column);
    }

    /// <summary>Where the next character goes. At the end of a full row that is the start of the next one.</summary>
    private (int Row, int Column) Place()
    {
        if (_column >= _width)
        {
            EndRow();
        }

        return (_rows.Count, _column);
    }

    private void AddCluster(ReadOnlySpan<char> cluster, Style style)
    {
        char first = cluster[0];
        if (first == '\t')
        {
            int blanks = TabStop - (_column % TabStop);
            Put(new string(' ', Math.Min(blanks, Math.Max(1, _width - _column))), Math.Min(blanks, Math.Max(1, _width - _column)), style);
            return;
        }

        if (char.IsControl(first))
        {
            Put(first < 0x20 ? "^" + (char)(first + 0x40) : first == 0x7F ? "^?" : "\uFFFD", first < 0x80 ? 2 : 1, style == Style.Plain ? Style.Hint : style);
            return;
        }

        if (cluster.Length == 1 && char.IsSurrogate(first))
        {
            Put("\uFFFD", 1, Style.Error);
            return;
        }

        int columns = CharacterWidth.OfCluster(cluster);
        if (columns == 0)
        {
            // What combines needs something to combine with; alone it is shown on a blank.
            Put(" " + cluster.ToString(), 1, style);
            return;
        }

        Put(cluster.ToString(), columns, style);
    }

    private void Put(string text, int columns, Style style)
    {
        if (_column + columns > _width)
        {
            EndRow();
        }

        SetStyle(style);
        _ = _row.Append(text);
        _column += columns;
    }

    private void SetStyle(Style style)
    {
        if (style != _style)
        {
            _ = _row.Append(palette.End(_style)).Append(palette.Begin(style));
            _style = style;
        }
    }
}
