namespace Ouro.Generators.Tests.Generator;

public class PrimitiveDiagnosticsTests
{
    [Fact]
    public void WellFormedPrimitives() => Check("""
        /// <summary>All types of parameters.</summary>
        [Primitive("a")]
        internal static Value A(VirtualMachine machine, Value value, Text text, long number, int index, double real, bool flag, CodePoint character,
            System.Numerics.BigInteger integer, Text? maybe = null, int? end = null, bool exact = true, ReadOnlySpan<Value> rest = default) => value;

        /// <summary>Gives nothing.</summary>
        [Primitive("b")]
        internal static void B() { }

        /// <summary>Gives a guest class.</summary>
        [Primitive("c")]
        internal static Text C(Text text) => text;

        /// <summary>Calls back.</summary>
        [NativeActivation("d", 0, -1, Registers = 2)]
        internal static Flow D(VirtualMachine machine, ref NativeFrame frame) => frame.Return(frame[0]);

        internal static int Helper(int[] items) => items[0];
        """);

    [Fact]
    public void Summaries() => Check("""
        [Primitive("a")]
        internal static void A() { } // OURO006 primitive 'a' has no summary

        /// <summary></summary>
        [Primitive("b")]
        internal static void B() { } // OURO006 primitive 'b' has no summary

        // A remark is none.
        [NativeActivation("c", 0, 0)]
        internal static Flow C(VirtualMachine machine, ref NativeFrame frame) => frame.Return(frame[0]); // OURO006 primitive 'c' has no summary

        /// <summary>
        /// It has one.
        /// </summary>
        /// <param name="text">And more.</param>
        [Primitive("d")]
        internal static void D(Text text) { }
        """);

    [Fact]
    public void NamesAndMethods() => Check("""
        /// <summary>Misnamed.</summary>
        [Primitive("a b")]
        internal static void A() { } // OURO006 'a b' is no name

        /// <summary>Generic.</summary>
        [Primitive("b")]
        internal static void B<T>() { } // OURO006 non-generic
        """);

    [Fact]
    public void ParametersAndResults() => Check("""
        /// <summary>No guest type.</summary>
        [Primitive("a")]
        internal static void A(string text) { } // OURO006 'text' of primitive 'a' has the type string

        /// <summary>No guest class.</summary>
        [Primitive("b")]
        internal static void B(Pair pair) { } // OURO006 'pair'

        /// <summary>By reference.</summary>
        [Primitive("c")]
        internal static void C(ref Value value) { } // OURO006 is passed by reference

        /// <summary>Nullable, but always given.</summary>
        [Primitive("d")]
        internal static void D(Text? text) { } // OURO006 optional exactly if

        /// <summary>Not nullable, but null.</summary>
        [Primitive("e")]
        internal static void E(Text text = null!) { } // OURO006 optional exactly if

        /// <summary>Rest in the middle.</summary>
        [Primitive("f")]
        internal static void F(ReadOnlySpan<Value> rest, Value last) { } // OURO006 'rest'

        /// <summary>No guest result.</summary>
        [Primitive("g")]
        internal static string G() => ""; // OURO006 returns string

        /// <summary>May give null.</summary>
        [Primitive("h")]
        internal static Text? H() => null; // OURO006 returns
        """);

    [Fact]
    public void NativeActivations() => Check("""
        /// <summary>No range.</summary>
        [NativeActivation("a", 2, 1)]
        internal static Flow A(VirtualMachine machine, ref NativeFrame frame) => Flow.Next; // OURO006 takes 2 to 1 arguments

        /// <summary>No frame.</summary>
        [NativeActivation("b", 0, 0)]
        internal static Flow B(VirtualMachine machine) => Flow.Next; // OURO006 must be: static Flow B(VirtualMachine machine, ref NativeFrame frame)

        /// <summary>No reference.</summary>
        [NativeActivation("c", 0, 0)]
        internal static Flow C(VirtualMachine machine, NativeFrame frame) => Flow.Next; // OURO006 must be

        /// <summary>No flow.</summary>
        [NativeActivation("d", 0, 0)]
        internal static Value D(VirtualMachine machine, ref NativeFrame frame) => Value.Unbound; // OURO006 must be
        """);

    [Fact]
    public void NamesThatAreTaken() => Sources.CheckGenerator("""
        namespace Guests;

        [OpcodeRows]
        static class Rows
        {
            [Opcode("car", "target = the car")]
            internal static void Car(ref Value target, in Value source) { }

            [Opcode("hidden", "for compilers", Internal = true)]
            internal static void Hidden(ref Value target, in Value source) { }
        }

        [PrimitiveGroup]
        static partial class Group
        {
            /// <summary>As the opcode.</summary>
            [Primitive("car")]
            internal static void Car(Value value) { } // OURO006 a second primitive (or opcode) of the name 'car'

            /// <summary>An internal opcode is no primitive.</summary>
            [Primitive("hidden")]
            internal static void Hidden(Value value) { }
        }
        """);

    [Fact]
    public void GroupsOutsideANamespace() => Sources.CheckGenerator("""
        [PrimitiveGroup]
        static partial class Group // OURO006 must be a class of a namespace
        {
            /// <summary>In a misplaced group.</summary>
            [Primitive("a")]
            internal static void A() { }
        }

        namespace Guests
        {
            static partial class Outer
            {
                [PrimitiveGroup]
                static partial class Group // OURO006 must be a class of a namespace
                {
                }
            }
        }
        """);

    private static void Check(string primitives) => Sources.CheckGenerator($$"""
        namespace Guests;

        [PrimitiveGroup]
        static partial class Group
        {
        {{primitives}}
        }
        """);
}
