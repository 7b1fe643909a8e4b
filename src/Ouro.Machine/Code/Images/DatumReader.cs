// Reads data of images. Data may be deep and may refer to themselves, so what is being built is on an explicit stack, and
// shared data are known by number before their parts are read. A count is believed only as far as there are bytes left
// that are not promised to containers around it: the memory that is allocated is a small multiple of the bytes read.

using System.Numerics;

namespace Ouro.Machine.Code.Images;

/// <summary>Reads one datum after the other from an image.</summary>
internal sealed class DatumReader(ImageReader image)
{
    private const int NotShared = -1;

    private readonly Stack<Frame> _frames = new();
    private readonly List<int> _begun = [];

    /// <summary>Elements that containers around the current place still expect in the current stream: each takes a byte at least.</summary>
    private int _owed;

    /// <summary>The shared datum whose object comes next, or <see cref="NotShared"/>.</summary>
    private int _pendingShared = NotShared;

    private enum Kind
    {
        /// <summary>The rest of a list: elements, then the last cdr.</summary>
        List,
        Vector,

        /// <summary>A shared datum that was not read before: afterwards reading goes on where it was.</summary>
        Shared,
    }

    /// <summary>Reads a datum. When the reader has failed afterwards, the result means nothing.</summary>
    internal Value Read(ref ByteReader reader)
    {
        var current = reader;
        int origin = current.Position;
        var value = ReadAll(ref current);
        if (current.Failed)
        {
            Abandon();
            reader.Fail(current.Problem!);
        }
        else
        {
            reader.Bytes(current.Position - origin);
        }

        return value;
    }

    /// <summary>Half-built shared data must not be found by the next reader.</summary>
    private void Abandon()
    {
        foreach (int shared in _begun)
        {
            image.Shared[shared] = null;
        }

        _begun.Clear();
        _frames.Clear();
        _owed = 0;
        _pendingShared = NotShared;
    }

    private Value ReadAll(ref ByteReader reader)
    {
        while (true)
        {
            if (!Begin(ref reader, out var value))
            {
                if (reader.Failed)
                {
                    return Value.Unspecified;
                }

                continue;
            }

            // Give the value to the container that waits for it; if that is complete, give it on.
            while (true)
            {
                if (reader.Failed)
                {
                    return Value.Unspecified;
                }

                if (!_frames.TryPeek(out var frame))
                {
                    _begun.Clear();
                    return value;
                }

                if (!Deliver(frame, ref reader, ref value))
                {
                    break;
                }

                _frames.Pop();
            }
        }
    }

    /// <summary>Reads a tag and what belongs to it.</summary>
    /// <returns>False when the value is not complete: its parts come next, or the reader has failed.</returns>
    private bool Begin(ref ByteReader reader, out Value value)
    {
        if (_frames.TryPeek(out var around) && around.Kind != Kind.Shared)
        {
            _owed--;
        }

        int code = reader.Byte();
        bool constant = (code & (int)Datum.ConstantFlag) != 0;
        var tag = (Datum)(code & ~(int)Datum.ConstantFlag);
        value = Value.Unspecified;
        if (constant && tag is not (Datum.Text or Datum.Bytevector or Datum.List or Datum.Vector))
        {
            reader.Fail("there is no such kind of datum");
            return false;
        }

        if (_pendingShared >= 0 && tag is not (Datum.Text or Datum.Bytevector or Datum.List or Datum.Vector))
        {
            reader.Fail("what is shared has no identity");
            return false;
        }

        switch (tag)
        {
            case Datum.List:
                BeginList(ref reader, constant);
                return false;
            case Datum.Vector:
                return BeginVector(ref reader, constant, out value);
            case Datum.Shared:
                return BeginShared(ref reader, out value);
            case Datum.Text:
                value = Found(ReadText(ref reader), constant);
                return !reader.Failed;
            case Datum.Bytevector:
                value = Found(new Bytevector(reader.Bytes(reader.Length(1, "a bytevector")).ToArray()), constant);
                return !reader.Failed;
            default:
                value = ReadAtom(tag, ref reader);
                return !reader.Failed;
        }
    }

