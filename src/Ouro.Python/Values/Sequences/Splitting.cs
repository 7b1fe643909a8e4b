// Splitting, for text of any width and for bytes. The results are places: who calls makes texts or bytes of them. Elements that are scanned
// are charged at once; a piece is charged when it is found, because there may be as many pieces as elements.

using System.Numerics;

namespace Ouro.Python.Values.Sequences;

/// <summary>Where sequences split.</summary>
internal static class Splitting
{
    /// <summary>The bytes that a place in a list takes, growth included.</summary>
    private const int PieceSize = 16;

    /// <summary>At a separator, which is not empty, at most so many times (negative: always).</summary>
    internal static List<Piece>? Split<T>(Meter meter, ReadOnlySpan<T> text, ReadOnlySpan<T> separator, long most)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!meter.Work((long)text.Length + separator.Length))
        {
            return null;
        }

        var pieces = new List<Piece>();
        var searcher = new Searcher<T>(separator);
        int start = 0;
        for (; most != 0; most--)
        {
            int found = searcher.Find(text[start..]);
            if (found < 0)
            {
                break;
            }

            if (!Add(meter, pieces, start, start + found))
            {
                return null;
            }

            start += found + separator.Length;
        }

        return Add(meter, pieces, start, text.Length) ? pieces : null;
    }

    /// <summary>The same from the end; the pieces are in order.</summary>
    internal static List<Piece>? SplitBackwards<T>(Meter meter, ReadOnlySpan<T> text, ReadOnlySpan<T> separator, long most)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!meter.Work((long)text.Length + separator.Length))
        {
            return null;
        }

        var pieces = new List<Piece>();
        var searcher = new Searcher<T>(separator, backwards: true);
        int end = text.Length;
        for (; most != 0; most--)
        {
            int found = searcher.Find(text[..end]);
            if (found < 0)
            {
                break;
            }

            if (!Add(meter, pieces, found + separator.Length, end))
            {
                return null;
            }

            end = found;
        }

        return Add(meter, pieces, 0, end) ? Reversed(pieces) : null;
    }

    /// <summary>At runs of white space, at most so many times (negative: always); what is left after the last split keeps its end.</summary>
    internal static List<Piece>? SplitAtSpace<T, TSet>(Meter meter, ReadOnlySpan<T> text, long most)
        where T : unmanaged, IBinaryInteger<T>
        where TSet : ICharacterSet
    {
        if (!meter.Work(text.Length))
        {
            return null;
        }

        var pieces = new List<Piece>();
        int at = 0;
        for (; ; most--)
        {
            while (at < text.Length && TSet.IsSpace(int.CreateTruncating(text[at])))
            {
                at++;
            }

            if (at == text.Length)
            {
                return pieces;
            }

            int start = at;
            if (most == 0)
            {
                return Add(meter, pieces, start, text.Length) ? pieces : null;
            }

            while (at < text.Length && !TSet.IsSpace(int.CreateTruncating(text[at])))
            {
                at++;
            }

            if (!Add(meter, pieces, start, at))
            {
                return null;
            }
        }
    }

    /// <summary>The same from the end; the pieces are in order.</summary>
    internal static List<Piece>? SplitAtSpaceBackwards<T, TSet>(Meter meter, ReadOnlySpan<T> text, long most)
        where T : unmanaged, IBinaryInteger<T>
        where TSet : ICharacterSet
    {
        if (!meter.Work(text.Length))
        {
            return null;
        }

        var pieces = new List<Piece>();
        int at = text.Length;
        for (; ; most--)
        {
            while (at > 0 && TSet.IsSpace(int.CreateTruncating(text[at - 1])))
            {
                at--;
            }

            if (at == 0)
            {
                return Reversed(pieces);
            }

            int end = at;
            if (most == 0)
            {
                return Add(meter, pieces, 0, end) ? Reversed(pieces) : null;
            }

            while (at > 0 && !TSet.IsSpace(int.CreateTruncating(text[at - 1])))
            {
                at--;
            }

            if (!Add(meter, pieces, at, end))
            {
                return null;
            }
        }
    }

    /// <summary>Lines, without or with what ends them.</summary>
    internal static List<Piece>? SplitLines<T, TSet>(Meter meter, ReadOnlySpan<T> text, bool keepEnds)
        where T : unmanaged, IBinaryInteger<T>
        where TSet : ICharacterSet
    {
        if (!meter.Work(text.Length))
        {
            return null;
        }

        var pieces = new List<Piece>();
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            while (at < text.Length && !TSet.IsLineEnd(int.CreateTruncating(text[at])))
            {
                at++;
            }

            int end = at;
            if (at < text.Length)
            {
                bool isPair = int.CreateTruncating(text[at]) == '\r' && at + 1 < text.Length && int.CreateTruncating(text[at + 1]) == '\n';
                at += isPair ? 2 : 1;
                end = keepEnds ? at : end;
            }

            if (!Add(meter, pieces, start, end))
            {
                return null;
            }
        }

        return pieces;
    }

    private static bool Add(Meter meter, List<Piece> pieces, int start, int end)
    {
        if (!meter.Ticks(1) || !meter.Allocate(PieceSize))
        {
            return false;
        }

        pieces.Add(new Piece(start, end));
        return true;
    }

    private static List<Piece> Reversed(List<Piece> pieces)
    {
        pieces.Reverse();
        return pieces;
    }
}
