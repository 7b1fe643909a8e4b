using System.Runtime.InteropServices;
using System.Text;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>
/// The module _posixsubprocess. The process is not forked, which a host with threads cannot survive, but spawned; so nothing of Python runs
/// in it before the program does, and descriptors that are not to be inherited are those that are closed on exec, as Python's are.
/// </summary>
internal static class ProcessModule
{
    private const int Executables = 1, Passed = 3, Folder = 4, Environment = 5, Input = 6, Output = 9, Errors = 11, ErrorPipe = 13;

    internal static void Fill(PythonRuntime python, PyModule module) => Registry.Fill(python, module, typeof(ProcessModule));

    [PythonFunction("fork_exec", "process_args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, allow_vfork, /")]
    internal static async Work<Value> Start(PythonRuntime python, Value[] a)
    {
        if (!python.May(Capability.Processes, "start processes"))
        {
            return Value.Signal;
        }

        if (!a[21].IsUnspecified || !a[17].IsUnspecified || !a[18].IsUnspecified || !a[19].IsUnspecified || PosixModule.Number(a[20]) >= 0)
        {
            return python.Raise("NotImplementedError", "preexec_fn, user, group, extra_groups and umask are not supported by ouro: processes are spawned, not forked");
        }

        if (await Texts(python, a[0]) is not { } arguments || await Texts(python, a[Executables]) is not { } programs || await Variables(python, a[Environment]) is not { } environment)
        {
            return Value.Signal;
        }

        Value folder = a[Folder].IsUnspecified ? a[Folder] : await python.PathOf(a[Folder]);
        if (folder.IsSignal)
        {
            return folder;
        }

        python.FlushFiles();
        _ = python.Machine.Ports.FlushAll();
        string? place = folder.IsUnspecified ? null : PythonRuntime.TextOf(folder);
        if (place is not null && !Directory.Exists(place))
        {
            return Tell(a, ProcessCalls.NoEntry, "noexec");
        }

        var (moves, opened) = Moves(a);
        var plan = new ProcessCalls.Plan(programs, arguments, environment, place, moves, SimplyTrue(a[15]), (int)PosixModule.Number(a[16]), SimplyTrue(a[14]));
        int process = ProcessCalls.Spawn(plan, out int error);
        opened.ForEach(descriptor => _ = SystemCalls.close(descriptor));
        return process == 0 ? Tell(a, error, "") : Value.Fixnum(process);
    }

    private static bool SimplyTrue(in Value value) => PythonRuntime.SimpleTruth(value) == true;

    /// <summary>Which descriptors become which in the process. One that stands where another is to come is duplicated first.</summary>
    private static ((int From, int To)[] Moves, List<int> Opened) Moves(Value[] a)
    {
        var moves = new List<(int, int)>();
        var opened = new List<int>();
        int[] given = [(int)PosixModule.Number(a[Input]), (int)PosixModule.Number(a[Output]), (int)PosixModule.Number(a[Errors])];
        for (int to = 0; to < 3; to++)
        {
            int from = given[to];
            if (from is >= 0 and < 3 && from != to)
            {
                from = ProcessCalls.Duplicate(from);
                opened.Add(from);
            }

            if (from >= 0)
            {
                moves.Add((from, to));
            }
        }

        if (a[Passed].Ref is PyTuple passed)
        {
            long errorPipe = PosixModule.Number(a[ErrorPipe]);
            moves.AddRange(passed.Items.Where(item => item.IsFixnum && item.Bits > 2 && item.Bits != errorPipe).Select(item => ((int)item.Bits, (int)item.Bits)));
        }

        return ([.. moves], opened);
    }

    /// <summary>Tells by way of the pipe that subprocess reads what is wrong, as a forked process would. The result is a number that is no child's.</summary>
    private static Value Tell(Value[] a, int error, string detail)
    {
        byte[] message = Encoding.ASCII.GetBytes($"OSError:{error:x}:{detail}");
        _ = SystemCalls.write((int)PosixModule.Number(a[ErrorPipe]), ref message[0], message.Length);
        return Value.Fixnum(System.Environment.ProcessId);
    }

