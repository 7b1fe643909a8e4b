// The format of images. All numbers are little-endian.
//
//   header     "ouro", format version, fingerprint of the opcodes (8), hash of everything after the header (8),
//              checksum of the header's other bytes (8), length of the image (4), number of sections (4),
//              then for each section: offset (4), length (4), checksum (8)
//   sections   in the order of ImageSection, one right after the other
//
//   Strings           offset into StringText for each string
//   StringText        a byte (1: an uninterned symbol) and the text
//   Globals           module (4) and name (4), both numbers of strings
//   Primitives        name (4) and a hash of what it takes (4)
//   CodeDirectory     offset into Code (4), checksum (4), captured variables (4)
//   Code              records, see ImageWriter.WriteCode
//   SharedDirectory   offset into Shared (4), checksum (4)
//   Shared            data that are referred to more than once, one datum each
//   UnitDirectory     offset into UnitNames (4), number of the code object (4), offset into Descriptors (4), checksum (4)
//   UnitNames         one datum each
//   Descriptors       one datum each
//
// Directories, strings and unit names are small: their checksums are looked at when the image is opened. Code, shared data and
// descriptors are the bulk: each record has its own checksum, looked at when that record is first used, so that starting touches
// only what runs. Offsets in a directory ascend, so that records cannot overlap and what they say cannot be counted twice.
//
// A datum is a tag byte and what belongs to it (see Datum). Lists are written as runs, so neither side recurses.

using System.Buffers.Binary;
using System.Numerics;

namespace Ouro.Machine.Code.Images;

/// <summary>The parts of an image.</summary>
internal enum ImageSection
{
    Strings,
    StringText,
    Globals,
    Primitives,
    CodeDirectory,
    Code,
    SharedDirectory,
    Shared,
    UnitDirectory,
    UnitNames,
    Descriptors,
}

/// <summary>The first byte of a datum. Names of the parts that follow are in parentheses.</summary>
internal enum Datum : byte
{
    Fixnum,
    Flonum,
    Character,
    False,
    True,
    EmptyList,
    Unspecified,
    EndOfFile,
    Absent,

    /// <summary>(string)</summary>
    Symbol,

    /// <summary>(length, two's complement)</summary>
    Bignum,

    /// <summary>(numerator and denominator as in a bignum)</summary>
    Ratnum,

    /// <summary>(real datum, real datum)</summary>
    Compnum,

    /// <summary>(length * 4 + width, code points of 1, 2 or 4 bytes)</summary>
    Text,

    /// <summary>(length, bytes)</summary>
    Bytevector,

    /// <summary>(count, that many cars, the last cdr)</summary>
    List,

    /// <summary>(count, elements)</summary>
    Vector,

    /// <summary>(number)</summary>
    Shared,

    /// <summary>(number)</summary>
    Code,

    /// <summary>(number)</summary>
    Global,

    /// <summary>(number)</summary>
    Primitive,

    /// <summary>Added to the tags of texts, bytevectors, lists and vectors that are literals.</summary>
    ConstantFlag = 0x40,
}

/// <summary>Numbers that writer and reader of images share.</summary>
internal static class ImageFormat
{
    /// <summary>"ouro" as a little-endian word.</summary>
    internal const int Magic = 'o' | 'u' << 8 | 'r' << 16 | 'o' << 24;

    /// <summary>Changes when the format does.</summary>
    internal const int Version = 2;

    internal const int SectionCount = (int)ImageSection.Descriptors + 1;
    internal const int FingerprintOffset = 8;
    internal const int ContentHashOffset = 16;
    internal const int HeaderChecksumOffset = 24;
    internal const int LengthOffset = 32;
    internal const int SectionTableOffset = 40;
    internal const int SectionEntrySize = 16;
    internal const int HeaderSize = SectionTableOffset + (SectionCount * SectionEntrySize);

    /// <summary>Bytes of one entry of a section of fixed-size entries.</summary>
    internal static int EntrySize(ImageSection section) => section switch
    {
        ImageSection.Strings => 4,
        ImageSection.Globals or ImageSection.Primitives or ImageSection.SharedDirectory => 8,
        ImageSection.CodeDirectory => 12,
        ImageSection.UnitDirectory => 16,
        _ => 1,
    };

    /// <summary>A bit for each section whose records have a checksum each, so that the section has none.</summary>
    internal const int SectionsOfRecords = 1 << (int)ImageSection.Code | 1 << (int)ImageSection.Shared | 1 << (int)ImageSection.Descriptors;

    /// <summary>The largest part of a ratio, in bytes. Checking that a ratio is in lowest terms is quadratic.</summary>
    internal const int MaximumRatioBytes = 1 << 14;

    /// <summary>Differs between builds that encode instructions differently.</summary>
    internal const ulong Fingerprint = OpcodeTable.Fingerprint;

    /// <summary>What a primitive takes, as a number: code compiled for other parameters must not call it.</summary>
    internal static int Signature(PrimitiveProcedure primitive) =>
        unchecked((((int)primitive.Kind * 0x01000193) ^ primitive.Minimum) * 0x01000193) ^ primitive.Maximum;

    /// <summary>A checksum of one record.</summary>
    internal static int Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Hash(bytes);
        return (int)(uint)(hash ^ (hash >> 32));
    }

    /// <summary>The header's checksum: of everything in it but the field itself.</summary>
    internal static ulong HeaderChecksum(ReadOnlySpan<byte> header) =>
        Hash(header[..HeaderChecksumOffset]) ^ (Hash(header[LengthOffset..HeaderSize]) * Multiplier);

    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>
    /// A 64-bit hash that finds damage; it is no protection against intent, for which there is the verifier. Two lanes of
    /// eight bytes, multiplied and rotated, as fast hashes of the last decade do.
    /// </summary>
    internal static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong first = Multiplier ^ (ulong)bytes.Length;
        ulong second = ~first;
        while (bytes.Length >= 16)
        {
            first = BitOperations.RotateLeft((first ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * 0xC2B2AE3D27D4EB4F, 31);
            second = BitOperations.RotateLeft((second ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..])) * 0x165667B19E3779F9, 29);
            bytes = bytes[16..];
        }

        foreach (byte last in bytes)
        {
            first = BitOperations.RotateLeft((first ^ last) * 0xC2B2AE3D27D4EB4F, 31);
        }

        ulong hash = (first ^ BitOperations.RotateLeft(second, 17)) * Multiplier;
        hash ^= hash >> 29;
        hash *= 0x165667B19E3779F9;
        return hash ^ (hash >> 32);
    }
}
