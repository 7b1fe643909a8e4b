using Ouro.Generators.Support;

namespace Ouro.Generators.Rows;

/// <summary>What an operand is. The order is the numbering in the generated table: Ouro.Machine.Code.OperandKind is the same.</summary>
internal enum OperandKind
{
    Write,
    Read,
    Immediate,
    Count,
    Jump,
    Constant,
    Area,
    Run,
    Flag,
    FrameState,
    Site,
}

/// <summary>One operand of an opcode and where it is in the instruction.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The row's parameter.</param>
/// <param name="Type">Its C# type as written in generated code: byte, sbyte, ..., or Value.</param>
/// <param name="Width">In bits: 8, 16, 24 or 32.</param>
/// <param name="Signed">Whether the field is sign-extended.</param>
/// <param name="Second">Declared with [SecondWord].</param>
/// <param name="CountName">For a run: the operand that says how many registers.</param>
/// <param name="ConstantClass">For a constant: the class it must have, as written in generated code, or empty.</param>
/// <param name="Word">0 for the instruction's first word.</param>
/// <param name="Shift">Position of the lowest bit in that word.</param>
internal sealed record Operand(
    OperandKind Kind, string Name, string Type, int Width, bool Signed, bool Second, string CountName, string ConstantClass, int Word, int Shift);

/// <summary>What a parameter of a row stands for.</summary>
internal enum ParameterRole
{
    Machine,
    State,
    Operand,
}

/// <summary>One parameter of a row, in declaration order.</summary>
/// <param name="Role">What it stands for.</param>
/// <param name="Operand">Index into the operands, or -1.</param>
internal sealed record RowParameter(ParameterRole Role, int Operand);

/// <summary>What a row returns.</summary>
internal enum RowResult
{
    None,
    Bool,
    Flow,
}

/// <summary>Which fields of LoopState a row touches.</summary>
[Flags]
internal enum StateUse
{
    None = 0,
    Ip = 1,
    Registers = 2,
    Constants = 4,
    Limit = 8,
    Writes = 16,
    All = 31,
}

/// <summary>One [Opcode] method, with everything that generated code needs of it.</summary>
/// <param name="Name">Guest name.</param>
/// <param name="Method">Method name: the name in the enum.</param>
/// <param name="Class">The class, as written in generated code.</param>
/// <param name="Length">Words of the instruction.</param>
/// <param name="HotBody">The rewritten body for the loop, or empty for a cold row.</param>
internal sealed record Row(
    string Name,
    string Doc,
    string Method,
    string Class,
    bool Hot,
    int Effects,
    bool MayRaise,
    bool MayCall,
    bool Internal,
    bool EndsBlock,
    string Expansion,
    string Operation,
    RowResult Result,
    EquatableArray<RowParameter> Parameters,
    EquatableArray<Operand> Operands,
    int Length,
    StateUse State,
    string HotBody)
{
    /// <summary>Whether guest code may call the row as a primitive: only values in, at most one value out.</summary>
    public bool IsPrimitive
    {
        get
        {
            if (Internal || MayCall || Result == RowResult.Bool)
            {
                return false;
            }

            int writes = 0;
            foreach (RowParameter parameter in Parameters)
            {
                if (parameter.Role == ParameterRole.State)
                {
                    return false;
                }
            }

            foreach (Operand operand in Operands)
            {
                switch (operand.Kind)
                {
                    case OperandKind.Write:
                        writes++;
                        break;
                    case OperandKind.Read or OperandKind.Immediate or OperandKind.Count or OperandKind.Flag:
                        break;
                    default:
                        return false;
                }
            }

            return writes <= 1 && Operands.Count > 0;
        }
    }

    /// <summary>How many arguments the row takes as a primitive.</summary>
    public int Arity
    {
        get
        {
            int arity = 0;
            foreach (Operand operand in Operands)
            {
                arity += operand.Kind == OperandKind.Write ? 0 : 1;
            }

            return arity;
        }
    }
}

/// <summary>All rows of one [OpcodeRows] class.</summary>
/// <param name="Usings">The using directives of its file, one a line.</param>
internal sealed record RowClass(EquatableArray<Row> Rows, EquatableArray<string> Usings, EquatableArray<Problem> Problems);
