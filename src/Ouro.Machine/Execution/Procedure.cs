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
/// A code object with its captured variables. Most closures have one or two: those are in the object itself, so that
/// making a closure is one allocation; further ones are in an array.
/// </summary>
public sealed class Closure : Procedure
{
    /// <summary>How many captured variables every closure has room for.</summary>
    internal const int InlineCount = 2;


    /// <summary>Changes only when the code was replaced by other code for the same parameters.</summary>
    internal CodeObject Code;

    private readonly Value[]? _more;
    private InlineVariables _inline;

    internal Closure(CodeObject code)
    {
        Code = code;
        int count = code.FreeCount;
        if (count > 0)
        {
            _inline[0] = Value.Unbound;
            _inline[1] = Value.Unbound;
            if (count > InlineCount)
            {
                _more = ValueArrays.Unbound(count - InlineCount);
            }
        }
    }

    /// <summary>A closure with its captured variables: the first <see cref="InlineCount"/> in halves (anything, where there are fewer), further ones in an array, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Closure(CodeObject code, Value[]? more, object? firstRef, long firstBits, object? secondRef, long secondBits)
    {
        Code = code;
        _more = more;
        ref Value first = ref Unsafe.As<InlineVariables, Value>(ref _inline);
        first.Ref = firstRef;
        first.Bits = firstBits;
        ref Value second = ref Unsafe.Add(ref first, 1);
        second.Ref = secondRef;
        second.Bits = secondBits;
    }

    /// <summary>A captured variable. The index is below <see cref="CodeObject.FreeCount"/> of the code: rows have that from the verifier and do not check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref Value Variable(int index)
    {
        // A reference into the object: the runtime keeps it alive and follows its moves.
        if (index < InlineCount)
        {
            return ref Unsafe.Add(ref Unsafe.As<InlineVariables, Value>(ref _inline), index);
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_more!), index - InlineCount);
    }

    internal static long SizeOf(int free) => free <= InlineCount ? 64 : 88 + (16 * (free - InlineCount));

    public override string? DisplayName => Code.Name?.Name;

    [InlineArray(InlineCount)]
    private struct InlineVariables
    {
        private Value _first;
    }
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
