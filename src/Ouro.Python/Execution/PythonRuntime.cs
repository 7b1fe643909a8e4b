using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

/// <summary>What Python keeps for a machine: a service of it. The files beside this one hold its operations, by subject.</summary>
internal sealed partial class PythonRuntime
{
    /// <summary>Calls of built-in functions by built-in functions nest the host's stack this deep before they go by way of the machine.</summary>
    private const int DeepestHostCall = 60;

    private readonly Value _workProcedure;
    private GuestCall? _guestCall;
    private int _version;
    private int _hostDepth;

    internal PythonRuntime(VirtualMachine machine)
    {
        Machine = machine;
        _workProcedure = Value.Object(machine.FindPrimitive("python-work")!);
        ResumeGenerator = Value.Object(machine.FindPrimitive("generator-resume")!);
        Types = new TypeTable(this);
        Stubs = new Stubs(this);
        Loops = new Loops(this);
        Ellipsis = Value.Object(new PySingleton(Types.Ellipsis, "Ellipsis"));
        NotImplemented = Value.Object(new PySingleton(Types.NotImplemented, "NotImplemented"));
        EmptyTuple = Value.Object(new PyTuple(Types.Tuple, ValueArrays.None));
    }

    internal readonly VirtualMachine Machine;
    internal readonly TypeTable Types;
    internal readonly Stubs Stubs;

    internal readonly Loops Loops;
    internal readonly Value Ellipsis;
    internal readonly Value NotImplemented;
    internal readonly Value EmptyTuple;
    internal readonly Value ResumeGenerator;

    private readonly Dictionary<Type, object> _states = [];

    /// <summary>What a module keeps for this runtime.</summary>
    internal T State<T>()
        where T : class, new()
    {
        if (!_states.TryGetValue(typeof(T), out object? state))
        {
            _states.Add(typeof(T), state = new T());
        }

        return (T)state;
    }

    /// <summary>Weak references, and what abstract base classes remember.</summary>
    internal readonly Modules.WeakReferences Weak = new();
    internal readonly Modules.AbcModule.AbcState Abstract = new();

    /// <summary>The module builtins; null while it is made.</summary>
    internal PyModule? BuiltinsModule { get; private set; }

    /// <summary>The exception that is being handled, or None.</summary>
    internal Value Handled = Value.Unspecified;

    /// <summary>What the generator returned whose end was the last to be reached.</summary>
    internal Value Returned = Value.Unspecified;

    /// <summary>More activations than this are too many.</summary>
    internal int RecursionLimit = 1000;

    /// <summary>Seconds that an operation of a new socket may take; negative: any.</summary>
    internal double SocketTimeout = -1;

    internal int NextVersion() => ++_version;

    internal Value Str(string text) => Value.Object(new Text(text));

    internal Value Tuple(params Value[] items) => items.Length == 0 ? EmptyTuple : Value.Object(new PyTuple(Types.Tuple, items));

    internal Value List(params Value[] items) => Value.Object(new PyList(Types.List, items, items.Length));

    internal PyList NewList() => new(Types.List, ValueArrays.None, 0);

    internal PyDict NewDict() => new(Types.Dict);

    internal Value ClassMethod(Value function) => Value.Object(new PyMethodWrapper(Types.ClassMethod, isClass: true) { Function = function });

    /// <summary>A built-in function by its name.</summary>
    internal Value Builtin(string name) => BuiltinsModule!.Find(name);

    /// <summary>The type of any value.</summary>
    internal PyType TypeOf(in Value value)
    {
        switch (value.Ref)
        {
            case null or Bignum:
                return Types.Int;
            case Text:
                return Types.Str;
            case PyObject target:
                return target.Type;
            case Closure:
                return Types.Function;
            case Generator generator:
                return TypeOf(generator);
        }

        return value.IsFlonum ? Types.Float : value.IsBoolean ? Types.Bool : value.IsUnspecified ? Types.None : Types.Object;
    }

    internal string TypeName(in Value value) => TypeOf(value).Name;

    /// <summary>Ends host code that may have been suspended: its result, or the signal.</summary>
    internal Value Finish(Work<Value> work) =>
        work.IsCompleted ? work.Result : Machine.RequestCall(_workProcedure, Value.Object(new WorkPlace(work.State!, TakeGuestCall())));

