// Control as native activations: the language-neutral ones. By convention one that changes the dynamic state keeps
// the old state in its last register, where a raise that walks the stack finds it.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Primitives;

[PrimitiveGroup]
internal static partial class ControlPrimitives
{
    /// <summary>Calls a procedure; the last argument is a list of further arguments.</summary>
    [NativeActivation("apply", 1, -1)]
    internal static Flow Apply(VirtualMachine machine, ref NativeFrame frame)
    {
        Value rest = frame[1];
        if (rest.IsEmptyList)
        {
            return frame.TailCall(frame[0], []);
        }

        var arguments = new List<Value>();
        while (((Pair)rest.Ref!).Cdr.Ref is Pair next)
        {
            arguments.Add(((Pair)rest.Ref).Car);
            rest = Value.Object(next);
        }

        Value list = ((Pair)rest.Ref).Car;
        int length = VirtualMachine.ProperListLength(list, out int steps);
        if (!machine.ChargeTicks(steps >> 4))
        {
            return Flow.Signal;
        }

        if (length < 0)
        {
            return machine.FailWrongType(arguments.Count + 2, list, "a proper list");
        }

        if (!machine.ChargeAllocation(16L * length))
        {
            return Flow.Signal;
        }

        for (; list.Ref is Pair pair; list = pair.Cdr)
        {
            arguments.Add(pair.Car);
        }

        return frame.TailCall(frame[0], System.Runtime.InteropServices.CollectionsMarshal.AsSpan(arguments));
    }

    /// <summary>Calls a procedure whose last arguments have the names that a vector of symbols says.</summary>
    [NativeActivation("call-with-keywords", 2, -1)]
    internal static Flow CallWithKeywords(VirtualMachine machine, ref NativeFrame frame)
    {
        Value procedure = frame[0];
        if (frame[1].Ref is not Vector names || !AreSymbols(names.Items))
        {
            return machine.FailWrongType(2, frame[1], "a vector of symbols");
        }

        Value list = frame[2];
        int length = VirtualMachine.ProperListLength(list, out int steps);
        if (names.Items.Length > length)
        {
            return machine.FailWrongType(2, frame[1], length == 0 ? "an empty vector, as there are no arguments" : $"a vector of symbols, no more than the arguments, which are {length}");
        }

        if (!machine.ChargeTicks((steps + names.Items.Length) >> 4) || !machine.ChargeAllocation(16L * length))
        {
            return Flow.Signal;
        }

        var arguments = ValueArrays.Unbound(length);
        for (int i = 0; list.Ref is Pair pair; list = pair.Cdr)
        {
            arguments[i++] = pair.Car;
        }

        return machine.NativeTailCallKeywords(procedure, names, arguments);
    }

