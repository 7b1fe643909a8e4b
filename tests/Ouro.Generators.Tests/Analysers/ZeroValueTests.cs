using Ouro.Generators.Analysers;

namespace Ouro.Generators.Tests.Analysers;

public class ZeroValueTests
{
    [Fact]
    public void DefaultOfValue() => Check("""
        namespace Guests;
        class C
        {
            Value _field = default; // OURO001
            Value? _none = default;
            Value _given = Value.Unbound;
            static Value A() => default(Value); // OURO001
            static Value B() => new Value(); // OURO001
            static Value D() => new(); // OURO001
            static Value E() => Value.Fixnum(0);
            static void F(Value v = default) { } // OURO001
            static bool G(Value? v) => v is null || v.Value.Bits == default;
            static T H<T>() => default!;
            static Value I(bool b) => b ? Value.Unbound : default; // OURO001
            static Value? J() => null;
        }
        """);

    [Fact]
    public void ArraysOfValues() => Check("""
        namespace Guests;
        class C
        {
            static Value[] A(int n) => new Value[n]; // OURO002
            static Value[] B() => new Value[3]; // OURO002
            static Value[] D() => new Value[0];
            static Value[] E(Value v) => new Value[2] { v, v };
            static Value[] F(Value v) => [v, v];
            static Value[][] G(int n) => new Value[n][];
            static Value[] H(int n) => GC.AllocateUninitializedArray<Value>(n); // OURO002
            static void I(ref Value[] items) => Array.Resize(ref items, 9); // OURO002
            static int[] J(int n) => new int[n];
            static int[] K(int n) => GC.AllocateArray<int>(n, true);
        }
        """);

    [Fact]
    public void TheRepresentationOfValuesMayUseThem() => Check("""
        namespace Ouro.Machine.Values
        {
            static class C
            {
                static Value A() => default;
                static Value[] B(int n) => new Value[n];
            }
        }
        namespace Ouro.Machine.Values.Inner
        {
            static class C
            {
                static Value A() => new Value();
            }
        }
        namespace Ouro.Machine.ValuesElsewhere
        {
            static class C
            {
                static Value A() => default; // OURO001
            }
        }
        """);

    [Fact]
    public void GeneratedCodeIsLeftAlone() => Sources.CheckAnalyser(new ZeroValueAnalyser(), """
        class C
        {
            static Value A() => default;
        }
        """, "Test.g.cs");

    private static void Check(string source) => Sources.CheckAnalyser(new ZeroValueAnalyser(), source);
}
