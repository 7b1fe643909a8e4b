// From sources alone to an image: the boot evaluator runs the compiler, which compiles compiler and library to image 1;
// on a machine with image 1 the compiler, now compiled, compiles the same again to image 2. Equal bytes show that what
// was compiled does what the boot evaluator did. docs/bootstrap.md tells the story.
//
// Languages that are written in Scheme have images of their own, which the compiled compiler makes.

using System.Diagnostics;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Scheme.Boot;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme;

/// <summary>The libraries of a language that is written in Scheme, and the image that they are compiled to.</summary>
/// <param name="Sources">The folder with the libraries; all in it and below it go to the image.</param>
/// <param name="ImagePath">Where the image goes. It works beside the image of Scheme that was made with it.</param>
public sealed record LibraryImage(string Sources, string ImagePath);

/// <summary>Makes and checks the images.</summary>
public static class SchemeBootstrap
{
    private const string FirstLibrary = "ouro compiler driver";

    /// <summary>Makes the image from the sources, and writes how long each stage took.</summary>
    /// <param name="sources">The folder with compiler/, eval/ and lib/.</param>
    /// <param name="imagePath">Where the image goes.</param>
    /// <param name="verify">Also make image 2 and compare.</param>
    /// <param name="output">Gets one line for each stage.</param>
    /// <param name="others">What else is compiled, by the compiler just made.</param>
    /// <returns>0, or 1 after an error or when the images differ.</returns>
    public static int Run(string sources, string imagePath, bool verify, TextWriter output, params ReadOnlySpan<LibraryImage> others)
    {
        var watch = Stopwatch.StartNew();
        byte[]? first = CompileByBootEvaluator(sources, output);
        if (first is null)
        {
            return 1;
        }

        output.WriteLine($"image 1: {first.Length} bytes, hash {Hash(first)}, by the boot evaluator in {watch.Elapsed.TotalSeconds:0.0} s");
        if (!verify)
        {
            WriteFile(imagePath, first);
            return CompileOthers(others, first, null, output);
        }

        watch.Restart();
        byte[]? second = CompileByImage(sources, first, null, output);
        if (second is null)
        {
            return 1;
        }

        output.WriteLine($"image 2: {second.Length} bytes, hash {Hash(second)}, by image 1 in {watch.Elapsed.TotalSeconds:0.0} s");
        if (!first.AsSpan().SequenceEqual(second))
        {
            WriteFile(imagePath + ".1", first);
            WriteFile(imagePath + ".2", second);
            output.WriteLine($"the images differ, first at byte {first.AsSpan().CommonPrefixLength(second)}");
            ImageDifference.Write(first, second, output);
            return 1;
        }

        output.WriteLine("the images are identical");
        WriteFile(imagePath, second);
        return CompileOthers(others, first, second, output);
    }

    /// <summary>Makes the other images, each on a machine with an image of Scheme; twice and compared if there are two.</summary>
    private static int CompileOthers(ReadOnlySpan<LibraryImage> others, byte[] first, byte[]? second, TextWriter output)
    {
        foreach (var other in others)
        {
            var watch = Stopwatch.StartNew();
            if (CompileByImage(other.Sources, first, other, output) is not { } bytes)
            {
                return 1;
            }

            string name = Path.GetFileName(other.ImagePath);
            output.WriteLine($"{name}: {bytes.Length} bytes, hash {Hash(bytes)}, in {watch.Elapsed.TotalSeconds:0.0} s");
            if (second is not null)
            {
                if (CompileByImage(other.Sources, second, other, output) is not { } again)
                {
                    return 1;
                }

                if (!bytes.AsSpan().SequenceEqual(again))
                {
                    WriteFile(other.ImagePath + ".1", bytes);
                    WriteFile(other.ImagePath + ".2", again);
                    output.WriteLine($"{name} differs when it is made again, first at byte {bytes.AsSpan().CommonPrefixLength(again)}");
                    ImageDifference.Write(bytes, again, output);
                    return 1;
                }

                output.WriteLine($"{name} is identical when it is made again");
            }

            WriteFile(other.ImagePath, bytes);
        }

        return 0;
    }

