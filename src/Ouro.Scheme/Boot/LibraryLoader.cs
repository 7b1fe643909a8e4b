using Ouro.Machine.Execution;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Boot;

/// <summary>Reads library definitions and runs their bodies, each once.</summary>
internal sealed class LibraryLoader
{
    private readonly BootContext _context;
    private readonly ISourceResolver _resolver;
    private readonly BootPrimitives _primitives;

    /// <summary>Loaded libraries; null while one is being loaded.</summary>
    private readonly Dictionary<string, BootLibrary?> _libraries = new(StringComparer.Ordinal);

    /// <summary>Definitions that were read with another library of the same file.</summary>
    private readonly Dictionary<string, (Value Datum, SourceMap Map)> _definitions = new(StringComparer.Ordinal);

    internal LibraryLoader(BootContext context, ISourceResolver resolver)
    {
        _context = context;
        _resolver = resolver;
        _primitives = new BootPrimitives(context.Machine);
        var primitives = NewLibrary(BootForms.PrimitiveLibrary);
        foreach (var name in _primitives.Names)
        {
            if (_primitives.Find(name) is { } procedure)
            {
                primitives.Exports[context.Machine.Intern(name)] = new Binding { Procedure = procedure };
            }
        }

        _libraries.Add(BootForms.PrimitiveLibrary, primitives);
        _libraries.Add(BootForms.SyntaxLibrary, NewLibrary(BootForms.SyntaxLibrary));
    }

    /// <summary>A library that is loaded, or null.</summary>
    internal BootLibrary? Find(string[] name) => _libraries.GetValueOrDefault(KeyOf(name));

    /// <summary>Loads a library and what it imports.</summary>
    /// <param name="name">The name's parts.</param>
    /// <param name="span">The import that asks for it, or null.</param>
    internal BootLibrary Load(string[] name, SourceSpan? span)
    {
        var key = KeyOf(name);
        if (_libraries.TryGetValue(key, out var library))
        {
            return library ?? throw _context.SyntaxError(span, $"the library {key} imports itself, directly or through others");
        }

        if (!_definitions.TryGetValue(key, out var definition))
        {
            if (!_resolver.TryResolve(name, out var file, out var text))
            {
                throw _context.SyntaxError(span, $"no library {key}; looked in {_resolver.Places}");
            }

            ReadFile(file, text);
            if (!_definitions.TryGetValue(key, out definition))
            {
                throw _context.SyntaxError(span, $"{file} does not define the library {key}");
            }
        }

        _libraries.Add(key, null);
        library = NewLibrary(key);
        Define(library, definition.Datum, definition.Map);
        _libraries[key] = library;
        return library;
    }

    private BootLibrary NewLibrary(string key) => new(_primitives, _context.Machine.Intern("boot " + key), key);

    private static string KeyOf(string[] name) => "(" + string.Join(' ', name) + ")";

    private void ReadFile(string file, string text)
    {
        var map = new SourceMap();
        var reader = new SchemeReader(_context.Machine, file, text, map);
        while (true)
        {
            switch (reader.Read(out var datum))
            {
                case ReadStatus.EndOfInput:
                    return;
                case ReadStatus.Datum:
                    if (datum.AsObject is not Pair { Car.AsObject: Symbol { Name: "define-library" }, Cdr.AsObject: Pair rest })
                    {
                        throw _context.SyntaxError(reader.LastSpan, "expected (define-library (name ...) declaration ...)");
                    }

                    var key = KeyOf(NameOf(rest.Car, map, map.Element(rest)));
                    if (!_definitions.TryAdd(key, (datum, map)))
                    {
                        throw _context.SyntaxError(map.Element(rest), $"the library {key} is defined twice");
                    }

                    break;
                case ReadStatus.Stopped:
                    throw _context.Signalled(new CallSite(null, null), null);
                default:
                    _ = _context.Machine.Raise(Value.Object(reader.Error!));
                    throw _context.Signalled(new CallSite(reader.Error!.Span, null), null);
            }
        }
    }

