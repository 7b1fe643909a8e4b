using Ouro.Machine.Code;
using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Compiler;

// Import statements.
internal sealed partial class CodeGenerator
{
    private void Imports(Import node)
    {
        foreach (var alias in node.Names)
        {
            int module = Temp();
            Mark(node);
            ImportTo(module, alias.Name, Value.Unspecified, 0);
            if (alias.Asname is not null)
            {
                // import a.b as c: each part is an attribute of what is before it.
                foreach (string part in alias.Name.Split('.').Skip(1))
                {
                    Op1(new ImportNameOperation(Python, part), module, module);
                }
            }

            StoreName(alias.Asname ?? alias.Name.Split('.')[0], module);
        }
    }

    private void ImportsFrom(ImportFrom node)
    {
        if (node is { Module: "__future__", Level: 0 } && Python.LibraryFolder is null)
        {
            // It means something to the compiler all the same.
            return;
        }

        int module = Temp();
        Mark(node);
        ImportTo(module, node.Module ?? "", Python.Tuple([.. node.Names.Select(alias => Value.Object(Python.Interned(new Text(alias.Name))))]), node.Level);
        if (node.Names is [{ Name: "*" }])
        {
            if (HasSpace)
            {
                Op2(Shared.ImportAllInto, module, module, 0);
            }
            else
            {
                Op1(Shared.ImportAll, module, module);
            }

            return;
        }

        foreach (var alias in node.Names)
        {
            int item = Temp();
            Op1(new ImportNameOperation(Python, alias.Name), item, module);
            StoreName(alias.Asname ?? alias.Name, item);
            _top--;
        }
    }

    private void ImportTo(int target, string name, Value wanted, int level)
    {
        int operands = Temp();
        Load(Value.Object(Python.Interned(new Text(name))), operands);
        Load(wanted, Temp());
        Load(Value.Fixnum(level), Temp());
        OpN(Shared.Import, target, operands, 3);
        _top = operands;
    }

    /// <summary>Before a call of what may be locals(), exec() and its kin: what the variables of the function are now.</summary>
    private void NoteLocals()
    {
        const int AtOnce = 8;
        int mark = _top;
        var names = new List<string>();
        int first = _top;
        bool isFirst = true;
        foreach (var symbol in _table.Symbols)
        {
            if (symbol.Scope is not (SymbolScope.Local or SymbolScope.Cell or SymbolScope.Free))
            {
                continue;
            }

            int copy = Temp();
            if (symbol.Scope == SymbolScope.Free)
            {
                _builder.Emit(Opcode.Free, copy, FreeIndex(symbol.Name));
            }
            else if (_spilled.TryGetValue(symbol.Name, out int index))
            {
                Op1(Shared.Item(index), copy, _spillList);
            }
            else
            {
                Move(copy, _registers[symbol.Name]);
            }

            names.Add(symbol.Name);
            if (names.Count == AtOnce)
            {
                Note();
            }
        }

        if (isFirst || names.Count > 0)
        {
            Note();
        }

        _top = mark;

        void Note()
        {
            int result = Temp();
            OpN(new NoteLocalsOperation(Python, _info, [.. names], isFirst), result, first, names.Count);
            isFirst = false;
            names.Clear();
            _top = first;
        }
    }
}
