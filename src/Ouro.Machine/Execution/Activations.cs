// The stack as others see it: walking it, and what an activation looks like to the author of the program. A walk goes from the
// innermost activation outward and leaves out what the author did not write: calls that failed before they were entered, activations
// of the machine itself, code that is marked internal, and all but the outermost of neighbouring activations of library code.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>One argument of a call, as a backtrace shows it.</summary>
/// <param name="Name">The parameter, or null if it has none that is known.</param>
/// <param name="Value">What it was called with; <see cref="Value.Unbound"/> when it is not kept.</param>
public sealed record BacktraceArgument(string? Name, Value Value)
{
    public readonly string? Name = Name;
    public readonly Value Value = Value;
}

/// <summary>One line of a backtrace.</summary>
/// <param name="Procedure">The procedure's name, or null for an anonymous one.</param>
/// <param name="Span">The call that is waiting, or the expression that raised; null in code without a source of interest.</param>
public sealed record BacktraceEntry(string? Procedure, SourceSpan? Span)
{
    /// <summary>The arguments in order; null: this is no call, or nothing is known about it.</summary>
    public IReadOnlyList<BacktraceArgument>? Arguments { get; init; }

    /// <summary>Where an anonymous procedure is in its source.</summary>
    public SourceSpan? Definition { get; init; }

    /// <summary>Tail calls left out activations between this one and the next.</summary>
    public bool LeftOutCalls { get; init; }

    /// <summary>The interpreter's activation that it stands for.</summary>
    internal InterpretedActivation? Interpreted { get; init; }

    /// <summary>Not an activation, but that many of them that are not shown. Otherwise 0.</summary>
    public int Hidden { get; init; }
}

public sealed partial class VirtualMachine
{
    /// <summary>How many activations a backtrace keeps at its inner and at its outer end.</summary>
    private const int KeptInner = 200;
    private const int KeptOuter = 100;

    /// <summary>The activations from the current one outward; the middle of a very deep stack is left out.</summary>
    internal List<BacktraceEntry> Backtrace()
    {
        var entries = new List<BacktraceEntry>();
        var outer = new Queue<(Segment Segment, int Place, bool LeftOut)>();
        int hidden = 0;
        var walk = new ActivationWalk(Segment, Base);
        while (walk.MoveNext())
        {
            if (entries.Count < KeptInner)
            {
                entries.Add(EntryOf(walk.Segment, walk.Place, walk.LeftOutCalls, _stoppedAtPoll && walk.Segment == Segment && walk.Place == Base));
                continue;
            }

            if (outer.Count == KeptOuter)
            {
                outer.Dequeue();
                hidden++;
            }

            outer.Enqueue((walk.Segment, walk.Place, walk.LeftOutCalls));
        }

        if (hidden > 0)
        {
            entries.Add(new BacktraceEntry(null, null) { Hidden = hidden });
        }

        while (outer.TryDequeue(out var each))
        {
            entries.Add(EntryOf(each.Segment, each.Place, each.LeftOut, false));
        }

        return entries;
    }

    /// <summary>What a backtrace says about an activation.</summary>
    /// <param name="isStart">It has not begun the instruction that it is at.</param>
    internal BacktraceEntry EntryOf(Segment segment, int place, bool leftOutCalls, bool isStart)
    {
        var code = segment.Slots[place - 2].Ref as CodeObject;
        if (code is not null && (code.Marks & CodeMarks.Library) != 0)
        {
            return LibraryEntry(segment, place, leftOutCalls);
        }

        return new BacktraceEntry(NameAt(segment, place), SpanAt(segment, place, isStart))
        {
            Arguments = ArgumentsAt(segment, place),
            Definition = code?.Span,
            LeftOutCalls = leftOutCalls,
            Interpreted = InterpretedAt(segment, place),
        };
    }

    /// <summary>Of library code nothing is shown but what the program called; that may have left its place to a helper.</summary>
    private static BacktraceEntry LibraryEntry(Segment segment, int place, bool leftOutCalls)
    {
        string? name = NameAt(segment, place);
        var procedure = segment.Slots[place - 1].Ref;
        var callerSegment = segment;
        int caller = place;
        if (TryGetCaller(ref callerSegment, ref caller)
            && callerSegment.Slots[caller - 2].Ref is CodeObject code
            && code.GlobalCalledBefore((int)callerSegment.Slots[caller - 2].Bits)?.Content.Ref is Closure called
            && (called.Code.Marks & CodeMarks.Library) != 0)
        {
            leftOutCalls = false;
            if (called != procedure)
            {
                return new BacktraceEntry(called.DisplayName ?? name, null);
            }
        }

        return new BacktraceEntry(name, null) { Arguments = ArgumentsAt(segment, place), LeftOutCalls = leftOutCalls };
    }

    private static string? NameAt(Segment segment, int place) => (segment.Slots[place - 1].Ref as Procedure)?.DisplayName;

    /// <summary>The arguments that an activation was called with, as far as it still has them.</summary>
    private static List<BacktraceArgument>? ArgumentsAt(Segment segment, int place)
    {
        if (segment.Slots[place - 2].Ref is NativeCode native)
        {
            return NativeArguments(native.Procedure, segment, place);
        }

        if (segment.Slots[place - 2].Ref is not CodeObject code || (code.Marks & CodeMarks.TopLevel) != 0)
        {
            return null;
        }

        var shape = code.Parameters;
        var known = code.Variables.Parameters(shape.RegisterCount);
        var arguments = new List<BacktraceArgument>();
        for (int i = 0; i < shape.RegisterCount; i++)
        {
            var variable = i < known.Count ? known[i] : null;
            Value value = variable is null ? Value.Unbound : ReadVariable(segment, place, variable);
            if (i == shape.Required + shape.Optional && shape.HasRest)
            {
                AddRest(arguments, value);
            }
            else if (!value.IsAbsent)
            {
                string? name = i >= shape.KeywordRegister ? "#:" + shape.Keywords[i - shape.KeywordRegister].Name : variable?.Name;
                arguments.Add(new BacktraceArgument(name, value));
            }
        }

        return arguments;
    }

