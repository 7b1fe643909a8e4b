using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Parts of number procedures that the library completes.</summary>
[PrimitiveGroup]
internal static partial class NumberPrimitives
{
    /// <summary>The largest integer whose square is at most the argument, an exact integer that is not negative.</summary>
    [Primitive("exact-integer-square-root", Foldable = true)]
    internal static Value ExactIntegerSquareRoot(VirtualMachine machine, Value integer)
    {
        Value both = Arithmetic.ExactIntegerSquareRoot(machine, integer);
        return both.IsSignal ? both : ((MultipleValues)both.AsObject!).Items[0];
    }
}
