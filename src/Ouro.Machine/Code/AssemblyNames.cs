namespace Ouro.Machine.Code;

/// <summary>The symbols of assembly text, interned once for each machine, and its opcodes by name.</summary>
internal sealed class AssemblyNames
{
    /// <summary>The opcodes that were asked for.</summary>
    private readonly Dictionary<Symbol, OpcodeInfo> _opcodes = new();

    private readonly SymbolTable _symbols;

    internal AssemblyNames(SymbolTable symbols)
    {
        _symbols = symbols;
        Code = symbols.Intern("code");
        Name = symbols.Intern("name");
        Span = symbols.Intern("span");
        Parameters = symbols.Intern("parameters");
        Registers = symbols.Intern("registers");
        Free = symbols.Intern("free");
        Statements = symbols.Intern("statements");
        Handlers = symbols.Intern("handlers");
        FrameStates = symbols.Intern("frame-states");
        Sites = symbols.Intern("sites");
        Body = symbols.Intern("body");
        Marks = symbols.Intern("marks");
        Captured = symbols.Intern("captured");
        Variable = symbols.Intern("variable");
        Visible = symbols.Intern("visible");
        Interprets = symbols.Intern("interprets");
        Statement = symbols.Intern("statement");
        Operation = symbols.Intern("operation");
        Instruction = symbols.Intern("instruction");
        Quote = symbols.Intern("quote");
        Constant = symbols.Intern("constant");
        Global = symbols.Intern("global");
        Primitive = symbols.Intern("primitive");
        State = symbols.Intern("state");
        Virtual = symbols.Intern("virtual");
        Activation = symbols.Intern("activation");
        This = symbols.Intern("this");
        Dead = symbols.Intern("dead");
        Self = symbols.Intern("self");
        Register = symbols.Intern("register");
        Long = symbols.Intern("long");
        Double = symbols.Intern("double");
    }

    internal readonly Symbol Code;
    internal readonly Symbol Name;
    internal readonly Symbol Span;
    internal readonly Symbol Parameters;
    internal readonly Symbol Registers;
    internal readonly Symbol Free;
    internal readonly Symbol Statements;
    internal readonly Symbol Handlers;
    internal readonly Symbol FrameStates;
    internal readonly Symbol Sites;
    internal readonly Symbol Body;
    internal readonly Symbol Marks;
    internal readonly Symbol Captured;
    internal readonly Symbol Variable;
    internal readonly Symbol Visible;
    internal readonly Symbol Interprets;
    internal readonly Symbol Statement;
    internal readonly Symbol Operation;
    internal readonly Symbol Instruction;
    internal readonly Symbol Quote;
    internal readonly Symbol Constant;
    internal readonly Symbol Global;
    internal readonly Symbol Primitive;
    internal readonly Symbol State;
    internal readonly Symbol Virtual;
    internal readonly Symbol Activation;
    internal readonly Symbol This;
    internal readonly Symbol Dead;
    internal readonly Symbol Self;
    internal readonly Symbol Register;
    internal readonly Symbol Long;
    internal readonly Symbol Double;

    /// <summary>The opcode of that name, or null.</summary>
    internal OpcodeInfo? Opcode(Symbol name)
    {
        if (!_opcodes.TryGetValue(name, out var info))
        {
            info = OpcodeTable.Find(name.Name);
            if (info is not null)
            {
                _opcodes.Add(name, info);
            }
        }

        return info;
    }

    /// <summary>The name of a kind of operand as <c>opcode-info</c> gives it.</summary>
    internal Symbol OperandName(OperandKind kind) => _symbols.Intern(kind switch
    {
        OperandKind.Write => "write",
        OperandKind.Read => "read",
        OperandKind.Immediate => "immediate",
        OperandKind.Count => "count",
        OperandKind.Jump => "jump",
        OperandKind.Constant => "constant",
        OperandKind.Area => "area",
        OperandKind.Run => "run",
        OperandKind.Flag => "flag",
        OperandKind.FrameState => "frame-state",
        _ => "site",
    });

    /// <summary>The kind of virtual object of that name, or null.</summary>
    internal VirtualKind? VirtualKindOf(Symbol name)
    {
        for (var kind = VirtualKind.Pair; kind <= VirtualKind.Closure; kind++)
        {
            if (VirtualName(kind) == name)
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>The name of a kind of virtual object.</summary>
    internal Symbol VirtualName(VirtualKind kind) => _symbols.Intern(kind switch
    {
        VirtualKind.Pair => "pair",
        VirtualKind.Box => "box",
        VirtualKind.Vector => "vector",
        VirtualKind.Record => "record",
        _ => "closure",
    });
}
