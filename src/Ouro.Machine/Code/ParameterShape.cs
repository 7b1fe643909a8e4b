namespace Ouro.Machine.Code;

/// <summary>
/// What arguments a code object takes. They arrive in consecutive registers from 0: required, optional (absent ones
/// hold <see cref="Value.Absent"/>), the list of the rest if there is one, then one register for each keyword.
/// </summary>
internal sealed class ParameterShape
{
    /// <summary>No shape has more parameters than this, all kinds together.</summary>
    internal const int Maximum = ushort.MaxValue;

    /// <summary>Takes no arguments.</summary>
    internal static readonly ParameterShape None = new(0, 0, false, []);

    internal ParameterShape(int required, int optional, bool rest, Symbol[] keywords)
    {
        Required = required;
        Optional = optional;
        HasRest = rest;
        Keywords = keywords;
        KeywordRegister = required + optional + (rest ? 1 : 0);
        RegisterCount = KeywordRegister + keywords.Length;
        ExactArity = optional == 0 && !rest && keywords.Length == 0 ? required : -1;
    }

    /// <summary>Arguments that must be given.</summary>
    internal readonly int Required;

    /// <summary>Further positional arguments that may be given.</summary>
    internal readonly int Optional;

    /// <summary>Whether any number of further arguments is taken, as a list.</summary>
    internal readonly bool HasRest;

    /// <summary>Names of arguments that may be given by name, each at most once; absent ones hold <see cref="Value.Absent"/>.</summary>
    internal readonly Symbol[] Keywords;

    /// <summary>The register of the rest list. Meaningful only with <see cref="HasRest"/>.</summary>
    internal int RestRegister => Required + Optional;

    /// <summary>The register of the first keyword.</summary>
    internal readonly int KeywordRegister;

    /// <summary>Registers that hold a value at entry.</summary>
    internal readonly int RegisterCount;

    /// <summary>The number of arguments if no other is possible, otherwise -1.</summary>
    internal readonly int ExactArity;

    /// <summary>Whether both take the same arguments in the same registers.</summary>
    internal bool IsLike(ParameterShape other) =>
        Required == other.Required && Optional == other.Optional && HasRest == other.HasRest && Keywords.AsSpan().SequenceEqual(other.Keywords);

    /// <summary>Whether so many arguments without a name may be given.</summary>
    internal bool TakesPositional(int count) => count >= Required && (HasRest || count <= Required + Optional);

    /// <summary>What is wrong with these numbers, in words, or null.</summary>
    internal static string? Problem(long required, long optional, bool rest, long keywords) =>
        required < 0 || optional < 0 || keywords < 0 ? "a number of parameters is negative"
        : required > Maximum || optional > Maximum || keywords > Maximum || required + optional + (rest ? 1 : 0) + keywords > Maximum
            ? "there are more than 65535 parameters"
        : null;
}
