namespace Ouro.Machine.Code;

/// <summary>The symbols of assembly text, interned once for each machine, and its opcodes by name.</summary>
internal sealed class AssemblyNames
{
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
        Statement = symbols.Intern("statement");
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
        for (int i = 0; i < OpcodeTable.Count; i++)
        {
            var info = OpcodeTable.Get((Opcode)i);
            _opcodes.Add(symbols.Intern(info.Name), info);
        }
    }

    internal Symbol Code { get; }
    internal Symbol Name { get; }
    internal Symbol Span { get; }
    internal Symbol Parameters { get; }
    internal Symbol Registers { get; }
    internal Symbol Free { get; }
    internal Symbol Statements { get; }
    internal Symbol Handlers { get; }
    internal Symbol FrameStates { get; }
    internal Symbol Sites { get; }
    internal Symbol Body { get; }
    internal Symbol Statement { get; }
    internal Symbol Instruction { get; }
    internal Symbol Quote { get; }
    internal Symbol Constant { get; }
    internal Symbol Global { get; }
    internal Symbol Primitive { get; }
    internal Symbol State { get; }
    internal Symbol Virtual { get; }
    internal Symbol Activation { get; }
    internal Symbol This { get; }
    internal Symbol Dead { get; }
    internal Symbol Self { get; }
    internal Symbol Register { get; }
    internal Symbol Long { get; }
    internal Symbol Double { get; }

    /// <summary>The opcode of that name, or null.</summary>
    internal OpcodeInfo? Opcode(Symbol name) => _opcodes.GetValueOrDefault(name);

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
