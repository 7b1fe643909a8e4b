// What must hold of a machine between two runs, however the last one ended, and of everything that its globals reach:
//
//   the machine     nothing pending, the dynamic state that it began with, one segment, empty, that nobody else uses
//   symbols         each interned symbol is the one that its name gives
//   globals         each cell is filed under its own module and name
//   values          tags with their payloads, no signal, nothing that only code in progress may hold
//   numbers         in their smallest form: no bignum that is a fixnum, ratios in lowest terms
//   tables          every key is found where it stands, and they are as many as the table says
//   continuations   frozen segments, in which activations lead from one to the next down to the bottom of a run
//
// Data may be deep and circular, so the walk has a list of what is to be looked at and a set of what was.

using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Tests.Fuzz;

/// <summary>Checks the invariants of a machine that is not running.</summary>
internal sealed class MachineChecker
{
    private static readonly FieldInfo s_globals = Field(typeof(VirtualMachine), "_globals");
    private static readonly FieldInfo s_spareSegment = Field(typeof(VirtualMachine), "_spareSegment");
    private static readonly FieldInfo s_currentRun = Field(typeof(VirtualMachine), "_currentRun");
    private static readonly FieldInfo s_symbols = Field(typeof(SymbolTable), "_symbols");

    private readonly VirtualMachine _machine;
    private readonly string _after;
    private readonly Stack<object> _waiting = new();
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(Segment Segment, int Place)> _seenChains = [];

    private MachineChecker(VirtualMachine machine, string after)
    {
        _machine = machine;
        _after = after;
    }

    /// <summary>The machine itself: cheap enough for after each run.</summary>
    /// <param name="after">What ran, for the message of a failure.</param>
    internal static void CheckIdle(VirtualMachine machine, string after) => new MachineChecker(machine, after).Idle();

    /// <summary>The machine and all that its globals reach.</summary>
    /// <returns>How many objects were looked at.</returns>
    internal static int CheckAll(VirtualMachine machine, string after)
    {
        var checker = new MachineChecker(machine, after);
        checker.Idle();
        checker.Heap();
        return checker._seen.Count;
    }

    /// <summary>
    /// A machine that runs, when its stack was captured: the inner activations, down to the bottom of a run, and that no frozen
    /// segment has changed since it was seen first, so that entering it again would give the same.
    /// </summary>
    /// <param name="machine">A hostile one, at a poll.</param>
    /// <param name="frozen">What was seen of frozen segments; kept by the caller.</param>
    internal static void CheckRunning(VirtualMachine machine, ConditionalWeakTable<Segment, object> frozen)
    {
        var checker = new MachineChecker(machine, "a poll");
        checker.VisitDynamic(machine.Dynamic);
        checker.VisitActivation(machine.Segment, machine.Base);
        int seen = 0;
        for (var segment = machine.Segment.Parent; segment is not null && seen < 8; segment = segment.Parent, seen++)
        {
            checker.Require(segment.Frozen, "a segment below is not frozen");
            int content = ContentOf(segment);
            if (frozen.TryGetValue(segment, out object? before))
            {
                checker.Require((int)before == content, "a frozen segment has changed");
            }
            else
            {
                frozen.Add(segment, content);
                checker.VisitInner(segment);
            }
        }
    }

    private static int ContentOf(Segment segment)
    {
        var hash = new HashCode();
        for (int i = 0; i < segment.Top; i++)
        {
            hash.Add(segment.Slots[i].Bits);
            hash.Add(segment.Slots[i].Ref is { } reference ? RuntimeHelpers.GetHashCode(reference) : 0);
        }

        hash.Add(segment.ParentBase);
        return hash.ToHashCode();
    }

    private static FieldInfo Field(Type type, string name) =>
        type.GetField(name, BindingFlags.NonPublic | BindingFlags.Instance) ?? throw new InvalidOperationException($"{type.Name} has no field {name}");

    private void Require(bool condition, string what)
    {
        if (!condition)
        {
            Assert.Fail($"{what}\nafter\n{_after}");
        }
    }

    private void Idle()
    {
        Require(_machine.Pending == PendingSignal.None, $"{_machine.Pending} is still pending");
        Require(!_machine.HasRestOfStop, "something is left of a stop that was kept");
        Require(ReferenceEquals(_machine.Dynamic, DynamicState.Empty), "the dynamic state is not the one at the start");
        Require(s_currentRun.GetValue(_machine) is null, "a run is still current");
        Require(_machine.TicksUsed >= 0 && _machine.BytesAllocated >= 0, "a counter is negative");
        Empty(_machine.Segment, "the segment");
        Require(_machine.SoftLimit == 0, "the soft limit is not at the bottom");
        if (s_spareSegment.GetValue(_machine) is Segment spare)
        {
            Empty(spare, "the spare segment");
            Require(spare != _machine.Segment, "the spare segment is the current one");
        }
    }

