using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>Anything that can be called.</summary>
[GuestType("a procedure")]
public abstract class Procedure
{
    /// <summary>The name for error texts and backtraces, or null.</summary>
    public abstract string? DisplayName { get; }
}

/// <summary>
/// A code object with its captured variables. All of them, up to <see cref="MostInline"/>, are in the object itself, so that making a closure is one
/// allocation. Closures with more than <see cref="InlineCount"/> are of classes that derive from this one, each with two more: the runtime lays the fields
/// of a derived class out behind those of its base, so the variables are one row (a test looks at that), and finding one needs no look at the class.
/// </summary>
public class Closure : Procedure
{
    /// <summary>How many captured variables every closure has room for.</summary>
    internal const int InlineCount = 2;

    /// <summary>How many there are at most in the object; further ones are in an array.</summary>
    internal const int MostInline = 8;

    /// <summary>Changes only when the code was replaced by other code for the same parameters.</summary>
    internal CodeObject Code;

    /// <summary>The first two captured variables.</summary>
    internal TwoVariables First;

    /// <summary>A closure of code that captures at most <see cref="InlineCount"/> variables, which are unbound.</summary>
    internal Closure(CodeObject code)
    {
        if (code.FreeCount > InlineCount)
        {
            throw new ArgumentException("captures too many variables to be made in this way", nameof(code));
        }

        Code = code;
        First.Clear();
    }

    /// <summary>A closure with its captured variables in halves, anything for those that it has not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Closure(CodeObject code, object? firstRef, long firstBits, object? secondRef, long secondBits)
    {
        Code = code;
        ref Value first = ref Unsafe.As<TwoVariables, Value>(ref First);
        first.Ref = firstRef;
        first.Bits = firstBits;
        ref Value second = ref Unsafe.Add(ref first, 1);
        second.Ref = secondRef;
        second.Bits = secondBits;
    }

    /// <summary>For derived classes: whoever makes one gives it its variables at once.</summary>
    /// <param name="ofAnyKind">Tells this constructor from the other.</param>
    private protected Closure(CodeObject code, bool ofAnyKind)
    {
        _ = ofAnyKind;
        Code = code;
    }

    /// <summary>A closure of any code, its captured variables unbound.</summary>
    internal static Closure Make(CodeObject code)
    {
        int count = code.FreeCount;
        if (count <= InlineCount)
        {
            return new Closure(code);
        }

        var closure = count switch
        {
            <= 4 => new Closure4(code),
            <= 6 => new Closure6(code),
            <= MostInline => new Closure8(code),
            _ => new LargeClosure(code, ValueArrays.Unbound(count - MostInline)),
        };
        MemoryMarshal.CreateSpan(ref Unsafe.As<TwoVariables, Value>(ref closure.First), Math.Min(count, MostInline)).Fill(Value.Unbound);
        return closure;
    }

    /// <summary>The closure that an object is, or null. The small ones are found without asking the runtime about base classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Closure? From(object? candidate) =>
        candidate is not null && candidate.GetType() == typeof(Closure) ? Unsafe.As<Closure>(candidate) : FromOther(candidate);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Closure? FromOther(object? candidate) => candidate as Closure;

    /// <summary>A captured variable. The index is below <see cref="CodeObject.FreeCount"/> of the code: rows have that from the verifier and do not check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref Value Variable(int index)
    {
        // A reference into the object: the runtime keeps it alive and follows its moves.
        if (index < MostInline)
        {
            return ref Unsafe.Add(ref Unsafe.As<TwoVariables, Value>(ref First), index);
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<LargeClosure>(this).Further), index - MostInline);
    }

    /// <summary>The bytes of a closure with so many captured variables.</summary>
    internal static long SizeOf(int free) => free <= InlineCount ? 56 : free <= MostInline ? 24 + (32 * ((free + 1) / 2)) : 184 + (16 * (free - MostInline));

    public override string? DisplayName => Code.Name?.Name;

    /// <summary>Room for two captured variables.</summary>
    [InlineArray(2)]
    internal struct TwoVariables
    {
        private Value _first;

        internal void Clear()
        {
            this[0] = Value.Unbound;
            this[1] = Value.Unbound;
        }
    }
}

/// <summary>A closure with up to four captured variables.</summary>
internal class Closure4 : Closure
{
    /// <summary>Two more, found by way of the first ones.</summary>
    internal TwoVariables Second;

    internal Closure4(CodeObject code)
        : base(code, ofAnyKind: true) => Second = default;
}

/// <summary>A closure with up to six captured variables.</summary>
internal class Closure6 : Closure4
{
    internal TwoVariables Third;

    internal Closure6(CodeObject code)
        : base(code) => Third = default;
}

/// <summary>A closure with up to eight captured variables.</summary>
internal class Closure8 : Closure6
{
    internal TwoVariables Fourth;

    internal Closure8(CodeObject code)
        : base(code) => Fourth = default;
}

/// <summary>A closure with more captured variables than have room in it.</summary>
internal sealed class LargeClosure(CodeObject code, Value[] further) : Closure8(code)
{
    /// <summary>The variables from number <see cref="Closure.MostInline"/> on.</summary>
    internal readonly Value[] Further = further;
}

/// <summary>Procedures of different arities under one name; the first that takes the number of arguments is called.</summary>
public sealed class CaseLambda(Closure[] clauses) : Procedure
{
    internal readonly Closure[] Clauses = clauses;

    public override string? DisplayName => Clauses.Length > 0 ? Clauses[0].DisplayName : null;
}

/// <summary>A parameter object (R7RS make-parameter). Its value is found in the dynamic state, else it is the default.</summary>
[GuestType("a parameter")]
public sealed class Parameter(Value initial, Value converter) : Procedure
{
    /// <summary>Unbound for a standard port that nobody has used: read it by <see cref="VirtualMachine.DefaultOf"/>.</summary>
    internal Value Default = initial;

    /// <summary>The conversion procedure, or false.</summary>
    internal readonly Value Converter = converter;

    public override string? DisplayName => "parameter";
}
