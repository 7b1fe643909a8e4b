// The plain heap objects. All are sealed: a type test is one compare of the method table.

using System.Numerics;

namespace Ouro.Machine.Values;

/// <summary>What may not be done to an object, or who watches it.</summary>
[Flags]
public enum ObjectFlags : byte
{
    None = 0,

    /// <summary>A literal: storing into it is an error.</summary>
    Constant = 1,

    /// <summary>Code was specialised on its content: a store must invalidate that code.</summary>
    Watched = 2,
}

/// <summary>An exact integer outside the range of a fixnum. Never holds a value that a fixnum could.</summary>
[GuestType("an exact integer")]
public sealed class Bignum(BigInteger value)
{
    public readonly BigInteger Value = value;
}

/// <summary>An exact ratio in lowest terms; the denominator is at least 2.</summary>
[GuestType("an exact rational")]
public sealed class Ratnum(BigInteger numerator, BigInteger denominator)
{
    public readonly BigInteger Numerator = numerator;
    public readonly BigInteger Denominator = denominator;
}

/// <summary>A rectangular complex number whose imaginary part is not exact zero. Both parts are real numbers, both exact or both flonums.</summary>
[GuestType("a complex number")]
public sealed class Compnum(Value real, Value imaginary)
{
    public readonly Value Real = real;
    public readonly Value Imaginary = imaginary;
}

/// <summary>A pair. Constant pairs are recorded by the machine, there is no room for flags here.</summary>
[GuestType("a pair")]
public sealed class Pair
{
    internal Value Car;
    internal Value Cdr;

    public Pair(Value car, Value cdr)
    {
        Car = car;
        Cdr = cdr;
    }

    /// <summary>A pair of two values in halves, for compiled code.</summary>
    internal Pair(object? carRef, long carBits, object? cdrRef, long cdrBits)
    {
        Car.Ref = carRef;
        Car.Bits = carBits;
        Cdr.Ref = cdrRef;
        Cdr.Bits = cdrBits;
    }

    /// <summary>What one costs, in bytes, for the allocation limit.</summary>
    internal const int Size = 48;
}

/// <summary>A mutable cell for a captured variable that is assigned.</summary>
[GuestType("a box")]
public sealed class Box : HeapObject
{
    internal Value Content;

    public Box(Value content) => Content = content;

    /// <summary>A box of a value in halves, for compiled code.</summary>
    internal Box(object? contentRef, long contentBits)
    {
        Content.Ref = contentRef;
        Content.Bits = contentBits;
    }

    internal const int Size = 40;
}

/// <summary>A vector. <see cref="Items"/> is never replaced after construction.</summary>
[GuestType("a vector")]
public sealed class Vector(Value[] items) : HeapObject
{
    internal readonly Value[] Items = items;
    internal static long SizeOf(long length) => 56 + 16 * length;
}

/// <summary>A bytevector.</summary>
[GuestType("a bytevector")]
public sealed class Bytevector(byte[] bytes) : HeapObject
{
    internal readonly byte[] Bytes = bytes;
    internal static long SizeOf(long length) => 56 + length;
}

/// <summary>A symbol. Interned ones come from <see cref="SymbolTable"/>; others are unique by identity.</summary>
[GuestType("a symbol")]
public sealed class Symbol(string name, bool interned) : HeapObject
{
    /// <summary>UTF-16 text; lone surrogates are kept.</summary>
    public readonly string Name = name;
    public readonly bool IsInterned = interned;
    public override string ToString() => Name;
}

/// <summary>The interned symbols of one machine.</summary>
public sealed class SymbolTable
{
    private readonly Dictionary<string, Symbol> _symbols = new(1024, StringComparer.Ordinal);
    private readonly Dictionary<string, Symbol>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public SymbolTable() => _bySpan = _symbols.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The one interned symbol of that name.</summary>
    public Symbol Intern(string name)
    {
        if (!_symbols.TryGetValue(name, out var symbol))
        {
            _symbols.Add(name, symbol = new Symbol(name, interned: true));
        }

        return symbol;
    }

    /// <summary>The same without a string for the name, if there is such a symbol.</summary>
    public Symbol Intern(ReadOnlySpan<char> name) => _bySpan.TryGetValue(name, out var symbol) ? symbol : Intern(name.ToString());
}

/// <summary>A global variable: shared by all code that refers to it, found by module and name when code is linked.</summary>
[GuestType("a variable")]
public sealed class Cell(Symbol module, Symbol name)
{
    internal Value Content = Value.Unbound;
    public readonly Symbol Module = module;
    public readonly Symbol Name = name;
}

/// <summary>Two or more, or no, values on their way to a continuation that asked for them.</summary>
[GuestType("multiple values")]
public sealed class MultipleValues(Value[] items)
{
    internal readonly Value[] Items = items;
}

/// <summary>The type of records: generative, compared by identity.</summary>
[GuestType("a record type")]
public sealed class RecordType(Symbol name, Symbol[] fields, Symbol?[]? accessors = null, Symbol?[]? modifiers = null)
{
    public readonly Symbol Name = name;
    public readonly Symbol[] Fields = fields;

    /// <summary>The name of the procedure that reads, or changes, a field, for errors; null: it has none.</summary>
    internal string? Operation(int field, bool changes) =>
        (changes ? modifiers : accessors) is { } names && (uint)field < (uint)names.Length ? names[field]?.Name : null;
}

/// <summary>An instance of a record type.</summary>
[GuestType("a record")]
public sealed class Record(RecordType type, Value[] fields) : HeapObject
{
    internal readonly RecordType Type = type;
    internal readonly Value[] Fields = fields;
    internal const int BaseSize = 64;
    internal static long SizeOf(long length) => BaseSize + 16 * length;
}

/// <summary>How far a promise is.</summary>
public enum PromiseStage
{
    /// <summary>The content is the value.</summary>
    Forced,

    /// <summary>The content is the procedure that gives the value.</summary>
    Delayed,

    /// <summary>The content is the procedure that gives another promise, whose value it will be.</summary>
    Lazy,
}

/// <summary>A promise (R7RS delay, delay-force). Chains are collapsed by sharing the state.</summary>
[GuestType("a promise")]
public sealed class Promise(PromiseStage stage, Value content)
{
    /// <summary>Shared between promises that a delay-force chain made one.</summary>
    internal PromiseState State = new(stage, content);
}

/// <summary>The state of one or several promises.</summary>
public sealed class PromiseState(PromiseStage stage, Value content)
{
    internal PromiseStage Stage = stage;
    internal Value Content = content;
}