    private static async Work<byte[][]?> Texts(PythonRuntime python, Value values)
    {
        if ((await python.ToList(values)).Ref is not PyList items)
        {
            return null;
        }

        var texts = new List<byte[]>();
        foreach (Value item in items.Span.ToArray())
        {
            Value path = await python.PathOf(item);
            if (path.IsSignal)
            {
                return null;
            }

            byte[] text = path.Ref is PyBytes bytes ? bytes.Items : FileName(PythonRuntime.TextOf(path));
            if (Array.IndexOf(text, (byte)0) >= 0)
            {
                _ = python.ValueError("embedded null byte");
                return null;
            }

            texts.Add(text);
        }

        return [.. texts];
    }

    private static byte[] FileName(string text) => Encoding.UTF8.GetBytes(text);

    private static async Work<byte[][]?> Variables(PythonRuntime python, Value environment)
    {
        if (!environment.IsUnspecified)
        {
            return await Texts(python, environment);
        }

        var variables = new List<byte[]>();
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            variables.Add(FileName($"{entry.Key}={entry.Value}"));
        }

        return [.. variables];
    }
}

/// <summary>The functions of posix for processes, pipes and descriptors.</summary>
internal static class PosixProcessFunctions
{
    private static bool May(PythonRuntime python) => python.May(Capability.Processes, "deal with processes");

    private static Value Done(PythonRuntime python, int result) => result >= 0 ? Value.Unspecified : python.SystemError(Marshal.GetLastPInvokeError(), Value.Unbound);

    [PythonFunction("pipe")]
    internal static Value Pipe(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.May(Capability.Files, "make pipes"))
        {
            return Value.Signal;
        }

