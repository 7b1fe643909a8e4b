// Images beside that of the compiler: the libraries that programs import, and languages that are written in Scheme. The compiler of the image of Scheme makes them, so they are made after it.

using System.Diagnostics;
using Ouro.Machine.Execution;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme;

/// <summary>Libraries, of which some may be a language that is written in Scheme, and the image that they are compiled to.</summary>
/// <param name="Sources">The folder with the libraries; all in it and below it go to the image.</param>
/// <param name="ImagePath">Where the image goes. It works beside the image of Scheme by which it was made.</param>
public sealed record LibraryImage(string Sources, string ImagePath)
{
    /// <summary>Makes an image.</summary>
    /// <param name="image">What is made.</param>
    /// <param name="schemePath">The image of Scheme.</param>
    /// <param name="verify">Make it twice and compare.</param>
    /// <param name="output">Gets one line for each stage.</param>
    /// <returns>0, or 1 after an error or when the two differ.</returns>
    public static int Make(LibraryImage image, string schemePath, bool verify, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        byte[] scheme = File.ReadAllBytes(schemePath);
        if (image.Compile(scheme, output) is not { } first)
        {
            return 1;
        }

        string name = Path.GetFileName(image.ImagePath);
        output.WriteLine($"{name}: {first.Length} bytes, hash {SchemeBootstrap.Hash(first)}, in {watch.Elapsed.TotalSeconds:0.0} s");
        if (verify)
        {
            if (image.Compile(scheme, output) is not { } second)
            {
                return 1;
            }

            if (!first.AsSpan().SequenceEqual(second))
            {
                SchemeBootstrap.WriteFile(image.ImagePath + ".1", first);
                SchemeBootstrap.WriteFile(image.ImagePath + ".2", second);
                output.WriteLine($"{name} differs when it is made again, first at byte {first.AsSpan().CommonPrefixLength(second)}");
                ImageDifference.Write(first, second, output);
                return 1;
            }

            output.WriteLine($"{name} is identical when it is made again");
        }

        SchemeBootstrap.WriteFile(image.ImagePath, first);
        return 0;
    }

    private byte[]? Compile(byte[] scheme, TextWriter output)
    {
        if (SchemeBootstrap.Install(Sources, scheme, "the image of Scheme", output) is not var (machine, runtime, resolver))
        {
            return null;
        }

        var outcome = runtime.Instantiate(SchemeRuntime.NameOf(machine, "ouro", "compiler", "driver"))
            ?? machine.Run(machine.GlobalCell(machine.Intern("ouro compiler driver"), machine.Intern("build-library-image")).Content, SchemeBootstrap.AllNames(machine, resolver));
        return SchemeBootstrap.ImageFrom(outcome, output);
    }
}
