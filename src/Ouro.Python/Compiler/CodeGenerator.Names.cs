using Ouro.Machine.Code;
using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;
using Symbol = Ouro.Machine.Values.Symbol;

namespace Ouro.Python.Compiler;

// Variables: where they are, and how they are read, stored and deleted.
internal sealed partial class CodeGenerator
{
    private enum Storage
    {
        /// <summary>A register.</summary>
        Register,

        /// <summary>An element of the list that has those for which there is no register.</summary>
        Spilled,

        /// <summary>A box in a register.</summary>
        Cell,

        /// <summary>A box that the closure has captured.</summary>
        Free,

        Global,

        /// <summary>In a class body: its namespace, then global.</summary>
        Namespace,

        /// <summary>In a class body: its namespace, then a captured box.</summary>
        NamespaceOrFree,
    }

    private Storage StorageOf(string name)
    {
        var scope = _table.Find(name)?.Scope ?? SymbolScope.GlobalImplicit;
        switch (_table.Kind)
        {
            case BlockKind.Module:
                return HasLocals && scope != SymbolScope.GlobalExplicit ? Storage.Namespace : Storage.Global;
            case BlockKind.Class:
                return scope switch
                {
                    SymbolScope.GlobalExplicit => Storage.Global,
                    SymbolScope.Free => Storage.NamespaceOrFree,
                    SymbolScope.Cell when name == "__class__" => Storage.Cell,
                    _ => Storage.Namespace,
                };
            default:
                return scope switch
                {
                    SymbolScope.Local => _spilled.ContainsKey(name) ? Storage.Spilled : Storage.Register,
                    SymbolScope.Cell => Storage.Cell,
                    SymbolScope.Free => Storage.Free,
                    _ => Storage.Global,
                };
        }
    }

    private int CellConstant(string name) => _builder.Constant(Value.Object(_program.Names.CellOf(name)));

    private int NameConstant(string name, bool isFree = false) =>
        _builder.Constant(Value.Object(isFree ? new Symbol(name, interned: false) : Python.Machine.Intern(name)));

    /// <summary>Reads a variable into a register.</summary>
    private void LoadName(string source, int target)
    {
        string name = Mangled(source);
        switch (StorageOf(name))
        {
            case Storage.Register:
                CheckAssigned(name, _registers[name]);
                Move(target, _registers[name]);
                break;
            case Storage.Spilled:
                Op1(Shared.Item(_spilled[name]), target, _spillList);
                CheckAssigned(name, target);
                break;
            case Storage.Cell:
                _builder.Emit(Opcode.BoxRef, target, _registers[name]);
                CheckAssigned(name, target);
                break;
            case Storage.Free:
                _builder.Emit(Opcode.Free, target, FreeIndex(name));
                _builder.Emit(Opcode.BoxRef, target, target);
                _builder.Emit(Opcode.CheckBound, target, NameConstant(name, isFree: true));
                break;
            case Storage.Global:
                _builder.Emit(Opcode.Global, target, CellConstant(name));
                break;
            case Storage.Namespace:
                Op1(new NamespaceLoad(Python, name, _program.Names.CellOf(name)), target, 0);
                break;
            case Storage.NamespaceOrFree:
                int box = Temp();
                _builder.Emit(Opcode.Free, box, FreeIndex(name));
                Op2(new NamespaceOrCellLoad(Python, name), target, 0, box);
                _top--;
                break;
        }
    }

    private void CheckAssigned(string name, int register)
    {
        if (!_assigned.Contains(name))
        {
            _builder.Emit(Opcode.CheckBound, register, NameConstant(name));
            if (!_deletedNames.Contains(name))
            {
                _assigned.Add(name);
            }
        }
    }

    /// <summary>Names that are deleted somewhere in the function: never taken for assigned.</summary>
    private readonly HashSet<string> _deletedNames = new(StringComparer.Ordinal);

    private int FreeIndex(string name) => _free.IndexOf(name) + 1;