    private static List<BacktraceArgument> NativeArguments(PrimitiveProcedure primitive, Segment segment, int place)
    {
        var arguments = new List<BacktraceArgument>();
        int count = primitive.Maximum < 0 ? primitive.Minimum : primitive.Maximum;
        for (int i = 0; i < count; i++)
        {
            if (!segment.Slots[place + i].IsAbsent)
            {
                arguments.Add(new BacktraceArgument(null, segment.Slots[place + i]));
            }
        }

        if (primitive.Maximum < 0)
        {
            AddRest(arguments, segment.Slots[place + count]);
        }

        return arguments;
    }

    /// <summary>A list of arguments; not more of them than anybody would read.</summary>
    private static void AddRest(List<BacktraceArgument> arguments, Value rest)
    {
        for (int i = 0; i < 20 && rest.Ref is Pair pair; i++, rest = pair.Cdr)
        {
            arguments.Add(new BacktraceArgument(null, pair.Car));
        }
    }

    /// <summary>A variable's value; unbound when the activation does not have it.</summary>
    internal static Value ReadVariable(Segment segment, int place, CodeVariable variable)
    {
        Value held = Value.Unbound;
        if (variable.IsCaptured)
        {
            if (segment.Slots[place - 1].Ref is Closure closure && variable.Index < closure.Code.FreeCount)
            {
                held = closure.Variable(variable.Index);
            }
        }
        else if (variable.Index < ExtentOf(segment.Slots, place) && place + variable.Index < segment.Slots.Length)
        {
            held = segment.Slots[place + variable.Index];
        }

        return variable.IsBoxed && held.Ref is Box box ? box.Content : held;
    }

    /// <summary>Changes a variable.</summary>
    /// <returns>False when the activation does not have it.</returns>
    internal static bool WriteVariable(Segment segment, int place, CodeVariable variable, Value value)
    {
        var direct = variable with { IsBoxed = false };
        if (variable.IsBoxed)
        {
            if (ReadVariable(segment, place, direct).Ref is not Box box)
            {
                return false;
            }

            box.Content = value;
            return true;
        }

        if (ReadVariable(segment, place, direct).IsUnbound)
        {
            return false;
        }

        if (variable.IsCaptured)
        {
            ((Closure)segment.Slots[place - 1].Ref!).Variable(variable.Index) = value;
        }
        else
        {
            segment.Slots[place + variable.Index] = value;
        }

        return true;
    }

    /// <summary>Goes over the activations that the author of a program knows of, innermost first.</summary>
    internal struct ActivationWalk(Segment segment, int place)
    {
        private Segment _segment = segment;
        private int _place = place;
        private bool _begun;
        private bool _first = true;
        private bool _ended;

        /// <summary>Where the activation is.</summary>
        internal Segment Segment = segment;
        internal int Place = place;

        /// <summary>Tail calls left out activations between this one and the next.</summary>
        internal bool LeftOutCalls;

        internal bool MoveNext()
        {
            bool found = false;
            LeftOutCalls = false;
            while (Next())
            {
                var kind = KindAt(_segment, _place);
                if (_first && kind == CodeMarks.None && _segment.Slots[_place - 2].Ref is NativeCode { Procedure.Name: "raise" or "raise-continuable" })
                {
                    // What it raised is the error that is reported.
                    continue;
                }

                _first = false;
                if (found && kind != CodeMarks.Internal)
                {
                    // Of neighbours in a library, the one that the program called is shown: the outermost.
                    if (kind != CodeMarks.Library || KindAt(Segment, Place) != CodeMarks.Library)
                    {
                        _begun = false;
                        return true;
                    }

                    LeftOutCalls = false;
                }

                if (kind != CodeMarks.Internal)
                {
                    found = true;
                    Segment = _segment;
                    Place = _place;
                }

                // A mark on what is not shown speaks of tail calls that are of no interest either.
                LeftOutCalls |= found && kind != CodeMarks.Internal && (_segment.Slots[_place - 1].Bits & Execution.Segment.TailCallMark) != 0;
            }

            return found;
        }

        private bool Next()
        {
            if (_ended)
            {
                return false;
            }

            if (!_begun)
            {
                _begun = true;
                return true;
            }

            _ended = !TryGetCaller(ref _segment, ref _place);
            return !_ended;
        }

        /// <summary>Internal: not shown. Library: see there. None: shown.</summary>
        private static CodeMarks KindAt(Segment segment, int place) => segment.Slots[place - 2].Ref switch
        {
            CodeObject code => code.InterpretationAt((int)segment.Slots[place - 2].Bits) is not null ? CodeMarks.None
                : (code.Marks & CodeMarks.Internal) != 0 ? CodeMarks.Internal
                : code.Marks & CodeMarks.Library,
            NativeCode native => native.Procedure.Name.StartsWith('%') ? CodeMarks.Internal : CodeMarks.None,
            _ => CodeMarks.Internal,
        };
    }
}
