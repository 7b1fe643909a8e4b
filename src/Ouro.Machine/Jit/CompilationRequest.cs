using System.Diagnostics;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

/// <summary>What a register held when somebody looked.</summary>
internal enum Hint : byte
{
    None,
    Fixnum,
    Flonum,
    Other,
}

internal static class HintExtensions
{
    extension(Hint)
    {
        /// <summary>What registers hold, as far as they are given.</summary>
        internal static Hint[] Of(ReadOnlySpan<Value> registers, int count)
        {
            var hints = new Hint[count];
            for (int i = 0; i < count && i < registers.Length; i++)
            {
                hints[i] = registers[i].IsFixnum ? Hint.Fixnum : registers[i].IsFlonum ? Hint.Flonum : Hint.Other;
            }

            return hints;
        }
    }
}

/// <summary>Something to compile.</summary>
/// <param name="Start">Where the method begins.</param>
/// <param name="Hints">What the registers held when this was asked for.</param>
/// <param name="KeepsText">Somebody wants to see what is compiled.</param>
/// <param name="Feedback">Wrong guesses so far, by pc.</param>
internal sealed record CompilationRequest(
    VirtualMachine Machine, CodeObject Code, Compilation Compilation, EntryPoint Start, int Generation, Hint[] Hints, Dictionary<int, OperandFeedback> Feedback, Members Members, bool KeepsText)
{
    /// <summary>Compiles; any thread.</summary>
    internal CompilationResult Compile()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            if (MethodCompiler.Refuses(Code) is { } problem)
            {
                return new CompilationResult(this, null, problem);
            }

            var compiler = new MethodCompiler(this);
            var method = compiler.Compile();
            return new CompilationResult(this, method, null) { Text = compiler.DumpText, Sites = compiler.Sites, Milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds, Size = compiler.Size };
        }
        catch (Exception exception) when (exception is InvalidProgramException or NotSupportedException or InvalidOperationException or PlatformNotSupportedException or IndexOutOfRangeException or NullReferenceException or InvalidCastException or ArgumentException)
        {
            // A defect of the compiler, or a host that does not allow it: the interpreter does it.
            return new CompilationResult(this, null, $"{exception.GetType().Name}: {exception.Message}");
        }
    }
}

/// <summary>What came of a request: a method, or a problem in words.</summary>
internal sealed record CompilationResult(CompilationRequest Request, CompiledEntry? Method, string? Problem)
{
    internal double Milliseconds { get; init; }

    /// <summary>Bytes of CIL.</summary>
    internal int Size { get; init; }

    /// <summary>The CIL, if the request wanted it.</summary>
    internal string Text { get; init; } = "";

    /// <summary>Where the method may leave.</summary>
    internal CompiledSite[] Sites { get; init; } = [];
}
