using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>What generators, coroutines and asynchronous generators have in common.</summary>
internal static class GeneratorFunctions
{
    /// <summary>Whether it has not begun: it waits behind the instruction that made it.</summary>
    internal static bool IsFresh(Generator generator) =>
        generator.State == GeneratorState.Suspended && (Opcode)(byte)generator.Code.Instructions[generator.Pc - 1] == Opcode.MakeGenerator;

    /// <summary>Goes on with a generator or coroutine; <see cref="End"/> makes the result of what that gives.</summary>
    internal static Value Send(PythonRuntime python, Value target, Value sent)
    {
        var generator = (Generator)target.Ref!;
        if (!sent.IsUnspecified && IsFresh(generator))
        {
            return python.TypeError($"can't send non-None value to a just-started {python.TypeName(target)}");
        }

        if (generator.State == GeneratorState.Finished && FunctionInfo.Of(generator.Code) is { IsCoroutine: true })
        {
            return python.Raise("RuntimeError", "cannot reuse already awaited coroutine");
        }

        return python.RequestResume(target, sent) ?? python.Finish(python.Resume(target, sent));
    }

    internal static Value End(PythonRuntime python, Value result) => result.IsAbsent ? python.StopIteration(python.TakeReturned()) : result;

    /// <summary>The exception that the arguments of a throw method say: type, value, traceback.</summary>
    internal static async Work<Value> Thrown(PythonRuntime python, Value[] a)
    {
        Value exception;
        if (!a[3].IsAbsent && !a[3].IsUnspecified && a[3].Ref is not PyTraceback)
        {
            return python.TypeError("throw() third argument must be a traceback object");
        }

        if (a[1].Ref is PyType type && type.IsSubtypeOf(python.Types.BaseException))
        {
            exception = a[2].Ref is PyException given && given.Type.IsSubtypeOf(type) ? a[2]
                : await python.Construct(type, a[2].IsAbsent || a[2].IsUnspecified ? [] : a[2].Ref is PyTuple tuple ? tuple.Items : [a[2]], null);
            if (!exception.IsSignal && exception.Ref is not PyException)
            {
                return python.TypeError($"exceptions must be classes or instances deriving from BaseException, not {python.TypeName(exception)}");
            }
        }
        else if (a[1].Ref is PyException)
        {
            if (!a[2].IsAbsent && !a[2].IsUnspecified)
            {
                return python.TypeError("instance exception may not have a separate value");
            }

            exception = a[1];
        }
        else
        {
            return python.TypeError($"exceptions must be classes or instances deriving from BaseException, not {python.TypeName(a[1])}");
        }

        if (exception.Ref is PyException thrown && a[3].Ref is PyTraceback traceback)
        {
            thrown.Traceback = traceback;
        }

        return exception;
    }

    internal static async Work<Value> Throw(PythonRuntime python, Value[] a)
    {
        Value exception = await Thrown(python, a);
        if (exception.IsSignal)
        {
            return exception;
        }

        if (((Generator)a[0].Ref!).State == GeneratorState.Finished && python.TypeOf(a[0]) == python.Types.Coroutine)
        {
            return python.Raise("RuntimeError", "cannot reuse already awaited coroutine");
        }

        Value result = await python.Resume(a[0], Value.Object(new ThrownInto((PyException)exception.Ref!)));
        return result.IsAbsent ? python.StopIteration(python.TakeReturned()) : result;
    }

    internal static async Work<Value> Close(PythonRuntime python, Value target)
    {
        var generator = (Generator)target.Ref!;
        if (generator.State == GeneratorState.Suspended && IsFresh(generator))
        {
            generator.State = GeneratorState.Finished;
            return Value.Unspecified;
        }

        if (generator.State == GeneratorState.Finished)
        {
            return Value.Unspecified;
        }

        var exit = python.NewException(python.Types.Exception("GeneratorExit"));
        Value result = await python.TryCall(Value.Object(python.Resumer), target, Value.Object(new ThrownInto(exit)));
        if (result.IsSignal)
        {
            return python.Catch(python.Types.Exception("GeneratorExit")) || python.Catch(python.Types.Exception("StopIteration")) ? Value.Unspecified : result;
        }

        return result.IsAbsent ? Value.Unspecified : python.Raise("RuntimeError", $"{python.TypeName(target)} ignored GeneratorExit");
    }

