using Ouro.Machine.Code;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>An exception.</summary>
internal sealed class PyException(PyType type, PyTuple arguments) : PyObject(type)
{
    internal PyTuple Arguments = arguments;

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
}

/// <summary>One activation that an exception has left.</summary>
internal sealed class PyTraceback(PyType type, CodeObject code, int pc, PyTraceback? next) : PyObject(type)
{
    internal readonly CodeObject Code = code;

    /// <summary>Inside of the instruction.</summary>
    internal readonly int Pc = pc;

    /// <summary>The one further in.</summary>
    internal readonly PyTraceback? Next = next;
}

/// <summary>An iterator of the host.</summary>
internal abstract class PyIterator(PyType type) : PyObject(type)
{
    /// <summary>The next value; absent at the end; the signal.</summary>
    internal virtual Value Next(PythonRuntime python) => python.Finish(Advance(python));

    /// <summary>The same where guest code may be needed: one of the two is there.</summary>
    internal virtual Work<Value> Advance(PythonRuntime python) => python.Settle(Next(python));

    /// <summary>How many values there are still to come; -1 if that is not known.</summary>
    internal virtual int LengthHint(PythonRuntime python) => -1;
}
