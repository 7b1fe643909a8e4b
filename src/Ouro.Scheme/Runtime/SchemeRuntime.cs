// What a machine keeps for Scheme: the image with the compiled libraries, and which of them have run.

using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Scheme.Boot;
using Ouro.Scheme.Cache;

namespace Ouro.Scheme.Runtime;

/// <summary>The compiled libraries of one machine.</summary>
internal sealed class SchemeRuntime
{
    private readonly VirtualMachine _machine;
    private readonly Dictionary<string, ImageUnit> _units = new(StringComparer.Ordinal);
    private readonly Symbol _mark;

    private SchemeRuntime(VirtualMachine machine, ImageReader? image)
    {
        _machine = machine;
        _mark = machine.Intern("has run");
        if (image is not null)
        {
            Add(image);
        }
    }

    /// <summary>Makes the libraries of one more image known. Of two with the same name the first stays.</summary>
    internal void Add(ImageReader image) => Add(image.Units);

    /// <summary>Makes compiled libraries known. Of two with the same name the first stays.</summary>
    internal void Add(ReadOnlySpan<ImageUnit> units)
    {
        foreach (var unit in units)
        {
            _ = _units.TryAdd(KeyOf(unit.Name), unit);
        }
    }

    /// <summary>Gives a machine the Scheme primitives and the libraries of an image (none: for the bootstrap).</summary>
    internal static SchemeRuntime Install(VirtualMachine machine, ImageReader? image)
    {
        machine.AddPrimitives(GeneratedPrimitives.Catalogue);
        var runtime = new SchemeRuntime(machine, image);
        machine.AddService(runtime);
        return runtime;
    }

    /// <summary>The runtime of a machine that has Scheme.</summary>
    internal static SchemeRuntime Of(VirtualMachine machine) => machine.Service<SchemeRuntime>()!;

    internal VirtualMachine Machine => _machine;

    /// <summary>The program, if its code came from the cache and nobody has asked what its names mean.</summary>
    internal SourceText? CachedProgram;

    /// <summary>Where compiled programs and libraries are kept between runs; null: nowhere.</summary>
    internal CodeCache? Cache;

    /// <summary>The compiler's session: a guest object.</summary>
    internal Value Session = Value.False;

    /// <summary>Where the bootstrap finds the sources of libraries, by name; null otherwise.</summary>
    internal ISourceResolver? Sources;

    /// <summary>What may help somebody who used a variable that has no value.</summary>
    internal string? DescribeUnbound(Symbol module, Symbol name, IReadOnlyList<string> locals)
    {
        ProgramCache.NoteProgram(this);
        var procedure = _machine.GlobalCell(_machine.Intern("ouro compiler driver"), _machine.Intern("visible-names")).Content;
        var names = _machine.RunAside(procedure, Session, Value.Object(module));
        if (names.Kind != OutcomeKind.Value)
        {
            return null;
        }

        if (Reader.NearestName.Hint(name.Name, locals) is { Length: > 0 } local)
        {
            return local;
        }

        var candidates = new List<string>();
        for (Value rest = names.Value; rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.AsObject == name)
            {
                return "; its definition has not run yet";
            }

            if (pair.Car.AsObject is Symbol candidate)
            {
                candidates.Add(candidate.Name);
            }
        }

