// A machine runs on one thread. What .NET code calls on another thread, an event of a timer or the work of a task, waits
// here until the machine's thread takes it: while it waits for a task, or when the program asks.
//
// A delegate without a result is queued and its caller goes on; one with a result keeps its caller waiting, which only goes
// well while the machine's thread serves the queue. Otherwise the caller gets an exception at once instead of a deadlock.

using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>Calls of guest procedures that other threads ask for.</summary>
internal sealed class ForeignCalls(HostBridge bridge)
{
    /// <summary>More calls than that do not wait.</summary>
    private const int MostWaiting = 10_000;

    /// <summary>How long the machine's thread does not look for interrupts, in milliseconds.</summary>
    private const int Interval = 20;

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
            if (wantsResult && _serving == 0)
            {
                throw HostBridge.Error("a procedure with a result was called on another thread while the machine did not wait");
            }

            if (!wantsResult && _waiting.Count >= MostWaiting)
            {
                _lost = true;
                return Value.Unspecified;
            }

            _waiting.Enqueue(call);
            Monitor.PulseAll(_lock);

            while (wantsResult && !call.IsDone)
            {
                _ = Monitor.Wait(_lock);
            }
        }

        return call.Failure is { } failure ? throw failure : call.Result;
    }

    /// <summary>Makes the calls that wait, and further ones until something is done.</summary>
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
                    if (!_waiting.TryDequeue(out call))
                    {
                        if (isDone())
                        {
                            return true;
                        }

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
            EndServing();
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

    /// <summary>When nobody serves any more, who waits for a result must not wait for ever.</summary>
    private void EndServing()
    {
        lock (_lock)
        {
            if (--_serving > 0)
            {
                return;
            }

            for (int count = _waiting.Count; count > 0; count--)
            {
                var call = _waiting.Dequeue();
                if (!call.HasCaller)
                {
                    _waiting.Enqueue(call);
                    continue;
                }

                call.Failure = HostBridge.Error("a procedure with a result was called on another thread while the machine did not wait");
                call.IsDone = true;
            }

            Monitor.PulseAll(_lock);
        }
    }
}