    private void Empty(Segment segment, string name)
    {
        Require(!segment.Frozen, $"{name} is frozen");
        Require(segment.Parent is null, $"{name} has a parent");
        for (int i = 0; i < segment.Slots.Length; i++)
        {
            Require(segment.Slots[i].Ref is null && segment.Slots[i].Bits == 0, $"slot {i} of {name} is not empty");
        }
    }

    private void Heap()
    {
        var symbols = (Dictionary<string, Symbol>)s_symbols.GetValue(_machine.Symbols)!;
        foreach (var (name, symbol) in symbols)
        {
            Require(symbol.Name == name && symbol.IsInterned, $"the symbol {name} is filed wrong");
        }

        foreach (var ((module, name), cell) in (Dictionary<(Symbol, Symbol), Cell>)s_globals.GetValue(_machine)!)
        {
            Require(cell.Module == module && cell.Name == name, $"the variable {module} {name} is filed wrong");
            Require(_machine.Intern(module.Name) == module || !module.IsInterned, $"the module {module} is not its symbol");
            Look(cell);
        }

        foreach (var parameter in _machine.Ports.Parameters)
        {
            Look(parameter);
        }

        while (_waiting.TryPop(out object? next))
        {
            Visit(next);
        }
    }

    private void Look(object? target)
    {
        if (target is not null && _seen.Add(target))
        {
            _waiting.Push(target);
        }
    }

    private void Look(in Value value, string where, bool internals = false)
    {
        if (value.Ref is null || value.IsFlonum)
        {
            return;
        }

        if (value.IsCharacter)
        {
            Require(value.Bits is >= 0 and <= 0x10FFFF, $"a character {value.Bits} in {where}");
            return;
        }

        Require(!value.IsSignal, $"a signal in {where}");
        Require(internals || !value.IsAbsent, $"an absent value in {where}");
        if (value.Ref is Type)
        {
            Require(value.Bits == 0, $"an immediate with a payload in {where}");
            return;
        }

        Require(internals || value.Bits == 0, $"a payload beside a {value.Ref.GetType().Name} in {where}");
        Look(value.Ref);
    }

    private void LookAll(ReadOnlySpan<Value> values, string where, bool internals = false)
    {
        foreach (ref readonly Value value in values)
        {
            Look(value, where, internals);
        }
    }

    private void Visit(object target)
    {
        switch (target)
        {
            case Pair pair:
                Look(pair.Car, "a pair");
                Look(pair.Cdr, "a pair");
                break;
            case Ouro.Machine.Values.Vector vector:
                LookAll(vector.Items, "a vector");
                break;
            case Ouro.Machine.Values.Record record:
                Require(record.Fields.Length == record.Type.Fields.Length, "a record with more or fewer fields than its type");
                LookAll(record.Fields, "a record", internals: true);
                break;
            case Table table:
                VisitTable(table);
                break;
            case Box box:
                Look(box.Content, "a box", internals: true);
                break;
            case Cell cell:
                Look(cell.Content, $"the variable {cell.Module} {cell.Name}", internals: true);
                break;
            case Closure closure:
                Look(closure.Code);
                for (int i = 0; i < closure.Code.FreeCount; i++)
                {
                    Look(closure.Variable(i), "a closure", internals: true);
                }

                break;
            case CaseLambda cases:
                foreach (var clause in cases.Clauses)
                {
                    Look(clause);
                }

                break;
            case Parameter parameter:
                Look(parameter.Default, "a parameter");
                Look(parameter.Converter, "a parameter");
                break;
            case Promise promise:
                Look(promise.State.Content, "a promise");
                break;
            case MultipleValues many:
                Require(many.Items.Length != 1, "one value as several");
                LookAll(many.Items, "multiple values");
                break;
            case Bignum bignum:
                Require(bignum.Value < long.MinValue || bignum.Value > long.MaxValue, $"{bignum.Value} as a bignum");
                break;
            case Ratnum ratio:
                Require(ratio.Denominator >= 2 && BigInteger.GreatestCommonDivisor(ratio.Numerator, ratio.Denominator).IsOne, $"the ratio {ratio.Numerator}/{ratio.Denominator}");
                break;
            case Symbol symbol:
                Require(!symbol.IsInterned || _machine.Intern(symbol.Name) == symbol, $"{symbol} is not the symbol of its name");
                break;
            case Condition condition:
                LookAll(condition.Irritants, "a condition");
                break;
            case Generator generator:
                Require(generator.Registers.Length == generator.Code.FrameSize, "a generator with more or fewer registers than its code");
                LookAll(generator.Registers, "a generator", internals: true);
                break;
            case CodeObject code:
                LookAll(code.Constants, "constants", internals: true);
                break;
            case Continuation continuation:
                VisitDynamic(continuation.Dynamic);
                VisitChain(continuation, continuation.Base);
                break;
            case EscapeContinuation escape:
                VisitDynamic(escape.Dynamic);
                break;
            case DynamicState state:
                VisitDynamic(state);
                break;
        }
    }

