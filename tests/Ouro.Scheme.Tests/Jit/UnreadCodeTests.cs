using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Jit;
using Ouro.Machine.Values;
using Ouro.Scheme.Tests.Fuzz;

namespace Ouro.Scheme.Tests.Jit;

/// <summary>Only the machine's thread reads code from an image: the compiler, which has a thread of its own, takes code as it finds it.</summary>
public class UnreadCodeTests
{
    [Theory]
    [InlineData("(define (caller x) (callee x) (callee (callee x)))")]
    [InlineData("(define (caller x) (if (pair? x) (callee x) (callee 1)))")]
    public void CompilingACallerDoesNotReadTheCallee(string caller)
    {
        var machine = new SchemeMachine(new MachineOptions { Compiles = true }, check: false);
        _ = machine.Run("(define (callee a) a)");
        _ = machine.Run(caller);
        var outcome = machine.Run("(cons caller callee)");
        Assert.True(outcome.Kind == OutcomeKind.Value, machine.Show(outcome));
        var both = (Pair)outcome.Value.AsObject!;
        var code = ((Closure)both.Car.AsObject!).Code;
        Assert.True(code.Prepare(machine.Machine));
        var variable = code.Constants.Select(constant => constant.Ref).OfType<Cell>().Single(cell => cell.Content.Ref == both.Cdr.Ref);
        var source = new CountingSource();
        variable.Content = Value.Object(new Closure(new CodeObject(source, 0, 0)));

        var compilation = code.GetCompilation();
        var request = new CompilationRequest(
            machine.Machine, code, compilation, EntryPoint.Call, compilation.Generation, Hint.Of([], code.FrameSize), compilation.Feedback, new Members(), KeepsText: false);
        var result = request.Compile();

        Assert.Null(result.Problem);
        Assert.NotNull(result.Method);
        Assert.Equal(0, source.Reads);
    }

    private sealed class CountingSource : ICodeSource
    {
        internal int Reads { get; private set; }

        public CodeParts? ReadCode(int index, out Condition? failure)
        {
            Reads++;
            failure = null;
            return null;
        }
    }
}
