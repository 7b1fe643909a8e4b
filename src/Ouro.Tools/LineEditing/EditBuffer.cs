// The text being edited and its cursor. Lines are separated by '\n'. The cursor stands between user-perceived
// characters, so it never splits a surrogate pair or an accent from its letter.

using System.Globalization;

namespace Ouro.Tools.LineEditing;

/// <summary>A text with a cursor, what was cut from it last, and its earlier states.</summary>
internal sealed class EditBuffer
{
    private const int MostUndo = 500;

    private readonly List<(string Text, int Cursor)> _earlier = [];
    private string _cut = "";
    private bool _isCutting;
    private bool _isTyping;
    private int _wantedColumn = -1;

    internal string Text { get; private set; } = "";

    /// <summary>Index in <see cref="Text"/>, in UTF-16 units.</summary>
    internal int Cursor { get; private set; }

    internal bool IsEmpty => Text.Length == 0;

    /// <summary>Start of the line with the cursor.</summary>
    internal int LineStart => Cursor == 0 ? 0 : Text.LastIndexOf('\n', Cursor - 1) + 1;

    /// <summary>End of the line with the cursor: at its '\n' or at the end of the text.</summary>
    internal int LineEnd => Text.IndexOf('\n', Cursor) is var end and >= 0 ? end : Text.Length;

    internal bool IsOnFirstLine => LineStart == 0;

    internal bool IsOnLastLine => LineEnd == Text.Length;

    /// <summary>Replaces everything; the cursor goes to the end. Can be undone.</summary>
    internal void Set(string text, int cursor = -1)
    {
        Save(isTyping: false);
        Text = text;
        Cursor = cursor < 0 ? text.Length : cursor;
    }

    /// <summary>Starts anew, with nothing to undo; what was cut stays.</summary>
    internal void Reset(string text = "")
    {
        _earlier.Clear();
        EndRun();
        Text = text;
        Cursor = text.Length;
    }

    /// <summary>Inserts at the cursor. Letters typed one after the other are undone together.</summary>
    internal void Insert(string text)
    {
        Save(isTyping: text.Length == 1 && text[0] is not (' ' or '\n'));
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    /// <summary>Replaces a part; the cursor goes behind what is new.</summary>
    internal void Replace(int start, int end, string text)
    {
        Save(isTyping: false);
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(end));
        Cursor = start + text.Length;
    }

    /// <summary>Moves the cursor to an index.</summary>
    internal void MoveTo(int index)
    {
        EndRun();
        Cursor = index;
    }

    internal void MoveLeft() => MoveTo(Before(Cursor));

    internal void MoveRight() => MoveTo(After(Cursor));

    internal void MoveWordLeft() => MoveTo(WordStart(Cursor));

    internal void MoveWordRight() => MoveTo(WordEnd(Cursor));

    /// <summary>Moves up or down a line, staying in the same column where the lines are long enough.</summary>
    /// <returns>False: there is no line there.</returns>
    internal bool MoveLine(int direction)
    {
        if (direction < 0 ? IsOnFirstLine : IsOnLastLine)
        {
            return false;
        }

        int wanted = _wantedColumn >= 0 ? _wantedColumn : CharacterWidth.Of(Text.AsSpan(LineStart, Cursor - LineStart));
        Cursor = direction < 0 ? LineStart - 1 : LineEnd + 1;
        int start = LineStart;
        int end = LineEnd;
        int index = start;
        for (int column = 0; index < end; index = After(index))
        {
            column += CharacterWidth.OfCluster(Text.AsSpan(index, After(index) - index));
            if (column > wanted)
            {
                break;
            }
        }

        EndRun();
        Cursor = index;
        _wantedColumn = wanted;
        return true;
    }

    internal bool DeleteLeft() => Remove(Before(Cursor), Cursor);

    internal bool DeleteRight() => Remove(Cursor, After(Cursor));

