using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>BaseException.</summary>
internal static class ExceptionMethods
{
    internal static PyException Self(in Value value) => (PyException)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(200) ? Value.Object(new PyException((PyType)a[0].Ref!, (PyTuple)a[1].Ref!)) : Value.Signal;

    [PythonFunction("__init__", "self, /, *args, **kwargs")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (((PyDict)a[2].Ref!).Count > 0)
        {
            return python.TypeError($"{python.TypeName(a[0])}() takes no keyword arguments");
        }

        Self(a[0]).Arguments = (PyTuple)a[1].Ref!;
        return Value.Unspecified;
    }

    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => python.NativeRepr(a[0]);

    [PythonFunction("__str__", "self, /")]
    internal static async Work<Value> Str(PythonRuntime python, Value[] a)
    {
        var items = Self(a[0]).Arguments.Items;
        return items.Length == 0 ? python.Str("") : items.Length == 1 ? await python.StrOf(items[0]) : await python.Repr(Value.Object(Self(a[0]).Arguments));
    }

    [PythonFunction("args", Kind = FunctionKind.Getter)]
    internal static Value Arguments(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Self(a[0]).Arguments);

    [PythonFunction("args", Kind = FunctionKind.Setter)]
    internal static Value SetArguments(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not PyTuple tuple)
        {
            return python.TypeError($"'{python.TypeName(a[1])}' object is not iterable");
        }

        Self(a[0]).Arguments = tuple;
        return Value.Unspecified;
    }

    [PythonFunction("__cause__", Kind = FunctionKind.Getter)]
    internal static Value Cause(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Cause;

    private static bool IsExceptionOrNone(PythonRuntime python, in Value value, string what)
    {
        bool fits = value.Ref is PyException || value.IsUnspecified;
        if (!fits)
        {
            _ = python.TypeError($"exception {what} must be None or derive from BaseException");
        }

        return fits;
    }

    [PythonFunction("__cause__", Kind = FunctionKind.Setter)]
    internal static Value SetCause(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!IsExceptionOrNone(python, a[1], "cause"))
        {
            return Value.Signal;
        }

        Self(a[0]).Cause = a[1];
        Self(a[0]).SuppressContext = true;
        return Value.Unspecified;
    }

    [PythonFunction("__context__", Kind = FunctionKind.Getter)]
    internal static Value Context(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Context;

    [PythonFunction("__context__", Kind = FunctionKind.Setter)]
    internal static Value SetContext(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!IsExceptionOrNone(python, a[1], "context"))
        {
            return Value.Signal;
        }

        Self(a[0]).Context = a[1];
        return Value.Unspecified;
    }

    [PythonFunction("__suppress_context__", Kind = FunctionKind.Getter)]
    internal static Value SuppressContext(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Self(a[0]).SuppressContext);

    [PythonFunction("__suppress_context__", Kind = FunctionKind.Setter)]
    internal static Value SetSuppressContext(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).SuppressContext = a[1].IsTrue;
        return Value.Unspecified;
    }

    [PythonFunction("__traceback__", Kind = FunctionKind.Getter)]
    internal static Value Traceback(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Traceback is { } traceback ? Value.Object(traceback) : Value.Unspecified;

    [PythonFunction("__traceback__", Kind = FunctionKind.Setter)]
    internal static Value SetTraceback(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not PyTraceback && !a[1].IsUnspecified)
        {
            return python.TypeError("__traceback__ must be a traceback or None");
        }

        Self(a[0]).Traceback = a[1].Ref as PyTraceback;
        return Value.Unspecified;
    }

    [PythonFunction("with_traceback", "self, tb, /")]
    internal static Value WithTraceback(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value set = SetTraceback(python, a);
        return set.IsSignal ? set : a[0];
    }

    [PythonFunction("add_note", "self, note, /")]
    internal static Value AddNote(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not Text)
        {
            return python.TypeError($"note must be a str, not '{python.TypeName(a[1])}'");
        }

        Value notes = Self(a[0]).OwnAttribute("__notes__");
        if (notes.Ref is not PyList list)
        {
            Self(a[0]).SetOwnAttribute("__notes__", Value.Object(list = python.NewList()));
        }

        return list.Append(python.Machine, a[1]) ? Value.Unspecified : Value.Signal;
    }

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        bool hasState = self.Shape is { IsDictionary: true } or { Count: > 0 };
        return hasState ? python.Tuple(Value.Object(self.Type), Value.Object(self.Arguments), Value.Object(self.AttributesAsDict(python))) : python.Tuple(Value.Object(self.Type), Value.Object(self.Arguments));
    }

    [PythonFunction("__setstate__", "self, state, /")]
    internal static async Work<Value> SetState(PythonRuntime python, Value[] a)
    {
        if (a[1].IsUnspecified)
        {
            return Value.Unspecified;
        }

        if (a[1].Ref is not PyDict state)
        {
            return python.TypeError("state is not a dictionary");
        }

        for (int place = 0; place < state.Entries.Used; place++)
        {
            if (state.Entries.IsThere(place) && (await python.Settle(python.SetAttribute(a[0], PythonRuntime.TextOf(state.Entries[place].Key), state.Entries[place].Value))).IsSignal)
            {
                return Value.Signal;
            }
        }

        return Value.Unspecified;
    }

    /// <summary>Stores an attribute that stands for an argument.</summary>
    internal static Value Set(in Value self, string name, in Value value)
    {
        Self(self).SetOwnAttribute(name, value.IsUnbound ? Value.Unspecified : value);
        return Value.Unspecified;
    }

    /// <summary>An attribute that stands for one of the arguments unless it was set.</summary>
    internal static Value Argument(in Value self, string name, int index)
    {
        Value own = Self(self).OwnAttribute(name);
        return !own.IsUnbound ? own : Self(self).Arguments.Items.Length > index ? Self(self).Arguments.Items[index] : Value.Unspecified;
    }
}