        int[] ends = new int[2];
        return ProcessCalls.pipe2(ref ends[0], ProcessCalls.CloseOnExec) < 0
            ? python.SystemError(Marshal.GetLastPInvokeError(), Value.Unbound)
            : python.Tuple(Value.Fixnum(ends[0]), Value.Fixnum(ends[1]));
    }

    [PythonFunction("dup", "fd, /")]
    internal static Value Duplicate(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        int made = PosixModule.Integers(python, a) && python.May(Capability.Files, "open files") ? ProcessCalls.Duplicate((int)PosixModule.Number(a[0]), 0) : -2;
        return made >= 0 ? Value.Fixnum(made) : made == -2 ? Value.Signal : python.SystemError(Marshal.GetLastPInvokeError(), Value.Unbound);
    }

    [PythonFunction("dup2", "fd, fd2, inheritable=True")]
    internal static Value DuplicateTo(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!PosixModule.Integers(python, a[..2]) || !python.May(Capability.Files, "open files"))
        {
            return Value.Signal;
        }

        bool inheritable = a[2].IsAbsent || PythonRuntime.SimpleTruth(a[2]) != false;
        int made = inheritable || PosixModule.Number(a[0]) == PosixModule.Number(a[1]) ? ProcessCalls.dup2((int)PosixModule.Number(a[0]), (int)PosixModule.Number(a[1])) : ProcessCalls.dup3((int)PosixModule.Number(a[0]), (int)PosixModule.Number(a[1]), ProcessCalls.CloseOnExec);
        return made >= 0 ? Value.Fixnum(made) : python.SystemError(Marshal.GetLastPInvokeError(), Value.Unbound);
    }

    [PythonFunction("get_inheritable", "fd, /")]
    internal static Value Inheritable(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        int result = PosixModule.Integers(python, a) ? ProcessCalls.Inheritable((int)PosixModule.Number(a[0])) : -2;
        return result >= 0 ? Value.Boolean(result == 1) : result == -2 ? Value.Signal : Done(python, result);
    }

    [PythonFunction("set_inheritable", "fd, inheritable, /")]
    internal static Value SetInheritable(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PosixModule.Integers(python, a[0]) && python.May(Capability.Files, "change files") ? Done(python, ProcessCalls.SetInheritable((int)PosixModule.Number(a[0]), PythonRuntime.SimpleTruth(a[1]) != false)) : Value.Signal;

    [PythonFunction("get_blocking", "fd, /")]
    internal static Value Blocking(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        int result = PosixModule.Integers(python, a) ? ProcessCalls.Blocking((int)PosixModule.Number(a[0])) : -2;
        return result >= 0 ? Value.Boolean(result == 1) : result == -2 ? Value.Signal : Done(python, result);
    }

    [PythonFunction("set_blocking", "fd, blocking, /")]
    internal static Value SetBlocking(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PosixModule.Integers(python, a[0]) && python.May(Capability.Files, "change files") ? Done(python, ProcessCalls.SetBlocking((int)PosixModule.Number(a[0]), PythonRuntime.SimpleTruth(a[1]) != false)) : Value.Signal;

    [PythonFunction("waitpid", "pid, options, /")]
    internal static async Work<Value> Wait(PythonRuntime python, Value[] a)
    {
        if (!PosixModule.Integers(python, a) || !May(python))
        {
            return Value.Signal;
        }

        // In pieces, so that a limit of time or an interrupt is seen.
        const int doesNotWait = 1;
        for (int pause = 1; ; pause = Math.Min(20, 2 * pause))
        {
            int process = ProcessCalls.waitpid((int)PosixModule.Number(a[0]), out int status, (int)PosixModule.Number(a[1]) | doesNotWait);
            int error = process < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (process < 0 && error != ProcessCalls.Interrupted)
            {
                return python.SystemError(error, Value.Unbound);
            }

            if (process > 0 || (process == 0 && (PosixModule.Number(a[1]) & doesNotWait) != 0))
            {
                return python.Tuple(Value.Fixnum(process), Value.Fixnum(process == 0 ? 0 : status));
            }

            Thread.Sleep(pause);
            if (!python.Machine.ChargeTicks(1) || (await python.CallFresh(python.Builtin("%here"))).IsSignal)
            {
                return Value.Signal;
            }
        }
    }

    [PythonFunction("kill", "pid, signal, /")]
    internal static Value Kill(PythonRuntime python, ReadOnlySpan<Value> a) =>
        PosixModule.Integers(python, a) && May(python) ? Done(python, ProcessCalls.kill((int)PosixModule.Number(a[0]), (int)PosixModule.Number(a[1]))) : Value.Signal;

    [PythonFunction("WIFEXITED", "status")]
    internal static Value HasExited(PythonRuntime python, ReadOnlySpan<Value> a) => PosixModule.Integers(python, a) ? Value.Boolean((PosixModule.Number(a[0]) & 0x7F) == 0) : Value.Signal;

    [PythonFunction("WEXITSTATUS", "status")]
    internal static Value ExitStatus(PythonRuntime python, ReadOnlySpan<Value> a) => PosixModule.Integers(python, a) ? Value.Fixnum((PosixModule.Number(a[0]) >> 8) & 0xFF) : Value.Signal;

    [PythonFunction("WIFSIGNALED", "status")]
    internal static Value WasKilled(PythonRuntime python, ReadOnlySpan<Value> a) => PosixModule.Integers(python, a) ? Value.Boolean((PosixModule.Number(a[0]) & 0x7F) is > 0 and < 0x7F) : Value.Signal;

    [PythonFunction("WTERMSIG", "status")]
    internal static Value KillingSignal(PythonRuntime python, ReadOnlySpan<Value> a) => PosixModule.Integers(python, a) ? Value.Fixnum(PosixModule.Number(a[0]) & 0x7F) : Value.Signal;

    [PythonFunction("WIFSTOPPED", "status")]
    internal static Value WasStopped(PythonRuntime python, ReadOnlySpan<Value> a) => PosixModule.Integers(python, a) ? Value.Boolean((PosixModule.Number(a[0]) & 0xFF) == 0x7F) : Value.Signal;

    [PythonFunction("WSTOPSIG", "status")]
    internal static Value StoppingSignal(PythonRuntime python, ReadOnlySpan<Value> a) => ExitStatus(python, a);

    [PythonFunction("waitstatus_to_exitcode", "status")]
    internal static Value ExitCode(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!PosixModule.Integers(python, a))
        {
            return Value.Signal;
        }

        long signal = PosixModule.Number(a[0]) & 0x7F;
        return signal == 0 ? Value.Fixnum((PosixModule.Number(a[0]) >> 8) & 0xFF)
            : signal == 0x7F ? python.ValueError($"process stopped by delivery of signal {(PosixModule.Number(a[0]) >> 8) & 0xFF}")
            : Value.Fixnum(-signal);
    }
}
