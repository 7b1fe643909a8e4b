// The global variables of a module are the machine's cells, which code refers to directly, and at the same time the entries of a dict that
// programs see. An entry of the dict whose variable code refers to holds the cell: HashStore.Entry reads and writes through it. A cell
// that code refers to before the name is defined is undecided: it is no entry, and has the value of the built-in name, if there is one.
// The instruction that defines it knows nothing of the dict; so whoever looks at the dict first has undecided cells looked at that were
// defined meanwhile.

using Ouro.Machine.Execution;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>What makes a dict the global variables of code.</summary>
internal sealed class Namespace
{
    private readonly PythonRuntime _python;
    private readonly HashStore _store;
    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private readonly List<Variable> _undecided = [];
    private readonly PyDict? _builtins;

    /// <summary>Makes a dict's entries global variables.</summary>
    /// <param name="builtins">Where names are looked for that are not in it; null: nowhere.</param>
    internal Namespace(PythonRuntime python, PyDict dictionary, PyDict? builtins)
    {
        _python = python;
        _store = dictionary.Entries;
        _builtins = builtins;
        Dictionary = dictionary;
        _store.Names = this;
    }

    private sealed class Variable(Cell cell, Text name)
    {
        internal readonly Cell Cell = cell;
        internal readonly Text Name = name;
        internal bool IsDecided;

        /// <summary>The value of the built-in name that an undecided cell has.</summary>
        internal Value Inherited = Value.Unbound;

        internal bool WasDefined => !Cell.Content.IsUnbound && !Value.Same(Cell.Content, Inherited);
    }

    /// <summary>The dict that it belongs to.</summary>
    internal PyDict Dictionary { get; }

    /// <summary>Where names are looked for that are not in it.</summary>
    internal PyDict? Builtins => _builtins;

    /// <summary>The variable of a name, for code.</summary>
    internal Cell CellOf(string name)
    {
        if (_variables.TryGetValue(name, out var known))
        {
            return known.Cell;
        }

        var symbol = _python.Machine.Intern(name);
        var variable = new Variable(new Cell(symbol, symbol), _python.Interned(new Text(name)));
        int place = _store.Find(Value.Object(variable.Name), variable.Name.GetHashCode());
        if (place >= 0)
        {
            variable.Cell.Content = _store[place].Value;
            variable.IsDecided = true;
            _store[place].Link(variable.Cell);
        }

        _variables.Add(name, variable);
        if (!variable.IsDecided)
        {
            Undecide(variable);
        }

        return variable.Cell;
    }

    /// <summary>The value of a name that is defined here; unbound if it is not.</summary>
    internal Value Find(string name)
    {
        if (_variables.TryGetValue(name, out var variable))
        {
            return variable.IsDecided || Decide(variable) ? variable.Cell.Content : Value.Unbound;
        }

        var key = new Text(name);
        int place = _store.Find(Value.Object(key), key.GetHashCode());
        return place >= 0 ? _store[place].Value : Value.Unbound;
    }

    /// <summary>Whether code that defines a name must say so, because the value may be that of the built-in name.</summary>
    internal bool IsInherited(string name) => _builtins is { } builtins && builtins != Dictionary && !builtins.Find(name).IsUnbound;

    /// <summary>Has undecided cells looked at.</summary>
    internal void Synchronise()
    {
        for (int i = 0; i < _undecided.Count; i++)
        {
            if (_undecided[i].WasDefined)
            {
                DecideAll();
                return;
            }
        }
    }

    /// <summary>The dict gets a key that it has not.</summary>
    /// <returns>The cell that is to hold the value, or null.</returns>
    internal Cell? Added(in Value key, in Value value)
    {
        if (key.Ref is not Text text || _variables.Count == 0 || !_variables.TryGetValue(text.ToString(), out var variable))
        {
            return null;
        }

        variable.Cell.Content = value;
        if (!variable.IsDecided)
        {
            variable.IsDecided = true;
            _undecided.Remove(variable);
        }

        return variable.Cell;
    }

    /// <summary>The dict has lost a key whose value a cell held.</summary>
    internal void Removed(Cell cell)
    {
        cell.Content = Value.Unbound;
        var variable = _variables[cell.Name.Name];
        variable.IsDecided = false;
        Undecide(variable);
    }

    /// <summary>A built-in name got another value.</summary>
    internal void Inherit(string name, Value value)
    {
        if (_variables.TryGetValue(name, out var variable) && !variable.IsDecided && !variable.WasDefined)
        {
            variable.Inherited = value;
            variable.Cell.Content = value;
        }
    }

    private void Undecide(Variable variable)
    {
        variable.Inherited = _builtins is { } builtins && builtins != Dictionary ? builtins.Find(variable.Name) : Value.Unbound;
        variable.Cell.Content = variable.Inherited;
        _undecided.Add(variable);
    }

    private void DecideAll()
    {
        var defined = _undecided.FindAll(variable => variable.WasDefined);
        foreach (var variable in defined)
        {
            _ = Decide(variable);
        }
    }

    private bool Decide(Variable variable)
    {
        if (!variable.WasDefined)
        {
            return false;
        }

        // The store asks Added for the cell.
        _store.Add(Value.Object(variable.Name), variable.Name.GetHashCode(), variable.Cell.Content);
        return true;
    }
}
