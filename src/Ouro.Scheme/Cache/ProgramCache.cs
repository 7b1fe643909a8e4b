// Compiling with the cache: what is there is taken, what was compiled is kept.

using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme.Cache;

/// <summary>The way of a program through the cache.</summary>
internal static class ProgramCache
{
    // Keeping code is work of the machine, but not of the program: it has limits of its own.
    private const long Ticks = 1_000_000_000;
    private const long Bytes = 4L << 30;

    /// <summary>Gives a session a cache.</summary>
    /// <param name="runtime">The session's libraries.</param>
    /// <param name="image">The image of the compiler.</param>
    /// <param name="path">Its file; the image of further libraries is beside it.</param>
    /// <param name="options">What the session was made with.</param>
    internal static void Install(SchemeRuntime runtime, ImageReader image, string path, LanguageOptions options)
    {
        string further = runtime.FurtherImage is { } file ? HeaderOf(file) : "";
        string compiler = string.Join(
            ' ', image.ContentHash, further, options.Debug, typeof(VirtualMachine).Module.ModuleVersionId, typeof(ProgramCache).Module.ModuleVersionId);
        runtime.Cache = new CodeCache(runtime, Path.Combine(options.CacheFolder!, "code"), compiler, options.LibraryDirectories);
    }

    /// <summary>The header of an image, which has the hash of its content.</summary>
    private static string HeaderOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> header = stackalloc byte[ImageFormat.HeaderChecksumOffset];
            return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length ? Convert.ToHexString(header) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The code of a program: from the cache, or compiled and kept. What has no file is compiled; the libraries that it needs are kept.</summary>
    /// <param name="machine">A machine whose session has a cache.</param>
    /// <param name="source">The program.</param>
    /// <param name="compile">Compiles it.</param>
    internal static Outcome Compile(VirtualMachine machine, SourceText source, Func<VirtualMachine, SourceText, Outcome> compile)
    {
        var runtime = SchemeRuntime.Of(machine);
        var cache = runtime.Cache!;
        bool isFile = source.Name is not ("-e" or "-");
        if (isFile && cache.LoadProgram(source.Name, source.Text) is { } codes)
        {
            runtime.CachedProgram = source;
            Value list = Value.EmptyList;
            for (int i = codes.Count - 1; i >= 0; i--)
            {
                list = Value.Object(new Pair(Value.Object(codes[i]), list));
            }

            return new Outcome(OutcomeKind.Value, list, []);
        }

        var recorded = cache.Recorder.BeginProgram();
        var outcome = compile(machine, source);
        if (outcome.Kind == OutcomeKind.Value)
        {
            Keep(runtime, source, recorded, isFile ? outcome.Value : Value.EmptyList);
        }

        return outcome;
    }

    /// <param name="codes">The last of them is the program; none: it is not kept.</param>
    private static void Keep(SchemeRuntime runtime, SourceText source, RecordedInputs recorded, Value codes)
    {
        var cache = runtime.Cache!;
        Value own = Value.EmptyList;
        for (Value rest = Ask(runtime, "compiled-libraries", runtime.Session); rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            Value unit = Ask(runtime, "library-unit", runtime.Session, pair.Car);
            if (unit.AsObject is not Pair)
            {
                // What cannot be kept of a library cannot be kept of those who need it.
                return;
            }

            string key = SchemeRuntime.KeyOf(pair.Car);
            if (cache.Recorder.Of(key) is { } inputs && Ask(runtime, "image-of-units", Value.Object(new Pair(unit, Value.EmptyList)), Value.False).AsObject is Bytevector library)
            {
                cache.SaveLibrary(key, inputs, library.Bytes);
            }
            else
            {
                own = Value.Object(new Pair(unit, own));
            }
        }

        if (recorded.IsBound || codes.IsEmptyList)
        {
            return;
        }

        var names = new List<string>();
        for (Value rest = Ask(runtime, "pending-libraries", runtime.Session); rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            names.Add(SchemeRuntime.KeyOf(pair.Car));
        }

        Value program = codes;
        while (program.AsObject is Pair { Cdr.AsObject: Pair } pair)
        {
            program = pair.Cdr;
        }

        if (program.AsObject is Pair { Car.AsObject: CodeObject code } && Ask(runtime, "image-of-units", own, Value.Object(code)).AsObject is Bytevector image)
        {
            cache.SaveProgram(source.Name, source.Text, recorded, names, image.Bytes);
        }
    }

    /// <summary>Calls a procedure of the compiler.</summary>
    /// <returns>Unspecified if that failed.</returns>
    private static Value Ask(SchemeRuntime runtime, string procedure, params ReadOnlySpan<Value> arguments)
    {
        var outcome = runtime.Machine.RunAside(Ticks, Bytes, SchemeLanguage.Driver(runtime.Machine, procedure), arguments);
        return outcome.Kind == OutcomeKind.Value ? outcome.Value : Value.Unspecified;
    }

    /// <summary>Makes known what the names of a program mean that came from the cache: for messages, when there is one.</summary>
    internal static void NoteProgram(SchemeRuntime runtime)
    {
        if (runtime.CachedProgram is { } source)
        {
            runtime.CachedProgram = null;
            _ = Ask(runtime, "note-program", runtime.Session, Value.Object(new Text(source.Text)), Value.Object(new Text(source.Name)));
        }
    }
}
