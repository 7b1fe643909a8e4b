// Reads data of images. Data may be deep and may refer to themselves, so what is being built is on an explicit stack, and
// shared data are known by number before their parts are read. A count is believed only as far as there are bytes left
// that are not promised to containers around it: the memory that is allocated is a small multiple of the bytes read.
//
// One large method does what is frequent: it runs while a program starts, when methods are compiled one by one.

using System.Runtime.CompilerServices;
using BigInteger = System.Numerics.BigInteger;

namespace Ouro.Machine.Code.Images;

/// <summary>Reads one datum after the other from an image.</summary>
internal sealed class DatumReader(ImageReader image)
{
    private const int NotShared = -1;

    private readonly ImageReader _image = image;
    private Container?[] _containers = new Container?[8];

    /// <summary>Shared data that were begun since the last datum was complete.</summary>
    private int[] _begun = new int[8];
    private int _begunCount;

    private enum Kind
    {
        /// <summary>The rest of a list: elements, then the last cdr.</summary>
        List,
        Vector,

        /// <summary>A shared datum that was not read before: afterwards reading goes on where it was.</summary>
        Shared,
    }

    /// <summary>Reads a datum. When the reader has failed afterwards, the result means nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Value Read(ref ByteReader outer)
    {
        var reader = outer;
        var image = _image;

        // Containers that wait for a value, the innermost last.
        int depth = 0;

        // Elements that containers around the current place still expect in the current stream: each takes a byte at least.
        int owed = 0;

        // The shared datum whose object comes next, or NotShared.
        int pendingShared = NotShared;
        while (true)
        {
            if (depth > 0 && _containers[depth - 1]!.Kind != Kind.Shared)
            {
                owed--;
            }

            int code = reader.Byte();
            bool constant = (code & (int)Datum.ConstantFlag) != 0;
            var tag = (Datum)(code & ~(int)Datum.ConstantFlag);
            if ((constant || pendingShared >= 0) && tag is not (Datum.Text or Datum.Bytevector or Datum.List or Datum.Vector))
            {
                reader.Fail("this kind of datum has no identity");
            }

            Value value;
            Container? opened = null;
            switch (tag)
            {
                case Datum.Fixnum:
                    value = Value.Fixnum(reader.Signed());
                    break;
                case Datum.Symbol:
                    value = Existing(image.Symbol(ref reader));
                    break;
                case Datum.False:
                    value = Value.False;
                    break;
                case Datum.True:
                    value = Value.True;
                    break;
                case Datum.EmptyList:
                    value = Value.EmptyList;
                    break;
                case Datum.Global:
                    value = Existing(image.Global(ref reader));
                    break;
                case Datum.Code:
                    value = Existing(image.Code(ref reader));
                    break;
                case Datum.Primitive:
                    value = Existing(image.Primitive(ref reader));
                    break;

                case Datum.List:
                    int count = reader.Length(1, "the elements of a list");
                    owed += count + 1;
                    if (count == 0 || owed > reader.Remaining)
                    {
                        reader.Fail("a list has no elements, or more than there are bytes");
                    }

                    var first = NewPair(constant);
                    value = Value.Object(first);
                    opened = new Container(Kind.List, value) { Last = first, Remaining = count, Constant = constant };
                    break;

                case Datum.Vector:
                    count = reader.Length(1, "the elements of a vector");
                    owed += count;
                    if (owed > reader.Remaining)
                    {
                        reader.Fail("a vector has more elements than there are bytes");
                        count = 0;
                    }

                    var items = ValueArrays.Filled(count, Value.Unspecified);
                    var vector = new Vector(items);
                    vector.Flags |= constant ? ObjectFlags.Constant : ObjectFlags.None;
                    value = Value.Object(vector);
                    if (count > 0)
                    {
                        opened = new Container(Kind.Vector, value) { Items = items };
                    }

                    break;

                case Datum.Shared:
                    int number = reader.Index(image.Shared.Length - 1, "the number of shared data");
                    if (reader.Failed || image.Shared[number] is not { } known)
                    {
                        value = Value.Unspecified;
                        if (!reader.Failed && image.OpenShared(ref reader, number, out var inner))
                        {
                            Push(ref depth, new Container(Kind.Shared, value) { Outer = reader, Owed = owed });
                            owed = 0;
                            pendingShared = number;
                            reader = inner;
                            continue;
                        }
                    }
                    else
                    {
                        value = Value.Object(known);
                    }

                    break;

                case Datum.Text:
                    value = ReadText(ref reader, constant);
                    break;
                default:
                    value = ReadRare(tag, ref reader, constant);
                    break;
            }

            if (reader.Failed)
            {
                break;
            }

            if (pendingShared >= 0)
            {
                Begin(pendingShared, value);
                pendingShared = NotShared;
            }

            if (opened is not null)
            {
                Push(ref depth, opened);
                continue;
            }

            // Give the value to the container that waits for it; if that is complete, give it on.
            while (depth > 0 && Deliver(_containers[depth - 1]!, ref reader, ref value, ref owed))
            {
                _containers[--depth] = null;
            }

            if (reader.Failed)
            {
                break;
            }

            if (depth == 0)
            {
                _begunCount = 0;
                outer = reader;
                return value;
            }
        }

        Abandon(depth);
        outer = reader;
        return Value.Unspecified;
    }

