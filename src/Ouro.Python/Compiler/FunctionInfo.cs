using Ouro.Machine.Code;
using Ouro.Python.Objects;

namespace Ouro.Python.Compiler;

/// <summary>What is known of the code of a function, class body or module beside its instructions. The first constant of its code object.</summary>
[GuestType("a function's description")]
internal sealed class FunctionInfo
{
    /// <summary>The name of the parameter of the machine that takes the dict of further keywords. No name in Python is like it.</summary>
    internal const string RestKeyword = "**";

    internal required string Name { get; set; }

    internal required string QualifiedName { get; set; }

    internal required string FileName { get; set; }

    internal int FirstLine { get; set; }

    /// <summary>Parameters that may be given by position.</summary>
    internal string[] Positional { get; init; } = [];

    /// <summary>How many of them cannot be given by name.</summary>
    internal int PositionOnly { get; init; }

    /// <summary>How many of them have no default.</summary>
    internal int Required { get; set; }

    internal string[] KeywordOnly { get; init; } = [];

    internal string? Rest { get; init; }

    internal string? KeywordRest { get; init; }

    internal bool HasRest => Rest is not null;

    internal bool HasKeywordRest => KeywordRest is not null;

    internal bool IsGenerator { get; init; }

    internal bool IsCoroutine { get; init; }

    internal bool IsAsyncGenerator { get; init; }

    /// <summary>A generator that may be awaited: types.coroutine made it so.</summary>
    internal bool IsIterableCoroutine => IsGenerator && (Flags & 0x100) != 0;

    /// <summary>A call gives something that goes on with the body later.</summary>
    internal bool IsSuspended => IsGenerator || IsCoroutine || IsAsyncGenerator;

    internal Value Doc { get; init; } = Value.Unspecified;

    /// <summary>Names of captured variables, in their order.</summary>
    internal string[] Free { get; init; } = [];

    /// <summary>Names of variables that are registers or cells.</summary>
    internal string[] Locals { get; init; } = [];

    /// <summary>Those for which there is no register, in the order of the list that has them, and the register of that list; null: there are none.</summary>
    internal (int Register, string[] Names)? Spilled { get; set; }

    /// <summary>Names of its own variables that inner functions see.</summary>
    internal string[] Cells { get; init; } = [];

    /// <summary>Whether it stands in a function, or is the body of one.</summary>
    internal bool IsNested { get; init; }

    /// <summary>Makes the code of a function again, with other global variables.</summary>
    internal Func<FunctionInfo, Namespace, (CodeObject? Code, PyException? Error)>? Again { get; set; }

    /// <summary>Flags beside those that follow from the code: of the compiler's future features, or set by programs.</summary>
    internal int Flags { get; set; }

    internal bool IsClassBody { get; init; }

    /// <summary>The code as programs see it, once they did.</summary>
    internal PyCode? Object { get; set; }

    /// <summary>The same, to be changed.</summary>
    internal FunctionInfo Copy()
    {
        var copy = (FunctionInfo)MemberwiseClone();
        copy.Object = null;
        return copy;
    }

    /// <summary>The description of Python code; null for other code.</summary>
    internal static FunctionInfo? Of(CodeObject code) => code.Constants.Length > 0 ? code.Constants[0].Ref as FunctionInfo : null;

    /// <summary>What is wrong with a call with so many arguments, none of them by name.</summary>
    internal string CountMessage(int given)
    {
        if (given < Required)
        {
            return Missing(QualifiedName, [.. Positional[given..Required]], "positional");
        }

        int most = Positional.Length;
        string takes = Required == most ? $"{most}" : $"from {Required} to {most}";
        return $"{QualifiedName}() takes {takes} positional argument{(Required == most && most == 1 ? "" : "s")} but {given} {(given == 1 ? "was" : "were")} given";
    }

    /// <summary>That arguments are missing, in CPython's words.</summary>
    internal static string Missing(string function, List<string> names, string kind)
    {
        var quoted = names.ConvertAll(name => $"'{name}'");
        string list = quoted.Count switch
        {
            1 => quoted[0],
            2 => $"{quoted[0]} and {quoted[1]}",
            _ => string.Join(", ", quoted.GetRange(0, quoted.Count - 1)) + ", and " + quoted[^1],
        };
        return $"{function}() missing {names.Count} required {kind} argument{(names.Count == 1 ? "" : "s")}: {list}";
    }
}
