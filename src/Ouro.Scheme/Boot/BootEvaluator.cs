// The evaluator that runs the compiler before there is a compiled compiler: it reads the library files that are written
// in the boot dialect, converts each to nodes once, and runs them. It is used once, at build, and by tests.
//
// Everything runs on a thread of its own with a large stack, because evaluation is recursion of the host.

using System.Runtime.ExceptionServices;
using Ouro.Machine.Execution;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Boot;

/// <summary>Loads libraries of the boot dialect and calls their procedures.</summary>
internal sealed class BootEvaluator
{
    private const int StackSize = 512 << 20;

    private readonly VirtualMachine _machine;
    private readonly BootContext _context;
    private readonly LibraryLoader _loader;
    private Thread? _thread;

    /// <param name="machine">Has the primitives and is charged; errors become its pending signal.</param>
    /// <param name="resolver">Finds the source of a library.</param>
    internal BootEvaluator(VirtualMachine machine, ISourceResolver resolver)
    {
        _machine = machine;
        _context = new BootContext(machine);
        _loader = new LibraryLoader(_context, resolver);
    }

    /// <summary>Loads a library and all it imports, unless it is loaded already.</summary>
    /// <param name="library">The name's parts: ["ouro", "base"].</param>
    /// <returns>The unspecified value, or <see cref="Value.Signal"/> after an error.</returns>
    internal Value Import(params string[] library) => OnLargeStack(() =>
    {
        _ = _loader.Load(library, null);
        return Value.Unspecified;
    });

    /// <summary>Calls a procedure.</summary>
    /// <returns>Its value, or <see cref="Value.Signal"/> after an error: an unhandled condition then has a backtrace.</returns>
    internal Value Call(Value procedure, params Value[] arguments) =>
        OnLargeStack(() => _context.Call(procedure, [.. arguments], new CallSite(null, null)));

    /// <summary>The value of an exported variable of a library that is loaded.</summary>
    /// <param name="library">The name's parts.</param>
    /// <param name="name">The name under which it is exported.</param>
    /// <param name="value">The value at present.</param>
    /// <returns>False when the library is not loaded, exports no such variable, or it has no value.</returns>
    internal bool TryGetExport(string[] library, string name, out Value value)
    {
        value = Value.Unspecified;
        if (_loader.Find(library) is not { } loaded || !loaded.Exports.TryGetValue(_machine.Intern(name), out var binding))
        {
            return false;
        }

        value = binding.Cell is { } cell ? cell.Content
            : binding.Procedure is { } procedure ? Value.Object(procedure)
            : Value.Unbound;
        return !value.IsUnbound;
    }

    private Value OnLargeStack(Func<Value> work)
    {
        if (ReferenceEquals(_thread, Thread.CurrentThread))
        {
            return Guarded(work);
        }

        var result = Value.Unspecified;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = Guarded(work);
                }
                catch (Exception exception)
                {
                    // A defect of ours: it belongs to the caller's thread.
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackSize);
        var outer = _thread;
        _thread = thread;
        thread.Start();
        thread.Join();
        _thread = outer;
        failure?.Throw();
        return result;
    }

    private Value Guarded(Func<Value> work)
    {
        var depth = _context.Depth;
        try
        {
            return work();
        }
        catch (BootSignal signal)
        {
            _context.Depth = depth;
            if (_machine.Pending == PendingSignal.Raise && _machine.PendingValue.AsObject is Condition condition)
            {
                condition.Backtrace ??= signal.Trace;
            }

            return Value.Signal;
        }
    }
}