/// <summary>StopIteration.</summary>
internal static class StopIterationMethods
{
    [PythonFunction("value", Kind = FunctionKind.Getter)]
    internal static Value Result(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Argument(a[0], "value", 0);

    [PythonFunction("value", Kind = FunctionKind.Setter)]
    internal static Value SetResult(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "value", a[1]);
}

/// <summary>SystemExit.</summary>
internal static class SystemExitMethods
{
    [PythonFunction("code", Kind = FunctionKind.Setter)]
    internal static Value SetCode(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "code", a[1]);

    [PythonFunction("code", Kind = FunctionKind.Getter)]
    internal static Value Code(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var arguments = ExceptionMethods.Self(a[0]).Arguments;
        return ExceptionMethods.Self(a[0]).OwnAttribute("code").IsUnbound && arguments.Items.Length > 1 ? Value.Object(arguments) : ExceptionMethods.Argument(a[0], "code", 0);
    }
}

/// <summary>KeyError: its message is the repr of the key.</summary>
internal static class KeyErrorMethods
{
    [PythonFunction("__str__", "self, /")]
    internal static async Work<Value> Str(PythonRuntime python, Value[] a)
    {
        var items = ExceptionMethods.Self(a[0]).Arguments.Items;
        return items.Length == 1 ? await python.Repr(items[0]) : await ExceptionMethods.Str(python, a);
    }
}

/// <summary>OSError.</summary>
internal static class OSErrorMethods
{
    /// <summary>With a number it is an object of the class for that number; a file name is no argument of it afterwards.</summary>
    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.Machine.ChargeAllocation(300))
        {
            return Value.Signal;
        }

        var type = (PyType)a[0].Ref!;
        var items = ((PyTuple)a[1].Ref!).Items;
        bool isWhole = items.Length is >= 2 and <= 5;
        if (isWhole && type == python.Types.Exception("OSError") && items[0].IsFixnum)
        {
            type = Modules.ErrorNumbers.TypeOf(python, items[0].AsFixnum);
        }