    private static byte[]? CompileByBootEvaluator(string sources, TextWriter output)
    {
        var machine = new VirtualMachine();
        var resolver = new DirectorySourceResolver(sources, sources);
        SchemeRuntime.Install(machine, null).Sources = resolver;
        var evaluator = new BootEvaluator(machine, resolver);
        string[] driver = ["ouro", "compiler", "driver"];
        if (evaluator.Import(driver).IsSignal || !evaluator.TryGetExport(driver, "build-image", out Value build))
        {
            return Failed(machine, output);
        }

        Value image = evaluator.Call(build, Value.EmptyList, Names(machine, resolver, FirstLibrary));
        return image.AsObject is Bytevector bytes ? bytes.Bytes : Failed(machine, output);
    }

    /// <param name="other">What is made beside an image of Scheme; null: an image of Scheme.</param>
    private static byte[]? CompileByImage(string sources, byte[] image, LibraryImage? other, TextWriter output)
    {
        var machine = new VirtualMachine();
        var reader = ImageReader.Open(machine, image, "image 1", out var problem);
        if (reader is null)
        {
            output.WriteLine(problem!.Message);
            return null;
        }

        var resolver = new DirectorySourceResolver(sources, sources);
        var runtime = SchemeRuntime.Install(machine, reader);
        runtime.Sources = resolver;
        Value Driver(string procedure) => machine.GlobalCell(machine.Intern(FirstLibrary), machine.Intern(procedure)).Content;
        var outcome = runtime.Instantiate(SchemeRuntime.NameOf(machine, "ouro", "compiler", "driver"))
            ?? (other is null
                ? machine.Run(Driver("build-image"), Value.EmptyList, Names(machine, resolver, FirstLibrary))
                : machine.Run(Driver("build-library-image"), Names(machine, resolver, null)));
        if (outcome.Kind == OutcomeKind.Value && outcome.Value.AsObject is Bytevector bytes)
        {
            return bytes.Bytes;
        }

        output.WriteLine(outcome.Value.AsObject is Condition condition ? Printer.Printer.Describe(condition) + At(condition) : Printer.Printer.PrintShort(outcome.Value, 500));
        foreach (var entry in outcome.Backtrace)
        {
            output.WriteLine($"  in {entry.Procedure ?? "(anonymous)"} {entry.Span}");
        }

        return null;
    }

    private static byte[]? Failed(VirtualMachine machine, TextWriter output)
    {
        Value payload = machine.PendingValue;
        if (payload.AsObject is Condition condition)
        {
            output.WriteLine(Printer.Printer.Describe(condition) + At(condition));
            foreach (var entry in condition.Backtrace ?? [])
            {
                output.WriteLine($"  in {entry.Procedure ?? "(anonymous)"} {entry.Span}");
            }
        }
        else
        {
            output.WriteLine(Printer.Printer.PrintShort(payload, 500));
        }

        return null;
    }

    private static string At(Condition condition) => condition.Span is { } span ? $" at {span}" : "";

    /// <summary>The names of all libraries: one first, if it is given, so that what every start needs is together, then all in order.</summary>
    private static Value Names(VirtualMachine machine, DirectorySourceResolver resolver, string? first)
    {
        Value list = Value.EmptyList;
        for (int i = resolver.Names.Count - 1; i >= 0; i--)
        {
            list = Value.Object(new Pair(SchemeRuntime.ParseName(machine, resolver.Names[i]), list));
        }

        return first is null ? list : Value.Object(new Pair(SchemeRuntime.ParseName(machine, first), list));
    }

    private static string Hash(ReadOnlySpan<byte> bytes)
    {
        // FNV-1a, 64 bits: only for people to compare.
        ulong hash = 14695981039346656037;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash.ToString("x16");
    }

    private static void WriteFile(string path, byte[] bytes)
    {
        string temporary = path + ".new";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }
}
