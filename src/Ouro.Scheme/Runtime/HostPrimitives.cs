// What the compiler asks of its host: sources of libraries and included files, and the compiled libraries of the image.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Scheme.Cache;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Runtime;

[PrimitiveGroup]
internal static partial class HostPrimitives
{
    /// <summary>
    /// Finds the source of a library: DIR/a/b.sld, then DIR/a/b.scm, in each directory in turn. Gives (file . text) or #f.
    /// </summary>
    [Primitive("find-library-file", Effects = Effects.Outside)]
    internal static Value FindLibraryFile(VirtualMachine machine, Value name, Value directories)
    {
        if (machine.Service<SchemeRuntime>()?.Sources is { } sources && sources.TryResolve(SchemeRuntime.KeyOf(name).Split(' '), out string source, out string content))
        {
            return Value.Object(new Pair(Value.Object(new Text(source)), Value.Object(new Text(content))));
        }

        var parts = new List<string>();
        int length = 0;
        for (Value rest = name; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            string part = pair.Car.AsObject is Symbol symbol ? symbol.Name : pair.Car.IsFixnum ? pair.Car.AsFixnum.ToString() : "";
            parts.Add(part);
            if (part.Length == 0 || (length += part.Length + 1) > LibraryFiles.LongestPath)
            {
                return Value.False;
            }
        }

        var folders = new List<string>();
        for (Value rest = directories; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.AsObject is not Text directory)
            {
                return machine.WrongType(2, pair.Car, "a list of strings");
            }

            folders.Add(directory.ToString());
        }

        var cache = machine.Service<SchemeRuntime>()?.Cache;
        if (LibraryFiles.Find(parts, folders) is not { } file)
        {
            cache?.Recorder.Note(new CacheInput(IsLibrary: true, SchemeRuntime.KeyOf(name), "", "", default));
            return Value.False;
        }

        Value found = ReadFile(machine, file);
        if (cache is not null && found.AsObject is Pair { Cdr.AsObject: Text text })
        {
            cache.NoteFile(file, text.ToString());
            cache.Recorder.Note(new CacheInput(IsLibrary: true, SchemeRuntime.KeyOf(name), "", file, cache.HashOfFile(file)));
        }