        var made = new PyException(type, (PyTuple)a[1].Ref!);
        Fill(python, made, items);
        return Value.Object(made);
    }

    private static void Fill(PythonRuntime python, PyException self, Value[] items)
    {
        bool isWhole = items.Length is >= 2 and <= 5;
        self.SetOwnAttribute("errno", isWhole ? items[0] : Value.Unspecified);
        self.SetOwnAttribute("strerror", isWhole ? items[1] : Value.Unspecified);
        if (isWhole && items.Length > 2 && !items[2].IsUnspecified && self.Type != python.Types.Exception("BlockingIOError"))
        {
            self.SetOwnAttribute("filename", items[2]);
            if (items.Length > 4 && !items[4].IsUnspecified)
            {
                self.SetOwnAttribute("filename2", items[4]);
            }

            self.Arguments = (PyTuple)python.Tuple(items[0], items[1]).Ref!;
        }
        else if (isWhole && items.Length > 2 && self.Type == python.Types.Exception("BlockingIOError"))
        {
            self.SetOwnAttribute("characters_written", items[2]);
        }
    }

    [PythonFunction("__init__", "self, /, *args, **kwargs")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (((PyDict)a[2].Ref!).Count > 0)
        {
            return python.TypeError($"{python.TypeName(a[0])}() takes no keyword arguments");
        }

        // A class of a program may give its constructor other arguments than this.
        var self = ExceptionMethods.Self(a[0]);
        self.Arguments = (PyTuple)a[1].Ref!;
        Fill(python, self, self.Arguments.Items);
        return Value.Unspecified;
    }

    [PythonFunction("filename", Kind = FunctionKind.Getter)]
    internal static Value FileName(PythonRuntime python, ReadOnlySpan<Value> a) => Own(a[0], "filename");

    [PythonFunction("filename2", Kind = FunctionKind.Getter)]
    internal static Value SecondName(PythonRuntime python, ReadOnlySpan<Value> a) => Own(a[0], "filename2");

    [PythonFunction("errno", Kind = FunctionKind.Getter)]
    internal static Value Number(PythonRuntime python, ReadOnlySpan<Value> a) => Own(a[0], "errno");

    [PythonFunction("strerror", Kind = FunctionKind.Getter)]
    internal static Value Words(PythonRuntime python, ReadOnlySpan<Value> a) => Own(a[0], "strerror");

    [PythonFunction("filename", Kind = FunctionKind.Setter)]
    internal static Value SetFileName(PythonRuntime python, ReadOnlySpan<Value> a) => SetOwn(a, "filename");

    [PythonFunction("filename2", Kind = FunctionKind.Setter)]
    internal static Value SetSecondName(PythonRuntime python, ReadOnlySpan<Value> a) => SetOwn(a, "filename2");

    [PythonFunction("errno", Kind = FunctionKind.Setter)]
    internal static Value SetNumber(PythonRuntime python, ReadOnlySpan<Value> a) => SetOwn(a, "errno");

    [PythonFunction("strerror", Kind = FunctionKind.Setter)]
    internal static Value SetWords(PythonRuntime python, ReadOnlySpan<Value> a) => SetOwn(a, "strerror");

    private static Value SetOwn(ReadOnlySpan<Value> a, string name)
    {
        ExceptionMethods.Self(a[0]).SetOwnAttribute(name, a[1].IsUnbound ? Value.Unspecified : a[1]);
        return Value.Unspecified;
    }

    private static Value Own(in Value self, string name)
    {
        Value own = ExceptionMethods.Self(self).OwnAttribute(name);
        return own.IsUnbound ? Value.Unspecified : own;
    }

    [PythonFunction("__str__", "self, /")]
    internal static async Work<Value> Str(PythonRuntime python, Value[] a)
    {
        Value own = Own(a[0], "errno"), words = Own(a[0], "strerror"), name = Own(a[0], "filename"), other = Own(a[0], "filename2");
        if ((own.IsUnspecified || words.IsUnspecified) && name.IsUnspecified)
        {
            return await ExceptionMethods.Str(python, a);
        }

        Value number = await python.StrOf(own);
        Value text = number.IsSignal ? number : await python.StrOf(words);
        Value file = text.IsSignal || name.IsUnspecified ? text : await python.Repr(name);
        Value second = file.IsSignal || other.IsUnspecified ? file : await python.Repr(other);
        return second.IsSignal ? second
            : python.Str($"[Errno {PythonRuntime.TextOf(number)}] {PythonRuntime.TextOf(text)}{(name.IsUnspecified ? "" : ": " + PythonRuntime.TextOf(file))}{(other.IsUnspecified ? "" : " -> " + PythonRuntime.TextOf(second))}");
    }
}

/// <summary>NameError.</summary>
internal static class NameErrorMethods
{
    [PythonFunction("__init__", "self, /, *args, name=None")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        ExceptionMethods.Self(a[0]).Arguments = (PyTuple)a[1].Ref!;
        ExceptionMethods.Self(a[0]).SetOwnAttribute("name", a[2].IsAbsent ? Value.Unspecified : a[2]);
        return Value.Unspecified;
    }
}

/// <summary>AttributeError.</summary>
internal static class AttributeErrorMethods
{
    [PythonFunction("__init__", "self, /, *args, name=None, obj=None")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        ExceptionMethods.Self(a[0]).Arguments = (PyTuple)a[1].Ref!;
        ExceptionMethods.Self(a[0]).SetOwnAttribute("name", a[2].IsAbsent ? Value.Unspecified : a[2]);
        ExceptionMethods.Self(a[0]).SetOwnAttribute("obj", a[3].IsAbsent ? Value.Unspecified : a[3]);
        return Value.Unspecified;
    }
}