    /// <summary>The guest call that work was suspended for.</summary>
    internal GuestCall TakeGuestCall()
    {
        var call = _guestCall!;
        _guestCall = null;
        return call;
    }

    /// <summary>What a host function gave, as work: a call that it asked for is awaited.</summary>
    internal Work<Value> Settle(Value result)
    {
        if (!result.IsSignal || Machine.Pending != PendingSignal.Call)
        {
            return result;
        }

        var (procedure, arguments) = Machine.TakeRequestedCall();
        return Suspend(procedure, arguments, catches: false);
    }

    /// <summary>Calls something; what is raised in it goes past the work that waits.</summary>
    internal Work<Value> Call(Value procedure, params Value[] arguments) => Call(procedure, arguments, catches: false);

    /// <summary>Calls something; what is raised in it comes back as the signal, with the raise pending: see <see cref="Catch(PyType)"/>.</summary>
    internal Work<Value> TryCall(Value procedure, params Value[] arguments) => Call(procedure, arguments, catches: true);

    private Work<Value> Call(Value procedure, Value[] arguments, bool catches)
    {
        if (procedure.Ref is BuiltinFunction builtin && _hostDepth < DeepestHostCall && RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Enter();
            var work = builtin.Start(this, arguments);
            Leave();
            return work.IsCompleted || !catches ? work : Suspend(work, catches);
        }

        if (procedure.Ref is PyBoundMethod { Function.Ref: BuiltinFunction } bound)
        {
            return Call(bound.Function, [bound.Self, .. arguments], catches);
        }

        return Suspend(procedure.Ref is Procedure ? procedure : Value.Object(NotCallable), procedure.Ref is Procedure ? arguments : [procedure], catches);
    }

    /// <summary>Work that was suspended without catching becomes an activation of its own, which is called with catching.</summary>
    private Work<Value> Suspend(Work<Value> work, bool catches) =>
        Suspend(_workProcedure, [Value.Object(new WorkPlace(work.State!, TakeGuestCall()))], catches);

    private Work<Value> Suspend(Value procedure, Value[] arguments, bool catches)
    {
        // All host code that waits goes off the host's stack.
        _hostDepth = 0;
        var call = new GuestCall(procedure, arguments, catches);
        _guestCall = call;
        return new Work<Value>(call);
    }

    /// <summary>Host code that would nest too deep goes on as a guest call of a built-in function.</summary>
    internal bool IsDeep => _hostDepth >= DeepestHostCall || !RuntimeHelpers.TryEnsureSufficientExecutionStack();

    internal void Enter() => _hostDepth++;

    // What was suspended meanwhile has left already.
    internal void Leave() => _hostDepth = Math.Max(0, _hostDepth - 1);

    /// <summary>A new guest call, however the procedure is implemented.</summary>
    internal Work<Value> CallFresh(Value procedure, params Value[] arguments) => Suspend(procedure, arguments, catches: false);

    private BuiltinFunction NotCallable => _notCallable ??=
        new BuiltinFunction(Types.BuiltinFunction, "call", new Signature("callee, /"), static () => (HostFunction)FailNotCallable, null);

    private BuiltinFunction? _notCallable;

    private static Value FailNotCallable(PythonRuntime python, ReadOnlySpan<Value> arguments) =>
        python.TypeError($"'{python.TypeName(arguments[0])}' object is not callable");

    /// <summary>Takes a raise that is pending, if it is of that type.</summary>
    internal bool Catch(PyType type) => TryCatch(type) is not null;

    /// <summary>The exception of a raise that is pending, which is taken, if it is of that type; else null, and it stays.</summary>
    internal PyException? TryCatch(PyType type)
    {
        if (Machine.Pending != PendingSignal.Raise)
        {
            return null;
        }

        var exception = ToException(Machine.PendingValue);
        if (!exception.Type.IsSubtypeOf(type))
        {
            return null;
        }

        Machine.Pending = PendingSignal.None;
        Machine.PendingValue = Value.Unspecified;
        return exception;
    }
}