    internal static Value Name(PythonRuntime python, in Value value)
    {
        var generator = (Generator)value.Ref!;
        return python.Str(python.DataOf(value).Name ?? FunctionData.Of(generator.Procedure)?.Name ?? FunctionInfo.Of(generator.Code)!.Name);
    }

    internal static Value QualifiedName(PythonRuntime python, in Value value)
    {
        var generator = (Generator)value.Ref!;
        return python.Str(python.DataOf(value).QualifiedName ?? FunctionData.Of(generator.Procedure)?.QualifiedName ?? FunctionInfo.Of(generator.Code)!.QualifiedName);
    }

    internal static Value SetName(PythonRuntime python, in Value target, in Value name, bool qualified)
    {
        if (PythonRuntime.Inner(name).Ref is not Text text)
        {
            return python.TypeError($"{(qualified ? "__qualname__" : "__name__")} must be set to a string object");
        }

        var data = python.DataOf(target);
        (data.Name, data.QualifiedName) = qualified ? (data.Name, text.ToString()) : (text.ToString(), data.QualifiedName);
        return Value.Unspecified;
    }

    internal static Value Code(PythonRuntime python, in Value value) => Value.Object(python.CodeOf(((Generator)value.Ref!).Code));

    /// <summary>Where it stands, as a frame; None at its end.</summary>
    internal static Value Frame(PythonRuntime python, in Value value)
    {
        var generator = (Generator)value.Ref!;
        if (generator.State == GeneratorState.Finished)
        {
            return Value.Unspecified;
        }

        return !python.Machine.ChargeAllocation(120 + (16L * generator.Registers.Length)) ? Value.Signal
            : Value.Object(new PyFrame(python.Types.Frame, generator.Code, (int)generator.Pc - 1, null) { Registers = [.. generator.Registers], Procedure = generator.Procedure });
    }

    internal static Value IsRunning(in Value value) => Value.Boolean(((Generator)value.Ref!).State == GeneratorState.Running);

    internal static Value IsSuspended(in Value value) => Value.Boolean(value.Ref is Generator { State: GeneratorState.Suspended } generator && !IsFresh(generator));
}

