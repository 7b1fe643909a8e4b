// Brings the terminal from the frame that it shows to the next, sending only what changed. Invariant between calls: the
// terminal's cursor is at the frame's cursor, and below the frame's rows nothing of ours is left.
//
// Rows are ended by ourselves ("\r\n"), never by the terminal's own wrapping, and a row is cleared before it is
// written: at the end of a full row terminals disagree where the cursor is.

using System.Globalization;
using System.Text;

namespace Ouro.Tools.LineEditing;

/// <summary>Paints frames one over the other.</summary>
internal sealed class Painter
{
    private IReadOnlyList<Row> _rows = [];
    private int _cursorRow;
    private int _cursorColumn;

    /// <summary>What to send so that the terminal shows the frame.</summary>
    internal string Paint(Frame frame)
    {
        var output = new StringBuilder();
        int same = 0;
        while (same < _rows.Count && same < frame.Rows.Count && _rows[same] == frame.Rows[same])
        {
            same++;
        }

        int row = _cursorRow;
        if (same < frame.Rows.Count)
        {
            row = Math.Min(same, Math.Max(_rows.Count - 1, 0));
            MoveVertically(output, _cursorRow, row);
            for (int i = same; i < frame.Rows.Count; i++)
            {
                _ = output.Append(i > row ? "\r\n" : "\r").Append("\e[K").Append(frame.Rows[i].Text);
                row = i;
            }
        }

        if (_rows.Count > frame.Rows.Count)
        {
            MoveVertically(output, row, frame.Rows.Count);
            _ = output.Append("\r\e[J");
            row = frame.Rows.Count;
        }

        if (output.Length == 0 && row == frame.CursorRow && _cursorColumn == frame.CursorColumn)
        {
            return "";
        }

        MoveVertically(output, row, frame.CursorRow);
        _ = output.Append('\r');
        if (frame.CursorColumn > 0)
        {
            _ = output.Append(CultureInfo.InvariantCulture, $"\e[{frame.CursorColumn}C");
        }

        (_rows, _cursorRow, _cursorColumn) = (frame.Rows, frame.CursorRow, frame.CursorColumn);
        return output.ToString();
    }

    /// <summary>What to send to leave what is shown and go on below it.</summary>
    internal string Finish()
    {
        var output = new StringBuilder();
        MoveVertically(output, _cursorRow, Math.Max(_rows.Count - 1, 0));
        _ = output.Append("\r\n");
        Forget();
        return output.ToString();
    }

    /// <summary>The screen was cleared, or somebody else wrote: the next frame starts where the cursor is.</summary>
    internal void Forget() => (_rows, _cursorRow, _cursorColumn) = ([], 0, 0);

    /// <summary>
    /// What to send after the terminal's width changed. Terminals that became narrower break rows that are too long, and the
    /// cursor moves down with them; so that many rows above it everything is cleared.
    /// </summary>
    internal string Resize(int width)
    {
        int above = 0;
        for (int i = 0; i < _cursorRow && i < _rows.Count; i++)
        {
            above += Math.Max(1, (_rows[i].Width + width - 1) / width);
        }

        above += _cursorColumn / width;
        Forget();
        return above > 0 ? string.Create(CultureInfo.InvariantCulture, $"\r\e[{above}A\e[J") : "\r\e[J";
    }

    private static void MoveVertically(StringBuilder output, int from, int to)
    {
        if (to < from)
        {
            _ = output.Append(CultureInfo.InvariantCulture, $"\e[{from - to}A");
        }
        else if (to > from)
        {
            _ = output.Append(CultureInfo.InvariantCulture, $"\e[{to - from}B");
        }
    }
}