    /// <summary>Gives a value to a container.</summary>
    /// <returns>True when the container is complete: it becomes the value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Deliver(Container container, ref ByteReader reader, ref Value value, ref int owed)
    {
        switch (container.Kind)
        {
            case Kind.Vector:
                container.Items![container.Next++] = value;
                if (container.Next < container.Items.Length)
                {
                    return false;
                }

                value = container.Value;
                return true;

            case Kind.List:
                if (container.Remaining == 0)
                {
                    container.Last!.Cdr = value;
                    value = container.Value;
                    return true;
                }

                container.Remaining--;
                if (container.Next++ > 0)
                {
                    var next = NewPair(container.Constant);
                    container.Last!.Cdr = Value.Object(next);
                    container.Last = next;
                }

                container.Last!.Car = value;
                return false;

            default:
                if (reader.Remaining > 0)
                {
                    reader.Fail("bytes are left over");
                    return false;
                }

                reader = container.Outer;
                owed = container.Owed;
                return true;
        }
    }

    private void Push(ref int depth, Container container)
    {
        if (depth == _containers.Length)
        {
            var larger = new Container?[2 * depth];
            Array.Copy(_containers, larger, depth);
            _containers = larger;
        }

        _containers[depth++] = container;
    }

    /// <summary>The object of shared data is there, though perhaps not its parts.</summary>
    private void Begin(int shared, Value value)
    {
        _image.Shared[shared] = value.Ref;
        if (_begunCount == _begun.Length)
        {
            var larger = new int[2 * _begunCount];
            Array.Copy(_begun, larger, _begunCount);
            _begun = larger;
        }

        _begun[_begunCount++] = shared;
    }

    /// <summary>Half-built shared data must not be found by the next reader.</summary>
    private void Abandon(int depth)
    {
        for (int i = 0; i < _begunCount; i++)
        {
            _image.Shared[_begun[i]] = null;
        }

        _begunCount = 0;
        Array.Clear(_containers, 0, depth);
    }

    private Pair NewPair(bool constant)
    {
        var pair = new Pair(Value.Unspecified, Value.EmptyList);
        if (constant)
        {
            _image.Machine.MarkConstant(pair);
        }

        return pair;
    }

    private static Value Existing(object? found) => found is null ? Value.Unspecified : Value.Object(found);

    private static Value ReadRare(Datum tag, ref ByteReader reader, bool constant)
    {
        switch (tag)
        {
            case Datum.Flonum or Datum.Bignum or Datum.Ratnum:
                return ReadReal(tag, ref reader);
            case Datum.Character:
                return Value.Character(reader.Index(0x10FFFF, "a character"));
            case Datum.Unspecified:
                return Value.Unspecified;
            case Datum.EndOfFile:
                return Value.EndOfFile;
            case Datum.Absent:
                return Value.Absent;
            case Datum.Bytevector:
                var bytes = new Bytevector(reader.Bytes(reader.Length(1, "the bytes of a bytevector")).ToArray());
                bytes.Flags |= constant ? ObjectFlags.Constant : ObjectFlags.None;
                return Value.Object(bytes);
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
        int length = reader.Length(1, "the bytes of a number");
        if (length == 0 || length > maximumBytes)
        {
            reader.Fail("a number has a wrong length");
        }

        return new BigInteger(reader.Bytes(length));
    }

    private static Value ReadText(ref ByteReader reader, bool constant)
    {
        ulong header = reader.Unsigned();
        int width = (int)(header & 3);
        if (width > 2 || header >> 2 > (ulong)(reader.Remaining >> width))
        {
            reader.Fail("a text is longer than the bytes that remain");
            return Value.Unspecified;
        }

        int length = (int)(header >> 2);
        var bytes = reader.Bytes(length << width);
        var text = width == 0 ? new Text(System.Text.Encoding.Latin1.GetString(bytes)) : ReadWideText(ref reader, bytes, length, width);
        text.Flags |= constant ? ObjectFlags.Constant : ObjectFlags.None;
        return Value.Object(text);
    }

    private static Text ReadWideText(ref ByteReader reader, ReadOnlySpan<byte> bytes, int length, int width)
    {
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

    /// <summary>Something whose parts are being read.</summary>
    private sealed class Container(Kind kind, Value value)
    {
        internal readonly Kind Kind = kind;

        /// <summary>The container; for a list its first pair.</summary>
        internal readonly Value Value = value;

        /// <summary>For a vector.</summary>
        internal Value[]? Items;

        /// <summary>For a list: the last pair.</summary>
        internal Pair? Last;
        internal bool Constant;

        /// <summary>For a list: elements to come.</summary>
        internal int Remaining;

        /// <summary>Elements that are there.</summary>
        internal int Next;

        /// <summary>For shared data: where reading goes on afterwards, and what was owed there.</summary>
        internal ByteReader Outer;
        internal int Owed;
    }
}
