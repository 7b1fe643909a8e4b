// An entry: a file with a header, what the code was made from, which libraries a program runs, and an image. The header has a
// hash of all the rest, so that a damaged file is as good as none.
//
//   header     "ouroc" and a version (8), hash of the rest (16)
//   rest       inputs: count, then each; libraries to run: count, then each name; length of the image, the image

using Ouro.Machine.Code.Images;

namespace Ouro.Scheme.Cache;

/// <summary>What one entry says.</summary>
/// <param name="Inputs">What the code was made from.</param>
/// <param name="Libraries">Of a program: the names of the libraries that run before it, in order.</param>
/// <param name="Image">The compiled code.</param>
internal sealed record CacheEntry(IReadOnlyList<CacheInput> Inputs, IReadOnlyList<string> Libraries, ReadOnlyMemory<byte> Image)
{
    private const ulong Magic = 0x0001_00_636f72756f;
    private const int HeaderSize = 24;

    internal byte[] ToBytes()
    {
        var stream = new MemoryStream();
        stream.SetLength(HeaderSize);
        stream.Position = HeaderSize;
        var writer = new BinaryWriter(stream);
        writer.Write(Inputs.Count);
        foreach (var input in Inputs)
        {
            input.Write(writer);
        }

        writer.Write(Libraries.Count);
        foreach (string library in Libraries)
        {
            writer.Write(library);
        }

        writer.Write(Image.Length);
        writer.Write(Image.Span);
        writer.Flush();
        byte[] bytes = stream.ToArray();
        var hash = ContentHash.Of(bytes.AsSpan(HeaderSize));
        BitConverter.TryWriteBytes(bytes, Magic);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), hash.First);
        BitConverter.TryWriteBytes(bytes.AsSpan(16), hash.Second);
        return bytes;
    }

    /// <summary>Reads an entry; null if it is damaged, or of another version.</summary>
    internal static CacheEntry? Read(byte[] bytes)
    {
        if (bytes.Length < HeaderSize || BitConverter.ToUInt64(bytes) != Magic
            || ContentHash.Of(bytes.AsSpan(HeaderSize)) != new ContentHash(BitConverter.ToUInt64(bytes, 8), BitConverter.ToUInt64(bytes, 16)))
        {
            return null;
        }

        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, HeaderSize, bytes.Length - HeaderSize));
            var inputs = new CacheInput[Math.Min(reader.ReadInt32(), bytes.Length)];
            for (int i = 0; i < inputs.Length; i++)
            {
                inputs[i] = CacheInput.Read(reader);
            }

            string[] libraries = new string[Math.Min(reader.ReadInt32(), bytes.Length)];
            for (int i = 0; i < libraries.Length; i++)
            {
                libraries[i] = reader.ReadString();
            }

            int length = reader.ReadInt32();
            return length == bytes.Length - HeaderSize - reader.BaseStream.Position ? new CacheEntry(inputs, libraries, bytes.AsMemory(bytes.Length - length)) : null;
        }
        catch (Exception exception) when (exception is IOException or OverflowException or FormatException or ArgumentException)
        {
            // The hash was right, so somebody meant it.
            return null;
        }
    }

    /// <summary>The units of the image, or null.</summary>
    internal ImageUnit[]? Units(Machine.Execution.VirtualMachine machine, string name) => ImageReader.Open(machine, Image, name, out _)?.Units;
}
