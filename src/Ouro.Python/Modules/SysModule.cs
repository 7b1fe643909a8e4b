using Ouro.Machine.Execution;
using Ouro.Machine.InputOutput;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module sys: what there is of it.</summary>
internal static class SysModule
{
    [PythonFunction("exit", "status=None, /")]
    internal static Value Exit(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Raise(a[0].IsAbsent ? python.NewException(python.Types.Exception("SystemExit")) : python.NewException(python.Types.Exception("SystemExit"), a[0]));

    [PythonFunction("getrecursionlimit")]
    internal static Value GetRecursionLimit(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(python.RecursionLimit);

    [PythonFunction("setrecursionlimit", "limit, /")]
    internal static async Work<Value> SetRecursionLimit(PythonRuntime python, Value[] a)
    {
        if (await python.SizeOf(a[0]) is not { } limit)
        {
            return Value.Signal;
        }

        if (limit < 1)
        {
            return python.ValueError("recursion limit must be greater or equal than 1");
        }

        python.RecursionLimit = (int)Math.Min(limit, int.MaxValue);
        return Value.Unspecified;
    }

    [PythonFunction("exc_info")]
    internal static Value ExceptionInfo(PythonRuntime python, ReadOnlySpan<Value> a) => python.Handled.Ref is PyException handled
        ? python.Tuple(Value.Object(handled.Type), python.Handled, handled.Traceback is { } traceback ? Value.Object(traceback) : Value.Unspecified)
        : python.Tuple(Value.Unspecified, Value.Unspecified, Value.Unspecified);

    [PythonFunction("exception")]
    internal static Value Exception(PythonRuntime python, ReadOnlySpan<Value> a) => python.Handled;

    [PythonFunction("intern", "string, /")]
    internal static Value Intern(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[0].Ref is Text text ? Value.Object(python.Interned(text)) : python.TypeError($"intern() argument must be str, not {python.TypeName(a[0])}");

    [PythonFunction("getsizeof", "object, default=None, /")]
    internal static Value SizeOf(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(PyInstance.Size);

    /// <summary>Sets what is no function.</summary>
    internal static void Fill(PythonRuntime python, PyModule module, IReadOnlyList<string> commandLine)
    {
        module.Set("argv", python.List([.. commandLine.Select(python.Str)]));
        module.Set("maxsize", Value.Fixnum(long.MaxValue));
        module.Set("maxunicode", Value.Fixnum(0x10FFFF));
        module.Set("byteorder", python.Str("little"));
        module.Set("platform", python.Str(OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux"));
        module.Set("version", python.Str($"3.{Compiler.Program.Version}.0 (ouro)"));
        module.Set("version_info", python.Tuple(Value.Fixnum(3), Value.Fixnum(Compiler.Program.Version), Value.Fixnum(0), python.Str("final"), Value.Fixnum(0)));
        module.Set("hexversion", Value.Fixnum(0x0300_00F0 | (Compiler.Program.Version << 16)));
        module.Set("stdout", Value.Object(new PyTextFile(python.Types.TextFile, "<stdout>", static machine => machine.Ports.Output)));
        module.Set("stderr", Value.Object(new PyTextFile(python.Types.TextFile, "<stderr>", static machine => machine.Ports.Error)));
    }
}

/// <summary>A text stream of the machine.</summary>
internal sealed class PyTextFile(PyType type, string name, Func<VirtualMachine, TextOutputPort> port) : PyObject(type)
{
    internal readonly string Name = name;

    internal Value Write(PythonRuntime python, Text text)
    {
        var output = port(python.Machine);
        return python.Machine.ChargeTicks(text.Length >> 6) && output.Write(text.ToString()) && output.EndWrite()
            ? Value.Unspecified
            : python.Machine.Pending != PendingSignal.None ? Value.Signal : python.Raise("OSError", "cannot write");
    }
}

/// <summary>Text streams.</summary>
internal static class TextFileMethods
{
    [PythonFunction("write", "self, text, /")]
    internal static Value Write(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (PythonRuntime.Inner(a[1]).Ref is not Text text)
        {
            return python.TypeError($"write() argument must be str, not {python.TypeName(a[1])}");
        }

        return ((PyTextFile)a[0].Ref!).Write(python, text).IsSignal ? Value.Signal : Value.Fixnum(text.Length);
    }

    [PythonFunction("flush", "self, /")]
    internal static Value Flush(PythonRuntime python, ReadOnlySpan<Value> a) => python.Machine.Ports.FlushAll() ? Value.Unspecified : python.Raise("OSError", "cannot write");

    [PythonFunction("isatty", "self, /")]
    internal static Value IsTerminal(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(false);

    [PythonFunction("name", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(((PyTextFile)a[0].Ref!).Name);

    [PythonFunction("encoding", Kind = FunctionKind.Getter)]
    internal static Value Encoding(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str("utf-8");
}
