using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Coroutines, asynchronous generators and what awaits them.
internal sealed partial class PythonRuntime
{
    private readonly ConditionalWeakTable<object, GeneratorData> _generatorData = [];

    /// <summary>How many callers a coroutine is to remember.</summary>
    internal int OriginDepth { get; set; }

    /// <summary>What sys.set_asyncgen_hooks set, or None.</summary>
    internal Value AsyncFirstHook = Value.Unspecified, AsyncEndHook = Value.Unspecified;

    /// <summary>What a machine's generator is to Python.</summary>
    internal PyType TypeOf(Generator generator) => FunctionInfo.Of(generator.Code) switch
    {
        { IsCoroutine: true } => Types.Coroutine,
        { IsAsyncGenerator: true } => Types.AsyncGenerator,
        _ => Types.Generator,
    };

    internal GeneratorData DataOf(in Value generator) => _generatorData.GetValue(generator.Ref!, static _ => new GeneratorData());

    /// <summary>The iterator that an await goes through.</summary>
    /// <param name="source">The method that gave the value, for messages.</param>
    internal async Work<Value> AwaitableOf(Value value, string? source = null)
    {
        if (value.Ref is Generator generator && FunctionInfo.Of(generator.Code) is { } info && (info.IsCoroutine || info.IsIterableCoroutine))
        {
            return generator.State == GeneratorState.Finished && info.IsCoroutine ? Raise("RuntimeError", "cannot reuse already awaited coroutine") : value;
        }

        if (value.IsSignal)
        {
            return value;
        }

        Value method = TypeOf(value).Special("__await__");
        if (method.IsUnbound)
        {
            return TypeError(source switch
            {
                null => $"object {TypeName(value)} can't be used in 'await' expression",
                "__anext__" => $"'async for' received an invalid object from __anext__: {TypeName(value)}",
                _ => $"'async with' received an object from {source} that does not implement __await__: {TypeName(value)}",
            });
        }

        Value iterator = await Call(method, value);
        return iterator.IsSignal ? iterator
            : iterator.Ref is Generator { } other && FunctionInfo.Of(other.Code) is { IsCoroutine: true } ? TypeError("__await__() returned a coroutine")
            : IsIterator(iterator) ? iterator
            : TypeError($"__await__() returned non-iterator of type '{TypeName(iterator)}'");
    }

    internal async Work<Value> CallEnterAsync(Value manager)
    {
        Value entered = await InvokeBound(TypeOf(manager).Lookup("__aenter__"), manager, ValueArrays.None, null);
        return entered.IsSignal ? entered : await AwaitableOf(entered, "__aenter__");
    }

    /// <summary>aiter(value).</summary>
    internal async Work<Value> IterateAsync(Value value)
    {
        Value method = TypeOf(value).Special("__aiter__");
        if (method.IsUnbound)
        {
            return TypeError($"'async for' requires an object with __aiter__ method, got {TypeName(value)}");
        }

        Value iterator = await Call(method, value);
        return iterator.IsSignal || !TypeOf(iterator).Special("__anext__").IsUnbound ? iterator
            : TypeError($"'async for' received an object from __aiter__ that does not implement __anext__: {TypeName(iterator)}");
    }

    /// <summary>The awaitable of an asynchronous iterator's next value.</summary>
    internal async Work<Value> NextAsync(Value iterator)
    {
        Value method = TypeOf(iterator).Special("__anext__");
        if (method.IsUnbound)
        {
            return TypeError($"'async for' requires an iterator with __anext__ method, got {TypeName(iterator)}");
        }

        Value next = await Call(method, iterator);
        return next.IsSignal ? next : await AwaitableOf(next, "__anext__");
    }

    /// <summary><see cref="Send"/>, and a StopAsyncIteration is an end too: <see cref="Returned"/> is absent then.</summary>
    internal async Work<Value> SendToEnd(Value iterator, Value sent)
    {
        Value result = await TryCall(Builtin("%send"), iterator, sent);
        if (result.IsSignal && Catch(Types.Exception("StopAsyncIteration")))
        {
            Returned = Value.Absent;
            return Value.Absent;
        }

        return result;
    }

    /// <summary>Tells who wants to know that an asynchronous generator begins.</summary>
    internal async Work<Value> BeginAsync(Value generator)
    {
        var state = DataOf(generator);
        if (state.HasHooks)
        {
            return Value.Unspecified;
        }

        state.HasHooks = true;
        return AsyncFirstHook.IsUnspecified ? Value.Unspecified : await Call(AsyncFirstHook, generator);
    }
}
