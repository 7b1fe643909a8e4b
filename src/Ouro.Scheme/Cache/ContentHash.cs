using System.Globalization;
using System.Text;
using Ouro.Machine.Code.Images;

namespace Ouro.Scheme.Cache;

/// <summary>128 bits that tell apart contents. Not for keeping secrets: entries are the user's own files.</summary>
internal readonly record struct ContentHash(ulong First, ulong Second)
{
    internal static ContentHash Of(ReadOnlySpan<byte> content)
    {
        byte[] salted = new byte[content.Length + 16];
        "ouro cache entry"u8.CopyTo(salted);
        content.CopyTo(salted.AsSpan(16));
        return new ContentHash(ImageFormat.Hash(content), ImageFormat.Hash(salted));
    }

    internal static ContentHash Of(string content) => Of(Encoding.UTF8.GetBytes(content));

    /// <summary>The hash of some texts in order; none runs into the next.</summary>
    internal static ContentHash Of(params ReadOnlySpan<string> parts)
    {
        var all = new StringBuilder();
        foreach (string part in parts)
        {
            _ = all.Append(CultureInfo.InvariantCulture, $"{part.Length}:").Append(part);
        }

        return Of(all.ToString());
    }

    public override string ToString() => First.ToString("x16", CultureInfo.InvariantCulture) + Second.ToString("x16", CultureInfo.InvariantCulture);
}
