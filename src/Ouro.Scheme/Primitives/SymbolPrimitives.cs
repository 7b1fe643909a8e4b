using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Symbols, booleans and a few single objects.</summary>
[PrimitiveGroup]
internal static partial class SymbolPrimitives
{
    /// <summary>Names up to this length are looked up without a string of the host.</summary>
    private const int ShortName = 40;

    /// <summary>Whether the object is a symbol.</summary>
    [Primitive("symbol?", Foldable = true)]
    internal static Value IsSymbol(VirtualMachine machine, in Value candidate) => Value.Boolean(candidate.Ref is Symbol);

    /// <summary>Whether the symbols are all the same.</summary>
    [Primitive("symbol=?")]
    internal static Value Equal(VirtualMachine machine, Symbol first, ReadOnlySpan<Value> rest)
    {
        bool same = true;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i].AsObject is not Symbol symbol)
            {
                return machine.WrongType(i + 2, rest[i], "a symbol");
            }

            same &= ReferenceEquals(symbol, first);
        }

        return Value.Boolean(same);
    }

    /// <summary>Whether the name of the first symbol comes before that of the second, by UTF-16 units.</summary>
    [Primitive("symbol<?")]
    internal static bool Less(Symbol left, Symbol right) => string.CompareOrdinal(left.Name, right.Name) < 0;

    /// <summary>The name of the symbol, as a constant string.</summary>
    [Primitive("symbol->string", Effects = Effects.Allocate)]
    internal static Value ToText(VirtualMachine machine, Symbol symbol)
    {
        if (!StringPrimitives.Charge(machine, symbol.Name.Length, Text.SizeOf(symbol.Name.Length, 1)))
        {
            return Value.Signal;
        }

        return Value.Object(new Text(symbol.Name) { Flags = ObjectFlags.Constant });
    }

    /// <summary>The symbol of that name.</summary>
    [Primitive("string->symbol", Effects = Effects.ReadText)]
    internal static Value FromText(VirtualMachine machine, Text name)
    {
        if (!StringPrimitives.Charge(machine, name.Length, 2L * name.Length))
        {
            return Value.Signal;
        }

        if (name.Width != 0 || name.Length > ShortName)
        {
            return Value.Object(machine.Intern(name.ToString()));
        }

        // Most symbols that a program makes are there already.
        Span<char> units = stackalloc char[ShortName];
        byte[] storage = name.Storage;
        for (int i = 0; i < storage.Length; i++)
        {
            units[i] = (char)storage[i];
        }

        return Value.Object(machine.Symbols.Intern(units[..storage.Length]));
    }

    /// <summary>A new symbol of that name, different from all others.</summary>
    [Primitive("string->uninterned-symbol", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value UninternedFromText(VirtualMachine machine, Text name) =>
        StringPrimitives.Charge(machine, name.Length, 64 + 2L * name.Length) ? Value.Object(new Symbol(name.ToString(), interned: false)) : Value.Signal;

    /// <summary>A new symbol, different from all others. The name (g if none is given) is for readers only.</summary>
    [Primitive("gensym", Effects = Effects.ReadText | Effects.Allocate)]
    internal static Value GenerateSymbol(VirtualMachine machine, Value? name = null)
    {
        switch (name?.AsObject)
        {
            case null when name is null:
                return machine.ChargeAllocation(64) ? Value.Object(new Symbol("g", interned: false)) : Value.Signal;
            case Text text:
                return UninternedFromText(machine, text);
            case Symbol symbol:
                return machine.ChargeAllocation(64) ? Value.Object(new Symbol(symbol.Name, interned: false)) : Value.Signal;
            default:
                return machine.WrongType(1, name.Value, "a string or a symbol");
        }
    }

    /// <summary>The symbol whose name is the names of the symbols one after the other.</summary>
    [Primitive("symbol-append")]
    internal static Value Append(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        long length = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i].AsObject is not Symbol symbol)
            {
                return machine.WrongType(i + 1, rest[i], "a symbol");
            }

            length += symbol.Name.Length;
        }

        if (!StringPrimitives.Charge(machine, length, 4 * length))
        {
            return Value.Signal;
        }

        var name = new StringBuilder();
        foreach (Value part in rest)
        {
            name.Append(((Symbol)part.AsObject!).Name);
        }

        return Value.Object(machine.Intern(name.ToString()));
    }

    /// <summary>Whether the object is true or false.</summary>
    [Primitive("boolean?", Foldable = true)]
    internal static bool IsBoolean(Value candidate) => candidate.IsBoolean;

    /// <summary>Whether the booleans are all the same.</summary>
    [Primitive("boolean=?", Foldable = true)]
    internal static Value BooleanEqual(VirtualMachine machine, Value first, ReadOnlySpan<Value> rest)
    {
        if (!first.IsBoolean)
        {
            return machine.WrongType(1, first, "a boolean");
        }

        bool same = true;
        for (int i = 0; i < rest.Length; i++)
        {
            if (!rest[i].IsBoolean)
            {
                return machine.WrongType(i + 2, rest[i], "a boolean");
            }

            same &= Value.Same(rest[i], first);
        }

        return Value.Boolean(same);
    }

    /// <summary>The unspecified object.</summary>
    [Primitive("void", Foldable = true)]
    internal static Value Unspecified() => Value.Unspecified;

    /// <summary>Whether the object is a box.</summary>
    [Primitive("box?")]
    internal static bool IsBox(Value candidate) => candidate.AsObject is Box;
}
