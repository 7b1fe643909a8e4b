// From a syntax tree to a code object. Registers: parameters first, in the machine's order, then local variables (those that inner
// functions see are boxes), then a stack of temporaries. Names of modules and built-ins are global cells. A class body has its
// namespace in register 0.
//
// try and its kin are rows of the exception table. What must happen on the way out (finally, leaving a with or a handler)
// is emitted at each way that leaves; while it is, the rows of what is being left do not cover it.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;
using Symbol = Ouro.Machine.Values.Symbol;
using SymbolTable = Ouro.Python.Syntax.Scopes.SymbolTable;

namespace Ouro.Python.Compiler;

/// <summary>Generates the code of one module, function or class body.</summary>
internal sealed partial class CodeGenerator
{
    /// <summary>Beyond this register instructions cannot reach.</summary>
    private const int MostRegisters = 240;

    /// <summary>With more variables than this, those that come later are elements of a list.</summary>
    private const int MostVariables = 120;

    private readonly Program _program;
    private readonly SymbolTable _table;
    private readonly FunctionInfo _info;
    private readonly AssemblyBuilder _builder = new();
    private readonly Dictionary<string, int> _registers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _cells = new(StringComparer.Ordinal);
    private readonly List<string> _free = [];
    private readonly Dictionary<string, int> _spilled = new(StringComparer.Ordinal);
    private readonly string? _className;
    private HashSet<string> _assigned = new(StringComparer.Ordinal);
    private int _top;
    private int _spillList;
    private bool _copiesOperands;

    internal CodeGenerator(Program program, SymbolTable table, CodeGenerator? outer, FunctionInfo info, string? className = null)
    {
        _program = program;
        _table = table;
        _info = info;
        _className = className ?? outer?._className;
        _builder.Name = Python.Machine.Intern(info.Name);
        _ = _builder.Constant(Value.Object(info));
        _ = _builder.Constant(Value.Object(program.Names.Dictionary));
        foreach (var symbol in table.Symbols)
        {
            if (symbol.Scope == SymbolScope.Free || (table.Kind == BlockKind.Class && symbol.Flags.HasFlag(SymbolFlags.FreeClass)))
            {
                _free.Add(symbol.Name);
            }
            else if (symbol.Scope == SymbolScope.Cell)
            {
                _cells.Add(symbol.Name);
            }
        }

        _builder.FreeCount = _free.Count + 1;
        for (int i = 0; i < _free.Count; i++)
        {
            _builder.AddVariable(new CodeVariable(_free[i], i + 1, true, true));
        }
    }

    /// <summary>Of the code of a source: names that are not global are in the mapping that it is called with.</summary>
    internal bool HasLocals { get; init; }

    /// <summary>Why there is no code.</summary>
    internal string Problem { get; private set; } = "";

    private PythonRuntime Python => _program.Python;

    private SharedOperations Shared => _program.Shared;

    private bool IsFunction => _table.Kind == BlockKind.Function;

    /// <summary>What names are in, in the code of a class body or with a mapping for its names: register 0.</summary>
    private bool HasSpace => _table.Kind == BlockKind.Class || HasLocals;

    /// <summary>The code of a module.</summary>
    internal CodeObject? ModuleCode(StatementNode[] body)
    {
        Begin();
        int first = _top;
        if (HasAnnotations(body))
        {
            if (HasLocals)
            {
                Op1(Shared.SetUpAnnotationsIn, Temp(), 0);
            }
            else
            {
                Op1(Shared.SetUpAnnotations, Temp(), LoadedNone());
            }

            _top = first;
        }

        if (DocOf(body) is { } doc)
        {
            int register = Temp();
            Load(Value.Object(doc), register);
            StoreName("__doc__", register);
            _top = first;
        }

        Body(body);
        ReturnNone();
        return Build();
    }

    /// <summary>The code of an expression whose value it gives.</summary>
    internal CodeObject? ExpressionCode(ExpressionNode expression)
    {
        Begin();
        int register = Temp();
        To(expression, register);
        _builder.Emit(Opcode.Return, register);
        return Build();
    }