        return Reader.NearestName.Hint(name.Name, candidates);
    }

    /// <summary>Whether a code object is the body of one of the image's libraries.</summary>
    internal bool IsFromImage(CodeObject code)
    {
        foreach (var unit in _units.Values)
        {
            if (unit.Body == code)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The file of one more image, which is opened when a library is asked for that no image has: programs that import
    /// nothing of it do not pay for it. Null: there is none, or it was opened.
    /// </summary>
    internal string? FurtherImage;

    /// <summary>The descriptor of a compiled library, or false.</summary>
    /// <returns><see cref="Value.Signal"/> with a pending raise when an image cannot be read.</returns>
    internal Value Descriptor(Value name)
    {
        string key = KeyOf(name);
        if (_units.TryGetValue(key, out var unit))
        {
            return unit.Descriptor;
        }

        if (FurtherImage is not { } path || !File.Exists(path))
        {
            return Value.False;
        }

        if (OpenFurtherImage(path) is { } problem)
        {
            return _machine.Raise(Value.Object(problem));
        }

        return _units.TryGetValue(key, out unit) ? unit.Descriptor : Value.False;
    }

    private Condition? OpenFurtherImage(string path)
    {
        FurtherImage = null;
        if (ImageReader.Open(_machine, path, out var problem) is { } image)
        {
            Add(image);
        }

        return problem;
    }

    /// <summary>Whether the compiled library of that name, its parts with blanks between, is known, or is in the further image.</summary>
    internal bool HasUnit(string key)
    {
        if (!_units.ContainsKey(key) && FurtherImage is { } path && File.Exists(path))
        {
            _ = OpenFurtherImage(path);
        }

        return _units.ContainsKey(key);
    }

    /// <summary>The body of a compiled library that has not run to its end, when it leaves its mark; null when it has, or when the image has no such library.</summary>
    internal CodeObject? BodyToRun(Value name) => BodyToRun(KeyOf(name));

    /// <summary>Likewise.</summary>
    /// <param name="key">The library's name, its parts with blanks between.</param>
    internal CodeObject? BodyToRun(string key) =>
        _units.TryGetValue(key, out var unit) && _machine.GlobalCell(_machine.Intern(key), _mark).Content.IsUnbound ? unit.Body : null;

    /// <summary>What the body of a library left when it had run to its end: true for those of the image. Unbound before.</summary>
    internal Value Mark(Symbol module) => _machine.GlobalCell(module, _mark).Content;

    /// <summary>Runs the body of a compiled library, after those that it imports, unless it has run.</summary>
    /// <returns>Null when all is well, otherwise how the body ended.</returns>
    internal Outcome? Instantiate(Value name)
    {
        if (BodyToRun(name) is not { } body)
        {
            return null;
        }

        // The descriptor is (imports . what the expander wants to know).
        Value descriptor = Descriptor(name);
        if (descriptor.AsObject is not Pair parts)
        {
            return Damaged(name, descriptor);
        }

        for (Value imports = parts.Car; imports.AsObject is Pair pair; imports = pair.Cdr)
        {
            if (Instantiate(pair.Car) is { } failure)
            {
                return failure;
            }
        }

        var outcome = _machine.Run(Value.Object(new Closure(body)));
        return outcome.Kind == OutcomeKind.Value ? null : outcome;
    }

    /// <summary>How a start ends that met a descriptor which is none: with what is pending if it could not be read.</summary>
    private Outcome Damaged(Value name, Value descriptor)
    {
        if (!descriptor.IsSignal)
        {
            _ = _machine.Fail(ConditionKind.BadCode, $"the image is damaged: what it says about the library ({KeyOf(name)}) is no list, but", descriptor);
        }

        Value failure = _machine.PendingValue;
        _machine.Pending = PendingSignal.None;
        _machine.PendingValue = Value.Unspecified;
        return new Outcome(OutcomeKind.Uncaught, failure, []);
    }

    /// <summary>A library's name as text: its parts with blanks between, which is also its module's name.</summary>
    internal static string KeyOf(Value name)
    {
        if (name.AsObject is Symbol module)
        {
            return module.Name;
        }

        var key = new System.Text.StringBuilder();
        for (; name.AsObject is Pair pair; name = pair.Cdr)
        {
            _ = key.Append(key.Length == 0 ? "" : " ").Append(pair.Car.AsObject is Symbol symbol ? symbol.Name : pair.Car.Bits.ToString());
        }

        return key.ToString();
    }

    /// <summary>A library's name from its parts with blanks between; numbers become integers.</summary>
    internal static Value ParseName(VirtualMachine machine, string key)
    {
        string[] parts = key.Split(' ');
        Value name = Value.EmptyList;
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            var part = long.TryParse(parts[i], out long number) ? Value.Fixnum(number) : Value.Object(machine.Intern(parts[i]));
            name = Value.Object(new Pair(part, name));
        }

        return name;
    }

    /// <summary>A library's name as a list of symbols.</summary>
    internal static Value NameOf(VirtualMachine machine, params string[] parts)
    {
        Value name = Value.EmptyList;
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            name = Value.Object(new Pair(Value.Object(machine.Intern(parts[i])), name));
        }

        return name;
    }
}
