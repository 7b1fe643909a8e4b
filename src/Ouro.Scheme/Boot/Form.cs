using Ouro.Machine.Execution;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Boot;

/// <summary>A proper list of the source with its elements' positions at hand.</summary>
internal sealed class Form
{
    private Form(Value[] items, SourceSpan?[] spans, SourceSpan? span)
    {
        Items = items;
        Spans = spans;
        Span = span;
    }

    internal Value[] Items { get; }

    /// <summary>The span of each element; the whole form's where it is not known.</summary>
    internal SourceSpan?[] Spans { get; }

    internal SourceSpan? Span { get; }

    internal int Length => Items.Length;

    /// <summary>The name at the head, or null.</summary>
    internal Symbol? Head => Length == 0 ? null : Items[0].AsObject as Symbol;

    /// <summary>Takes a list apart. Null when the value is no proper list (cyclic ones are none).</summary>
    internal static Form? Parse(Value value, SourceMap map, SourceSpan? span)
    {
        var items = new List<Value>();
        var spans = new List<SourceSpan?>();
        span = value.AsObject is Pair first ? map.Form(first) ?? span : span;
        var slow = value;
        var rest = value;
        while (rest.AsObject is Pair pair)
        {
            items.Add(pair.Car);
            spans.Add(map.Element(pair) ?? span);
            rest = pair.Cdr;
            if ((items.Count & 1) == 0)
            {
                slow = ((Pair)slow.AsObject!).Cdr;
                if (rest == slow && !rest.IsEmptyList)
                {
                    return null;
                }
            }
        }

        return rest.IsEmptyList ? new Form([.. items], [.. spans], span) : null;
    }
}