    /// <summary>Gives a value to the container on top of the stack.</summary>
    /// <returns>True when the container is complete: it becomes the value.</returns>
    private bool Deliver(Frame frame, ref ByteReader reader, ref Value value)
    {
        switch (frame.Kind)
        {
            case Kind.Vector:
                frame.Items![frame.Next++] = value;
                if (frame.Next < frame.Items.Length)
                {
                    return false;
                }

                value = frame.Value;
                return true;

            case Kind.List:
                if (frame.Remaining == 0)
                {
                    frame.Last!.Cdr = value;
                    value = frame.Value;
                    return true;
                }

                frame.Remaining--;
                if (frame.Last is not { } last)
                {
                    frame.Last = (Pair)frame.Value.Ref!;
                    frame.Last.Car = value;
                    return false;
                }

                var pair = NewPair(value, frame.Constant);
                last.Cdr = Value.Object(pair);
                frame.Last = pair;
                return false;

            default:
                if (reader.Remaining > 0)
                {
                    reader.Fail("bytes are left over");
                    return false;
                }

                reader = image.Reader(frame.Offset, frame.Length);
                reader.Bytes(frame.Next);
                _owed = frame.Remaining;
                return true;
        }
    }

    private void BeginList(ref ByteReader reader, bool constant)
    {
        int count = Promise(ref reader, 1);
        if (count == 0)
        {
            reader.Fail("a list has no elements");
            return;
        }

        var first = NewPair(Value.Unspecified, constant);
        var value = Value.Object(first);
        Share(first);
        _frames.Push(new Frame(Kind.List) { Value = value, Remaining = count, Constant = constant });
    }

    private bool BeginVector(ref ByteReader reader, bool constant, out Value value)
    {
        int count = Promise(ref reader, 0);
        var items = count == 0 ? ValueArrays.None : ValueArrays.Filled(count, Value.Unspecified);
        value = Found(new Values.Vector(items), constant);
        if (count > 0)
        {
            _frames.Push(new Frame(Kind.Vector) { Value = value, Items = items });
        }

        return count == 0 && !reader.Failed;
    }

    private bool BeginShared(ref ByteReader reader, out Value value)
    {
        value = Value.Unspecified;
        int index = reader.Index(image.Shared.Length - 1L, "the number of shared data");
        if (reader.Failed)
        {
            return false;
        }

        if (image.Shared[index] is { } known)
        {
            value = Value.Object(known);
            return true;
        }

        string? problem = image.Record(ImageSection.Shared, ImageSection.SharedDirectory, index, 0, out var record);
        if (problem is not null)
        {
            reader.Fail(FormattableString.Invariant($"shared data {index}: {problem}; reference"));
            return false;
        }

        _frames.Push(new Frame(Kind.Shared) { Offset = reader.Origin, Length = reader.Size, Next = reader.Position, Remaining = _owed });
        _owed = 0;
        _pendingShared = index;
        reader = record;
        return false;
    }

    private Value ReadAtom(Datum tag, ref ByteReader reader)
    {
        switch (tag)
        {
            case Datum.Fixnum or Datum.Flonum or Datum.Bignum or Datum.Ratnum:
                return ReadReal(tag, ref reader);
            case Datum.Character:
                return Value.Character(reader.Index(0x10FFFF, "a character"));
            case Datum.False:
                return Value.False;
            case Datum.True:
                return Value.True;
            case Datum.EmptyList:
                return Value.EmptyList;
            case Datum.Unspecified:
                return Value.Unspecified;
            case Datum.EndOfFile:
                return Value.EndOfFile;
            case Datum.Absent:
                return Value.Absent;
            case Datum.Symbol:
                return image.Symbol(ref reader) is { } symbol ? Value.Object(symbol) : Value.Unspecified;
            case Datum.Code:
                return image.Code(ref reader) is { } code ? Value.Object(code) : Value.Unspecified;
            case Datum.Global:
                return image.Global(ref reader) is { } global ? Value.Object(global) : Value.Unspecified;
            case Datum.Primitive:
                return image.Primitive(ref reader) is { } primitive ? Value.Object(primitive) : Value.Unspecified;
            case Datum.Compnum:
                var real = ReadReal((Datum)reader.Byte(), ref reader);
                var imaginary = ReadReal((Datum)reader.Byte(), ref reader);
                if (real.IsFlonum != imaginary.IsFlonum || imaginary == Value.Fixnum(0))
                {
                    reader.Fail("a complex number has wrong parts");
                }

                return Value.Object(new Compnum(real, imaginary));
            default:
                reader.Fail("there is no such kind of datum");
                return Value.Unspecified;
        }
    }

