using System.Text;
using Ouro.Machine.Host;

namespace Ouro.Cli;

/// <summary>The tool's own text on standard output and standard error, as UTF-8, unbuffered.</summary>
internal static class Output
{
    /// <summary>Writes to standard output.</summary>
    /// <exception cref="IOException">Nobody reads it any more.</exception>
    internal static void Standard(string text) => DescriptorStream.Standard(1).Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes to standard error. That nobody reads it is no error.</summary>
    internal static void Error(string text)
    {
        try
        {
            DescriptorStream.Standard(2).Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
            // There is nowhere left to say so.
        }
    }

    /// <summary>A writer to standard output for long texts. Dispose it to flush.</summary>
    internal static StreamWriter Writer() => new(DescriptorStream.Standard(1), new UTF8Encoding(false), 1 << 16);
}
