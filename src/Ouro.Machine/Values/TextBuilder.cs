namespace Ouro.Machine.Values;

/// <summary>Text that grows at its end: what string ports and the like collect into. Not a guest value.</summary>
internal sealed class TextBuilder
{
    private byte[] _storage = [];
    private int _width;

    /// <summary>How many code points so far.</summary>
    internal int Length { get; private set; }

    /// <summary>The code point at an index below <see cref="Length"/>.</summary>
    internal int this[int index] =>
        index < Length ? TextStorage.Read(_storage, _width, index) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Bytes that an append of that many code points may allocate; charge them before.</summary>
    internal long GrowthFor(long count) =>
        (Length + count) << _width <= _storage.Length ? 0 : Math.Max(Length + count, 2L * Length) << 2;

    /// <summary>Appends a code point of one byte if all are, and there is room.</summary>
    internal bool TryAppend(int codePoint)
    {
        var storage = _storage;
        if (_width != 0 || (uint)Length >= (uint)storage.Length || (uint)codePoint > 0xFF)
        {
            return false;
        }

        storage[Length++] = (byte)codePoint;
        return true;
    }

    internal void Append(int codePoint)
    {
        Reserve(1, TextStorage.WidthOf(codePoint));
        TextStorage.Write(_storage, _width, Length++, codePoint);
    }

    /// <summary>Appends UTF-16 text.</summary>
    internal void Append(ReadOnlySpan<char> text)
    {
        var width = TextStorage.WidthOf(text, out var length);
        Reserve(length, width);
        if (width < 2 && _width == 2)
        {
            foreach (var character in text)
            {
                TextStorage.Write(_storage, 2, Length++, character);
            }

            return;
        }

        TextStorage.WriteUtf16(_storage, _width, Length, text);
        Length += length;
    }

    /// <summary>Appends the code points of a text from start up to end.</summary>
    internal void Append(Text text, int start, int end)
    {
        Reserve(end - start, text.Width <= _width ? _width : TextStorage.WidthOf(text.Storage, text.Width, start, end));
        TextStorage.Copy(text.Storage, text.Width, start, _storage, _width, Length, end - start);
        Length += end - start;
    }

    internal void Append(Text text) => Append(text, 0, text.Length);

    internal void Clear()
    {
        _storage = [];
        _width = 0;
        Length = 0;
    }

    /// <summary>A new text of what was collected.</summary>
    internal Text ToText()
    {
        var storage = TextStorage.Allocate(Length, _width);
        TextStorage.Copy(_storage, _width, 0, storage, _width, 0, Length);
        return new Text(storage, _width, Length);
    }

    public override string ToString() => ToText().ToString();

    private void Reserve(int count, int width)
    {
        var needed = checked(Length + count);
        if (width <= _width && needed << _width <= _storage.Length)
        {
            return;
        }

        var capacity = Math.Max(_storage.Length >> _width, 16);
        while (capacity < needed)
        {
            capacity = (int)Math.Min(2L * capacity, int.MaxValue >> 2);
            if (capacity < needed && capacity == int.MaxValue >> 2)
            {
                capacity = needed;
            }
        }

        var newWidth = Math.Max(width, _width);
        _storage = TextStorage.Convert(_storage, _width, Length, newWidth, capacity);
        _width = newWidth;
    }
}
