using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>Listings say what instructions do.</summary>
public class CodeListingTests
{
    [Fact]
    public void ShowsPositionsTargetsConstantsAndNestedCode()
    {
        var machine = new VirtualMachine();
        var code = AssemblyText.Assemble(machine, """
            (code (name main) (span "a.scm" 1 1 9 9) (parameters 1 1 #t (key)) (free 1)
              (body (span "a.scm" 2 3 2 9) (statement) (branch 0 #t skip) (span #f) (constant 5 (quote (1 "two")))
                    skip (span "a.scm" 4 5 4 9) (closure 5 (code (name inner) (body (fixnum 0 1) (return 0))))
                    (move 7 5) (call-global (global lib f) 5 0 6)
                    from (primitive-1 5 5 (primitive values)) to (far-get 5 4) (exit 0) h (caught 5) (return 5))
              (handlers (from to h 5))
              (frame-states (state (virtual pair (long 0) (virtual 0)) (activation this skip self (register 0) dead (virtual 0) (quote 7)))))
            """);
        Assert.Equal(
            """
            code 0: main, 1 parameter and 1 optional and a rest #:key, 8 registers, 1 captured, a.scm:1:1
             *    0  2:3       branch r0 #t -> 3
                  2            constant r5 '(1 "two")
            >     3  4:5       closure r5 code 1
                  4            move r7 r5
                  5            call-global f of (lib) r5 0 r6
            >     7            primitive-1 r5 r5 values
            >     9            far-get r5 r4
                 10            exit state 0
            >    12            caught r5
                 13            return r5
              a raise in 7 to 9 continues at 12, registers below r5 kept
              state 0: make v0 = pair (long r0 v0); go on in this code at 3 as self (r0 - v0 '7);

            code 1: inner, 0 parameters, 1 registers
                  0            fixnum r0 1
                  1            return r0

            """,
            CodeListing.Of(code));
    }

    /// <summary>Code of images may contain itself, be damaged, or be no code: the listing ends.</summary>
    [Fact]
    public void EndsForCodeThatIsBroken()
    {
        int[] words = CodeParts.NewInstructions(2);
        words[0] = 255;
        Assert.Contains("#x000000ff", CodeListing.Of(new CodeObject(new CodeParts { Instructions = words })), StringComparison.Ordinal);
        var constants = new Value[1];
        words = CodeParts.NewInstructions(1);
        words[0] = (int)Opcode.MakeClosure;
        var circle = new CodeObject(new CodeParts { Instructions = words, Constants = constants });
        constants[0] = Value.Object(circle);
        Assert.Contains("closure r0 code 0", CodeListing.Of(circle), StringComparison.Ordinal);
    }
}
