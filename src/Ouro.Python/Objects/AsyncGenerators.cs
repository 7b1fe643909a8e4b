using Ouro.Machine.Execution;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>What an asynchronous generator yields to whom it belongs, unlike what goes through to the event loop.</summary>
[GuestType("a value of an asynchronous generator")]
internal sealed class AsyncYield(Value value) : PyObjectData
{
    internal readonly Value Value = value;
}

/// <summary>What a machine's generator has more: names that were set, and the state of an asynchronous one.</summary>
internal sealed class GeneratorData
{
    internal bool IsRunning, IsClosed, HasHooks;
    internal string? Name, QualifiedName;
}

/// <summary>What the methods of asynchronous generators give.</summary>
internal enum AsyncStepKind
{
    Send,
    Throw,
    Close,
}

/// <summary>The awaitable that asend, athrow, aclose and __anext__ give: goes on with the generator up to its next own value.</summary>
internal sealed class AsyncStep(PyType type, Value generator, AsyncStepKind kind, Value sent) : PyIterator(type)
{
    private bool _isBegun, _isDone;

    internal override bool HasResult => true;

    internal override Work<Value> Advance(PythonRuntime python) => Step(python, Value.Unspecified);

    private string Name => kind == AsyncStepKind.Send ? "__anext__()/asend()" : "aclose()/athrow()";

    /// <summary>Sends a value, or an exception: what is yielded, or absent at the end.</summary>
    internal async Work<Value> Step(PythonRuntime python, Value given)
    {
        var state = python.DataOf(generator);
        var target = (Generator)generator.Ref!;
        if (_isDone)
        {
            return python.Raise("RuntimeError", "cannot reuse already awaited " + Name);
        }

        if (!_isBegun)
        {
            if (given.Ref is ThrownInto { Exception: var early })
            {
                _isDone = kind != AsyncStepKind.Send;
                if (kind != AsyncStepKind.Send)
                {
                    return python.Raise(early);
                }
            }

            if (state.IsRunning)
            {
                _isDone = true;
                return python.Raise("RuntimeError", $"{(kind == AsyncStepKind.Send ? "anext" : kind == AsyncStepKind.Throw ? "athrow" : "aclose")}(): asynchronous generator is already running");
            }

            if (kind != AsyncStepKind.Send)
            {
                if (target.State == GeneratorState.Finished)
                {
                    _isDone = true;
                    python.Returned = Value.Unspecified;
                    return Value.Absent;
                }

                if (state.IsClosed)
                {
                    _isDone = true;
                    return python.Raise(python.NewException(python.Types.Exception("StopAsyncIteration")));
                }

                if (!given.IsUnspecified)
                {
                    return python.Raise("RuntimeError", "can't send non-None value to a just-started coroutine");
                }

                state.IsClosed = kind == AsyncStepKind.Close;
            }

            given = given.IsUnspecified ? sent : given;
            _isBegun = true;
            state.IsRunning = true;
        }

        Value result = await python.TryCall(Value.Object(python.Resumer), generator, given);
        if (result.IsSignal)
        {
            _isDone = true;
            state.IsRunning = false;
            bool isEnd = kind == AsyncStepKind.Close
                && (python.Catch(python.Types.Exception("StopAsyncIteration")) || python.Catch(python.Types.Exception("GeneratorExit")));
            python.Returned = Value.Unspecified;
            return isEnd ? Value.Absent : result;
        }

        if (result.Ref is AsyncYield yielded)
        {
            _isDone = true;
            state.IsRunning = false;
            if (kind == AsyncStepKind.Close)
            {
                return python.Raise("RuntimeError", "async generator ignored GeneratorExit");
            }

            python.Returned = yielded.Value;
            return Value.Absent;
        }

        if (!result.IsAbsent)
        {
            return result;
        }

        _isDone = true;
        state.IsRunning = false;
        state.IsClosed = true;
        python.Returned = Value.Unspecified;
        return kind == AsyncStepKind.Close ? Value.Absent : python.Raise(python.NewException(python.Types.Exception("StopAsyncIteration")));
    }

    /// <summary>Nothing more comes of it.</summary>
    internal void Close() => _isDone = true;
}

/// <summary>What anext(iterator, default) gives: the awaitable, with the default at the end.</summary>
internal sealed class AsyncNextDefault(PyType type, Value awaitable, Value fallback) : PyIterator(type)
{
    internal override bool HasResult => true;

    internal override Work<Value> Advance(PythonRuntime python) => Step(python, Value.Unspecified);

    internal async Work<Value> Step(PythonRuntime python, Value given)
    {
        Value result = await python.SendToEnd(awaitable, given);
        if (result.IsAbsent && python.Returned.IsAbsent)
        {
            python.Returned = fallback;
        }

        return result;
    }
}

/// <summary>An await of a coroutine as an iterator.</summary>
internal sealed class CoroutineWrapper(PyType type, Value coroutine) : PyIterator(type)
{
    internal readonly Value Coroutine = coroutine;

    internal override bool HasResult => true;

    internal override Work<Value> Advance(PythonRuntime python) => python.Resume(Coroutine, Value.Unspecified);
}