    /// <summary>Cuts from the cursor to an index, either way. Cuts in a row make one text.</summary>
    internal void CutTo(int index)
    {
        bool continues = _isCutting;
        string piece = Text[Math.Min(index, Cursor)..Math.Max(index, Cursor)];
        if (piece.Length > 0)
        {
            _cut = !continues ? piece : index < Cursor ? piece + _cut : _cut + piece;
            _ = Remove(Math.Min(index, Cursor), Math.Max(index, Cursor));
            _isCutting = true;
        }
    }

    internal void CutToLineEnd() => CutTo(Cursor == LineEnd ? After(Cursor) : LineEnd);

    internal void CutToLineStart() => CutTo(Cursor == LineStart ? Before(Cursor) : LineStart);

    internal void CutWordLeft() => CutTo(WordStart(Cursor));

    internal void CutWordRight() => CutTo(WordEnd(Cursor));

    /// <summary>Cuts back to the blank before the cursor.</summary>
    internal void CutBlankSeparatedLeft()
    {
        int index = Cursor;
        while (index > 0 && char.IsWhiteSpace(Text[index - 1]))
        {
            index--;
        }

        while (index > 0 && !char.IsWhiteSpace(Text[index - 1]))
        {
            index--;
        }

        CutTo(index);
    }

    internal void InsertCut()
    {
        if (_cut.Length > 0)
        {
            Insert(_cut);
            _isTyping = false;
        }
    }

    /// <summary>Swaps the characters on both sides of the cursor; at the end of a line the two before it.</summary>
    internal void SwapCharacters()
    {
        int middle = Cursor == LineEnd ? Before(Cursor) : Cursor;
        int start = Before(middle);
        int end = After(middle);
        if (middle > LineStart && end <= LineEnd && end > middle)
        {
            Replace(start, end, Text[middle..end] + Text[start..middle]);
        }
    }

    internal bool Undo()
    {
        if (_earlier.Count == 0)
        {
            return false;
        }

        (Text, Cursor) = _earlier[^1];
        _earlier.RemoveAt(_earlier.Count - 1);
        EndRun();
        return true;
    }

    private bool Remove(int start, int end)
    {
        if (start == end)
        {
            return false;
        }

        Save(isTyping: false);
        Text = Text.Remove(start, end - start);
        Cursor = start;
        return true;
    }

    private void Save(bool isTyping)
    {
        if (!(isTyping && _isTyping))
        {
            _earlier.Add((Text, Cursor));
            if (_earlier.Count > MostUndo)
            {
                _earlier.RemoveAt(0);
            }
        }

        EndRun();
        _isTyping = isTyping;
    }

    private void EndRun()
    {
        _isTyping = false;
        _isCutting = false;
        _wantedColumn = -1;
    }

    private int After(int index) => index >= Text.Length ? Text.Length : index + StringInfo.GetNextTextElementLength(Text.AsSpan(index));

    /// <summary>The start of the character before. Characters are found from the start of the line: where one begins depends on those before it.</summary>
    private int Before(int index)
    {
        if (index == 0 || Text[index - 1] == '\n')
        {
            return Math.Max(index - 1, 0);
        }

        if (Text[index - 1] < 0x80 && (index < 2 || Text[index - 2] < 0x80))
        {
            return index - 1;
        }

        int start = Text.LastIndexOf('\n', index - 1) + 1;
        while (After(start) < index)
        {
            start = After(start);
        }

        return start;
    }

    private int WordStart(int index)
    {
        while (index > 0 && !IsWordCharacter(Text[index - 1]))
        {
            index--;
        }

        while (index > 0 && IsWordCharacter(Text[index - 1]))
        {
            index--;
        }

        return index;
    }

    private int WordEnd(int index)
    {
        while (index < Text.Length && !IsWordCharacter(Text[index]))
        {
            index++;
        }

        while (index < Text.Length && IsWordCharacter(Text[index]))
        {
            index++;
        }

        return index;
    }

    private static bool IsWordCharacter(char unit) => char.IsLetterOrDigit(unit) || char.IsSurrogate(unit);
}
