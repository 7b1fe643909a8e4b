using BenchmarkDotNet.Attributes;
using Ouro.Machine.Values;

namespace Ouro.Micro;

/// <summary>What each class shares: a guest loop of <see cref="Count"/> turns, whose time is given for one turn.</summary>
public abstract class GuestBenchmarks
{
    /// <summary>Turns of a loop for one call from outside, so that the call's own cost does not show.</summary>
    protected const int Count = 10_000;

    private readonly Guest _guest = new();
    private Value _procedure;

    /// <summary>Compiles `(define (run n) ...)`.</summary>
    protected void Prepare(string program) => _procedure = _guest.Procedure(program + "\nrun");

    /// <summary>Runs it.</summary>
    protected long Run() => _guest.Call(_procedure, Count).AsFixnum;
}