    private string[] NameOf(Value name, SourceMap map, SourceSpan? span)
    {
        var form = Form.Parse(name, map, span);
        if (form is null || form.Length == 0)
        {
            throw _context.SyntaxError(span, "expected a library's name, a list of symbols and numbers");
        }

        var parts = new string[form.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = form.Items[i].AsObject is Symbol symbol ? symbol.Name
                : form.Items[i].IsFixnum ? Printer.Printer.PrintShort(form.Items[i], 30)
                : throw _context.SyntaxError(form.Spans[i], "expected a symbol or number in a library's name");
        }

        return parts;
    }

    private void Define(BootLibrary library, Value datum, SourceMap map)
    {
        var converter = new Converter(_context, library, map);
        var definition = converter.Parse(datum, null);
        var bodies = new List<(Value Datum, SourceSpan? Span)>();
        var exports = new List<Form>();
        for (var i = 2; i < definition.Length; i++)
        {
            var declaration = converter.Parse(definition.Items[i], definition.Spans[i]);
            switch (declaration.Head?.Name)
            {
                case "import":
                    for (var j = 1; j < declaration.Length; j++)
                    {
                        Import(library, converter, declaration.Items[j], declaration.Spans[j], map);
                    }

                    break;
                case "export":
                    exports.Add(declaration);
                    break;
                case "begin":
                    AddBody(converter, declaration, bodies);
                    break;
                default:
                    throw _context.SyntaxError(
                        declaration.Span, "expected (import ...), (export ...) or (begin ...); nothing else is in the boot dialect");
            }
        }

        foreach (var (form, span) in bodies)
        {
            DefineNames(library, converter, form, span);
        }

        foreach (var declaration in exports)
        {
            Export(library, converter, declaration);
        }

        foreach (var (form, span) in bodies)
        {
            if (HeadOf(form) is not ("define-record-type" or "define-syntax"))
            {
                RunTop(converter.ConvertTop(form, span, out var size), size, span);
            }
        }
    }

    private void RunTop(Node node, int frameSize, SourceSpan? span)
    {
        var code = new BootCode(null, 0, false) { FrameSize = frameSize, Body = node };
        var frame = BootContext.NewFrame(frameSize);
        frame[0] = Value.Object(frame);
        _ = _context.Run(code, frame, new CallSite(span, null));
    }

    /// <summary>Collects the forms of a body, those of a begin within it among the others.</summary>
    private static void AddBody(Converter converter, Form body, List<(Value Datum, SourceSpan? Span)> bodies)
    {
        var pending = new Stack<(Form Form, int Next)>();
        pending.Push((body, 1));
        while (pending.Count > 0)
        {
            var (form, next) = pending.Pop();
            for (; next < form.Length; next++)
            {
                if (HeadOf(form.Items[next]) == "begin")
                {
                    pending.Push((form, next + 1));
                    form = converter.Parse(form.Items[next], form.Spans[next]);
                    next = 0;
                }
                else
                {
                    bodies.Add((form.Items[next], form.Spans[next]));
                }
            }
        }
    }

    private void DefineNames(BootLibrary library, Converter converter, Value datum, SourceSpan? span)
    {
        switch (HeadOf(datum))
        {
            case "define":
                var form = converter.Parse(datum, span);
                CheckNew(library.Define(converter.DefinedName(form)), form);
                break;
            case "define-record-type":
                var record = converter.Parse(datum, span);
                foreach (var (name, content) in converter.MakeRecordType(record))
                {
                    CheckNew(library.DefineRecordProcedure(name, content), record);
                }

                break;
            case "define-syntax":
                var macro = converter.Parse(datum, span);
                converter.Expect(macro, 3, 3, "(define-syntax name transformer)");
                CheckNew(
                    library.DefineMacro(macro.Items[1].AsObject as Symbol ?? throw converter.Error(macro.Spans[1], "expected a name")),
                    macro);
                break;
        }

        void CheckNew(bool isNew, Form form)
        {
            if (!isNew)
            {
                throw converter.Error(form.Span, "this defines a name that the library has defined before");
            }
        }
    }

    private static string? HeadOf(Value datum) => datum.AsObject is Pair { Car.AsObject: Symbol symbol } ? symbol.Name : null;

    // ---- imports and exports

    private void Import(BootLibrary library, Converter converter, Value set, SourceSpan? span, SourceMap map)
    {
        var imported = ImportSet(library, converter, set, span, map);
        foreach (var (name, binding) in imported)
        {
            if (!library.Import(name, binding))
            {
                throw converter.Error(span, $"{name.Name} is imported twice, with different meanings");
            }
        }
    }

