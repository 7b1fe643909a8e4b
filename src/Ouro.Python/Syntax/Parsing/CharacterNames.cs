namespace Ouro.Python.Syntax.Parsing;

using System.Globalization;

/// <summary>The characters that escapes of the form <c>\N{...}</c> name.</summary>
internal static class CharacterNames
{
    /// <summary>The code point of a name, or null.</summary>
    internal static int? Find(string name) => null;
}
