using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Primitives;

/// <summary>Characters.</summary>
[PrimitiveGroup]
internal static partial class CharacterPrimitives
{
    /// <summary>Whether the object is a character.</summary>
    [Primitive("char?", Foldable = true)]
    internal static bool IsCharacter(Value candidate) => candidate.IsCharacter;

    /// <summary>The code point of the character.</summary>
    [Primitive("char->integer", Foldable = true)]
    internal static int ToInteger(CodePoint character) => character.Number;

    /// <summary>The character of the code point; surrogates are none in Scheme.</summary>
    [Primitive("integer->char", Foldable = true)]
    internal static Value FromInteger(VirtualMachine machine, long number) =>
        number is (>= 0 and < 0xD800) or (> 0xDFFF and <= 0x10FFFF)
            ? Value.Character((int)number)
            : machine.OutOfRange(1, Value.Fixnum(number), "the number of a character, 0 to #xD7FF or #xE000 to #x10FFFF");

    /// <summary>The value of a decimal digit of any script, or false.</summary>
    [Primitive("digit-value", Foldable = true)]
    internal static Value DigitValue(CodePoint character)
    {
        int digit = CharacterClass.DigitValue(character.Number);
        return digit >= 0 ? Value.Fixnum(digit) : Value.False;
    }

    /// <summary>Whether the character is a letter.</summary>
    [Primitive("char-alphabetic?", Foldable = true)]
    internal static bool IsAlphabetic(CodePoint character) => CharacterClass.IsAlphabetic(character.Number);

    /// <summary>Whether the character is a decimal digit of any script.</summary>
    [Primitive("char-numeric?", Foldable = true)]
    internal static bool IsNumeric(CodePoint character) => CharacterClass.IsNumeric(character.Number);

    /// <summary>Whether the character is white space.</summary>
    [Primitive("char-whitespace?", Foldable = true)]
    internal static bool IsWhiteSpace(CodePoint character) => CharacterClass.IsWhiteSpace(character.Number);

    /// <summary>Whether the character is an upper case letter.</summary>
    [Primitive("char-upper-case?", Foldable = true)]
    internal static bool IsUppercase(CodePoint character) => CharacterClass.IsUppercase(character.Number);

    /// <summary>Whether the character is a lower case letter.</summary>
    [Primitive("char-lower-case?", Foldable = true)]
    internal static bool IsLowercase(CodePoint character) => CharacterClass.IsLowercase(character.Number);

    /// <summary>The upper case of the character.</summary>
    [Primitive("char-upcase", Foldable = true)]
    internal static CodePoint Upcase(CodePoint character) => new(CharacterCase.ToUpper(character.Number));

    /// <summary>The lower case of the character.</summary>
    [Primitive("char-downcase", Foldable = true)]
    internal static CodePoint Downcase(CodePoint character) => new(CharacterCase.ToLower(character.Number));

    /// <summary>The character that stands for all case variants of this one.</summary>
    [Primitive("char-foldcase", Foldable = true)]
    internal static CodePoint Foldcase(CodePoint character) => new(CharacterCase.Fold(character.Number));

    /// <summary>Whether the characters are all the same.</summary>
    [Primitive("char=?", Foldable = true)]
    internal static Value Equal(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Equal, fold: false);

    /// <summary>Whether the characters ascend.</summary>
    [Primitive("char<?", Foldable = true)]
    internal static Value Less(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Less, fold: false);

    /// <summary>Whether the characters descend.</summary>
    [Primitive("char>?", Foldable = true)]
    internal static Value Greater(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Greater, fold: false);

    /// <summary>Whether the characters never descend.</summary>
    [Primitive("char<=?", Foldable = true)]
    internal static Value LessOrEqual(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.LessOrEqual, fold: false);

    /// <summary>Whether the characters never ascend.</summary>
    [Primitive("char>=?", Foldable = true)]
    internal static Value GreaterOrEqual(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.GreaterOrEqual, fold: false);

    /// <summary>Whether the characters are all the same but for case.</summary>
    [Primitive("char-ci=?", Foldable = true)]
    internal static Value EqualFolded(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Equal, fold: true);

    /// <summary>Whether the characters, folded, ascend.</summary>
    [Primitive("char-ci<?", Foldable = true)]
    internal static Value LessFolded(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Less, fold: true);

    /// <summary>Whether the characters, folded, descend.</summary>
    [Primitive("char-ci>?", Foldable = true)]
    internal static Value GreaterFolded(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.Greater, fold: true);

    /// <summary>Whether the characters, folded, never descend.</summary>
    [Primitive("char-ci<=?", Foldable = true)]
    internal static Value LessOrEqualFolded(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.LessOrEqual, fold: true);

    /// <summary>Whether the characters, folded, never ascend.</summary>
    [Primitive("char-ci>=?", Foldable = true)]
    internal static Value GreaterOrEqualFolded(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest) => Compare(machine, first, rest, Order.GreaterOrEqual, fold: true);

    /// <summary>Compares neighbours. All arguments are checked, also after the answer is known.</summary>
    private static Value Compare(VirtualMachine machine, CodePoint first, ReadOnlySpan<Value> rest, Order order, bool fold)
    {
        int left = fold ? CharacterCase.Fold(first.Number) : first.Number;
        bool holds = true;
        for (int i = 0; i < rest.Length; i++)
        {
            if (!rest[i].IsCharacter)
            {
                return machine.WrongType(i + 2, rest[i], "a character");
            }

            int right = fold ? CharacterCase.Fold(rest[i].AsCharacter) : rest[i].AsCharacter;
            holds &= Orders.Holds(order, left - right);
            left = right;
        }

        return Value.Boolean(holds);
    }
}
