namespace Ouro.Machine.Values;

/// <summary>A character as a typed primitive parameter or result.</summary>
/// <param name="Number">The code point, 0 to 0x10FFFF, lone surrogates included.</param>
public readonly record struct CodePoint(int Number);