    private static bool AreSymbols(Value[] items)
    {
        foreach (var item in items)
        {
            if (item.Ref is not Symbol)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives its arguments as several values.</summary>
    [Primitive("values")]
    internal static Value Values(VirtualMachine machine, ReadOnlySpan<Value> rest) =>
        rest.Length == 1 ? rest[0]
        : machine.ChargeAllocation(48 + (16L * rest.Length)) ? Value.Object(new MultipleValues(rest.ToArray()))
        : Value.Signal;

    /// <summary>Calls the consumer with the values that the producer gives.</summary>
    [NativeActivation("call-with-values", 2, 2)]
    internal static Flow CallWithValues(VirtualMachine machine, ref NativeFrame frame) =>
        frame.State == 0 ? frame.Call(1, frame[0]) : frame.TailCallSpread(frame[1], frame.Result);

    /// <summary>Calls a procedure with the current continuation.</summary>
    [NativeActivation("call-with-current-continuation", 1, 1)]
    internal static Flow CallWithCurrentContinuation(VirtualMachine machine, ref NativeFrame frame)
    {
        Value receiver = frame[0];
        var continuation = machine.CaptureCaller();
        return continuation is null ? Flow.Signal : frame.TailCall(receiver, [Value.Object(continuation)]);
    }

    /// <summary>Calls a procedure with a continuation that can only be escaped to, while the call is active. Costs no copy.</summary>
    [NativeActivation("call-with-escape-continuation", 1, 1, Registers = 1)]
    internal static Flow CallWithEscapeContinuation(VirtualMachine machine, ref NativeFrame frame)
    {
        if (frame.State != 0)
        {
            return frame.Return(frame.Result);
        }

        if (!machine.ChargeAllocation(32))
        {
            return Flow.Signal;
        }

        Value escape = Value.Object(new EscapeContinuation(machine.Dynamic));
        frame[1] = escape;
        return frame.Call(1, frame[0], escape);
    }

    /// <summary>Calls thunk between before and after, which also run whenever control enters or leaves it.</summary>
    [NativeActivation("dynamic-wind", 3, 3, Registers = 2)]
    internal static Flow DynamicWind(VirtualMachine machine, ref NativeFrame frame)
    {
        switch (frame.State)
        {
            case 0:
                return frame.Call(1, frame[0]);
            case 1:
                var outside = machine.Dynamic;
                frame[4] = Value.Object(outside);
                machine.Dynamic = outside with { Winders = new Winder(frame[0], frame[2], outside) };
                return frame.Call(2, frame[1]);
            case 2:
                frame[3] = frame.Result;
                machine.Dynamic = (DynamicState)frame[4].Ref!;
                return frame.Call(3, frame[2]);
            default:
                return frame.Return(frame[3]);
        }
    }

    /// <summary>Calls thunk with a handler installed.</summary>
    [NativeActivation("with-exception-handler", 2, 2, Registers = 1)]
    internal static Flow WithExceptionHandler(VirtualMachine machine, ref NativeFrame frame)
    {
        if (frame.State != 0)
        {
            machine.Dynamic = (DynamicState)frame[2].Ref!;
            return frame.Return(frame.Result);
        }

        if (frame[0].Ref is not Procedure)
        {
            return machine.FailWrongType(1, frame[0], "a procedure");
        }

        frame[2] = Value.Object(machine.Dynamic);
        machine.Dynamic = machine.Dynamic with { Handlers = new Handler(frame[0], machine.Dynamic.Handlers) };
        return frame.Call(1, frame[1]);
    }

    /// <summary>The procedure that raise would call now, or false.</summary>
    [NativeActivation("current-exception-handler", 0, 0)]
    internal static Flow CurrentExceptionHandler(VirtualMachine machine, ref NativeFrame frame) =>
        frame.Return(machine.Dynamic.Handlers is { } handler ? handler.Procedure : Value.False);

    /// <summary>
    /// Goes on with a continuation, giving it a value, without running winders: how one thread makes room for another. The third argument is
    /// the dynamic state in which a thread starts, or false: that of the continuation.
    /// </summary>
    [NativeActivation("switch-continuation", 3, 3)]
    internal static Flow SwitchContinuation(VirtualMachine machine, ref NativeFrame frame) =>
        frame[0].Ref is Continuation continuation
            ? machine.SwitchTo(continuation, frame[2].Ref as DynamicState ?? continuation.Dynamic, frame[1])
            : machine.FailWrongType(1, frame[0], "a continuation");

    /// <summary>A dynamic state with the parameters of now, without handlers and winders: what a new thread starts in.</summary>
    [NativeActivation("thread-dynamic-state", 0, 0)]
    internal static Flow ThreadDynamicState(VirtualMachine machine, ref NativeFrame frame) =>
        machine.ChargeAllocation(48) ? frame.Return(Value.Object(new DynamicState(null, machine.Dynamic.Bindings, null))) : Flow.Signal;

    /// <summary>A value as a parameter's converter makes it.</summary>
    [NativeActivation("convert-parameter", 2, 2)]
    internal static Flow ConvertParameter(VirtualMachine machine, ref NativeFrame frame) =>
        frame[0].Ref is not Parameter parameter ? NoParameter(machine, frame[0])
        : parameter.Converter.IsFalse ? frame.Return(frame[1])
        : frame.TailCall(parameter.Converter, [frame[1]]);

    private static Flow NoParameter(VirtualMachine machine, in Value got)
    {
        _ = machine.Raise(Value.Object(new Condition(ConditionKind.WrongType, "expected a parameter, got", got) { Operation = "parameterize" }));
        return Flow.Signal;
    }

    /// <summary>Calls thunk with a parameter bound to a value, which was already converted.</summary>
    [NativeActivation("with-parameter", 3, 3, Registers = 1)]
    internal static Flow WithParameter(VirtualMachine machine, ref NativeFrame frame)
    {
        if (frame.State != 0)
        {
            machine.Dynamic = (DynamicState)frame[3].Ref!;
            return frame.Return(frame.Result);
        }

        if (frame[0].Ref is not Parameter parameter)
        {
            return machine.FailWrongType(1, frame[0], "a parameter");
        }

        frame[3] = Value.Object(machine.Dynamic);
        machine.Dynamic = machine.Dynamic with { Bindings = new Binding(parameter, frame[1], machine.Dynamic.Bindings) };
        return frame.Call(1, frame[2]);
    }

    /// <summary>Raises an object: calls the current handler; if that returns, it is an error.</summary>
    [NativeActivation("raise", 1, 1, Registers = 1)]
    internal static Flow Raise(VirtualMachine machine, ref NativeFrame frame)
    {
        if (frame.State == 0)
        {
            return CallHandler(machine, ref frame);
        }

        _ = machine.Fail(ConditionKind.Other, "a handler returned from a raise that cannot be continued:", frame[0]);
        return Flow.Signal;
    }

    /// <summary>Raises an object: calls the current handler and gives what that returns.</summary>
    [NativeActivation("raise-continuable", 1, 1, Registers = 1)]
    internal static Flow RaiseContinuable(VirtualMachine machine, ref NativeFrame frame)
    {
        if (frame.State == 0)
        {
            return CallHandler(machine, ref frame);
        }

        machine.Dynamic = (DynamicState)frame[1].Ref!;
        return frame.Return(frame.Result);
    }

    private static Flow CallHandler(VirtualMachine machine, ref NativeFrame frame)
    {
        if (machine.UnwindToHandlerBlock(frame[0]) is { } unwound)
        {
            return unwound;
        }

        var handler = machine.Dynamic.Handlers;
        if (handler is null)
        {
            return machine.StopUncaught(frame[0]);
        }

        frame[1] = Value.Object(machine.Dynamic);
        machine.Dynamic = machine.Dynamic with { Handlers = handler.Next };
        return frame.Call(1, handler.Procedure, frame[0]);
    }

    /// <summary>Goes to a captured place through the winders between. Arguments: the transfer, the value. Registers: entered state, always absent.</summary>
    [NativeActivation("%transfer", 2, 2, Registers = 2)]
    internal static Flow DoTransfer(VirtualMachine machine, ref NativeFrame frame) => machine.StepTransfer(ref frame);

    /// <summary>Stands for a call that failed before its procedure could be entered.</summary>
    [NativeActivation("%failed-call", 0, 0, Registers = -1)]
    internal static Flow FailedCall(VirtualMachine machine, ref NativeFrame frame) =>
        machine.FailBadCode("a call that failed was returned to");

    /// <summary>Compiled code says by this where an interpreter keeps what describes its activation; a call does nothing.</summary>
    [Primitive("%interprets", Effects = Effects.Outside)]
    internal static void Interprets(Value describe, Value view, Value position)
    {
    }

    /// <summary>The bottom of a run: ends it when its procedure returns.</summary>
    [NativeActivation("%run", 0, 0, Registers = 1)]
    internal static Flow Run(VirtualMachine machine, ref NativeFrame frame) => machine.EndRun(machine.Slot(machine.Base), frame.Result);

    /// <summary>Goes on with a generator, giving it a value; gives what it yields next, or at its end what it returns.</summary>
    [NativeActivation("generator-resume", 2, 2)]
    internal static Flow GeneratorResume(VirtualMachine machine, ref NativeFrame frame) =>
        frame.State == 0 ? machine.ResumeGenerator(frame[0], frame[1]) : machine.FinishGenerator(frame[0], frame.Result);

    /// <summary>Whether a generator has returned, or was left for good: by what it raised, or by an escape.</summary>
    /// <remarks>An activation of its own, because it looks at the stack: the loop leaves its place in the machine only for calls.</remarks>
    [NativeActivation("generator-done?", 1, 1)]
    internal static Flow GeneratorDone(VirtualMachine machine, ref NativeFrame frame) =>
        frame[0].Ref is Generator generator
            ? frame.Return(Value.Boolean(machine.HasFinished(generator)))
            : machine.FailWrongType(1, frame[0], "a generator");

    /// <summary>Whether an object is a generator.</summary>
    [Primitive("generator?")]
    internal static bool IsGenerator(Value value) => value.Ref is Generator;

    /// <summary>Whether an object is a procedure.</summary>
    [Primitive("procedure?")]
    internal static bool IsProcedure(Value value) => value.Ref is Procedure;

    /// <summary>A parameter with a default, and a converter or false.</summary>
    [Primitive("make-parameter-object")]
    internal static Value MakeParameter(Value initial, Value converter) => Value.Object(new Parameter(initial, converter));

    /// <summary>A parameter's converter, or false.</summary>
    [Primitive("parameter-converter")]
    internal static Value ParameterConverter(Parameter parameter) => parameter.Converter;

    /// <summary>Whether an object is a parameter.</summary>
    [Primitive("parameter?")]
    internal static bool IsParameter(Value value) => value.Ref is Parameter;

    /// <summary>One procedure of several closures: the first that takes the number of arguments is called.</summary>
    [Primitive("make-case-lambda")]
    internal static Value MakeCaseLambda(VirtualMachine machine, ReadOnlySpan<Value> rest)
    {
        var clauses = new Closure[rest.Length];
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i].Ref is not Closure closure)
            {
                return machine.WrongType(i + 1, rest[i], "a closure");
            }

            clauses[i] = closure;
        }

