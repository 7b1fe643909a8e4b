using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// A whole program: what nobody handles is shown, and becomes the exit status.
internal sealed partial class PythonRuntime
{
    /// <summary>The name and text of the program, for tracebacks.</summary>
    internal (string Name, string Text) MainSource { get; set; } = ("", "");

    /// <summary>The module of the program.</summary>
    internal PyModule? MainModule { get; set; }

    /// <summary>The names that a module has, in the order in which they were first used.</summary>
    internal List<string> NamesInOrder(PyModule module) =>
        [.. KeysOf(module.Dictionary).Where(name => name.Length > 0 && name[0] != '%')];

    /// <summary>The keys of a dict that are strings, in order.</summary>
    internal static List<string> KeysOf(PyDict dictionary)
    {
        var names = new List<string>();
        var entries = dictionary.Entries;
        for (int place = 0; place < entries.Used; place++)
        {
            if (entries.IsThere(place) && entries[place].Key.Ref is Text name)
            {
                names.Add(name.ToString());
            }
        }

        return names;
    }

    /// <summary>Set when the program ended by an exception: the status that it ends with.</summary>
    internal int? ExitStatus { get; private set; }

    /// <summary>Runs the closure of a program; or shows the exception why there is none.</summary>
    internal async Work<Value> Main(Value program)
    {
        Value result = await RunProgram(program);
        if (result.IsSignal)
        {
            return result;
        }

        Value exits = await RunAtExit();
        FlushFiles();
        return exits.IsSignal ? exits : result;
    }

    private async Work<Value> RunProgram(Value program)
    {
        PyException? failure = program.Ref as PyException;
        if (failure is null)
        {
            Value result = await TryCall(program.Ref is Text ? Builtin("%module") : program, program.Ref is Text ? [program] : []);
            if (!result.IsSignal)
            {
                return result;
            }

            failure = TryCatch(Types.BaseException);
            if (failure is null)
            {
                return Value.Signal;
            }
        }

        Handled = Value.Unspecified;
        if (failure.Type.IsSubtypeOf(Types.Exception("SystemExit")))
        {
            return await Exit(failure);
        }

        ExitStatus = failure.Type.IsSubtypeOf(Types.Exception("KeyboardInterrupt")) ? 130 : 1;
        Value hook = SystemModule.Find("excepthook");
        if (!hook.IsUnbound && !Value.Same(hook, SystemModule.Find("__excepthook__")))
        {
            _ = Machine.Ports.FlushAll();
            Value shown = await TryCall(hook, Value.Object(failure.Type), Value.Object(failure), failure.Traceback is { } traceback ? Value.Object(traceback) : Value.Unspecified);
            if (!shown.IsSignal || TryCatch(Types.BaseException) is null)
            {
                return shown.IsSignal ? shown : Value.Unspecified;
            }
        }

        Value text = await RenderException(failure);
        return text.IsSignal ? text : WriteError(TextOf(text));
    }

    private async Work<Value> Exit(PyException failure)
    {
        Value code = (failure.OwnAttribute("code") is { IsUnbound: false } own) ? own
            : failure.Arguments.Items.Length switch { 0 => Value.Unspecified, 1 => failure.Arguments.Items[0], _ => Value.Object(failure.Arguments) };
        Value number = Keys.AsNumber(Inner(code));
        if (number.Ref is null or Bignum)
        {
            ExitStatus = number.Ref is null ? (int)(number.Bits & 255) : 255;
            return Value.Unspecified;
        }

        ExitStatus = code.IsUnspecified ? 0 : 1;
        if (code.IsUnspecified)
        {
            return code;
        }

        Value text = await StrOf(code);
        return text.IsSignal ? text : WriteError(TextOf(text) + "\n");
    }

    private Value WriteError(string text)
    {
        _ = Machine.Ports.FlushAll();
        return Machine.Ports.Error.Write(text) && Machine.Ports.Error.EndWrite() ? Value.Unspecified : Raise("OSError", "cannot write");
    }
}
