using Ouro.Generators.Analysers;

namespace Ouro.Generators.Tests.Analysers;

public class StaleRegistersTests
{
    [Fact]
    public void LocalsByReference() => CheckBody("""
        ref Value a = ref machine.Slot(1);
        Value copy = a;
        Use(ref a);
        machine.Grow();
        Use(ref copy);
        Use(ref a); // OURO004 'a' refers to registers and is used after 'Grow'
        a = copy; // OURO004
        a.Bits = 1; // OURO004
        copy = a; // OURO004
        a = ref machine.Slot(1);
        Use(ref a);
        ref Value next = ref Unsafe.Add(ref a, 1);
        machine.Grow();
        next = copy; // OURO004
        """);

    [Fact]
    public void ParametersByReference() => Check("""
        class C
        {
            static void A(VirtualMachine machine, ref Value target, in Value source, ref readonly Value other, out Value last, ref int count)
            {
                last = source;
                Value kept = source;
                machine.Grow();
                target = kept; // OURO004
                kept = source; // OURO004
                kept = other; // OURO004
                last = kept; // OURO004
                count++;
            }

            static void B(VirtualMachine machine, Value given)
            {
                machine.Grow();
                given = Value.Unbound;
            }
        }
        """);

    [Fact]
    public void Spans() => CheckBody("""
        Span<Value> registers = machine.Segment.Slots.AsSpan(2, 3);
        ReadOnlySpan<Value> part = registers[1..];
        Value first = registers[0];
        machine.Grow();
        first = registers[0]; // OURO004
        first = part[0]; // OURO004
        int length = part.Length;
        registers = machine.Segment.Slots;
        first = registers[0];
        """);

    [Fact]
    public void SpansGivenToAMethod() => Check("""
        class C
        {
            static Value A(VirtualMachine machine, ReadOnlySpan<Value> rest)
            {
                for (int i = 0; i < rest.Length; i++)
                {
                    machine.Call(rest[i]); // OURO004
                }

                return Value.Unbound;
            }

            static void B(VirtualMachine machine, ReadOnlySpan<Value> rest)
            {
                foreach (Value value in rest) // OURO004
                {
                    machine.Call(value);
                }
            }

            static void D(VirtualMachine machine, ReadOnlySpan<Value> rest)
            {
                foreach (Value value in rest.ToArray())
                {
                    machine.Call(value);
                }

                machine.Call(Value.Unbound);
            }

            static void E(VirtualMachine machine, ReadOnlySpan<Value> rest)
            {
                rest = rest.ToArray();
                machine.Grow();
                machine.Call(rest[0]);
            }
        }
        """);

    [Fact]
    public void WhatIsNoRegisterStays() => CheckBody("""
        Value local = Value.Unbound;
        var pair = new Pair();
        var items = new Value[3];
        ref Value a = ref local;
        ref Value b = ref pair.Car;
        ref Value d = ref items[1];
        Span<Value> e = items;
        Span<Value> f = e.Slice(1);
        ref Value g = ref new Vector(items).Items[0];
        machine.Grow();
        a = b;
        b = d;
        d = e[0];
        f[0] = g;
        """);

    [Fact]
    public void TheSlotsOfASegment() => CheckBody("""
        Value[] slots = machine.Segment.Slots;
        ref Value a = ref slots[1];
        slots[0] = a;
        machine.Grow();
        slots[0] = Value.Unbound; // OURO004
        a = Value.Unbound; // OURO004
        slots = machine.Segment.Slots;
        slots[0] = Value.Unbound;
        """);