        return Value.Object(new CaseLambda(clauses));
    }

    /// <summary>Makes an error condition of a message and irritants, and raises it.</summary>
    [Primitive("error")]
    internal static Value Error(VirtualMachine machine, Value message, ReadOnlySpan<Value> rest) =>
        message.Ref is Text text
            ? machine.Fail(ConditionKind.User, text.ToString(), rest.ToArray())
            : machine.Fail(ConditionKind.User, "", [message, .. rest]);

    /// <summary>Ends the program without running after thunks. Argument: as for exit.</summary>
    [Primitive("emergency-exit", Effects = Effects.Outside)]
    internal static Value EmergencyExit(VirtualMachine machine, Value? status = null) => machine.StopWithExit(status ?? Value.True);

    /// <summary>The number of ticks charged so far.</summary>
    [Primitive("machine-ticks", Effects = Effects.Outside)]
    internal static long MachineTicks(VirtualMachine machine) => machine.TicksUsed;

    /// <summary>A new record type, different from all others. Fields: a vector of symbols; accessors, modifiers: vectors of what errors call the procedures for each field, a symbol or false.</summary>
    [Primitive("make-record-type", Effects = Effects.Allocate)]
    internal static Value MakeRecordType(VirtualMachine machine, Symbol name, Vector fields, Vector? accessors = null, Vector? modifiers = null)
    {
        if (!machine.ChargeTicks(fields.Items.Length >> 4) || !machine.ChargeAllocation(64 + (24L * fields.Items.Length)))
        {
            return Value.Signal;
        }

        var symbols = new Symbol[fields.Items.Length];
        for (int i = 0; i < symbols.Length; i++)
        {
            if (fields.Items[i].Ref is not Symbol symbol)
            {
                return machine.WrongType(2, Value.Object(fields), "a vector of symbols");
            }

            symbols[i] = symbol;
        }

        return Value.Object(new RecordType(name, symbols, NamesOf(accessors), NamesOf(modifiers)));
    }

    private static Symbol?[]? NamesOf(Vector? names) => names is null ? null : Array.ConvertAll(names.Items, static name => name.Ref as Symbol);
}
