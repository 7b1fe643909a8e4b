// From sources alone to an image: the boot evaluator runs the compiler, which compiles compiler and library to image 1;
// on a machine with image 1 the compiler, now compiled, compiles the same again to image 2. Equal bytes show that what
// was compiled does what the boot evaluator did. docs/bootstrap.md tells the story.

using System.Diagnostics;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Scheme.Boot;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme;

/// <summary>Makes and checks the image.</summary>
public static class SchemeBootstrap
{
    private const string FirstLibrary = "ouro compiler driver";

    /// <summary>Makes the image from the sources, and writes how long each stage took.</summary>
    /// <param name="sources">The folder with compiler/, eval/ and lib/.</param>
    /// <param name="imagePath">Where the image goes.</param>
    /// <param name="verify">Also make image 2 and compare.</param>
    /// <param name="interpreted">Also make an image by the compiler as the evaluator interprets it, and compare.</param>
    /// <param name="output">Gets one line for each stage.</param>
    /// <returns>0, or 1 after an error or when the images differ.</returns>
    public static int Run(string sources, string imagePath, bool verify, bool interpreted, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        byte[]? first = CompileByBootEvaluator(sources, output);
        if (first is null)
        {
            return 1;
        }

        output.WriteLine($"image 1: {first.Length} bytes, hash {Hash(first)}, by the boot evaluator in {watch.Elapsed.TotalSeconds:0.0} s");
        if (!verify && !interpreted)
        {
            WriteFile(imagePath, first);
            return 0;
        }

        if (!IsSame(first, 2, "by image 1", imagePath, output, () => CompileByImage(sources, first, interpreted: false, output))
            || (interpreted && !IsSame(first, 3, "by the compiler of image 1 interpreted", imagePath, output, () => CompileByImage(sources, first, interpreted: true, output))))
        {
            return 1;
        }

        output.WriteLine("the images are identical");
        WriteFile(imagePath, first);
        return 0;
    }

    /// <summary>Makes another image and says whether it is the same, or where it is not.</summary>
    private static bool IsSame(byte[] first, int number, string how, string imagePath, TextWriter output, Func<byte[]?> compile)
    {
        var watch = Stopwatch.StartNew();
        if (compile() is not { } other)
        {
            return false;
        }

        output.WriteLine($"image {number}: {other.Length} bytes, hash {Hash(other)}, {how} in {watch.Elapsed.TotalSeconds:0.0} s");
        if (first.AsSpan().SequenceEqual(other))
        {
            return true;
        }

        WriteFile(imagePath + ".1", first);
        WriteFile(imagePath + "." + number, other);
        output.WriteLine($"the images differ, first at byte {first.AsSpan().CommonPrefixLength(other)}");
        ImageDifference.Write(first, other, output);
        return false;
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

        Value image = evaluator.Call(build, Value.EmptyList, Names(machine, resolver));
        return image.AsObject is Bytevector bytes ? bytes.Bytes : Failed(machine, output);
    }

    /// <param name="interpreted">The image's evaluator interprets the compiler's sources, and what it interprets compiles.</param>
    private static byte[]? CompileByImage(string sources, byte[] image, bool interpreted, TextWriter output)
    {
        if (Install(sources, image, "image 1", output) is not var (machine, runtime, resolver))
        {
            return null;
        }

        var outcome = runtime.Instantiate(SchemeRuntime.NameOf(machine, "ouro", "compiler", "driver"))
            ?? (interpreted ? runtime.Instantiate(SchemeRuntime.NameOf(machine, "ouro", "eval", "session")) : null)
            ?? (interpreted
                ? machine.Run(machine.GlobalCell(machine.Intern("ouro eval session"), machine.Intern("interpreted-export")).Content, SchemeRuntime.NameOf(machine, "ouro", "compiler", "driver"), Value.Object(machine.Intern("build-image")))
                : new Outcome(OutcomeKind.Value, machine.GlobalCell(machine.Intern("ouro compiler driver"), machine.Intern("build-image")).Content, []));
        if (outcome.Kind == OutcomeKind.Value)
        {
            outcome = machine.Run(outcome.Value, Value.EmptyList, Names(machine, resolver));
        }

        return ImageFrom(outcome, output);
    }

    /// <summary>A machine with an image, in which libraries are compiled from their sources.</summary>
    /// <param name="name">What the image is called when it cannot be used.</param>
    /// <returns>Null when it cannot; the output says why.</returns>
    internal static (VirtualMachine Machine, SchemeRuntime Runtime, DirectorySourceResolver Resolver)? Install(string sources, byte[] image, string name, TextWriter output)
    {
        var machine = new VirtualMachine();
        var reader = ImageReader.Open(machine, image, name, out var problem);
        if (reader is null)
        {
            output.WriteLine(problem!.Message);
            return null;
        }

        var resolver = new DirectorySourceResolver(sources, sources);
        var runtime = SchemeRuntime.Install(machine, reader);
        runtime.Sources = resolver;
        return (machine, runtime, resolver);
    }

    /// <summary>The image that a run made, or null; then the output says why there is none.</summary>
    internal static byte[]? ImageFrom(Outcome outcome, TextWriter output)
    {
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

    /// <summary>The names of all libraries: the driver's first, so that what every start needs is together, then the others in order.</summary>
    private static Value Names(VirtualMachine machine, DirectorySourceResolver resolver) =>
        Value.Object(new Pair(SchemeRuntime.ParseName(machine, FirstLibrary), AllNames(machine, resolver)));

    /// <summary>The names of all libraries in order, as a list.</summary>
    internal static Value AllNames(VirtualMachine machine, DirectorySourceResolver resolver)
    {
        Value list = Value.EmptyList;
        for (int i = resolver.Names.Count - 1; i >= 0; i--)
        {
            list = Value.Object(new Pair(SchemeRuntime.ParseName(machine, resolver.Names[i]), list));
        }

        return list;
    }

    internal static string Hash(ReadOnlySpan<byte> bytes)
    {
        // FNV-1a, 64 bits: only for people to compare.
        ulong hash = 14695981039346656037;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash.ToString("x16");
    }

    internal static void WriteFile(string path, byte[] bytes)
    {
        string temporary = path + ".new";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }
}