/// <summary>ImportError.</summary>
internal static class ImportErrorMethods
{
    [PythonFunction("__init__", "self, /, *args, name=None, path=None")]
    internal static Value Init(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        ExceptionMethods.Self(a[0]).Arguments = (PyTuple)a[1].Ref!;
        ExceptionMethods.Self(a[0]).SetOwnAttribute("name", a[2].IsAbsent ? Value.Unspecified : a[2]);
        ExceptionMethods.Self(a[0]).SetOwnAttribute("path", a[3].IsAbsent ? Value.Unspecified : a[3]);
        return Value.Unspecified;
    }

    [PythonFunction("msg", Kind = FunctionKind.Getter)]
    internal static Value Message(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Argument(a[0], "msg", 0);
}

/// <summary>SyntaxError.</summary>
internal static class SyntaxErrorMethods
{
    private static Value Part(in Value self, string name, int index) =>
        ExceptionMethods.Self(self).OwnAttribute(name) is { IsUnbound: false } own ? own
        : ExceptionMethods.Self(self).Arguments.Items is [_, { Ref: PyTuple place }] && place.Items.Length > index ? place.Items[index] : Value.Unspecified;

    [PythonFunction("msg", Kind = FunctionKind.Getter)]
    internal static Value Message(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Argument(a[0], "msg", 0);

    [PythonFunction("filename", Kind = FunctionKind.Getter)]
    internal static Value FileName(PythonRuntime python, ReadOnlySpan<Value> a) => Part(a[0], "filename", 0);

    [PythonFunction("lineno", Kind = FunctionKind.Getter)]
    internal static Value Line(PythonRuntime python, ReadOnlySpan<Value> a) => Part(a[0], "lineno", 1);

    [PythonFunction("offset", Kind = FunctionKind.Getter)]
    internal static Value Offset(PythonRuntime python, ReadOnlySpan<Value> a) => Part(a[0], "offset", 2);

    [PythonFunction("text", Kind = FunctionKind.Getter)]
    internal static Value Source(PythonRuntime python, ReadOnlySpan<Value> a) => Part(a[0], "text", 3);

    [PythonFunction("__str__", "self, /")]
    internal static async Work<Value> Str(PythonRuntime python, Value[] a)
    {
        Value message = await python.StrOf(Message(python, a));
        Value line = Line(python, a);
        return message.IsSignal || line.IsUnspecified ? message
            : python.Str($"{PythonRuntime.TextOf(message)} ({(FileName(python, a).Ref is Text file ? Path.GetFileName(file.ToString()) + ", " : "")}line {line.Bits})");
    }

    [PythonFunction("msg", Kind = FunctionKind.Setter)]
    internal static Value SetMessage(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "msg", a[1]);

    [PythonFunction("filename", Kind = FunctionKind.Setter)]
    internal static Value SetFileName(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "filename", a[1]);

    [PythonFunction("lineno", Kind = FunctionKind.Setter)]
    internal static Value SetLine(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "lineno", a[1]);

    [PythonFunction("offset", Kind = FunctionKind.Setter)]
    internal static Value SetOffset(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "offset", a[1]);

    [PythonFunction("text", Kind = FunctionKind.Setter)]
    internal static Value SetSource(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "text", a[1]);

    [PythonFunction("end_lineno", Kind = FunctionKind.Getter)]
    internal static Value EndLine(PythonRuntime python, ReadOnlySpan<Value> a) => Part(a[0], "end_lineno", 4);

    [PythonFunction("end_lineno", Kind = FunctionKind.Setter)]
    internal static Value SetEndLine(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "end_lineno", a[1]);

    [PythonFunction("end_offset", Kind = FunctionKind.Getter)]
    internal static Value EndOffset(PythonRuntime python, ReadOnlySpan<Value> a) => Part(a[0], "end_offset", 5);

    [PythonFunction("end_offset", Kind = FunctionKind.Setter)]
    internal static Value SetEndOffset(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "end_offset", a[1]);

    [PythonFunction("print_file_and_line", Kind = FunctionKind.Getter)]
    internal static Value Shown(PythonRuntime python, ReadOnlySpan<Value> a) => Part(a[0], "print_file_and_line", 9);

    [PythonFunction("print_file_and_line", Kind = FunctionKind.Setter)]
    internal static Value SetShown(PythonRuntime python, ReadOnlySpan<Value> a) => ExceptionMethods.Set(a[0], "print_file_and_line", a[1]);
}
