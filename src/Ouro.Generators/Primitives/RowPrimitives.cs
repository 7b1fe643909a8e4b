using System.Text;
using Ouro.Generators.Rows;
using Ouro.Generators.Support;

namespace Ouro.Generators.Primitives;

/// <summary>Makes primitives of the opcode rows that only take values and give at most one.</summary>
internal static class RowPrimitives
{
    // The Write bits of Ouro.Machine.Code.Effects, and Outside.
    private const int Observable = (1 << 1) | (1 << 3) | (1 << 5) | (1 << 7) | (1 << 9) | (1 << 11) | (1 << 13) | (1 << 15) | (1 << 16);

    internal static PrimitiveGroupModel Make(IEnumerable<Row> rows)
    {
        var primitives = new List<Primitive>();
        foreach (Row row in rows)
        {
            if (row.IsPrimitive)
            {
                primitives.Add(Make(row, primitives.Count));
            }
        }

        return new PrimitiveGroupModel(
            "Ouro.Machine.Code.Rows", "", "global::Ouro.Machine.Code.Rows.RowPrimitives", new EquatableArray<Primitive>([.. primitives]), default);
    }

    private static Primitive Make(Row row, int local)
    {
        int arity = row.Arity;
        PrimitiveKind kind = arity switch { 1 => PrimitiveKind.One, 2 => PrimitiveKind.Two, _ => PrimitiveKind.Many };
        var body = new StringBuilder("global::Ouro.Machine.Values.Value target = global::Ouro.Machine.Values.Value.Unspecified;\n");
        var arguments = new List<string>();
        int position = 0;
        foreach (RowParameter parameter in row.Parameters)
        {
            if (parameter.Role == ParameterRole.Machine)
            {
                arguments.Add("machine");
                continue;
            }

            Operand operand = row.Operands[parameter.Operand];
            if (operand.Kind == OperandKind.Write)
            {
                arguments.Add("ref target");
                continue;
            }

            string source = kind != PrimitiveKind.Many ? $"a{position}"
                : position == 0 ? "first"
                : $"global::System.Runtime.CompilerServices.Unsafe.Add(ref first, {position})";
            position++;
            switch (operand.Kind)
            {
                case OperandKind.Read:
                    arguments.Add($"in {source}");
                    break;
                case OperandKind.Flag:
                    arguments.Add($"!{source}.IsFalse");
                    break;
                default:
                    body.Append($"if (!{source}.IsFixnum || {source}.AsFixnum < {operand.Type}.MinValue || {source}.AsFixnum > {operand.Type}.MaxValue) ");
                    body.Append($"return global::Ouro.Machine.Code.PrimitiveArguments.WrongImmediate(machine, {position}, {source}, {operand.Type}.MinValue, {operand.Type}.MaxValue);\n");
                    arguments.Add($"({operand.Type}){source}.AsFixnum");
                    break;
            }
        }

        string call = $"{row.Class}.{row.Method}({string.Join(", ", arguments)})";
        body.Append(row.Result == RowResult.Flow
            ? $"return {call} == global::{SymbolFacts.Flow}.Next ? target : global::Ouro.Machine.Values.Value.Signal;\n"
            : $"{call};\nreturn target;\n");
        return new Primitive(
            row.Name,
            arity,
            arity,
            Foldable: row.Effects == 0,
            Undoable: (row.Effects & Observable) == 0,
            row.Effects,
            kind,
            0,
            StubWriter.Pointer(kind, $"S{local}"),
            $"static global::Ouro.Machine.Values.Value S{local}({StubWriter.Signature(kind)})\n{{\n{body}}}\n",
            new Problem("", "", default, default));
    }
}
