using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;
using Ouro.Python.Syntax;

namespace Ouro.Python.Execution;

// What compiled statements and displays need.
internal sealed partial class PythonRuntime
{
    private readonly Dictionary<string, Text> _interned = new(StringComparer.Ordinal);

    /// <summary>The one object of a string in source texts.</summary>
    internal Text Interned(Text text)
    {
        string key = text.ToString();
        if (!_interned.TryGetValue(key, out var known))
        {
            _interned.Add(key, known = text);
        }

        return known;
    }

    internal Value NameError(string name)
    {
        var error = NewException(Types.Exception("NameError"), Str($"name '{name}' is not defined"));
        error.SetOwnAttribute("name", Str(name));
        return Raise(error);
    }

    /// <summary>A source that was refused, as an exception.</summary>
    internal PyException SyntaxError(SyntaxProblem problem, string file)
    {
        bool isSyntax = problem.Kind is SyntaxProblemKind.SyntaxError or SyntaxProblemKind.IndentationError or SyntaxProblemKind.TabError;
        Value place = !isSyntax || problem.Line == 0 ? Value.Unbound : Tuple(
            Str(file),
            Value.Fixnum(problem.Line),
            Value.Fixnum(problem.Offset),
            problem.Text is null ? Value.Unspecified : Str(problem.Text),
            Value.Fixnum(problem.EndLine),
            Value.Fixnum(problem.EndOffset));
        var error = NewException(Types.Exception(problem.Kind.ToString()), place.IsUnbound ? [Str(problem.Message)] : [Str(problem.Message), place]);
        error.SourceProblem = problem;
        error.SourceFile = file;
        return error;
    }

    /// <summary>A form that is not compiled yet, as an exception.</summary>
    internal PyException NotSupported(Refusal refusal, string file, string line) =>
        SyntaxError(new SyntaxProblem(SyntaxProblemKind.SyntaxError, $"not supported by ouro yet: {refusal.Form}", refusal.Span.Line, refusal.Span.Column + 1, refusal.Span.EndLine, refusal.Span.EndColumn + 1, line + "\n"), file);