    [Fact]
    public void Paths() => CheckBody("""
        ref Value a = ref machine.Slot(1);
        if (machine.ChargeTicks(1))
        {
            machine.Grow();
            if (machine.ChargeTicks(2))
            {
                return;
            }
        }
        else
        {
            Use(ref a);
        }

        Use(ref a); // OURO004
        a = ref machine.Slot(1);
        while (machine.ChargeTicks(3))
        {
            Use(ref a); // OURO004
            machine.Grow();
        }

        a = ref machine.Slot(1);
        do
        {
            Use(ref a);
            machine.Grow();
            a = ref machine.Slot(1);
        }
        while (machine.ChargeTicks(3));
        Use(ref a);
        if (machine.ChargeTicks(1) && machine.Grow())
        {
            Use(ref a); // OURO004
            return;
        }

        a = ref machine.Slot(1);
        try
        {
            machine.Grow();
        }
        finally
        {
            Use(ref a); // OURO004
        }
        """);

    [Fact]
    public void ThePlaceOfAnAssignmentIsFoundFirst() => CheckBody("""
        ref Value a = ref machine.Slot(1);
        a = machine.Call(a); // OURO004
        machine.Slot(2) = machine.Call(Value.Unbound); // OURO004
        machine.Slot(2).Bits = machine.Call(Value.Unbound).Bits; // OURO004
        Value result = machine.Call(Value.Unbound);
        machine.Slot(2) = result;
        new Pair().Car = machine.Call(result);
        """);

    [Fact]
    public void LoopStates() => Check("""
        unsafe class C
        {
            static Flow A(VirtualMachine machine, ref LoopState state, ref Value target)
            {
                if (--machine.TickSlice < 0)
                {
                    return machine.PollAt(ref state.Registers, state.Ip - 1);
                }

                machine.Grow();
                return machine.PollAt(ref state.Registers, state.Ip); // OURO004
            }

            static Flow B(VirtualMachine machine, ref LoopState state)
            {
                machine.Grow();
                state.Registers = ref machine.Slot(2);
                return machine.PollAt(ref state.Registers, state.Ip);
            }
        }
        """);

    [Fact]
    public void NativeFrames() => Check("""
        class C
        {
            static Flow A(VirtualMachine machine, ref NativeFrame frame)
            {
                machine.Grow();
                Flow flow = frame.Call(1, frame[0]);
                frame[1] = Value.Unbound; // OURO004 'frame'
                return flow;
            }

            static Flow B(VirtualMachine machine, ref NativeFrame frame) =>
                frame.State == 0 ? frame.Call(1, frame[0]) : frame.Return(frame[1]);

            static Flow D(VirtualMachine machine, ref NativeFrame frame)
            {
                ref Value kept = ref frame[1];
                machine.Grow();
                return frame.Return(kept); // OURO004 'kept'
            }
        }
        """);

    [Fact]
    public void FunctionsInsideMethods() => CheckBody("""
        Inner(ref machine.Slot(1));
        Action later = () =>
        {
            ref Value b = ref machine.Slot(2);
            machine.Grow();
            Use(ref b); // OURO004
        };

        void Inner(ref Value a)
        {
            machine.Grow();
            Use(ref a); // OURO004
        }
        """);

    [Fact]
    public void TheAttributePropagatesInsideTheExecutionNamespace() => Check("""
        namespace Ouro.Machine.Execution
        {
            sealed class C
            {
                static void A(VirtualMachine machine) => machine.Grow(); // OURO004 'A' calls 'Grow', which is marked [RunsGuestCode]: mark it too

                [RunsGuestCode]
                static void B(VirtualMachine machine) => machine.Grow();

                static void D(VirtualMachine machine) => machine.ChargeTicks(1);
            }

            abstract class Base
            {
                [RunsGuestCode]
                internal abstract void Step();
            }

            sealed class Derived : Base
            {
                internal override void Step()
                {
                }
            }

            static class E
            {
                static void F(Derived derived) => derived.Step(); // OURO004 'F' calls 'Step'
            }
        }

        namespace Guests
        {
            static class C
            {
                static void A(VirtualMachine machine) => machine.Grow();
            }
        }
        """);

    private static void CheckBody(string body) => Check($$"""
        static class C
        {
            static void Use(ref Value value)
            {
            }

            static void Body(VirtualMachine machine)
            {
        {{body}}
            }
        }
        """);

    private static void Check(string source) => Sources.CheckAnalyser(new StaleRegistersAnalyser(), source);
}
