using Ouro.Machine.Execution;
using Ouro.Python.Modules;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// What modules that touch the system need: leave to do so, and its errors.
internal sealed partial class PythonRuntime
{
    /// <summary>Files that are open and may hold what was written: looked at before a file is opened or asked for, and at the end.</summary>
    internal List<WeakReference<PyStream>> OpenStreams { get; } = [];

    /// <summary>Whether the machine may do something; otherwise raises PermissionError.</summary>
    /// <param name="capability">What it takes.</param>
    /// <param name="what">In words, after "this machine may not".</param>
    internal bool May(Capability capability, string what)
    {
        if (Machine.Capabilities.HasFlag(capability))
        {
            return true;
        }

        _ = SystemError(ErrorNumbers.NoPermission, $"this machine may not {what}", Value.Unbound);
        return false;
    }

    /// <summary>Raises the exception for an error of the system.</summary>
    internal Value SystemError(int number, in Value name) => SystemError(number, ErrorNumbers.Message(number), name);

    internal Value SystemError(int number, string message, in Value name)
    {
        var exception = NewException(ErrorNumbers.TypeOf(this, number), Value.Fixnum(number), Str(message));
        exception.SetOwnAttribute("errno", Value.Fixnum(number));
        exception.SetOwnAttribute("strerror", Str(message));
        if (name.Ref is Text or PyBytes or PyObject && !name.IsUnbound)
        {
            exception.SetOwnAttribute("filename", name);
        }

        return Raise(exception);
    }

    /// <summary>Stores under a number.</summary>
    internal void StoreNumber(PyDict dictionary, long key, in Value value)
    {
        Value number = Value.Fixnum(key);
        _ = Keys.TryHash(number, out long hash);
        int place = dictionary.Entries.Find(number, hash);
        if (place >= 0)
        {
            dictionary.Entries[place].Value = value;
        }
        else
        {
            dictionary.Entries.Add(number, hash, value);
        }
    }

    /// <summary>Writes out what open files hold. Nothing else knows when a file that a program lost is to be written.</summary>
    internal void FlushFiles()
    {
        for (int i = OpenStreams.Count - 1; i >= 0; i--)
        {
            if (OpenStreams[i].TryGetTarget(out var stream) && !stream.IsClosed)
            {
                stream.TryFlush();
            }
            else
            {
                OpenStreams.RemoveAt(i);
            }
        }
    }

    private StreamTypes? _streamTypes;

    /// <summary>The types of streams.</summary>
    internal StreamTypes StreamTypes => _streamTypes ??= new StreamTypes(this);

    /// <summary>What is to be called when the program ends.</summary>
    internal List<(Value Function, PyTuple Arguments, PyDict Named)> AtExit { get; } = [];

    /// <summary>The context that is entered; null before context variables are used.</summary>
    internal PyContext? CurrentContext { get; set; }

    /// <summary>The type of what tells how a context variable was before.</summary>
    internal PyType? ContextToken { get; set; }

    /// <summary>Calls what atexit was told, the last first; what it raises is shown.</summary>
    internal async Work<Value> RunAtExit()
    {
        while (AtExit.Count > 0)
        {
            var (function, arguments, named) = AtExit[^1];
            AtExit.RemoveAt(AtExit.Count - 1);
            Value result = await TryCall(Builtin("%apply"), function, Value.Object(arguments), Value.Object(named));
            if (result.IsSignal)
            {
                if (TryCatch(Types.BaseException) is not { } failure)
                {
                    return result;
                }

                Value shown = await RenderException(failure);
                if (shown.IsSignal || WriteError("Exception ignored in atexit callback:\n" + TextOf(shown)).IsSignal)
                {
                    return Value.Signal;
                }
            }
        }

        return Value.Unspecified;
    }

    /// <summary>An exception as it is shown when nobody handles it.</summary>
    internal Work<Value> RenderException(PyException failure)
    {
        var renderer = new TracebackText(this);
        renderer.AddSource(MainSource.Name, MainSource.Text);
        return renderer.Render(failure);
    }

    /// <summary>The classes of syntax trees, once _ast was imported.</summary>
    internal Dictionary<string, PyType>? TreeTypes { get; set; }
}