/// <summary>generator.</summary>
internal static class GeneratorMethods
{
    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => python.NativeRepr(a[0]);

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__next__", "self, /", Ending = nameof(End))]
    internal static Value Next(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Send(python, a[0], Value.Unspecified);

    [PythonFunction("send", "self, value, /", Ending = nameof(End))]
    internal static Value Send(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Send(python, a[0], a[1]);

    internal static Value End(PythonRuntime python, ReadOnlySpan<Value> a, Value result) => GeneratorFunctions.End(python, result);

    [PythonFunction("throw", "self, type, value=None, traceback=None, /")]
    internal static Work<Value> Throw(PythonRuntime python, Value[] a) => GeneratorFunctions.Throw(python, a);

    [PythonFunction("close", "self, /")]
    internal static Work<Value> Close(PythonRuntime python, Value[] a) => GeneratorFunctions.Close(python, a[0]);

    [PythonFunction("__name__", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Name(python, a[0]);

    [PythonFunction("__name__", Kind = FunctionKind.Setter)]
    internal static Value SetName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.SetName(python, a[0], a[1], qualified: false);

    [PythonFunction("__qualname__", Kind = FunctionKind.Getter)]
    internal static Value QualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.QualifiedName(python, a[0]);

    [PythonFunction("__qualname__", Kind = FunctionKind.Setter)]
    internal static Value SetQualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.SetName(python, a[0], a[1], qualified: true);

    [PythonFunction("gi_running", Kind = FunctionKind.Getter)]
    internal static Value Running(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.IsRunning(a[0]);

    [PythonFunction("gi_suspended", Kind = FunctionKind.Getter)]
    internal static Value Suspended(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.IsSuspended(a[0]);

    [PythonFunction("gi_frame", Kind = FunctionKind.Getter)]
    internal static Value Frame(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Frame(python, a[0]);

    [PythonFunction("gi_code", Kind = FunctionKind.Getter)]
    internal static Value Code(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Code(python, a[0]);
}

/// <summary>coroutine.</summary>
internal static class CoroutineMethods
{
    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => python.NativeRepr(a[0]);

    [PythonFunction("__await__", "self, /")]
    internal static Value Await(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new CoroutineWrapper(python.Types.CoroutineWrapper, a[0]));

    [PythonFunction("send", "self, value, /", Ending = nameof(End))]
    internal static Value Send(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Send(python, a[0], a[1]);

    internal static Value End(PythonRuntime python, ReadOnlySpan<Value> a, Value result) => GeneratorFunctions.End(python, result);

    [PythonFunction("throw", "self, type, value=None, traceback=None, /")]
    internal static Work<Value> Throw(PythonRuntime python, Value[] a) => GeneratorFunctions.Throw(python, a);

    [PythonFunction("close", "self, /")]
    internal static Work<Value> Close(PythonRuntime python, Value[] a) => GeneratorFunctions.Close(python, a[0]);

    [PythonFunction("__name__", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Name(python, a[0]);

    [PythonFunction("__name__", Kind = FunctionKind.Setter)]
    internal static Value SetName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.SetName(python, a[0], a[1], qualified: false);

    [PythonFunction("__qualname__", Kind = FunctionKind.Getter)]
    internal static Value QualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.QualifiedName(python, a[0]);

    [PythonFunction("__qualname__", Kind = FunctionKind.Setter)]
    internal static Value SetQualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.SetName(python, a[0], a[1], qualified: true);

    [PythonFunction("cr_running", Kind = FunctionKind.Getter)]
    internal static Value Running(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.IsRunning(a[0]);

    [PythonFunction("cr_suspended", Kind = FunctionKind.Getter)]
    internal static Value Suspended(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.IsSuspended(a[0]);

    [PythonFunction("cr_frame", Kind = FunctionKind.Getter)]
    internal static Value Frame(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Frame(python, a[0]);

    [PythonFunction("cr_code", Kind = FunctionKind.Getter)]
    internal static Value Code(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Code(python, a[0]);

    [PythonFunction("cr_origin", Kind = FunctionKind.Getter)]
    internal static Value Origin(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;
}

/// <summary>What __await__ of a coroutine gives.</summary>
[Specials("iter next")]
internal static class CoroutineWrapperMethods
{
    private static Value Self(in Value value) => ((CoroutineWrapper)value.Ref!).Coroutine;

    [PythonFunction("__iter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("send", "self, value, /", Ending = nameof(End))]
    internal static Value Send(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Send(python, Self(a[0]), a[1]);

    internal static Value End(PythonRuntime python, ReadOnlySpan<Value> a, Value result) => GeneratorFunctions.End(python, result);

    [PythonFunction("throw", "self, type, value=None, traceback=None, /")]
    internal static Work<Value> Throw(PythonRuntime python, Value[] a) => GeneratorFunctions.Throw(python, [Self(a[0]), .. a.AsSpan(1)]);

    [PythonFunction("close", "self, /")]
    internal static Work<Value> Close(PythonRuntime python, Value[] a) => GeneratorFunctions.Close(python, Self(a[0]));
}

/// <summary>async_generator.</summary>
[Specials("class_getitem")]
internal static class AsyncGeneratorMethods
{
    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => python.NativeRepr(a[0]);

    [PythonFunction("__aiter__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__anext__", "self, /")]
    internal static Work<Value> Next(PythonRuntime python, Value[] a) => Step(python, a[0], AsyncStepKind.Send, Value.Unspecified);

    [PythonFunction("asend", "self, value, /")]
    internal static Work<Value> Send(PythonRuntime python, Value[] a) => Step(python, a[0], AsyncStepKind.Send, a[1]);

    [PythonFunction("athrow", "self, type, value=None, traceback=None, /")]
    internal static async Work<Value> Throw(PythonRuntime python, Value[] a)
    {
        Value exception = await GeneratorFunctions.Thrown(python, a);
        return exception.IsSignal ? exception : await Step(python, a[0], AsyncStepKind.Throw, Value.Object(new ThrownInto((PyException)exception.Ref!)));
    }

    [PythonFunction("aclose", "self, /")]
    internal static Work<Value> Close(PythonRuntime python, Value[] a) =>
        Step(python, a[0], AsyncStepKind.Close, Value.Object(new ThrownInto(python.NewException(python.Types.Exception("GeneratorExit")))));

    private static async Work<Value> Step(PythonRuntime python, Value generator, AsyncStepKind kind, Value sent)
    {
        Value begun = await python.BeginAsync(generator);
        return begun.IsSignal || !python.Machine.ChargeAllocation(120) ? Value.Signal
            : Value.Object(new AsyncStep(kind == AsyncStepKind.Send ? python.Types.AsyncSend : python.Types.AsyncThrow, generator, kind, sent));
    }

    [PythonFunction("__name__", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Name(python, a[0]);

    [PythonFunction("__name__", Kind = FunctionKind.Setter)]
    internal static Value SetName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.SetName(python, a[0], a[1], qualified: false);

    [PythonFunction("__qualname__", Kind = FunctionKind.Getter)]
    internal static Value QualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.QualifiedName(python, a[0]);

    [PythonFunction("__qualname__", Kind = FunctionKind.Setter)]
    internal static Value SetQualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.SetName(python, a[0], a[1], qualified: true);

    [PythonFunction("ag_running", Kind = FunctionKind.Getter)]
    internal static Value Running(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(python.DataOf(a[0]).IsRunning);

    [PythonFunction("ag_frame", Kind = FunctionKind.Getter)]
    internal static Value Frame(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Frame(python, a[0]);

    [PythonFunction("ag_code", Kind = FunctionKind.Getter)]
    internal static Value Code(PythonRuntime python, ReadOnlySpan<Value> a) => GeneratorFunctions.Code(python, a[0]);

    [PythonFunction("ag_await", Kind = FunctionKind.Getter)]
    internal static Value Awaited(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;
}

/// <summary>What asend, athrow and aclose give.</summary>
[Specials("next")]
internal static class AsyncStepMethods
{
    [PythonFunction("__iter__", "self, /")]
    [PythonFunction("__await__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("send", "self, value, /")]
    internal static async Work<Value> Send(PythonRuntime python, Value[] a)
    {
        Value result = await ((AsyncStep)a[0].Ref!).Step(python, a[1]);
        return result.IsAbsent ? python.StopIteration(python.TakeReturned()) : result;
    }

    [PythonFunction("throw", "self, type, value=None, traceback=None, /")]
    internal static async Work<Value> Throw(PythonRuntime python, Value[] a)
    {
        Value exception = await GeneratorFunctions.Thrown(python, a);
        return exception.IsSignal ? exception : await Send(python, [a[0], Value.Object(new ThrownInto((PyException)exception.Ref!))]);
    }

    [PythonFunction("close", "self, /")]
    internal static Value Close(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        ((AsyncStep)a[0].Ref!).Close();
        return Value.Unspecified;
    }
}

/// <summary>What anext with a default gives.</summary>
[Specials("next")]
internal static class AsyncNextDefaultMethods
{
    [PythonFunction("__iter__", "self, /")]
    [PythonFunction("__await__", "self, /")]
    internal static Value Iterate(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("send", "self, value, /")]
    internal static async Work<Value> Send(PythonRuntime python, Value[] a)
    {
        Value result = await ((AsyncNextDefault)a[0].Ref!).Step(python, a[1]);
        return result.IsAbsent ? python.StopIteration(python.TakeReturned()) : result;
    }

    [PythonFunction("throw", "self, type, value=None, traceback=None, /")]
    internal static async Work<Value> Throw(PythonRuntime python, Value[] a)
    {
        Value exception = await GeneratorFunctions.Thrown(python, a);
        return exception.IsSignal ? exception : await Send(python, [a[0], Value.Object(new ThrownInto((PyException)exception.Ref!))]);
    }

    [PythonFunction("close", "self, /")]
    internal static Value Close(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;
}
