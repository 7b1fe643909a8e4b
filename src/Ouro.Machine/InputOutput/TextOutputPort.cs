using System.Text;
using Ouro.Machine.Host;

namespace Ouro.Machine.InputOutput;

/// <summary>Writes characters, as UTF-8 to a stream or into memory. A lone surrogate goes to a stream as U+FFFD.</summary>
[GuestType("a textual output port")]
public sealed class TextOutputPort : Port
{
    private const int BufferSize = 8192;

    /// <summary>No code point takes more bytes.</summary>
    private const int LongestCharacter = 4;

    private readonly StandardStream? _standard;
    private readonly TextBuilder? _collected;
    private readonly StandardPorts? _owner;
    private Stream? _stream;
    private byte[] _bytes = [];
    private int _count;
    private bool _isUnbuffered;
    private byte _lastWritten = (byte)'\n';

    /// <summary>Collects what is written; see <see cref="Collected"/>.</summary>
    public TextOutputPort()
        : base("string") => _collected = new TextBuilder();

    /// <summary>Writes to a stream, which the port owns.</summary>
    public TextOutputPort(Stream stream, string name)
        : base(name) => _stream = stream;

    /// <summary>Writes to a file; the owner flushes it when the program ends.</summary>
    internal TextOutputPort(Stream stream, string name, StandardPorts owner)
        : this(stream, name)
    {
        _owner = owner;
        owner.Add(this);
    }

    /// <summary>Writes to a standard stream of the process, opened at the first use.</summary>
    internal TextOutputPort(StandardStream standard)
        : base(standard == StandardStream.Error ? "standard error" : "standard output") => _standard = standard;

    public override bool IsTextual => true;
    public override bool IsInput => false;

    /// <summary>What was written to a port in memory; null for others.</summary>
    internal TextBuilder? Collected => _collected;

    /// <summary>Whether what was written last is not the end of a line. Of use for ports on streams.</summary>
    internal bool IsInsideLine => (_count > 0 ? _bytes[_count - 1] : _lastWritten) != '\n';

    /// <summary>The host has ended the line on the stream beneath.</summary>
    internal void LineEnded() => _lastWritten = (byte)'\n';

    /// <summary>Bytes that writing that many characters may allocate; charge them before.</summary>
    internal long GrowthFor(long characters) => _collected?.GrowthFor(characters) ?? 0;

    /// <summary>Writes one character if that takes no more than a store into memory that is there: nothing is to be charged then.</summary>
    internal bool TryWrite(int codePoint) => IsOpen && _collected is not null && _collected.TryAppend(codePoint);

    /// <summary>Writes one character.</summary>
    internal bool Write(int codePoint)
    {
        if (_collected is not null)
        {
            _collected.Append(codePoint);
            return true;
        }

        return Reserve() && Encode(codePoint);
    }

    /// <summary>Writes UTF-16 text.</summary>
    internal bool Write(ReadOnlySpan<char> text)
    {
        if (_collected is not null)
        {
            _collected.Append(text);
            return true;
        }

        while (!text.IsEmpty)
        {
            if (!Reserve())
            {
                return false;
            }

            // ASCII in one go, anything else one code point at a time.
            int room = Math.Min(text.Length, _bytes.Length - _count);
            int ascii = text[..room].IndexOfAnyExceptInRange('\0', '\u007F');
            ascii = ascii < 0 ? room : ascii;
            _count += Encoding.ASCII.GetBytes(text[..ascii], _bytes.AsSpan(_count));
            text = text[ascii..];
            if (ascii < room && Reserve())
            {
                _ = Rune.DecodeFromUtf16(text, out var rune, out int consumed);
                Encode(rune.Value);
                text = text[consumed..];
            }
        }

        return Failure is null;
    }

    /// <summary>Writes the code points of a text from start up to end.</summary>
    internal bool Write(Text text, int start, int end)
    {
        if (_collected is not null)
        {
            _collected.Append(text, start, end);
            return true;
        }

        while (start < end)
        {
            if (!Reserve())
            {
                return false;
            }

            int room = Math.Min(end - start, _bytes.Length - _count);
            if (text.Width == 0 && Ascii.IsValid(text.Storage.AsSpan(start, room)))
            {
                text.Storage.AsSpan(start, room).CopyTo(_bytes.AsSpan(_count));
                _count += room;
                start += room;
            }
            else
            {
                Encode(text[start++]);
            }
        }

        return true;
    }

    /// <summary>Ends an operation of the guest: at a terminal, and on standard error, what was written is to be seen at once.</summary>
    internal bool EndWrite() => !_isUnbuffered || Flush();

    /// <summary>Writes out what is buffered.</summary>
    /// <returns>False: the host failed, see <see cref="Port.Failure"/>. The buffer is empty all the same.</returns>
    public bool Flush()
    {
        Failure = null;
        if (_count == 0 || _stream is null)
        {
            return true;
        }

        try
        {
            _lastWritten = _bytes[_count - 1];
            _stream.Write(_bytes, 0, _count);
            _stream.Flush();
            return true;
        }
        catch (Exception exception) when (IsOutside(exception) && !IsUnread(exception))
        {
            return Fail(exception);
        }
        finally
        {
            _count = 0;
        }
    }

    /// <summary>Nobody reads the standard output any more: that ends the process quietly, so the exception goes up to the front door.</summary>
    private bool IsUnread(Exception exception) => _standard == StandardStream.Output && exception.HResult == DescriptorStream.BrokenPipe;

    /// <summary>Makes room for one character, flushing if need be; opens the stream at the first use.</summary>
    private bool Reserve()
    {
        if (_bytes.Length == 0)
        {
            _bytes = new byte[BufferSize];
            if (_standard is { } standard)
            {
                OpenStandard(standard);
            }
        }

        return _count + LongestCharacter <= _bytes.Length || Flush();
    }

    private void OpenStandard(StandardStream standard)
    {
        _stream = DescriptorStream.Standard((int)standard);
        _isUnbuffered = standard == StandardStream.Error || DescriptorStream.IsTerminal((int)standard);
    }

    /// <summary>Puts one code point into the buffer, where there is room.</summary>
    private bool Encode(int codePoint)
    {
        if (codePoint < 0x80)
        {
            _bytes[_count++] = (byte)codePoint;
            return true;
        }

        var rune = Rune.IsValid(codePoint) ? new Rune(codePoint) : Rune.ReplacementChar;
        _count += rune.EncodeToUtf8(_bytes.AsSpan(_count));
        return true;
    }

    public override bool Close()
    {
        if (!IsOpen)
        {
            return true;
        }

        IsOpen = false;
        bool flushed = Flush();
        _owner?.Remove(this);
        if (_standard is null)
        {
            try
            {
                _stream?.Dispose();
            }
            catch (Exception exception) when (IsOutside(exception))
            {
                flushed = Fail(exception);
            }

            _stream = null;
        }

        return flushed;
    }
}