    private Dictionary<Symbol, Binding> ImportSet(BootLibrary library, Converter converter, Value set, SourceSpan? span, SourceMap map)
    {
        var form = converter.Parse(set, span);
        if (form.Length < 2 || form.Items[1].AsObject is not Pair || form.Head?.Name is not ("only" or "except" or "prefix" or "rename"))
        {
            var name = NameOf(set, map, span);
            var loaded = Load(name, span);
            library.ImportsSyntax |= loaded.Key == BootForms.SyntaxLibrary;
            return loaded.Exports;
        }

        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw converter.Error(span, "the import set is nested too deeply");
        }

        var inner = ImportSet(library, converter, form.Items[1], form.Spans[1], map);
        var result = new Dictionary<Symbol, Binding>();
        switch (form.Head.Name)
        {
            case "only":
                for (var i = 2; i < form.Length; i++)
                {
                    var name = NameAt(form, i);
                    result[name] = Imported(name, i);
                }

                return result;

            case "except":
                result = new Dictionary<Symbol, Binding>(inner);
                for (var i = 2; i < form.Length; i++)
                {
                    var name = NameAt(form, i);
                    _ = Imported(name, i);
                    result.Remove(name);
                }

                return result;

            case "prefix":
                converter.Expect(form, 3, 3, "(prefix import-set prefix)");
                var prefix = NameAt(form, 2);
                foreach (var (name, binding) in inner)
                {
                    result[_context.Machine.Intern(prefix.Name + name.Name)] = binding;
                }

                return result;

            default:
                result = new Dictionary<Symbol, Binding>(inner);
                var renamed = new List<(Symbol Name, Binding Binding)>();
                for (var i = 2; i < form.Length; i++)
                {
                    var pair = converter.Parse(form.Items[i], form.Spans[i]);
                    converter.Expect(pair, 2, 2, "(name new-name)");
                    renamed.Add((NameAt(pair, 1), Imported(NameAt(pair, 0), i)));
                    result.Remove(NameAt(pair, 0));
                }

                foreach (var (name, binding) in renamed)
                {
                    result[name] = binding;
                }

                return result;
        }

        Symbol NameAt(Form list, int index) =>
            list.Items[index].AsObject as Symbol ?? throw converter.Error(list.Spans[index], "expected a name");

        Binding Imported(Symbol name, int index)
        {
            if (inner.TryGetValue(name, out var binding))
            {
                return binding;
            }

            if (BootForms.IsForm(name.Name) || library.ImportsSyntax)
            {
                return new Binding { Form = name.Name };
            }

            var names = new List<string>();
            foreach (var known in inner.Keys)
            {
                names.Add(known.Name);
            }

            throw converter.Error(
                form.Spans[index],
                $"{Printer.Printer.PrintShort(form.Items[1], 60)} does not export {name.Name}{NearestName.Hint(name.Name, names)}");
        }
    }

    private static void Export(BootLibrary library, Converter converter, Form declaration)
    {
        for (var i = 1; i < declaration.Length; i++)
        {
            var (item, span) = (declaration.Items[i], declaration.Spans[i]);
            var inside = item.AsObject as Symbol;
            var outside = inside;
            if (inside is null)
            {
                var rename = converter.Parse(item, span);
                converter.Expect(rename, 3, 3, "(rename name exported-name)");
                inside = rename.Items[1].AsObject as Symbol;
                outside = rename.Items[2].AsObject as Symbol;
                if (rename.Head?.Name != "rename" || inside is null || outside is null)
                {
                    throw converter.Error(span, "expected a name or (rename name exported-name)");
                }
            }

            var binding = library.Find(inside);
            if (binding is null)
            {
                binding = BootForms.IsForm(inside.Name) || library.ImportsSyntax
                    ? new Binding { Form = inside.Name }
                    : throw converter.Error(span, $"{inside.Name} is exported and not defined{library.Hint(inside.Name)}");
            }

            if (!library.Exports.TryAdd(outside!, binding))
            {
                throw converter.Error(span, $"{outside!.Name} is exported twice");
            }
        }
    }
}
