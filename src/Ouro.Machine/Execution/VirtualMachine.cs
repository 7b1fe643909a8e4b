// One machine: symbols, globals, primitives, the current stack, limits. Runs on one thread at a time; a process may
// hold many. The parts are in files beside this one, each with its own state.

using Ouro.Machine.Code;

namespace Ouro.Machine.Execution;

/// <summary>How a machine runs; not changed once it is made. The meaning of programs never depends on it.</summary>
public sealed class MachineOptions
{
    /// <summary>Use the loop that reports every instruction to <see cref="VirtualMachine.Instrumentation"/>.</summary>
    public bool Instrumented;

    /// <summary>For tests: tiny segments, and every call goes through a capture and re-entry of its continuation.</summary>
    public bool Hostile;

    /// <summary>For tests, on a hostile machine: called at every call and loop turn, when the stack was captured and entered again.</summary>
    internal Action<VirtualMachine>? AtPoll;

    /// <summary>Keep the stack of a run that does not end well, for a debugger: <see cref="Outcome.Stack"/>.</summary>
    public bool KeepStack;

    /// <summary>
    /// The runs of the machine are parts of one conversation: a continuation of an earlier one may be entered, and its end is
    /// the end of the present one. Otherwise that is an error, since the host's call that it returns to has ended.
    /// </summary>
    public bool JoinRuns;

    /// <summary>
    /// Bytes of the host's stack that compiled code may use below the call of <see cref="VirtualMachine.Run"/>: what is deeper moves to the machine's own
    /// stack, at some cost. The thread must have half a megabyte more than that.
    /// </summary>
    public int HostStack = 900_000;

    /// <summary>Compile what runs often to the host's code. Where that is not possible the interpreter does it all.</summary>
    public bool Compiles;

    /// <summary>How that is done; null: as usual.</summary>
    public Jit.JitOptions? Jit;
}

/// <summary>A virtual machine. Everything a guest program can reach hangs on one of these.</summary>
public sealed partial class VirtualMachine
{
    private readonly Dictionary<(Symbol Module, Symbol Name), Cell> _globals = [];
    private readonly PrimitiveTable _primitives = new();
    private readonly NativeCode _failedCall;

    /// <summary>Makes a machine with the language-neutral primitives.</summary>
    public VirtualMachine(MachineOptions? options = null)
    {
        Options = options ?? new MachineOptions();
        Segment = new Segment(ValueArrays.Zeroed(Options.Hostile ? 64 : FirstSegmentSlots));
        AddPrimitives(GeneratedPrimitives.Catalogue);
        _failedCall = _primitives.Find("%failed-call")!.Native;
        SetLimits(Limits);
        _compiles = Options.Compiles && !Options.Instrumented;
    }

    /// <summary>How this machine runs.</summary>
    internal readonly MachineOptions Options;

    /// <summary>The interned symbols.</summary>
    internal readonly SymbolTable Symbols = new();

    /// <summary>Interns a symbol.</summary>
    public Symbol Intern(string name) => Symbols.Intern(name);

    /// <summary>The global variable of that module and name; made, without a value, when it is new.</summary>
    public Cell GlobalCell(Symbol module, Symbol name)
    {
        if (!_globals.TryGetValue((module, name), out var cell))
        {
            _globals.Add((module, name), cell = new Cell(module, name));
        }

        return cell;
    }

    private readonly Dictionary<Type, object> _services = [];

    /// <summary>Gives the primitives of a language the state that they keep for this machine.</summary>
    public void AddService<T>(T service) where T : class => _services[typeof(T)] = service;

    /// <summary>The state that was given with <see cref="AddService{T}"/>, or null.</summary>
    public T? Service<T>() where T : class => _services.TryGetValue(typeof(T), out object? service) ? (T)service : null;

    /// <summary>Makes the primitives of an assembly known.</summary>
    public void AddPrimitives(PrimitiveCatalogue catalogue) => _primitives.Add(catalogue);

    /// <summary>
    /// The primitive of that name, or null. Those whose name begins with % stand for states of the machine: they trust what is
    /// in their registers, so no program, assembly or image may name them, and only the machine looks for them directly.
    /// </summary>
    public PrimitiveProcedure? FindPrimitive(string name) => name.StartsWith('%') ? null : _primitives.Find(name);

    /// <summary>Whether the name is that of a primitive for the machine alone.</summary>
    internal static bool IsOwn(string name) => name.StartsWith('%');

    /// <summary>The primitives that this machine knows.</summary>
    internal PrimitiveTable Primitives => _primitives;

    /// <summary>The names of all primitives, in the order of the catalogues.</summary>
    public IReadOnlyList<string> PrimitiveNames => _primitives.Names;
}
