using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

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
