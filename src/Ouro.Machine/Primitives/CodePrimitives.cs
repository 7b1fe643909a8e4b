using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Primitives;

/// <summary>What compilers need: the assembler, and what opcodes and primitives look like.</summary>
[PrimitiveGroup]
internal static partial class CodePrimitives
{
    /// <summary>A code object from assembly (its grammar is at the head of Assembler.cs).</summary>
    [Primitive("assemble", Effects = Effects.Allocate | Effects.ReadPair | Effects.WriteGlobal)]
    internal static Value Assemble(VirtualMachine machine, in Value assembly) => Assembler.Assemble(machine, assembly);

    /// <summary>The kinds of an opcode's operands as a list of symbols, or false if there is no such opcode.</summary>
    [Primitive("opcode-info")]
    internal static Value OpcodeInfo(VirtualMachine machine, Symbol name)
    {
        var names = machine.AssemblyNames ??= new AssemblyNames(machine.Symbols);
        if (names.Opcode(name) is not { } info)
        {
            return Value.False;
        }

        var kinds = Value.EmptyList;
        for (int i = info.Operands.Length - 1; i >= 0; i--)
        {
            kinds = Value.Object(new Pair(Value.Object(names.OperandName(info.Operands[i].Kind)), kinds));
        }

        return kinds;
    }

    /// <summary>A vector of a primitive's least and greatest number of arguments (-1: any), whether it is foldable, and its effects; or false if there is no such primitive.</summary>
    [Primitive("primitive-info")]
    internal static Value PrimitiveInfo(VirtualMachine machine, Symbol name) =>
        machine.FindPrimitive(name.Name) is not { } primitive
            ? Value.False
            : Value.Object(new Vector(
            [
                Value.Fixnum(primitive.Minimum),
                Value.Fixnum(primitive.Maximum),
                Value.Boolean(primitive.Foldable),
                Value.Fixnum((long)primitive.Effects),
            ]));

    /// <summary>
    /// The value of a foldable primitive for constant arguments, in a vector of one element; or #f when the primitive is
    /// not foldable, fails, or gives an object with an identity, which must be made anew by each evaluation.
    /// </summary>
    [Primitive("fold-call")]
    internal static Value FoldCall(VirtualMachine machine, Symbol name, Value arguments)
    {
        if (machine.FindPrimitive(name.Name) is not { Foldable: true } primitive)
        {
            return Value.False;
        }

        var values = new List<Value>();
        for (; arguments.Ref is Pair pair; arguments = pair.Cdr)
        {
            values.Add(pair.Car);
        }

        Value result = primitive.Invoke(machine, values.ToArray());
        if (result.IsSignal && machine.Pending == PendingSignal.Raise)
        {
            machine.Pending = PendingSignal.None;
            return Value.False;
        }

        return result.IsSignal ? result
            : result.Ref is Pair or Vector or Text or Bytevector or Table or Record or Box or MultipleValues ? Value.False
            : Value.Object(new Vector([result]));
    }

    /// <summary>Raises the error of a value that is not of its declared type.</summary>
    /// <param name="declaration">What was declared, in words: "type of n is fixnum".</param>
    [Primitive("raise-declaration-error")]
    internal static Value RaiseDeclarationError(VirtualMachine machine, Text declaration, Value value) =>
        machine.Fail(ConditionKind.DeclaredType, $"declared {declaration}, got", value);

    /// <summary>The names of all primitives as symbols: what near names are looked for in when one is unknown.</summary>
    [Primitive("primitive-names", Effects = Effects.Allocate)]
    internal static Value PrimitiveNames(VirtualMachine machine)
    {
        var names = machine.PrimitiveNames;
        if (!machine.ChargeTicks(names.Count >> 4) || !machine.ChargeAllocation((long)names.Count * Pair.Size))
        {
            return Value.Signal;
        }

        Value list = Value.EmptyList;
        for (int i = names.Count - 1; i >= 0; i--)
        {
            if (VirtualMachine.IsOwn(names[i]))
            {
                continue;
            }

            list = Value.Object(new Pair(Value.Object(machine.Intern(names[i])), list));
        }

        return list;
    }

    /// <summary>The assembly of a code object as text, nested code included.</summary>
    [Primitive("disassemble", Effects = Effects.Allocate)]
    internal static Value Disassemble(VirtualMachine machine, CodeObject code) =>
        machine.ChargeTicks(code.Instructions.Length) ? Value.Object(new Text(Disassembler.Disassemble(code))) : Value.Signal;

    /// <summary>An image as a bytevector, from a list of units: each a list of a name, the code object of its body, and a descriptor.</summary>
    [Primitive("image-write", Effects = Effects.Allocate | Effects.ReadPair | Effects.ReadVector)]
    internal static Value ImageWrite(VirtualMachine machine, Value units)
    {
        if (!Literals.IsProperList(units))
        {
            return machine.WrongType(1, units, "a list");
        }

        var writer = new ImageWriter(machine);
        for (; units.Ref is Pair pair; units = pair.Cdr)
        {
            if (pair.Car.Ref is not Pair { Cdr.Ref: Pair { Car.Ref: CodeObject body, Cdr.Ref: Pair { Cdr.IsEmptyList: true } descriptor } } name)
            {
                return machine.WrongType(1, pair.Car, "a list of units (NAME CODE DESCRIPTOR)");
            }

            writer.Add(name.Car, body, descriptor.Car);
        }

        return writer.ToBytes() is { } bytes ? Value.Object(new Bytevector(bytes)) : Value.Signal;
    }
}