    private void VisitTable(Table table)
    {
        int keys = 0;
        int position = 0;
        while (table.TryNext(ref position, out var key, out var content))
        {
            keys++;
            Look(key, "a table");
            Look(content, "a table", internals: true);

            // A key that was changed since, or a number of an inexact kind, may lie elsewhere; symbols may not.
            if (key.Ref is Symbol)
            {
                Require(table.Find(key) == position - 1, $"the key {key.Ref} is not found where it stands");
            }
        }

        Require(keys == table.Count, $"{keys} keys in a table of {table.Count}");
    }

    private void VisitDynamic(DynamicState state)
    {
        int depth = state.Winders?.Depth ?? 0;
        for (var winder = state.Winders; winder is not null; winder = winder.Next, depth--)
        {
            Require(winder.Depth == depth, $"a winder at depth {depth} that says {winder.Depth}");
            Look(winder.Before, "a winder");
            Look(winder.After, "a winder");
        }

        Require(depth == 0, $"winders end at depth {depth}");
        for (var binding = state.Bindings; binding is not null; binding = binding.Next)
        {
            Look(binding.Content, "a binding");
        }

        for (var handler = state.Handlers; handler is not null; handler = handler.Next)
        {
            Look(handler.Procedure, "a handler");
        }
    }

    /// <summary>The activations from a place in a frozen segment down to the bottom of the run.</summary>
    private void VisitChain(Segment segment, int place)
    {
        while (true)
        {
            Require(segment.Frozen, "a continuation in a segment that is not frozen");
            Require(place >= Segment.BottomBase && place <= segment.Top && segment.Top <= segment.Slots.Length, $"an activation at {place} of {segment.Top}");
            VisitActivation(segment, place);
            long distance = segment.Slots[place - 1].Bits;
            if (distance == 0)
            {
                Require(place == Segment.BottomBase, $"the bottom activation of a segment is at {place}");
            }

            var above = segment.Slots[place - 2].Ref;
            if (!VirtualMachine.TryGetCaller(ref segment, ref place))
            {
                Require(above is NativeCode { Procedure.Name: "%run" }, "the last activation is not the bottom of a run");
                return;
            }

            // Frozen segments are shared: what was seen once need not be walked again.
            if (distance == 0 && !_seenChains.Add((segment, place)))
            {
                return;
            }
        }
    }

    /// <summary>The activations that return into a segment's caller, from its parent's on: those of one segment.</summary>
    private void VisitInner(Segment segment)
    {
        if (segment.Parent is { } parent)
        {
            Require(segment.ParentBase >= Segment.BottomBase && segment.ParentBase <= parent.Top, $"a segment returns to {segment.ParentBase} of {parent.Top}");
            VisitActivation(parent, segment.ParentBase);
        }
    }

    private void VisitActivation(Segment segment, int place)
    {
        var header = segment.Slots[place - 2];
        Require(segment.Slots[place - 1].Ref is Procedure, "an activation of what is no procedure");
        Look(segment.Slots[place - 1].Ref);
        switch (header.Ref)
        {
            case CodeObject code:
                Require(code.IsPrepared && header.Bits >= 0 && header.Bits <= code.Instructions.Length, $"an activation of {code.Name} at {header.Bits}");
                break;
            case NativeCode native:
                Require(header.Bits >= 0, $"an activation of {native.Procedure.Name} in state {header.Bits}");
                break;
            default:
                Require(false, $"an activation with a header of {header.Ref?.GetType().Name ?? "nothing"}");
                break;
        }

        int end = Math.Min(segment.Top, place + VirtualMachine.ExtentOf(segment.Slots, place));
        LookAll(segment.Slots.AsSpan(place, Math.Max(0, end - place)), "an activation", internals: true);
    }
}
