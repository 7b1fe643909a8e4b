using System.Globalization;
using System.Text;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Tests.LineEditing;

/// <summary>A terminal's screen: what the painter's sequences make of it. Knows those that the painter uses and no others.</summary>
internal sealed class Screen(int width, int height)
{
    private readonly List<string[]> _rows = [.. Enumerable.Range(0, height).Select(_ => Blank(width))];

    /// <summary>The last column was written, and the next character goes to the next row.</summary>
    private bool _wraps;

    internal int Row { get; private set; }

    internal int Column { get; private set; }

    /// <summary>Rows that went off at the top.</summary>
    internal int Scrolled { get; private set; }

    internal string Text => string.Join('\n', _rows.Select(row => string.Concat(row).TrimEnd())).TrimEnd();

    internal void Write(string output)
    {
        int at = 0;
        while (at < output.Length)
        {
            if (output[at] == '\e')
            {
                at = Sequence(output, at + 2);
                continue;
            }

            int length = StringInfo.GetNextTextElementLength(output.AsSpan(at));
            string cluster = output.Substring(at, length);
            at += length;
            switch (cluster)
            {
                case "\r\n":
                    (Column, _wraps) = (0, false);
                    Down();
                    break;
                case "\r":
                    (Column, _wraps) = (0, false);
                    break;
                case "\n":
                    Down();
                    break;
                default:
                    Put(cluster);
                    break;
            }
        }
    }

    private int Sequence(string output, int at)
    {
        Assert.Equal('[', output[at - 1]);
        int start = at;
        while (output[at] is >= (char)0x20 and < (char)0x40)
        {
            at++;
        }

        string parameters = output[start..at];
        int count = int.TryParse(parameters, out int number) ? number : 1;
        _wraps = _wraps && output[at] == 'm';
        switch (output[at])
        {
            case 'A':
                Row = Math.Max(0, Row - count);
                break;
            case 'B':
                Row = Math.Min(height - 1, Row + count);
                break;
            case 'C':
                Column = Math.Min(width - 1, Column + count);
                break;
            case 'K':
                Array.Fill(_rows[Row], " ", Column, width - Column);
                break;
            case 'J':
                Array.Fill(_rows[Row], " ", Column, width - Column);
                for (int row = Row + 1; row < height; row++)
                {
                    _rows[row] = Blank(width);
                }

                break;
            case 'm':
                break;
            default:
                Assert.Fail("the screen does not know ESC [ " + parameters + output[at]);
                break;
        }

        return at + 1;
    }

    private void Put(string cluster)
    {
        int columns = CharacterWidth.OfCluster(cluster);
        if (_wraps || Column + columns > width)
        {
            Column = 0;
            Down();
        }

        _rows[Row][Column] = cluster;
        for (int i = 1; i < columns; i++)
        {
            _rows[Row][Column + i] = "";
        }

        Column += columns;
        _wraps = Column == width;
        Column = Math.Min(Column, width - 1);
    }

    private void Down()
    {
        _wraps = false;
        if (Row < height - 1)
        {
            Row++;
            return;
        }

        _rows.RemoveAt(0);
        _rows.Add(Blank(width));
        Scrolled++;
    }

    private static string[] Blank(int width) => [.. Enumerable.Repeat(" ", width)];
}
