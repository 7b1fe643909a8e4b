// Decides what is compiled, and when. There are no counters in the interpreter: each poll (every 16,384 ticks) looks at what is
// running, so what takes time is found in proportion to the time it takes. Compiled code that calls what is not compiled, and values that
// come back to activations of compiled procedures that the interpreter has to go on with, are slow in any case and are counted.
//
// Compiling is done on a thread of its own, from facts that do not change (instructions, constants) and copies of those that do;
// only the machine's thread installs the result, at a poll. Ticks do not depend on any of this.

using System.Collections.Concurrent;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit;

/// <summary>The JIT of one machine.</summary>
internal sealed class Jit(JitOptions options)
{
    private const int CallsUntilCompiled = 40;
    private const int ArrivalsUntilCompiled = 40;

    // What compiling costs goes with the size of the code, and must be less than what is lost without it.
    private const int WordsOfOneSample = 16;
    private const int CallsOfOneWord = 10;
    private const int ArrivalsOfOneWord = 100;
    private const int MostRecompilations = 12;

    private readonly ConcurrentQueue<CompilationResult> _finished = new();
    private readonly BlockingCollection<CompilationRequest> _requests = [];
    private readonly List<CompilationResult> _dumped = [];
    private readonly Members _members = new();
    private Thread? _worker;
    private int _methods;

    internal readonly JitOptions Options = options;

    /// <summary>How many methods were compiled and installed.</summary>
    internal int MethodsCompiled { get; private set; }

    /// <summary>At a poll, in the interpreter or in compiled code: installs what is ready.</summary>
    internal void Poll(VirtualMachine machine)
    {
        while (_finished.TryDequeue(out var result))
        {
            Install(machine, result);
        }
    }

    /// <summary>At a poll in the interpreter: this code is running.</summary>
    /// <param name="pc">Where it is.</param>
    /// <param name="registers">Its registers now: what is in them is a hint about what will be.</param>
    internal void NoteRunning(VirtualMachine machine, CodeObject code, int pc, ReadOnlySpan<Value> registers)
    {
        var compilation = code.GetCompilation();
        if (++compilation.Samples < Options.Threshold + (SizeThatCounts(code) / WordsOfOneSample))
        {
            return;
        }

        if (code.Entry is null)
        {
            Request(machine, code, compilation, EntryPoint.Call, registers);
        }

        if (pc > 0 && code.IsLoopHead(pc) && compilation.FindLoop(pc) is null)
        {
            Request(machine, code, compilation, EntryPoint.Loop(pc), registers);
        }
    }

    /// <summary>Compiled code calls code that is not compiled.</summary>
    internal void NoteCall(VirtualMachine machine, CodeObject code, ReadOnlySpan<Value> arguments)
    {
        var compilation = code.GetCompilation();
        if (++compilation.Calls >= CallsUntilCompiled + (SizeThatCounts(code) * CallsOfOneWord) && code.IsPrepared)
        {
            Request(machine, code, compilation, EntryPoint.Call, arguments);
        }
    }

    /// <summary>A value comes to an activation that the interpreter goes on with.</summary>
    internal void NoteArrival(VirtualMachine machine, CodeObject code, int pc, ReadOnlySpan<Value> registers)
    {
        // What is being compiled may make these arrivals rare: another way in, or the entry.
        if (code.Compilation is { IsRefused: false, Awaited: 0 } compilation && compilation.CountArrival(pc) >= ArrivalsUntilCompiled + (SizeThatCounts(code) * ArrivalsOfOneWord))
        {
            Request(machine, code, compilation, EntryPoint.Arrival(pc), registers);
        }
    }

    /// <summary>Words of code, where large code is to wait longer.</summary>
    private int SizeThatCounts(CodeObject code) => Options.IgnoresSize || Options.Eager ? 0 : code.Instructions.Length;

    /// <summary>A procedure is called for the first time on a machine that compiles all.</summary>
    internal void CompileNow(VirtualMachine machine, CodeObject code, ReadOnlySpan<Value> arguments) =>
        Request(machine, code, code.GetCompilation(), EntryPoint.Call, arguments);

    /// <summary>Drops the compiled code of a procedure: too many of its guesses were wrong.</summary>
    internal void Discard(VirtualMachine machine, CodeObject code)
    {
        var compilation = code.Compilation!;
        Options.Log?.WriteLine($"jit: drop {code}");
        code.SetEntry(null);
        compilation.Discard();
        compilation.IsRefused |= compilation.Generation > MostRecompilations;
        Request(machine, code, compilation, EntryPoint.Call, []);
    }

    private void Request(VirtualMachine machine, CodeObject code, Compilation compilation, EntryPoint start, ReadOnlySpan<Value> registers)
    {
        if (compilation.IsRefused || code.Replacement is not null || !compilation.Requested.Add(start))
        {
            return;
        }

        if (Options.StopAfter is { } most && _methods >= most)
        {
            return;
        }

        _methods++;
        compilation.Awaited++;
        var request = new CompilationRequest(machine, code, compilation, start, compilation.Generation, Hint.Of(registers, code.FrameSize), compilation.Feedback, _members, Options.Dump is { } dump && code.Name?.Name == dump);
        if (!Options.Background || Options.Eager)
        {
            Install(machine, request.Compile());
            return;
        }

        if (_worker is null)
        {
            _worker = new Thread(Work, 4 << 20) { IsBackground = true, Name = "compiler" };
            _worker.Start();
        }

        _requests.Add(request);
    }

    private void Work()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
        {
            _finished.Enqueue(request.Compile());
        }
    }

    private void Install(VirtualMachine machine, CompilationResult result)
    {
        var (request, method, problem) = result;
        var compilation = request.Compilation;
        var code = request.Code;
        compilation.Awaited--;
        if (request.Generation != compilation.Generation || code.Replacement is not null)
        {
            return;
        }

        if (method is null)
        {
            Options.Log?.WriteLine($"jit: refuse {code}: {problem}");
            compilation.IsRefused = true;
            return;
        }

        MethodsCompiled++;
        if (request.KeepsText)
        {
            _dumped.Add(result);
        }

        Options.Log?.WriteLine(FormattableString.Invariant($"jit: {code}{request.Start}, {result.Milliseconds:0.0} ms, {result.Size} bytes of CIL"));
        if (request.Start == EntryPoint.Call)
        {
            code.SetEntry(method);
        }
        else
        {
            compilation.AddContinued(request.Start, method);
        }
    }

    /// <summary>Writes what was compiled under the name that was asked for: bytecode, CIL with the knowledge about registers, and the ways out with how often they were taken.</summary>
    internal void WriteDump(TextWriter writer)
    {
        foreach (var result in _dumped)
        {
            var code = result.Request.Code;
            writer.WriteLine(FormattableString.Invariant($"== {code}, {(result.Request.Start == EntryPoint.Call ? "from its entry" : $"from {result.Request.Start.Pc} on")}, {result.Milliseconds:0.0} ms, {result.Size} bytes of CIL"));
            writer.Write(CodeListing.Of(code));
            writer.Write(result.Text);
            foreach (var site in result.Sites)
            {
                string kind = site.IsSpeculation ? "guess" : site.Signal?.ToString() ?? "call or poll";
                writer.WriteLine(FormattableString.Invariant($"  way out at {site.Pc}: {kind}, taken {site.Taken} times, registers {string.Join(' ', site.Needed)}"));
            }
        }
    }
}
