// From the bytes that a terminal sends to keys. Bytes may come in any pieces: what is not whole yet stays until more
// comes, or until Flush says that nothing more will come soon, since an Escape key alone is the start of every sequence.
//
//   key  ::= ESC key                              with Alt
//          | ESC [ parameters letter | ESC [ parameters ~ | ESC O letter
//          | control byte | UTF-8 sequence
//   paste ::= ESC [ 200 ~ anything ESC [ 201 ~

using System.Text;

namespace Ouro.Tools.LineEditing;

/// <summary>Decodes what a terminal in raw mode sends.</summary>
internal sealed class InputDecoder
{
    private const byte Escape = 0x1B;

    /// <summary>A sequence that is longer than this is none.</summary>
    private const int LongestSequence = 32;

    private readonly Queue<KeyEvent> _keys = new();
    private readonly StringBuilder _pasted = new();
    private byte[] _bytes = new byte[256];
    private int _start;
    private int _end;
    private bool _isPasting;

    private static ReadOnlySpan<byte> PasteEnd => "\e[201~"u8;

    /// <summary>Whether bytes wait for their continuation.</summary>
    internal bool IsPending => _start < _end && !_isPasting;

    /// <summary>Whether there are keys that nobody took yet, or the start of one.</summary>
    internal bool HasMore => _keys.Count > 0 || _start < _end;

    /// <summary>Takes the next whole key.</summary>
    internal bool TryTake(out KeyEvent key) => _keys.TryDequeue(out key);

