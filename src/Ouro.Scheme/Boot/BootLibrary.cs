using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Boot;

/// <summary>A library of the boot evaluator: its own variables, what it imports, what it exports.</summary>
internal sealed class BootLibrary(BootPrimitives primitives, Symbol module, string key)
{
    private readonly Dictionary<Symbol, Binding> _own = [];
    private readonly Dictionary<Symbol, Binding> _imported = [];

    /// <summary>The name as it is written: "(ouro base)".</summary>
    internal string Key { get; } = key;

    /// <summary>What importers see.</summary>
    internal Dictionary<Symbol, Binding> Exports { get; } = [];

    /// <summary>It imports forms that are not known by name here, so any name may be one.</summary>
    internal bool ImportsSyntax { get; set; }

    /// <summary>What a name means in this library, or null. Own definitions win over imports.</summary>
    internal Binding? Find(Symbol name) =>
        _own.TryGetValue(name, out var binding) || _imported.TryGetValue(name, out binding) ? binding : null;

    internal bool Owns(Symbol name) => _own.ContainsKey(name);

    /// <summary>Adds an imported binding.</summary>
    /// <returns>False when the name already means something else.</returns>
    internal bool Import(Symbol name, Binding binding) => _imported.TryAdd(name, binding) || _imported[name].IsSameAs(binding);

    /// <summary>Adds a definition.</summary>
    /// <returns>False when the library already has one of that name.</returns>
    internal bool Define(Symbol name) => _own.TryAdd(name, new Binding { Cell = new Cell(module, name) });

    /// <summary>Adds a name that define-record-type defines, with its value.</summary>
    internal bool DefineRecordProcedure(Symbol name, Value content) =>
        _own.TryAdd(name, new Binding { Cell = new Cell(module, name) { Content = content }, IsRecordProcedure = true });

    /// <summary>Adds a macro, which can be exported but not used.</summary>
    internal bool DefineMacro(Symbol name) => _own.TryAdd(name, new Binding { IsMacro = true });

    internal Cell OwnCell(Symbol name) => _own[name].Cell!;

    /// <summary>The primitive of that name, or null.</summary>
    internal Procedure? Primitive(Symbol name) => primitives.Find(name.Name);

    internal string PrimitiveHint(string name) => NearestName.Hint(name, primitives.Names);

    /// <summary>"; did you mean x?" among the names that are known here.</summary>
    internal string Hint(string name)
    {
        var names = new List<string>();
        foreach (var symbol in _own.Keys)
        {
            names.Add(symbol.Name);
        }

        foreach (var symbol in _imported.Keys)
        {
            names.Add(symbol.Name);
        }

        return NearestName.Hint(name, names);
    }
}

/// <summary>The primitives as the boot evaluator sees them: the machine's, but its own where one calls procedures.</summary>
internal sealed class BootPrimitives(VirtualMachine machine)
{
    private readonly Dictionary<string, Procedure> _own = new(StringComparer.Ordinal)
    {
        ["apply"] = new BootApply(),
        ["call-with-values"] = new BootCallWithValues(),
        ["dynamic-wind"] = new BootDynamicWind(),
        ["raise"] = new BootRaise("raise"),
        ["raise-continuable"] = new BootRaise("raise-continuable"),
        ["with-parameter"] = new BootWithParameter(),
    };

    /// <summary>All names.</summary>
    internal IEnumerable<string> Names
    {
        get
        {
            foreach (var name in _own.Keys)
            {
                yield return name;
            }

            foreach (var name in machine.PrimitiveNames)
            {
                if (!_own.ContainsKey(name))
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>The procedure, or null when there is no primitive of that name.</summary>
    internal Procedure? Find(string name) => _own.TryGetValue(name, out var procedure) ? procedure : machine.FindPrimitive(name);
}