    private void StoreName(string source, int register)
    {
        string name = Mangled(source);
        switch (StorageOf(name))
        {
            case Storage.Register:
                Move(_registers[name], register);
                Assigned(name);
                break;
            case Storage.Spilled:
                int ignored = Temp();
                Op2(Shared.SetItem(_spilled[name]), ignored, _spillList, register);
                _top--;
                Assigned(name);
                break;
            case Storage.Cell:
                _builder.Emit(Opcode.BoxSet, _registers[name], register);
                Assigned(name);
                break;
            case Storage.Free:
                int box = Temp();
                _builder.Emit(Opcode.Free, box, FreeIndex(name));
                _builder.Emit(Opcode.BoxSet, box, register);
                _top--;
                break;
            case Storage.Global:
                StoreGlobal(name, register);
                break;
            default:
                int dummy = Temp();
                Op2(new NamespaceStore(Python, name), dummy, 0, register);
                _top--;
                break;
        }
    }

    private void Assigned(string name)
    {
        if (!_deletedNames.Contains(name))
        {
            _assigned.Add(name);
        }
    }

    private void StoreGlobal(string name, int register)
    {
        if (!_program.Names.IsInherited(name))
        {
            _builder.Emit(Opcode.GlobalDefine, register, CellConstant(name));
            return;
        }

        int key = Temp();
        Load(Value.Object(Python.Interned(new Text(name))), key);
        Op2(Shared.DefineGlobal, key, key, register);
        _top--;
    }

    private void DeleteName(string source)
    {
        string name = Mangled(source);
        int mark = _top;
        int register = Temp();
        switch (StorageOf(name))
        {
            case Storage.Register:
                CheckAssigned(name, _registers[name]);
                _builder.Emit(Opcode.Unbound, _registers[name]);
                _assigned.Remove(name);
                break;
            case Storage.Spilled:
                LoadName(source, register);
                _builder.Emit(Opcode.Unbound, register);
                Op2(Shared.SetItem(_spilled[name]), register, _spillList, register);
                _assigned.Remove(name);
                break;
            case Storage.Cell:
                LoadName(source, register);
                _builder.Emit(Opcode.Unbound, register);
                _builder.Emit(Opcode.BoxSet, _registers[name], register);
                _assigned.Remove(name);
                break;
            case Storage.Free:
                LoadName(source, register);
                _builder.Emit(Opcode.Unbound, register);
                int box = Temp();
                _builder.Emit(Opcode.Free, box, FreeIndex(name));
                _builder.Emit(Opcode.BoxSet, box, register);
                break;
            case Storage.Global:
                Load(Python.Str(name), register);
                Op1(Shared.DeleteGlobal, register, register);
                break;
            default:
                Op1(new NamespaceDelete(Python, name), register, 0);
                break;
        }

        _top = mark;
    }

    /// <summary>Puts the box of a variable that an inner block captures into a register.</summary>
    private int BoxOf(string name)
    {
        if (_registers.TryGetValue(name, out int register) && (_cells.Contains(name) || name == "__class__"))
        {
            return register;
        }

        int box = Temp();
        _builder.Emit(Opcode.Free, box, FreeIndex(name));
        return box;
    }

    /// <summary>Finds what is deleted in a body, not in functions inside of it.</summary>
    private sealed class BodyScan : NodeVisitor
    {
        internal readonly HashSet<string> Deleted = new(StringComparer.Ordinal);

        internal bool HasNamedExpression { get; private set; }

        internal override void VisitName(Name node)
        {
            if (node.Ctx == ExpressionContext.Del)
            {
                Deleted.Add(node.Id);
            }
        }

        internal override void VisitNamedExpr(NamedExpr node)
        {
            HasNamedExpression = true;
            node.VisitChildren(this);
        }

        internal override void VisitExceptHandler(ExceptHandler node)
        {
            if (node.Name is not null)
            {
                Deleted.Add(node.Name);
            }

            node.VisitChildren(this);
        }

        internal override void VisitFunctionDef(FunctionDef node)
        {
        }

        internal override void VisitAsyncFunctionDef(AsyncFunctionDef node)
        {
        }

        internal override void VisitLambda(Lambda node)
        {
        }

        internal override void VisitClassDef(ClassDef node)
        {
        }
    }

    private void Scan(IEnumerable<Node> body)
    {
        var scan = new BodyScan();
        foreach (var node in body)
        {
            scan.Visit(node);
        }

        _copiesOperands = scan.HasNamedExpression;
        foreach (string name in scan.Deleted)
        {
            _deletedNames.Add(Mangled(name));
        }
    }
}
