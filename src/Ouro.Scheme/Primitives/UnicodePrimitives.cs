using System.Globalization;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>What Unicode says about characters, beyond their case.</summary>
[PrimitiveGroup]
internal static partial class UnicodePrimitives
{
    private const int CodePoints = 0x110000;

    /// <summary>
    /// The code points whose general category is in a set, as a vector of ascending bounds: the first code point of a range, the first
    /// after it, the first of the next, and so on. The set has bit n for the category that .NET's <see cref="UnicodeCategory"/> numbers n.
    /// </summary>
    [Primitive("unicode-category-bounds", Effects = Effects.Allocate)]
    internal static Value CategoryBounds(VirtualMachine machine, int categories)
    {
        if (!machine.ChargeTicks(CodePoints >> 4))
        {
            return Value.Signal;
        }

        var bounds = new List<Value>();
        bool inside = false;
        for (int codePoint = 0; codePoint < CodePoints; codePoint++)
        {
            if ((((categories >> (int)CharUnicodeInfo.GetUnicodeCategory(codePoint)) & 1) != 0) != inside)
            {
                inside = !inside;
                bounds.Add(Value.Fixnum(codePoint));
            }
        }

        if (inside)
        {
            bounds.Add(Value.Fixnum(CodePoints));
        }

        return machine.ChargeAllocation(Vector.SizeOf(bounds.Count)) ? Value.Object(new Vector([.. bounds])) : Value.Signal;
    }
}
