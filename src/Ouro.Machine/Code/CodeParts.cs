using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>What a code object is for those who read backtraces.</summary>
[Flags]
internal enum CodeMarks
{
    None = 0,

    /// <summary>A whole program, library or form: no procedure of the source.</summary>
    TopLevel = 1,

    /// <summary>Part of the language: of its activations only the name of what a program called is of interest.</summary>
    Library = 2,

    /// <summary>Of no interest at all.</summary>
    Internal = 4,

    All = TopLevel | Library | Internal,

    /// <summary>In an image: how the code interprets follows.</summary>
    Interprets = 8,
}

/// <summary>
/// How the activations of an interpreter's code are shown as those of the program that it interprets: by a procedure, which is given
/// the values of two registers.
/// </summary>
/// <param name="Describe">The number of a constant: the global variable with the procedure.</param>
/// <param name="View">The register with what knows the guest's activation.</param>
/// <param name="Position">The register with what knows the place.</param>
/// <param name="From">The word from which on the registers hold them.</param>
internal sealed record Interpretation(int Describe, int View, int Position, int From);

/// <summary>The parts of a code object that are not on the fast paths of calls.</summary>
internal sealed class CodeParts
{
    /// <summary>More inline-cache sites than any code needs.</summary>
    internal const int MaximumSites = 1 << 20;

    /// <summary>What a code object has that was not read, or cannot be.</summary>
    internal static readonly CodeParts None = new();

    internal Symbol? Name;
    internal ParameterShape Parameters = ParameterShape.None;
    internal int[] Instructions = [];
    internal Value[] Constants = ValueArrays.None;
    internal int FrameSize;
    internal int FreeCount;
    internal ExceptionHandler[] Handlers = [];
    internal FrameStateRow[] FrameStates = [];
    internal InlineCacheSite[] CacheSites = [];
    internal SpanTable Spans = SpanTable.Empty;
    internal SourceSpan? Span;

    /// <summary>The variables of the source, of code that was assembled here.</summary>
    internal VariableTable? Variables;

    /// <summary>Or of code from an image: where the table is, which is not looked at before it is needed.</summary>
    internal Images.ImageReader? Image;
    internal int VariablesOffset;
    internal int VariablesLength;
    internal CodeMarks Marks;

    /// <summary>For code of an interpreter; null for all other.</summary>
    internal Interpretation? Interpretation;

    /// <summary>One bit for each instruction word, or empty when no statement starts anywhere.</summary>
    internal ulong[] Statements = [];

    /// <summary>An instruction array as <see cref="CodeObject"/> needs it.</summary>
    internal static int[] NewInstructions(int words) => GC.AllocateArray<int>(words, pinned: true);

    /// <summary>Inline caches that have seen nothing.</summary>
    internal static InlineCacheSite[] NewSites(int count)
    {
        var sites = new InlineCacheSite[count];
        for (int i = 0; i < count; i++)
        {
            sites[i] = new InlineCacheSite();
        }

        return sites;
    }
}

/// <summary>Where code objects come from that are not in memory yet: an image.</summary>
internal interface ICodeSource
{
    /// <summary>Reads one code object.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="failure">What is wrong, when the result is null.</param>
    CodeParts? ReadCode(int index, out Condition? failure);
}