    private static Value ReadReal(Datum tag, ref ByteReader reader)
    {
        switch (tag)
        {
            case Datum.Fixnum:
                return Value.Fixnum(reader.Signed());
            case Datum.Flonum:
                return Value.Flonum(BitConverter.Int64BitsToDouble(reader.Long()));
            case Datum.Bignum:
                return Value.Integer(ReadInteger(ref reader, int.MaxValue));
            case Datum.Ratnum:
                var numerator = ReadInteger(ref reader, ImageFormat.MaximumRatioBytes);
                var denominator = ReadInteger(ref reader, ImageFormat.MaximumRatioBytes);
                if (denominator <= BigInteger.One || !BigInteger.GreatestCommonDivisor(numerator, denominator).IsOne)
                {
                    reader.Fail("a ratio is not in lowest terms");
                }

                return Value.Object(new Ratnum(numerator, denominator));
            default:
                reader.Fail("a number was expected");
                return Value.Fixnum(0);
        }
    }

    private static BigInteger ReadInteger(ref ByteReader reader, int maximumBytes)
    {
        int length = reader.Length(1, "a number");
        if (length == 0 || length > maximumBytes)
        {
            reader.Fail("a number has a wrong length");
        }

        return new BigInteger(reader.Bytes(length));
    }

    private static Text ReadText(ref ByteReader reader)
    {
        ulong header = reader.Unsigned();
        int width = (int)(header & 3);
        if (width > 2 || header >> 2 > (ulong)(reader.Remaining >> width))
        {
            reader.Fail("a text is longer than the bytes that remain");
            return new Text("");
        }

        int length = (int)(header >> 2);
        var bytes = reader.Bytes(length << width);
        if (width == 0)
        {
            return new Text(bytes.ToArray(), 0, length);
        }

        // Filled with a character of the width, so that storing never widens.
        var wide = new Text(length, width == 1 ? 0xFFFF : 0x10FFFF);
        for (int i = 0; i < length; i++)
        {
            int codePoint = width == 1
                ? bytes[2 * i] | bytes[(2 * i) + 1] << 8
                : System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
            if ((uint)codePoint > 0x10FFFF)
            {
                reader.Fail("a text has a wrong character");
                return wide;
            }

            wide[i] = codePoint;
        }

        return wide;
    }

    /// <summary>Reads how many elements follow, and believes it if there are bytes for them besides those that are owed already.</summary>
    private int Promise(ref ByteReader reader, int more)
    {
        int count = reader.Length(1, "a list or vector");
        if (count + (long)more + _owed > reader.Remaining)
        {
            reader.Fail("a list or vector has more elements than there are bytes");
            return 0;
        }

        _owed += count + more;
        return count;
    }

    private Value Found(HeapObject found, bool constant)
    {
        if (constant)
        {
            found.Flags |= ObjectFlags.Constant;
        }

        Share(found);
        return Value.Object(found);
    }

    private void Share(object found)
    {
        if (_pendingShared >= 0)
        {
            image.Shared[_pendingShared] = found;
            _begun.Add(_pendingShared);
            _pendingShared = NotShared;
        }
    }

    private Pair NewPair(Value car, bool constant)
    {
        var pair = new Pair(car, Value.EmptyList);
        if (constant)
        {
            image.Machine.MarkConstant(pair);
        }

        return pair;
    }

    /// <summary>A container whose parts are being read.</summary>
    private sealed class Frame(Kind kind)
    {
        internal readonly Kind Kind = kind;

        /// <summary>The container; for a list its first pair.</summary>
        internal Value Value = Value.Unspecified;

        internal Value[]? Items;

        /// <summary>For a list the last pair that has its car.</summary>
        internal Pair? Last;
        internal bool Constant;

        /// <summary>For a list: elements to come; for shared data: what was owed outside.</summary>
        internal int Remaining;

        /// <summary>For a vector: the index of the next element; for shared data: where reading goes on.</summary>
        internal int Next;

        /// <summary>For shared data: the bytes that were being read.</summary>
        internal int Offset;
        internal int Length;
    }
}
