using System.Runtime.CompilerServices;
using System.Text;
using Ouro.Machine.Host;

namespace Ouro.Machine.InputOutput;

/// <summary>Reads characters from a string or from the UTF-8 of a stream. Bytes that are not UTF-8 read as U+FFFD.</summary>
/// <remarks>
/// What was decoded and not yet read is a host string: a reader of data can look at it as it is, and ask for more when
/// a datum is incomplete. It never ends in half of a surrogate pair that the stream has whole.
/// </remarks>
[GuestType("a textual input port")]
public sealed class TextInputPort : Port
{
    /// <summary>Given by <see cref="Read"/> and <see cref="Peek"/> at the end of the input.</summary>
    internal const int EndOfInput = -1;

    /// <summary>Given by <see cref="Read"/> and <see cref="Peek"/> when the host failed.</summary>
    internal const int Failed = -2;

    private const int LeastChunk = 4096;
    private const int GreatestChunk = 1 << 20;

    private readonly bool _goesOn;
    private readonly TextOutputPort? _flushFirst;
    private Stream? _stream;
    private Decoder? _decoder;
    private byte[] _bytes = [];
    private string _text;
    private int _position;
    private bool _ended;
    private bool _started;

    /// <summary>Reads a string.</summary>
    public TextInputPort(string text)
        : base("string")
    {
        _text = text;
        _ended = true;
    }

    /// <summary>Reads a stream, which the port owns.</summary>
    public TextInputPort(Stream stream, string name)
        : base(name)
    {
        _text = "";
        _stream = stream;
    }

    /// <summary>Reads the standard input of the process, opened at the first use.</summary>
    /// <param name="flushFirst">A port that is flushed before waiting for input: a prompt must be seen.</param>
    internal TextInputPort(TextOutputPort flushFirst)
        : base("standard input")
    {
        _text = "";
        _goesOn = true;
        _flushFirst = flushFirst;
    }

    /// <summary>Reads a stream that can go on after an end of input, as terminals do.</summary>
    /// <param name="stream">Where bytes come from.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="flushFirst">A port that is flushed before waiting for input.</param>
    internal TextInputPort(Stream stream, string name, TextOutputPort flushFirst)
        : this(stream, name)
    {
        _goesOn = true;
        _flushFirst = flushFirst;
    }

    /// <summary>For readers of data: whether names are folded to lower case by now; a directive in the text changes it.</summary>
    internal bool FoldsCase;

    public override bool IsTextual => true;
    public override bool IsInput => true;

    /// <summary>What is decoded; the unread part begins at <see cref="Position"/>.</summary>
    internal string Buffer => _text;

    /// <summary>Index of the next character in <see cref="Buffer"/>.</summary>
    internal int Position => _position;

    /// <summary>UTF-16 units that can be read without asking the stream.</summary>
    internal int Available => _text.Length - _position;

    /// <summary>Whether reading a character would not wait: something is buffered, or the source cannot block.</summary>
    internal bool IsReady => Available > 0 || _ended || (!_goesOn && _stream is { CanSeek: true });

    /// <summary>Takes the next character if it is buffered and one UTF-16 unit. Most are; otherwise <see cref="Read"/> knows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryRead(out int codePoint)
    {
        string text = _text;
        int position = _position;
        codePoint = (uint)position < (uint)text.Length ? text[position] : 0xD800;
        if (codePoint is >= 0xD800 and <= 0xDFFF)
        {
            return false;
        }

        _position = position + 1;
        return true;
    }

    /// <summary>The next character as a code point, taken; or <see cref="EndOfInput"/> or <see cref="Failed"/>.</summary>
    internal int Read()
    {
        int next = Peek();
        _position += next < 0 ? 0 : next > 0xFFFF ? 2 : 1;
        if (next == EndOfInput && _goesOn)
        {
            // A terminal can go on after an end of input.
            _ended = false;
        }

        return next;
    }

    /// <summary>The next character as a code point, not taken; or <see cref="EndOfInput"/> or <see cref="Failed"/>.</summary>
    internal int Peek()
    {
        if (_position >= _text.Length && !Extend())
        {
            return Failure is null ? EndOfInput : Failed;
        }

        char unit = _text[_position];
        return char.IsHighSurrogate(unit) && _position + 1 < _text.Length && char.IsLowSurrogate(_text[_position + 1])
            ? char.ConvertToUtf32(unit, _text[_position + 1])
            : unit;
    }

    /// <summary>Takes that many buffered UTF-16 units.</summary>
    internal void Advance(int units) => _position += units;

    /// <summary>Gives back what was taken last: a limit kept it from being delivered, and a run that goes on takes it again.</summary>
    internal void PutBack(string taken)
    {
        int start = _position - taken.Length;
        if (start >= 0 && _text.AsSpan(start, taken.Length).SequenceEqual(taken))
        {
            _position = start;
            return;
        }

        _text = string.Concat(taken, _text.AsSpan(_position));
        _position = 0;
    }

    /// <summary>Gets more text behind what is buffered, waiting if need be. What was read already leaves the buffer.</summary>
    /// <returns>False at the end of the input, or when the host failed: then <see cref="Port.Failure"/> is not null.</returns>
    internal bool Extend()
    {
        Failure = null;
        if (_ended || !IsOpen)
        {
            return false;
        }

        try
        {
            if (_flushFirst is not null && !_flushFirst.Flush())
            {
                Failure = _flushFirst.Failure;
                return false;
            }

            return ExtendFromStream();
        }
        catch (Exception exception) when (IsOutside(exception))
        {
            return Fail(exception);
        }
    }

    private bool ExtendFromStream()
    {
        _stream ??= DescriptorStream.Standard((int)StandardStream.Input);
        _decoder ??= Encoding.UTF8.GetDecoder();
        int chunk = Math.Clamp(Available, LeastChunk, GreatestChunk);
        if (_bytes.Length < chunk)
        {
            _bytes = new byte[chunk];
        }

        while (true)
        {
            int count = _stream.Read(_bytes);
            _ended = count == 0;
            char[] characters = new char[_decoder.GetCharCount(_bytes, 0, count, flush: _ended)];
            int length = _decoder.GetChars(_bytes, 0, count, characters, 0, flush: _ended);
            ReadOnlySpan<char> more = characters.AsSpan(0, length);
            if (length > 0 && !_started)
            {
                // A byte order mark is no part of the text.
                _started = true;
                more = more[0] == '\uFEFF' ? more[1..] : more;
            }

            if (!more.IsEmpty)
            {
                _text = string.Concat(_text.AsSpan(_position), more);
                _position = 0;
                return true;
            }

            if (_ended)
            {
                return false;
            }
        }
    }

    public override bool Close()
    {
        if (IsOpen)
        {
            IsOpen = false;
            if (!_goesOn)
            {
                _stream?.Dispose();
            }

            _stream = null;
            _text = "";
            _position = 0;
            _ended = true;
        }

        return true;
    }
}