        return found;
    }

    /// <summary>
    /// Reads a file that a source includes; a relative name is relative to the including file. Gives (file . text), or a string that says why it cannot.
    /// </summary>
    [Primitive("read-include-file", Effects = Effects.Outside)]
    internal static Value ReadIncludeFile(VirtualMachine machine, Text name, Value from, bool foldCase)
    {
        if ((machine.Capabilities & Capability.Files) == 0)
        {
            return Value.Object(new Text("this machine may not read files"));
        }

        string including = from.AsObject is Text file ? file.ToString() : "";
        var runtime = machine.Service<SchemeRuntime>();
        if (LibraryFiles.Included(name.ToString(), including, runtime?.Sources?.Root ?? "") is not { } path)
        {
            runtime?.Cache?.Recorder.Note(new CacheInput(IsLibrary: false, name.ToString(), including, "", default));
            return Value.Object(new Text($"there is no file {name}"));
        }

        Value found = ReadFile(machine, path);
        if (runtime?.Cache is { } cache && found.AsObject is Pair { Cdr.AsObject: Text text })
        {
            cache.NoteFile(path, text.ToString());
            cache.Recorder.Note(new CacheInput(IsLibrary: false, name.ToString(), including, path, cache.HashOfFile(path)));
        }

        if (foldCase && found.AsObject is Pair pair)
        {
            pair.Cdr = Value.Object(new Text("#!fold-case " + ((Text)pair.Cdr.AsObject!)));
        }

        return found;
    }

    private static Value ReadFile(VirtualMachine machine, string file)
    {
        try
        {
            long length = new FileInfo(file).Length;
            if (!machine.ChargeAllocation(length * 3) || !machine.ChargeTicks(length >> 6))
            {
                return Value.Signal;
            }

            return Value.Object(new Pair(Value.Object(new Text(file)), Value.Object(new Text(File.ReadAllText(file)))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return machine.Fail(ConditionKind.File, $"cannot read {file}: {exception.Message}");
        }
    }

    /// <summary>
    /// The library of that name begins to be read from a file. Whether its compiled code was found in the cache, so that it is known now and need not be read;
    /// otherwise it is read next, up to library-read.
    /// </summary>
    [Primitive("library-cached?", Effects = Effects.Outside)]
    internal static Value LibraryCached(VirtualMachine machine, Value name, Text file)
    {
        if (machine.Service<SchemeRuntime>()?.Cache is not { } cache)
        {
            return Value.False;
        }

        string key = SchemeRuntime.KeyOf(name);
        if (cache.LoadLibrary(key, file.ToString()))
        {
            cache.Recorder.Use(key);
            return Value.True;
        }

        cache.Recorder.BeginLibrary(key, file.ToString());
        return Value.False;
    }

    /// <summary>The library of that name has been read from its file, which has no other if it is alone. Gives whether there is a cache.</summary>
    [Primitive("library-read")]
    internal static bool LibraryRead(VirtualMachine machine, Value name, bool isAlone)
    {
        var cache = machine.Service<SchemeRuntime>()?.Cache;
        cache?.Recorder.EndLibrary(SchemeRuntime.KeyOf(name), isAlone);
        return cache is not null;
    }

    /// <summary>A library that is known already is imported.</summary>
    [Primitive("library-used")]
    internal static void LibraryUsed(VirtualMachine machine, Value name) => machine.Service<SchemeRuntime>()?.Cache?.Recorder.Use(SchemeRuntime.KeyOf(name));

    /// <summary>The library of that name is defined in a program's own text.</summary>
    [Primitive("library-of-program")]
    internal static void LibraryOfProgram(VirtualMachine machine, Value name) => machine.Service<SchemeRuntime>()?.Cache?.Recorder.Bind(SchemeRuntime.KeyOf(name));

    /// <summary>Code of a library runs in order to expand another.</summary>
    [Primitive("expansion-runs-code")]
    internal static void ExpansionRunsCode(VirtualMachine machine) => machine.Service<SchemeRuntime>()?.Cache?.Recorder.BindAll();

    /// <summary>The symbol for the globals of a library: the parts of its name with blanks between.</summary>
    [Primitive("library-name->module")]
    internal static Value LibraryModule(VirtualMachine machine, in Value name)
    {
        if (VirtualMachine.ProperListLength(name, out _) < 0)
        {
            return machine.WrongType(1, name, "a list of symbols and integers");
        }

        for (Value rest = name; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.Ref is not Symbol && !pair.Car.IsFixnum)
            {
                return machine.WrongType(1, name, "a list of symbols and integers");
            }
        }

        return Value.Object(machine.Intern(SchemeRuntime.KeyOf(name)));
    }

    /// <summary>The descriptor of a compiled library of the image, or #f.</summary>
    [Primitive("compiled-library")]
    internal static Value CompiledLibrary(VirtualMachine machine, in Value name) =>
        machine.Service<SchemeRuntime>() is { } runtime ? runtime.Descriptor(name) : Value.False;

    /// <summary>The code of a compiled library's body; #f when it has run, or when there is no such library.</summary>
    [Primitive("compiled-library-code")]
    internal static Value CompiledLibraryCode(VirtualMachine machine, in Value name) =>
        machine.Service<SchemeRuntime>()?.BodyToRun(name) is { } code ? Value.Object(code) : Value.False;

    /// <summary>What the library that has its globals in a module left when its body had run; #f when it has not.</summary>
    [Primitive("library-run-mark")]
    internal static Value LibraryRunMark(VirtualMachine machine, Symbol module) =>
        machine.Service<SchemeRuntime>() is { } runtime && runtime.Mark(module) is { IsUnbound: false } mark ? mark : Value.False;

    /// <summary>A procedure without captured variables that runs a code object.</summary>
    [Primitive("code->procedure")]
    internal static Value CodeToProcedure(VirtualMachine machine, CodeObject code) =>
        code.FreeCount == 0
            ? Value.Object(new Closure(code))
            : machine.WrongType(1, Value.Object(code), "code without captured variables");
}