    /// <summary>Decodes more bytes.</summary>
    internal void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_end + bytes.Length > _bytes.Length)
        {
            int kept = _end - _start;
            byte[] larger = kept + bytes.Length > _bytes.Length ? new byte[Math.Max(_bytes.Length * 2, kept + bytes.Length)] : _bytes;
            Array.Copy(_bytes, _start, larger, 0, kept);
            (_bytes, _start, _end) = (larger, 0, kept);
        }

        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
        while (_start < _end && Step(isLast: false))
        {
        }
    }

    /// <summary>Nothing more came for a while: what is there is what was meant.</summary>
    internal void Flush()
    {
        while (_start < _end && !_isPasting)
        {
            _ = Step(isLast: true);
        }
    }

    /// <summary>Decodes one key.</summary>
    /// <returns>False: more bytes are needed.</returns>
    private bool Step(bool isLast)
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(_start, _end - _start);
        if (_isPasting)
        {
            return StepPaste(bytes);
        }

        if (bytes[0] != Escape)
        {
            return StepPlain(bytes, isLast, KeyModifiers.None, 0);
        }

        if (bytes.Length == 1)
        {
            return isLast && Take(1, new KeyEvent(KeyCode.Escape));
        }

        if (bytes[1] is (byte)'[' or (byte)'O')
        {
            return StepSequence(bytes, isLast);
        }

        return bytes[1] == Escape ? Take(1, new KeyEvent(KeyCode.Escape)) : StepPlain(bytes[1..], isLast, KeyModifiers.Alt, 1);
    }

    private bool StepPlain(ReadOnlySpan<byte> bytes, bool isLast, KeyModifiers modifiers, int before)
    {
        byte first = bytes[0];
        switch (first)
        {
            case (byte)'\r' or (byte)'\n':
                return Take(before + 1, new KeyEvent(KeyCode.Enter, "", modifiers | (first == '\n' ? KeyModifiers.Control : 0)));
            case (byte)'\t':
                return Take(before + 1, new KeyEvent(KeyCode.Tab, "", modifiers));
            case 0x7F or 8:
                return Take(before + 1, new KeyEvent(KeyCode.Backspace, "", modifiers));
            case < 0x20:
                return Take(before + 1, new KeyEvent(KeyCode.Character, ((char)(first | (first is >= 1 and <= 26 ? 0x60 : 0x40))).ToString(), modifiers | KeyModifiers.Control));
        }

        var status = Rune.DecodeFromUtf8(bytes, out var rune, out int consumed);
        if (status == System.Buffers.OperationStatus.NeedMoreData && !isLast)
        {
            return false;
        }

        return Take(before + consumed, new KeyEvent(KeyCode.Character, rune.ToString(), modifiers));
    }

    private bool StepSequence(ReadOnlySpan<byte> bytes, bool isLast)
    {
        int end = 2;
        while (end < bytes.Length && bytes[end] is >= 0x20 and < 0x40)
        {
            end++;
        }

        if (end >= bytes.Length || end > LongestSequence)
        {
            return end > LongestSequence ? Take(end, new KeyEvent(KeyCode.Unknown))
                : isLast && (bytes.Length == 2 ? Take(2, new KeyEvent(KeyCode.Character, ((char)bytes[1]).ToString(), KeyModifiers.Alt)) : Take(end, new KeyEvent(KeyCode.Unknown)));
        }

        ReadOnlySpan<byte> parameters = bytes[2..end];
        byte final = bytes[end];
        if (final == '~' && parameters.SequenceEqual("200"u8))
        {
            _start += end + 1;
            _isPasting = true;
            return true;
        }

        return Take(end + 1, KeyOf(parameters, final));
    }

    private static KeyEvent KeyOf(ReadOnlySpan<byte> parameters, byte final)
    {
        int number = Number(parameters, 0, 1);
        var modifiers = (KeyModifiers)((Number(parameters, 1, 1) - 1) & 7);
        var code = final switch
        {
            (byte)'A' => KeyCode.Up,
            (byte)'B' => KeyCode.Down,
            (byte)'C' => KeyCode.Right,
            (byte)'D' => KeyCode.Left,
            (byte)'H' => KeyCode.Home,
            (byte)'F' => KeyCode.End,
            (byte)'M' => KeyCode.Enter,
            (byte)'Z' => KeyCode.BackTab,
            (byte)'~' => number switch
            {
                1 or 7 => KeyCode.Home,
                2 => KeyCode.Insert,
                3 => KeyCode.Delete,
                4 or 8 => KeyCode.End,
                5 => KeyCode.PageUp,
                6 => KeyCode.PageDown,
                _ => KeyCode.Unknown,
            },
            _ => KeyCode.Unknown,
        };
        return new KeyEvent(code, "", modifiers);
    }

    /// <summary>One of the numbers between semicolons.</summary>
    private static int Number(ReadOnlySpan<byte> parameters, int index, int missing)
    {
        int current = 0;
        int number = -1;
        foreach (byte each in parameters)
        {
            if (each == ';')
            {
                if (current++ == index)
                {
                    break;
                }
            }
            else if (current == index && each is >= (byte)'0' and <= (byte)'9' && number < 10_000)
            {
                number = (Math.Max(number, 0) * 10) + (each - '0');
            }
        }

        return number < 0 ? missing : number;
    }

    private bool StepPaste(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf(PasteEnd);
        if (end < 0)
        {
            // The last bytes may be the first of the end mark.
            int whole = bytes.Length - (PasteEnd.Length - 1);
            if (whole > 0)
            {
                whole = WholeCharacters(bytes[..whole]);
                _ = _pasted.Append(Encoding.UTF8.GetString(bytes[..whole]));
                _start += whole;
            }

            return false;
        }

        _ = _pasted.Append(Encoding.UTF8.GetString(bytes[..end]));
        _isPasting = false;
        string text = _pasted.ToString().ReplaceLineEndings("\n");
        _ = _pasted.Clear();
        return Take(end + PasteEnd.Length, new KeyEvent(KeyCode.Paste, text));
    }

    /// <summary>How many of the bytes are whole characters.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        int start = bytes.Length - 1;
        while (start > 0 && bytes.Length - start < 4 && (bytes[start] & 0xC0) == 0x80)
        {
            start--;
        }

        return Rune.DecodeFromUtf8(bytes[start..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData ? start : bytes.Length;
    }

    private bool Take(int count, KeyEvent key)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }

        _keys.Enqueue(key);
        return true;
    }
}
