// A machine runs on one thread. What .NET code calls on another thread, an event of a timer or the work of a task, waits
// here until the machine's thread takes it: while it waits for a task, or when the program asks.
//
// A delegate without a result is queued and its caller goes on; one with a result keeps its caller waiting until the machine
// serves the queue. That must not become a deadlock: when the machine's thread itself stays in code of the host, which may wait for
// just this caller, or when its run is over, the caller gets an exception.

using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>Calls of guest procedures that other threads ask for.</summary>
internal sealed class ForeignCalls(HostBridge bridge)
{
    /// <summary>More calls than that do not wait.</summary>
    private const int MostWaiting = 10_000;

    /// <summary>How long the machine's thread does not look for interrupts, in milliseconds.</summary>
    private const int Interval = 20;

    /// <summary>How often a caller looks, at that interval, before it takes the machine's thread to be stuck.</summary>
    private const int Patience = 25;

    private const string Stuck = "a procedure with a result was called on another thread while the machine did not wait";

    private readonly object _lock = new();
    private readonly Queue<ForeignCall> _waiting = new();
    private int _serving;

    /// <summary>Whether calls were not made because too many waited.</summary>
    private bool _lost;

    private sealed class ForeignCall(Procedure procedure, Value[] arguments, bool hasCaller)
    {
        internal readonly Procedure Procedure = procedure;
        internal readonly Value[] Arguments = arguments;
        internal readonly bool HasCaller = hasCaller;
        internal Value Result = Value.Unspecified;
        internal Exception? Failure;
        internal bool IsDone;
    }

    /// <summary>Called on another thread than the machine's.</summary>
    internal Value Call(Procedure procedure, Value[] arguments, bool wantsResult)
    {
        var call = new ForeignCall(procedure, arguments, wantsResult);
        lock (_lock)
        {
            if (!wantsResult && _waiting.Count >= MostWaiting)
            {
                _lost = true;
                return Value.Unspecified;
            }

            _waiting.Enqueue(call);
            Monitor.PulseAll(_lock);

            int stuck = 0;
            while (wantsResult && !call.IsDone)
            {
                long number = bridge.HostCalls;
                _ = Monitor.Wait(_lock, Interval);
                bool isIdle = bridge.Machine.RunningThread == 0;
                stuck = _serving == 0 && (isIdle || (bridge.IsInHost && number == bridge.HostCalls)) ? stuck + 1 : 0;
                if (stuck > Patience && !call.IsDone)
                {
                    call.IsDone = true;
                    call.Failure = HostBridge.Error(Stuck);
                }
            }
        }

        return call.Failure is { } failure ? throw failure : call.Result;
    }

    /// <summary>How many calls wait.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Makes calls until something is done. Whoever asks faster than they are made cannot keep the machine here.</summary>
    /// <param name="isDone">What is waited for; looked at between calls and when somebody pulsed.</param>
    /// <param name="operation">For errors.</param>
    /// <returns>False with a pending signal: a limit, an interrupt, or an error in a call that has no caller.</returns>
    internal bool Serve(Func<bool> isDone, string operation)
    {
        lock (_lock)
        {
            if (_lost)
            {
                _lost = false;
                _ = bridge.Machine.Raise(Value.Object(new Condition(ConditionKind.Other, $"calls from other threads were lost: more than {MostWaiting} waited") { Operation = operation }));
                return false;
            }

            _serving++;
        }

        try
        {
            while (true)
            {
                ForeignCall? call;
                lock (_lock)
                {
                    if (isDone())
                    {
                        return true;
                    }

                    // Some callers have given up.
                    while (_waiting.TryDequeue(out call) && call.IsDone)
                    {
                    }

                    if (call is null)
                    {
                        _ = Monitor.Wait(_lock, Interval);
                    }
                }

                if (call is not null && !Make(call, operation))
                {
                    return false;
                }

                if (!bridge.Machine.PollNow())
                {
                    return false;
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _serving--;
            }
        }
    }

    /// <summary>Wakes who serves: what it waits for may be done.</summary>
    internal void Pulse()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    private bool Make(ForeignCall call, string operation)
    {
        Exception? failure = null;
        try
        {
            call.Result = bridge.Call(call.Procedure, call.Arguments);
        }
        catch (Exception exception) when (exception is GuestErrorException or GuestStopException)
        {
            failure = exception;
        }

        if (call.HasCaller)
        {
            lock (_lock)
            {
                call.Failure = failure;
                call.IsDone = true;
                Monitor.PulseAll(_lock);
            }

            return !bridge.IsStopped();
        }

        if (failure is not null)
        {
            _ = bridge.Raise(failure, operation);
        }

        return failure is null;
    }
}
