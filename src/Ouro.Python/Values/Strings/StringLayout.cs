namespace Ouro.Python.Values.Strings;

/// <summary>Texts brought to a width. Null: see <see cref="Meter"/>.</summary>
internal static class StringLayout
{
    internal static Text? Center(Meter meter, Text text, long width, int fill = ' ')
    {
        long margin = Math.Max(0, width - text.Length);
        long left = margin / 2 + (margin & width & 1);
        return StringMaking.Pad(meter, text, left, margin - left, fill);
    }

    internal static Text? LeftJustify(Meter meter, Text text, long width, int fill = ' ') => StringMaking.Pad(meter, text, 0, Math.Max(0, width - text.Length), fill);

    internal static Text? RightJustify(Meter meter, Text text, long width, int fill = ' ') => StringMaking.Pad(meter, text, Math.Max(0, width - text.Length), 0, fill);

    /// <summary>Zeros to the left, after a sign.</summary>
    internal static Text? ZeroFill(Meter meter, Text text, long width)
    {
        long zeros = Math.Max(0, width - text.Length);
        var padded = StringMaking.Pad(meter, text, zeros, 0, '0');
        if (padded is not null && zeros > 0 && text.Length > 0 && text[0] is '+' or '-')
        {
            padded![(int)zeros] = '0';
            padded[0] = text[0];
        }

        return padded;
    }

    /// <summary>Tabs become spaces up to the next column that is a multiple of the tab size; none if that is not positive.</summary>
    internal static Text? ExpandTabs(Meter meter, Text text, long tabSize)
    {
        if (!meter.Work(text.Length))
        {
            return null;
        }

        long length = 0;
        long column = 0;
        bool found = false;
        for (int i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (codePoint == '\t')
            {
                found = true;
                long spaces = tabSize > 0 ? tabSize - column % tabSize : 0;
                if (length > long.MaxValue - 1 - spaces)
                {
                    meter.OverflowError("new string is too long");
                    return null;
                }

                length += spaces;
                column += spaces;
            }
            else
            {
                length++;
                column = codePoint is '\n' or '\r' ? 0 : column + 1;
            }
        }

        if (!found || !meter.Make(length, text.Width))
        {
            return found ? null : text;
        }

        byte[] storage = TextStorage.Allocate((int)length, text.Width);
        int at = 0;
        column = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (codePoint == '\t')
            {
                int spaces = tabSize > 0 ? (int)(tabSize - column % tabSize) : 0;
                TextStorage.Fill(storage, text.Width, at, at + spaces, ' ');
                at += spaces;
                column += spaces;
            }
            else
            {
                TextStorage.Write(storage, text.Width, at++, codePoint);
                column = codePoint is '\n' or '\r' ? 0 : column + 1;
            }
        }

        return new Text(storage, text.Width, (int)length);
    }
}
