using BigInteger = System.Numerics.BigInteger;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;

namespace Ouro.Scheme.Tests.Library;

/// <summary>Every primitive on arguments of every kind: a value or a pending signal, never a host exception.</summary>
public class PrimitiveFuzzTests
{
    /// <summary>Primitives that end the run, or are made for code that the compiler checks.</summary>
    private static readonly HashSet<string> s_excluded = ["exit", "emergency-exit"];

    [Fact]
    public void NoPrimitiveThrows()
    {
        int rounds = TestMachines.IsLongRun ? 5000 : 100;
        var random = new Random(4);
        var machine = NewMachine();
        var names = machine.PrimitiveNames.Where(name => !VirtualMachine.IsOwn(name) && !s_excluded.Contains(name)).ToList();
        var failures = new List<string>();
        Assert.True(names.Count > 300);
        foreach (string name in names)
        {
            var primitive = machine.FindPrimitive(name)!;
            if (primitive.Kind == PrimitiveKind.Native)
            {
                continue;
            }

            for (int round = 0; round < rounds; round++)
            {
                if (round % 100 == 0 || machine.Pending == PendingSignal.Stop)
                {
                    machine = NewMachine();
                    primitive = machine.FindPrimitive(name)!;
                }

                int count = random.Next(primitive.Minimum, primitive.Maximum < 0 ? primitive.Minimum + 4 : primitive.Maximum + 1);
                var arguments = new Value[count];
                for (int i = 0; i < count; i++)
                {
                    arguments[i] = Argument(machine, random, 2);
                }

                string shown = string.Join(' ', arguments.Select(argument => global::Ouro.Scheme.Printer.Printer.PrintShort(argument, 60)));
                try
                {
                    var result = primitive.Invoke(machine, arguments);
                    if (result.IsUnbound || result.IsAbsent)
                    {
                        failures.Add($"({name} {shown}) gives an internal value");
                        break;
                    }
                }
                catch (Exception exception)
                {
                    failures.Add($"({name} {shown}): {exception}");
                    break;
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static VirtualMachine NewMachine()
    {
        var machine = TestMachines.New();
        machine.Capabilities = Capability.None;
        machine.Ports.Replace(new TextInputPort("some (input) for reading"), new TextOutputPort(), new TextOutputPort());
        machine.SetLimits(new MachineLimits { Ticks = 2_000_000, Allocation = 50_000_000 });
        return machine;
    }

    private static Value Argument(VirtualMachine machine, Random random, int depth)
    {
        switch (random.Next(depth == 0 ? 14 : 22))
        {
            case 0: return Value.Fixnum(random.Next(-2, 5));
            case 1: return Value.Fixnum(random.Next(4) switch { 0 => int.MaxValue, 1 => long.MaxValue, 2 => long.MinValue, _ => 300 });
            case 2: return Value.Integer(BigInteger.Pow(-7, random.Next(1, 60)));
            case 3: return Value.Flonum(random.Next(6) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => -0.0, 3 => 2.0, 4 => 1e300, _ => random.NextDouble() });
            case 4: return Value.Character(random.Next(4) switch { 0 => 'a', 1 => 0xDF, 2 => 0x1F600, _ => ' ' });
            case 5: return Value.Boolean(random.Next(2) == 0);
            case 6: return Value.EmptyList;
            case 7: return Value.Object(machine.Intern(random.Next(2) == 0 ? "abc" : "x y"));
            case 8: return TestMachines.Text(random.Next(5) switch { 0 => "", 1 => "abc", 2 => "λ", 3 => "a😀b\uD800", _ => "(1 . x) \"" });
            case 9: return Value.Object(new Bytevector([.. Enumerable.Range(0, random.Next(5)).Select(i => (byte)(i * 60))]));
            case 10: return Value.EndOfFile;
            case 11: return Value.Object(machine.FindPrimitive("car")!);
            case 12: return Value.Unspecified;
            case 13: return Value.Object(new Ratnum(random.Next(1, 9) * 2 + 1, 2));
            case 14: return Value.Object(new Pair(Argument(machine, random, depth - 1), Argument(machine, random, depth - 1)));
            case 15: return List(machine, random, depth);
            case 16:
            {
                var pair = new Pair(Value.Fixnum(1), Value.EmptyList);
                pair.Cdr = Value.Object(pair);
                return Value.Object(pair);
            }

            case 17: return Value.Object(new Vector([.. Enumerable.Range(0, random.Next(4)).Select(_ => Argument(machine, random, depth - 1))]));
            case 18: return random.Next(2) == 0 ? Value.Object(new TextInputPort("text 12 (")) : Value.Object(new TextOutputPort());
            case 19: return random.Next(2) == 0 ? Value.Object(new BinaryInputPort([1, 2, 3])) : Value.Object(new BinaryOutputPort());
            case 20: return Value.Object(new Table(machine, TableKind.Equal));
            default: return Value.Object(new Promise(PromiseStage.Forced, Value.Fixnum(1)));
        }
    }

    private static Value List(VirtualMachine machine, Random random, int depth)
    {
        Value list = Value.EmptyList;
        for (int i = random.Next(5); i > 0; i--)
        {
            list = Value.Object(new Pair(Argument(machine, random, depth - 1), list));
        }

        return list;
    }
}
