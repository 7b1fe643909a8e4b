using Ouro.Machine.Execution;

namespace Ouro.Machine.Code;

/// <summary>The parts of a code object that are not on the fast paths of calls.</summary>
internal sealed class CodeParts
{
    /// <summary>More inline-cache sites than any code needs.</summary>
    internal const int MaximumSites = 1 << 20;

    /// <summary>What a code object has that was not read, or cannot be.</summary>
    internal static readonly CodeParts None = new();

    internal Symbol? Name { get; init; }
    internal ParameterShape Parameters { get; init; } = ParameterShape.None;
    internal int[] Instructions { get; init; } = [];
    internal Value[] Constants { get; init; } = [];
    internal int FrameSize { get; init; }
    internal int FreeCount { get; init; }
    internal ExceptionHandler[] Handlers { get; init; } = [];
    internal FrameStateRow[] FrameStates { get; init; } = [];
    internal InlineCacheSite[] CacheSites { get; init; } = [];
    internal SpanTable Spans { get; init; } = SpanTable.Empty;
    internal SourceSpan? Span { get; init; }

    /// <summary>One bit for each instruction word, or empty when no statement starts anywhere.</summary>
    internal ulong[] Statements { get; init; } = [];

    /// <summary>An instruction array as <see cref="CodeObject"/> needs it.</summary>
    internal static int[] NewInstructions(int words) => GC.AllocateArray<int>(words, pinned: true);

    /// <summary>Inline caches that have seen nothing.</summary>
    internal static InlineCacheSite[] NewSites(int count)
    {
        if (count == 0)
        {
            return [];
        }

        var sites = new InlineCacheSite[count];
        for (int i = 0; i < count; i++)
        {
            sites[i] = new InlineCacheSite();
        }

        return sites;
    }
}

/// <summary>Where code objects come from that are not in memory yet: an image.</summary>
internal abstract class CodeSource
{
    /// <summary>Reads one code object.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="failure">What is wrong, when the result is null.</param>
    internal abstract CodeParts? ReadCode(int index, out Condition? failure);
}