    internal async Work<Value> MakeSet(Value[] items)
    {
        if (!Machine.ChargeAllocation(200))
        {
            return Value.Signal;
        }

        var set = new PySet(Types.Set);
        foreach (Value item in items)
        {
            if ((await AddToSet(set, item)).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Object(set);
    }

    internal async Work<Value> ExtendDisplay(PyList list, Value items, string message)
    {
        if (!IsIterable(items))
        {
            return TypeError(message + TypeName(items));
        }

        Value result = await Extend(list, items);
        return result.IsSignal ? result : Value.Object(list);
    }

    internal async Work<Value> UpdateDisplay(PySet set, Value items)
    {
        Value result = await UpdateSet(set, items);
        return result.IsSignal ? result : Value.Object(set);
    }

    internal async Work<Value> UpdateDisplay(PyDict dictionary, Value items)
    {
        if (items.Ref is not PyDict && (await TryGetAttribute(items, "keys")).IsUnbound)
        {
            return TypeError($"'{TypeName(items)}' object is not a mapping");
        }

        Value result = await UpdateDict(dictionary, items);
        return result.IsSignal ? result : Value.Object(dictionary);
    }

    /// <summary>Adds keys and values that follow a dict.</summary>
    internal Value AddPairs(ReadOnlySpan<Value> operands)
    {
        var dictionary = (PyDict)operands[0].Ref!;
        for (int i = 1; i < operands.Length; i += 2)
        {
            if (!Keys.TryHash(operands[i], out long hash) || dictionary.Entries.Find(operands[i], hash) is var place && place == HashStore.Unsure)
            {
                return Finish(AddPairsSlowly(dictionary, operands[i..].ToArray()));
            }

            if (place >= 0)
            {
                dictionary.Entries[place].Value = operands[i + 1];
            }
            else if (AddToDict(dictionary, operands[i], hash, operands[i + 1]).IsSignal)
            {
                return Value.Signal;
            }
        }

        return operands[0];
    }

    private async Work<Value> AddPairsSlowly(PyDict dictionary, Value[] pairs)
    {
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if ((await StoreInDict(dictionary, pairs[i], pairs[i + 1])).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Object(dictionary);
    }

    /// <summary>The machine's list of further arguments as a tuple.</summary>
    internal Value TupleOfList(Value list)
    {
        int count = 0;
        for (Value rest = list; rest.Ref is Pair pair; rest = pair.Cdr)
        {
            count++;
        }

        if (!Machine.ChargeTicks(count >> 4) || !Machine.ChargeAllocation(PyTuple.SizeOf(count)))
        {
            return Value.Signal;
        }

        if (list.Ref is PyTuple)
        {
            return list;
        }

        var items = ValueArrays.Unbound(count);
        for (int i = 0; list.Ref is Pair pair; list = pair.Cdr)
        {
            items[i++] = pair.Car;
        }

        return Tuple(items);
    }

    internal Value JoinText(ReadOnlySpan<Value> parts)
    {
        long length = 0;
        int width = 0;
        foreach (Value part in parts)
        {
            var text = (Text)Inner(part).Ref!;
            length += text.Length;
            width = Math.Max(width, text.Width);
        }

        if (!Machine.ChargeTicks(length >> 6) || !Machine.ChargeAllocation(Text.SizeOf(length, width)))
        {
            return Value.Signal;
        }

        var builder = new TextBuilder();
        foreach (Value part in parts)
        {
            builder.Append((Text)Inner(part).Ref!);
        }

        return Value.Object(builder.ToText());
    }

    /// <summary>A replacement field of an f-string: the value and maybe its specification.</summary>
    internal Value FormatValue(ReadOnlySpan<Value> operands, int conversion)
    {
        if (conversion < 0 && operands.Length == 1 && operands[0].Ref is Text)
        {
            return operands[0];
        }

        return Finish(FormatValue(operands[0], operands.Length > 1 ? operands[1] : Str(""), conversion));
    }

    private async Work<Value> FormatValue(Value value, Value specification, int conversion)
    {
        value = conversion switch
        {
            's' => await StrOf(value),
            'r' => await Repr(value),
            'a' => await Ascii(value),
            _ => value,
        };
        return value.IsSignal ? value : await Format(value, specification);
    }

    internal Value TakeReturned()
    {
        Value returned = Returned;
        Returned = Value.Unspecified;
        return returned;
    }

    /// <summary>Raises what was thrown into a generator. Its context is what the generator is handling, not what is handled where it was thrown.</summary>
    internal Value RaiseThrown(PyException exception, bool inHandler)
    {
        exception.KeepsContext = !inHandler;
        return Raise(exception);
    }

    /// <summary>An exception leaves a generator: a StopIteration becomes a RuntimeError.</summary>
    internal Value LeaveGenerator(Value raised) => Leave(raised, "generator");

    internal Value LeaveCoroutine(Value raised) => Leave(raised, "coroutine");

    internal Value LeaveAsyncGenerator(Value raised) => Leave(raised, "async generator");

    private Value Leave(Value raised, string what)
    {
        var exception = (PyException)raised.Ref!;
        bool isAsyncStop = what == "async generator" && exception.Type.IsSubtypeOf(Types.Exception("StopAsyncIteration"));
        if (!isAsyncStop && !exception.Type.IsSubtypeOf(Types.Exception("StopIteration")))
        {
            exception.IsRaisedAgain = true;
            return raised;
        }

        var error = NewException(Types.Exception("RuntimeError"), Str($"{what} raised {(isAsyncStop ? "StopAsyncIteration" : "StopIteration")}"));
        error.Cause = raised;
        error.Context = raised;
        error.SuppressContext = true;
        return Value.Object(error);
    }

    /// <summary>Goes on with the iterator of a yield from, with what was sent or thrown in; absent at its end.</summary>
    internal async Work<Value> Send(Value iterator, Value sent)
    {
        if (iterator.Ref is Generator)
        {
            return await Resume(iterator, sent);
        }

        if (sent.Ref is ThrownInto { Exception: var exception })
        {
            bool isExit = exception.Type.IsSubtypeOf(Types.Exception("GeneratorExit"));
            Value method = await TryGetAttribute(iterator, isExit ? "close" : "throw");
            if (method.IsSignal)
            {
                return method;
            }

            if (isExit || method.IsUnbound)
            {
                Value closed = method.IsUnbound ? Value.Unspecified : await Call(method);
                return closed.IsSignal ? closed : Raise(exception);
            }

            return await EndOf(await TryCall(method, Value.Object(exception)));
        }

        if (sent.IsUnspecified)
        {
            return await Next(iterator);
        }

        Value send = await TryGetAttribute(iterator, "send");
        return send.IsSignal ? send : send.IsUnbound ? NoAttribute(iterator, "send") : await EndOf(await TryCall(send, sent));
    }

    /// <summary>A StopIteration that was raised becomes the end.</summary>
    private Work<Value> EndOf(Value result)
    {
        if (result.IsSignal && TryCatch(Types.Exception("StopIteration")) is { } end)
        {
            Returned = end.Arguments.Items.Length > 0 ? end.Arguments.Items[0] : Value.Unspecified;
            return Value.Absent;
        }

        return result;
    }

    /// <summary>Whether an except clause takes an exception.</summary>
    internal Value ExceptionMatches(in Value exception, in Value type)
    {
        if (type.Ref is PyTuple tuple)
        {
            bool matches = false;
            foreach (Value one in tuple.Items)
            {
                Value result = ExceptionMatches(exception, one);
                if (result.IsSignal)
                {
                    return result;
                }

                matches |= result.IsTrue;
            }

            return Value.Boolean(matches);
        }

        return type.Ref is PyType clause && clause.IsSubtypeOf(Types.BaseException)
            ? Value.Boolean(((PyException)exception.Ref!).Type.IsSubtypeOf(clause))
            : TypeError("catching classes that do not inherit from BaseException is not allowed");
    }

    /// <summary>What a raise statement raises: an instance, with its cause and context.</summary>
    internal async Work<Value> PrepareRaise(Value raised, Value cause)
    {
        Value instance = await InstanceOf(raised);
        if (instance.IsSignal)
        {
            return instance;
        }

        if (instance.Ref is not PyException exception)
        {
            return TypeError("exceptions must derive from BaseException");
        }

        if (!cause.IsUnbound)
        {
            Value reason = cause.IsUnspecified ? cause : await InstanceOf(cause);
            if (reason.IsSignal)
            {
                return reason;
            }

            if (reason.Ref is not PyException && !reason.IsUnspecified)
            {
                return TypeError("exception causes must derive from BaseException");
            }

            exception.Cause = reason;
            exception.SuppressContext = true;
        }

        SetContext(exception, Handled);
        exception.IsRaisedAgain = false;
        return instance;
    }

    private Work<Value> InstanceOf(Value raised) =>
        raised.Ref is PyType type && type.IsSubtypeOf(Types.BaseException) ? Construct(type, ValueArrays.None, null) : raised;

    /// <summary>raise without an exception.</summary>
    internal Value RaiseAgain()
    {
        if (Handled.Ref is not PyException exception)
        {
            return Raise("RuntimeError", "No active exception to reraise");
        }

        exception.IsRaisedAgain = true;
        return Handled;
    }

    internal Value LoadExit(in Value manager, bool isAsync = false)
    {
        string enterName = isAsync ? "__aenter__" : "__enter__", exitName = isAsync ? "__aexit__" : "__exit__", kind = isAsync ? "asynchronous context manager" : "context manager";
        var type = TypeOf(manager);
        Value exit = type.Lookup(exitName);
        if (type.Lookup(enterName).IsUnbound)
        {
            return TypeError($"'{type.Name}' object does not support the {kind} protocol");
        }

        return exit.IsUnbound ? TypeError($"'{type.Name}' object does not support the {kind} protocol (missed {exitName} method)") : Bind(exit, manager, type);
    }

    internal Value CallEnter(in Value manager)
    {
        var type = TypeOf(manager);
        return Finish(InvokeBound(type.Lookup("__enter__"), manager, ValueArrays.None, null));
    }

    internal Value CallExit(in Value exit, in Value exception)
    {
        if (exception.Ref is PyException raised)
        {
            return Machine.RequestCall(exit, Value.Object(raised.Type), exception, raised.Traceback is null ? Value.Unspecified : Value.Object(raised.Traceback));
        }

        return Machine.RequestCall(exit, Value.Unspecified, Value.Unspecified, Value.Unspecified);
    }

    internal Value CallCollected(in Value callee, PyList arguments, PyDict keywords)
    {
        var all = new List<Value>(arguments.Span.ToArray());
        if (keywords.Count == 0)
        {
            return callee.Ref is Closure ? Machine.RequestCall(callee, [.. all]) : Finish(Invoke(callee, [.. all], null));
        }

        var names = new List<string>();
        for (int place = 0; place < keywords.Entries.Used; place++)
        {
            if (keywords.Entries.IsThere(place))
            {
                names.Add(TextOf(keywords.Entries[place].Key));
                all.Add(keywords.Entries[place].Value);
            }
        }

        return Finish(Invoke(callee, [.. all], [.. names]));
    }

    /// <summary>Adds keywords of a call to a dict: the dict, the callee, a name and a value, or a mapping.</summary>
    internal async Work<Value> AddKeywords(Value[] operands)
    {
        var keywords = (PyDict)operands[0].Ref!;
        string function = QualifiedNameOf(operands[1].Ref is PyBoundMethod bound ? bound.Function : operands[1]);
        if (operands.Length == 4)
        {
            string name = TextOf(operands[2]);
            if (!keywords.Find(name).IsUnbound)
            {
                return TypeError($"{function}() got multiple values for keyword argument '{name}'");
            }

            keywords.Store(name, operands[3]);
            return operands[0];
        }

        var more = NewDict();
        if (operands[2].Ref is not PyDict && (await TryGetAttribute(operands[2], "keys")).IsUnbound)
        {
            return TypeError($"{function}() argument after ** must be a mapping, not {TypeName(operands[2])}");
        }

        if ((await UpdateDict(more, operands[2])).IsSignal)
        {
            return Value.Signal;
        }

        for (int place = 0; place < more.Entries.Used; place++)
        {
            if (!more.Entries.IsThere(place))
            {
                continue;
            }

            if (Inner(more.Entries[place].Key).Ref is not Text key)
            {
                return TypeError("keywords must be strings");
            }

            if (!keywords.Find(key).IsUnbound)
            {
                return TypeError($"{function}() got multiple values for keyword argument '{key}'");
            }

            keywords.Store(key, more.Entries[place].Value);
        }

        return operands[0];
    }
}
