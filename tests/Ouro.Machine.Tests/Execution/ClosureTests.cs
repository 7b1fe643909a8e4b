using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Tests.Code;

namespace Ouro.Machine.Tests.Execution;

/// <summary>Closures of every size: what the machine takes for granted of their layout, and that their variables are their own.</summary>
public class ClosureTests
{
    [Fact]
    public void VariablesOfDerivedClassesFollowThoseOfTheirBase()
    {
        var closure = (Closure8)Closure.Make(Capturing(8));
        Assert.Equal(32, Distance(ref closure.First, ref closure.Second));
        Assert.Equal(64, Distance(ref closure.First, ref closure.Third));
        Assert.Equal(96, Distance(ref closure.First, ref closure.Fourth));

        static long Distance(ref Closure.TwoVariables from, ref Closure.TwoVariables to) => (long)Unsafe.ByteOffset(ref from, ref to);
    }

    [Fact]
    public void EachVariableIsKept()
    {
        for (int count = 0; count <= 20; count++)
        {
            var closure = Closure.Make(Capturing(count));
            for (int i = 0; i < count; i++)
            {
                Assert.True(closure.Variable(i).IsUnbound);
                closure.Variable(i) = Value.Object(new Pair(Value.Fixnum(i), Value.EmptyList));
            }

            GC.Collect();
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(i, ((Pair)closure.Variable(i).Ref!).Car.AsFixnum);
            }
        }
    }

    [Fact]
    public void ManyVariablesNeedTheirOwnClass() => Assert.Throws<ArgumentException>(() => new Closure(Capturing(3)));

    private static CodeObject Capturing(int count) => AssemblyText.Assemble(TestMachine.New(), $"(code (free {count}) (body (fixnum 0 0) (return 0)))");
}
