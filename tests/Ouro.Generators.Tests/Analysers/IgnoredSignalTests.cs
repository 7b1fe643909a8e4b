using Ouro.Generators.Analysers;

namespace Ouro.Generators.Tests.Analysers;

public class IgnoredSignalTests
{
    [Fact]
    public void DiscardedResults() => Sources.CheckAnalyser(new IgnoredSignalAnalyser(), """
        using System.Collections.Generic;

        class C
        {
            static unsafe delegate*<Value> s_pointer => null;

            static Value A(VirtualMachine machine)
            {
                machine.Fail("lost"); // OURO003 The Value that 'Fail' returns
                _ = machine.Fail("on purpose");
                Value kept = machine.Fail("kept");
                return machine.Fail("returned");
            }

            static Flow B(VirtualMachine machine, Value value)
            {
                machine.FailWrongType(1, value, "a pair"); // OURO003 The Flow that 'FailWrongType' returns
                return machine.FailWrongType(1, value, "a pair");
            }

            static void D(VirtualMachine machine) => machine.Fail("lost"); // OURO003

            static void E(VirtualMachine? machine) => machine?.Fail("lost"); // OURO003

            static Action F(VirtualMachine machine) => () => machine.Fail("lost"); // OURO003

            static Func<Value> G(VirtualMachine machine) => () => machine.Fail("returned");

            static unsafe void H() => s_pointer(); // OURO003

            static void I(VirtualMachine machine, Stack<Value> stack)
            {
                stack.Pop();
                machine.ChargeTicks(1);
                machine.Slot(0);
                if (machine.Fail("tested").Bits == 0)
                {
                    machine.Segment = new();
                }

                for (machine.Fail("lost"); ; ) // OURO003
                {
                }
            }
        }
        """);
}
