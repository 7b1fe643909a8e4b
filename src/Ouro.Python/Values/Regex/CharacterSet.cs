// A set in brackets: a validated part of a code list, which is walked, and a bitmap of what of latin-1 is in it, case ignored if the
// instruction ignores it. Most tests end at the bitmap.

namespace Ouro.Python.Values.Regex;

/// <summary>A set of characters.</summary>
internal sealed class CharacterSet
{
    private const int WordsInChunk = 8;
    private const int WordsInIndex = 64;

    private readonly uint[] _code;
    private readonly CaseMode _mode;
    private readonly ulong[] _latin = new ulong[4];

    /// <summary>Makes a set of a part of a code list up to and with its FAILURE, which was checked.</summary>
    internal CharacterSet(uint[] code, CaseMode mode)
    {
        _code = code;
        _mode = mode;
        for (int character = 0; character < 256; character++)
        {
            if (Walk(SreCharacters.ToLower(character, mode)) || (mode == CaseMode.Locale && char.IsAsciiLetter((char)character) && Walk(character & ~0x20)))
            {
                _latin[character >> 6] |= 1UL << (character & 63);
            }
        }
    }

    /// <summary>Where the set that begins at a place of a code list ends: the index after its FAILURE; -1 if it is wrong.</summary>
    internal static int Validate(ReadOnlySpan<uint> code, int at, int end)
    {
        while (at < end)
        {
            switch ((SreOpcode)code[at++])
            {
                case SreOpcode.Failure:
                    return at;
                case SreOpcode.Negate:
                    break;
                case SreOpcode.Literal:
                    at++;
                    break;
                case SreOpcode.Range or SreOpcode.RangeUnicodeIgnore:
                    at += 2;
                    break;
                case SreOpcode.Charset:
                    at += WordsInChunk;
                    break;
                case SreOpcode.Category:
                    if (at >= end || code[at++] > (uint)SreCategory.UnicodeNotLineBreak)
                    {
                        return -1;
                    }

                    break;
                case SreOpcode.BigCharset:
                    if (end - at <= WordsInIndex || code[at] > 256)
                    {
                        return -1;
                    }

                    int chunks = (int)code[at++];
                    for (int i = 0; i < 256; i++)
                    {
                        if ((code[at + i / 4] >> i % 4 * 8 & 0xFF) >= chunks)
                        {
                            return -1;
                        }
                    }

                    at += WordsInIndex + chunks * WordsInChunk;
                    break;
                default:
                    return -1;
            }
        }

        return -1;
    }

    /// <summary>Whether a character is in the set.</summary>
    internal bool Contains(int character) =>
        character < 256 ? (_latin[character >> 6] >> (character & 63) & 1) != 0 : Walk(SreCharacters.ToLower(character, _mode));

    /// <summary>About how many steps a test of a character takes.</summary>
    internal int Work => 1 + _code.Length / 64;

    private bool Walk(int character)
    {
        bool inside = true;
        for (int at = 0; ;)
        {
            switch ((SreOpcode)_code[at++])
            {
                case SreOpcode.Negate:
                    inside = !inside;
                    break;
                case SreOpcode.Literal:
                    if (_code[at++] == (uint)character)
                    {
                        return inside;
                    }

                    break;
                case SreOpcode.Range:
                    if (IsBetween(at, (uint)character))
                    {
                        return inside;
                    }

                    at += 2;
                    break;
                case SreOpcode.RangeUnicodeIgnore:
                    if (IsBetween(at, (uint)character) || IsBetween(at, (uint)SreCharacters.ToUpper(character)))
                    {
                        return inside;
                    }

                    at += 2;
                    break;
                case SreOpcode.Category:
                    if (SreCharacters.IsIn((SreCategory)_code[at++], character))
                    {
                        return inside;
                    }

                    break;
                case SreOpcode.Charset:
                    if (character < 256 && IsSet(at, character))
                    {
                        return inside;
                    }

                    at += WordsInChunk;
                    break;
                case SreOpcode.BigCharset:
                    int chunks = (int)_code[at++];
                    if (character < 0x10000)
                    {
                        int chunk = (int)(_code[at + (character >> 10)] >> (character >> 8 & 3) * 8 & 0xFF);
                        if (IsSet(at + WordsInIndex + chunk * WordsInChunk, character & 0xFF))
                        {
                            return inside;
                        }
                    }

                    at += WordsInIndex + chunks * WordsInChunk;
                    break;
                default:
                    return !inside;
            }
        }
    }

    private bool IsBetween(int at, uint character) => character >= _code[at] && character <= _code[at + 1];

    private bool IsSet(int at, int bit) => (_code[at + (bit >> 5)] >> (bit & 31) & 1) != 0;
}
