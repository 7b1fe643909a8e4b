using Ouro.Machine.Code;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>An exception.</summary>
internal sealed class PyException(PyType type, PyTuple arguments) : PyObject(type)
{
    internal PyTuple Arguments = arguments;

    /// <summary>Of a codec's error: encoding, object, start, end and reason.</summary>
    internal Value[]? Details;

    /// <summary>The exceptions of a group; null: it is none.</summary>
    internal PyTuple? Parts;

    /// <summary>Exceptions, or None.</summary>
    internal Value Cause = Value.Unspecified;
    internal Value Context = Value.Unspecified;
    internal bool SuppressContext;

    /// <summary>The activations that it has left, the outermost first; null: none.</summary>
    internal PyTraceback? Traceback;

    /// <summary>Of a SyntaxError that the compiler raised: what it found, and in which file.</summary>
    internal Syntax.SyntaxProblem? SourceProblem;
    internal string? SourceFile;

    /// <summary>The innermost activation is in the traceback already: it raised it again.</summary>
    internal bool IsRaisedAgain;

    /// <summary>It is raised as it is: what is being handled does not become its context.</summary>
    internal bool KeepsContext;
}

/// <summary>One activation that an exception has left.</summary>
internal sealed class PyTraceback(PyType type, CodeObject code, int pc, PyTraceback? next) : PyObject(type)
{
    internal readonly CodeObject Code = code;

    /// <summary>Inside of the instruction.</summary>
    internal readonly int Pc = pc;

    /// <summary>The one further in.</summary>
    internal PyTraceback? Next = next;

    /// <summary>The activation as an object, if it was asked for.</summary>
    internal PyFrame? Frame;

    /// <summary>The line that a program gave; 0: that of the instruction.</summary>
    internal int GivenLine;

    internal int Line => GivenLine > 0 ? GivenLine : Code.SpanAt(Pc)?.Line ?? 0;
}

/// <summary>An iterator of the host.</summary>
internal abstract class PyIterator(PyType type) : PyObject(type)
{
    /// <summary>The next value; absent at the end; the signal.</summary>
    internal virtual Value Next(PythonRuntime python) => python.Finish(Advance(python));

    /// <summary>The same where guest code may be needed: one of the two is there.</summary>
    internal virtual Work<Value> Advance(PythonRuntime python) => python.Settle(Next(python));

    /// <summary>At its end <see cref="PythonRuntime.Returned"/> is what it gives to who awaits it.</summary>
    internal virtual bool HasResult => false;

    /// <summary>How many values there are still to come; -1 if that is not known.</summary>
    internal virtual int LengthHint(PythonRuntime python) => -1;

    /// <summary>The place behind which an iterator is once it said that it has ended: it stays so, whatever it is over gets.</summary>
    private protected const int AtEnd = int.MaxValue;

    private protected static Value Finished(out int place)
    {
        place = AtEnd;
        return Value.Absent;
    }

    /// <summary>What makes it again as it is now, as __reduce__ gives it; for one that cannot be made again the signal.</summary>
    internal virtual Work<Value> Reduce(PythonRuntime python) => python.TypeError($"cannot pickle '{Type.Name}' object");

    /// <summary>Goes to a place that <see cref="Reduce"/> told; others have none.</summary>
    internal virtual void GoTo(long place)
    {
    }

    /// <summary>What makes an iterator over something, from a place on.</summary>
    private protected static Value Again(PythonRuntime python, Value source, long place = -1)
    {
        Value iter = python.BuiltinsModule!.Find("iter");
        return place < 0 ? python.Tuple(iter, python.Tuple(source)) : python.Tuple(iter, python.Tuple(source), Value.Fixnum(place));
    }

    /// <summary>The same for one that is at its end.</summary>
    private protected static Value Ended(PythonRuntime python) => Again(python, python.EmptyTuple);

    /// <summary>The same for the values that it has still to give, which a copy of it gave.</summary>
    private protected static async Work<Value> Rest(PythonRuntime python, PyIterator copy)
    {
        Value list = await python.ToList(Value.Object(copy));
        return list.IsSignal ? list : Again(python, list);
    }

    /// <summary>An iterator of the same kind in the same state.</summary>
    internal PyIterator Twin() => (PyIterator)MemberwiseClone();
}
