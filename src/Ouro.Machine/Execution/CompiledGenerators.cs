// Generators in compiled code. The place behind a yield is compiled as a method of its own, as any place after a call that is worth it.
// Compiled code that resumes a generator calls that method, which reads its registers from the generator; at the next yield it leaves
// its activation as for the stack, but here the registers go back to the generator, and the value to who resumed it. The native
// activation of generator-resume, which the machine has between the two, exists only when something makes all of them leave.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Jit;

namespace Ouro.Machine.Execution;

public sealed partial class VirtualMachine
{
    private PrimitiveProcedure? _resumes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsResume(PrimitiveProcedure primitive) => primitive == (_resumes ??= FindPrimitive("generator-resume"));

    /// <summary>The compiled code behind the yield at which a generator waits; null: there is none, or it cannot be entered now.</summary>
    private CompiledEntry? FindYielded(Generator generator)
    {
        int pc = (int)generator.Pc;
        var code = generator.Code;
        if (code.Compilation?.FindArrival(pc) is { } method)
        {
            return TickSlice >= generator.Registers.Length >> 4 && HasHostStack() && _reified is not { Count: > 0 } ? method : null;
        }

        if (code.Compilation is not null)
        {
            Jit?.NoteArrival(this, code, pc, generator.Registers);
        }

        return null;
    }

    /// <summary>Goes on with a suspended generator in compiled code. What it is sent is the second of <see cref="Arguments"/>.</summary>
    /// <returns>As a compiled method does: what it yields or returns, or the signal.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private object? ResumeCompiled(CompiledEntry method, Generator generator)
    {
        Value sent = Arguments[1];
        Arguments[0] = Value.Unspecified;
        Arguments[1] = Value.Unspecified;
        int cost = generator.Registers.Length >> 4;
        TickSlice -= cost;
        generator.State = GeneratorState.Running;
        TailMark = 0;
        object? result = method(Unsafe.As<Closure>(generator.Procedure.Ref!), generator.Registers, 0, sent.Ref, sent.Bits, null, 0);
        if (result != Tag.Signal || CompiledSignal == CompiledSignal.Values)
        {
            generator.State = GeneratorState.Finished;
            return result;
        }

        var reified = Reified;
        if (CompiledSignal == CompiledSignal.Throw)
        {
            return Tag.Signal;
        }

        if (CompiledSignal == CompiledSignal.Yield && reified.Count == 1 && TickSlice >= cost)
        {
            TickSlice -= cost;
            var (source, next) = reified.TakeOnly(generator.Registers).Yield;
            Value yielded = generator.Registers[source];
            generator.Pc = next;
            generator.State = GeneratorState.Suspended;
            ResultBits = yielded.Bits;
            return yielded.Ref;
        }

        reified.AddNative(_resumes!.Native, Value.Object(generator), sent);
        return Tag.Signal;
    }

    /// <summary>Makes a generator of an activation of compiled code, whose registers are where it leaves them.</summary>
    /// <param name="pc">Where it goes on.</param>
    internal object DetachGenerator(CompiledMethod method, Closure closure, int pc)
    {
        ResultBits = 0;
        return new Generator(method.Code, Value.Object(closure), pc, Reified.TakeRegisters(method.RegistersSaved, method.Code.FrameSize));
    }
}