    /// <summary>Begins the code of a source. With a mapping for its names, that is in register 0.</summary>
    private void Begin()
    {
        _builder.Marks = CodeMarks.TopLevel;
        if (HasLocals)
        {
            _builder.Parameters = new ParameterShape(1, 0, false, []);
            _ = Temp();
        }
    }

    private CodeObject? Build()
    {
        var code = _builder.Build(out string? problem);
        Problem = problem ?? "";
        return code;
    }

    /// <summary>A new register on top of the temporaries.</summary>
    private int Temp()
    {
        if (_top >= MostRegisters)
        {
            Problem = "too many variables and temporary values in one function";
            _builder.Fail(Problem);
            return MostRegisters - 1;
        }

        _builder.NeedRegisters(_top + 1);
        return _top++;
    }

    private void Mark(Node node) => _builder.MarkSpan(_program.Place(node.Span));

    private void Op1(GuestOperation operation, int target, int operand) =>
        _builder.Emit(Opcode.Operation1, _builder.Constant(Value.Object(operation)), target, operand);

    private void Op2(GuestOperation operation, int target, int left, int right) =>
        _builder.Emit(Opcode.Operation2, _builder.Constant(Value.Object(operation)), target, left, right);

    private void OpN(GuestOperation operation, int target, int first, int count)
    {
        if (count > byte.MaxValue)
        {
            _builder.Fail("too many operands in one place");
            return;
        }

        _builder.Emit(Opcode.OperationN, _builder.Constant(Value.Object(operation)), target, first, count);
    }

    private void Move(int target, int source)
    {
        if (target != source)
        {
            _builder.Emit(Opcode.Move, target, source);
        }
    }

    private void Load(in Value constant, int target)
    {
        if (constant.Ref is null && constant.Bits is >= short.MinValue and <= short.MaxValue)
        {
            _builder.Emit(Opcode.Fixnum, target, (int)constant.Bits);
        }
        else
        {
            _builder.Emit(Opcode.Constant, target, _builder.Constant(constant));
        }
    }

    private int LoadedNone()
    {
        int register = Temp();
        Load(Value.Unspecified, register);
        return register;
    }

    private void ReturnNone()
    {
        int register = Temp();
        Load(_info.IsSuspended ? Value.Absent : Value.Unspecified, register);
        if (_info.IsSuspended)
        {
            int none = LoadedNone();
            Op1(Shared.SetReturned, register, none);
        }

        _builder.Emit(Opcode.Return, register);
        _top = Math.Min(_top, register);
    }

    private void BranchIf(int register, bool sense, int label) => _builder.Emit(Opcode.Branch, register, sense ? 1 : 0, label);

    private void Jump(int label) => _builder.Emit(Opcode.Jump, label);

    private string Mangled(string name) => Mangling.Mangle(_className, name);

    /// <summary>The text at the head of a body, or null.</summary>
    private static Text? DocOf(StatementNode[] body) =>
        body.Length > 0 && body[0] is Expr { Value: Constant { Value: Literal.String text } } ? text.Value : null;

    private static bool HasAnnotations(StatementNode[] body)
    {
        foreach (var statement in body)
        {
            bool found = statement switch
            {
                AnnAssign => true,
                If branch => HasAnnotations(branch.Body) || HasAnnotations(branch.Orelse),
                For loop => HasAnnotations(loop.Body) || HasAnnotations(loop.Orelse),
                AsyncFor loop => HasAnnotations(loop.Body) || HasAnnotations(loop.Orelse),
                AsyncWith with => HasAnnotations(with.Body),
                TryStar attempt => HasAnnotations(attempt.Body) || HasAnnotations(attempt.Orelse) || HasAnnotations(attempt.Finalbody) || attempt.Handlers.Any(handler => handler is ExceptHandler clause && HasAnnotations(clause.Body)),
                While loop => HasAnnotations(loop.Body) || HasAnnotations(loop.Orelse),
                Try attempt => HasAnnotations(attempt.Body) || HasAnnotations(attempt.Orelse) || HasAnnotations(attempt.Finalbody) || attempt.Handlers.Any(handler => handler is ExceptHandler clause && HasAnnotations(clause.Body)),
                With with => HasAnnotations(with.Body),
                _ => false,
            };
            if (found)
            {
                return true;
            }
        }

        return false;
    }
}
