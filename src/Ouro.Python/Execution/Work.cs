// How host code of the language calls guest code. A built-in function that may have to is an async method that gives Work: while all
// goes without guest code it runs like any method. Where it awaits a guest call, it is suspended, with all that awaits it, as objects
// of the heap; the signal goes to the machine, which calls a native activation (the work's place on the guest's stack), which makes
// the call and goes on with the innermost method when it returns. So nothing is on the host's stack while guest code runs: depth,
// limits, tracebacks and generators do not know that a function is a built-in one.
//
// Rules: what gives Work is awaited at once, never kept; a Value that is the signal is returned at once, with whatever is pending.

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Python.Execution;

/// <summary>What an async method of the host has computed, or will.</summary>
[AsyncMethodBuilder(typeof(WorkBuilder<>))]
internal readonly struct Work<T>
{
    private readonly T _result;

    internal Work(T result) => _result = result;

    internal Work(WorkState<T> state)
    {
        _result = default!;
        State = state;
    }

    /// <summary>Null if the result is there.</summary>
    internal WorkState<T>? State { get; }

    internal bool IsCompleted => State is null || State.IsDone;

    internal T Result => State is null ? _result : State.Result;

    public Awaiter GetAwaiter() => new(this);

    public static implicit operator Work<T>(T result) => new(result);

    internal readonly struct Awaiter(Work<T> work) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => work.IsCompleted;

        public T GetResult() => work.Result;

        public void OnCompleted(Action continuation) => work.State!.Continuation = continuation;

        public void UnsafeOnCompleted(Action continuation) => work.State!.Continuation = continuation;
    }
}

/// <summary>Suspended work.</summary>
internal abstract class WorkState<T>
{
    internal T Result = default!;

    internal bool IsDone;

    /// <summary>What awaits it.</summary>
    internal Action? Continuation;

    internal void Complete(T result)
    {
        Result = result;
        IsDone = true;
        Continuation?.Invoke();
    }
}

/// <summary>The innermost work: a guest call.</summary>
internal sealed class GuestCall(Value procedure, Value[] arguments, bool catches) : WorkState<Value>
{
    internal readonly Value Procedure = procedure;
    internal readonly Value[] Arguments = arguments;

    /// <summary>Whether what is raised in it comes back as the signal.</summary>
    internal readonly bool Catches = catches;
}

/// <summary>What the compiler's async methods are built with.</summary>
internal struct WorkBuilder<T>
{
    private Suspended? _state;
    private T _result;

    public static WorkBuilder<T> Create() => default;

    public readonly Work<T> Task => _state is null ? new Work<T>(_result) : new Work<T>(_state);

    public readonly void Start<TMachine>(ref TMachine machine)
        where TMachine : IAsyncStateMachine => machine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine machine) => _ = machine;

    public void SetResult(T result)
    {
        if (_state is null)
        {
            _result = result;
        }
        else
        {
            _state.Complete(result);
        }
    }

    /// <summary>A defect of the host's code: it ends the run.</summary>
    public readonly void SetException(Exception exception) => ExceptionDispatchInfo.Throw(exception);

    public void AwaitOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : INotifyCompletion
        where TMachine : IAsyncStateMachine
    {
        if (_state is null)
        {
            // The builder is a part of the machine that is copied.
            var state = new Suspended<TMachine>();
            _state = state;
            state.Machine = machine;
        }

        awaiter.OnCompleted(_state.GoOn);
    }

    public void AwaitUnsafeOnCompleted<TAwaiter, TMachine>(ref TAwaiter awaiter, ref TMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TMachine : IAsyncStateMachine => AwaitOnCompleted(ref awaiter, ref machine);

    private abstract class Suspended : WorkState<T>
    {
        internal Action GoOn = null!;
    }

    private sealed class Suspended<TMachine> : Suspended
        where TMachine : IAsyncStateMachine
    {
        internal TMachine Machine = default!;

        internal Suspended() => GoOn = () => Machine.MoveNext();
    }
}

/// <summary>The place of suspended work on the guest's stack.</summary>
[GuestType("work of a built-in function")]
internal sealed class WorkPlace(WorkState<Value> root, GuestCall innermost) : CatchingState
{
    internal readonly WorkState<Value> Root = root;
    internal GuestCall Innermost = innermost;

    /// <summary>What was being handled when the call was made.</summary>
    internal Value Handled;
}

/// <summary>The native activation of work.</summary>
[PrimitiveGroup]
internal static partial class WorkPrimitives
{
    /// <summary>Makes the call that suspended work waits for, and goes on with the work.</summary>
    [NativeActivation("python-work", 1, 1)]
    internal static Flow Work(VirtualMachine machine, ref NativeFrame frame)
    {
        if (frame[0].Ref is not WorkPlace place)
        {
            return machine.FailWrongType(1, frame[0], "work of a built-in function");
        }

        if (frame.State != 0)
        {
            var python = machine.Service<PythonRuntime>()!;
            if (place.Catches && frame.Single.IsSignal)
            {
                // The raise came out of handlers that did not restore it.
                python.Handled = place.Handled;
            }

            place.Catches = false;
            place.Innermost.Complete(frame.Single);
            if (place.Root.IsDone)
            {
                return place.Root.Result.IsSignal ? Flow.Signal : frame.Return(place.Root.Result);
            }

            place.Innermost = python.TakeGuestCall();
        }

        var call = place.Innermost;
        place.Catches = call.Catches;
        place.Handled = call.Catches ? machine.Service<PythonRuntime>()!.Handled : Value.Unspecified;
        return frame.Call(1, call.Procedure, call.Arguments);
    }
}
