using System.Runtime.InteropServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module posix: files and folders, the environment, the process. What it has not, os has not.</summary>
internal static class PosixModule
{
    private const string Flags = "O_RDONLY 0 O_WRONLY 1 O_RDWR 2 O_CREAT 64 O_EXCL 128 O_NOCTTY 256 O_TRUNC 512 O_APPEND 1024 O_NONBLOCK 2048 O_DIRECTORY 65536 O_NOFOLLOW 131072 O_CLOEXEC 524288 F_OK 0 R_OK 4 W_OK 2 X_OK 1 SEEK_DATA 3 SEEK_HOLE 4 "
        + "EX_OK 0 WNOHANG 1 P_ALL 0 NGROUPS_MAX 65536 TMP_MAX 238328";

    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(PosixModule));
        Registry.Fill(python, module, typeof(PosixProcessFunctions));
        string[] words = Flags.Split(' ');
        for (int i = 0; i < words.Length; i += 2)
        {
            module.Set(words[i], Value.Fixnum(long.Parse(words[i + 1], System.Globalization.CultureInfo.InvariantCulture)));
        }

        var environment = python.NewDict();
        if (python.Machine.Capabilities.HasFlag(Capability.Environment))
        {
            foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
            {
                Value key = Bytes(python, (string)entry.Key);
                _ = Keys.TryHash(key, out long hash);
                environment.Entries.Add(key, hash, Bytes(python, (string?)entry.Value ?? ""));
            }
        }

        module.Set("environ", Value.Object(environment));
        module.Set("error", Value.Object(python.Types.Exception("OSError")));
        module.Set("_have_functions", python.List([.. ((ReadOnlySpan<string>)["HAVE_FSTATAT", "HAVE_LSTAT", "MS_WINDOWS"])[..2].ToArray().Select(python.Str)]));
        foreach (var (name, fields) in (ReadOnlySpan<(string, string)>)[
            ("stat_result", "st_mode st_ino st_dev st_nlink st_uid st_gid st_size"), ("terminal_size", "columns lines"), ("uname_result", "sysname nodename release version machine"), ("times_result", "user system children_user children_system elapsed")])
        {
            _ = StructSequence.Add(python, module, name, fields, name == "stat_result" ? 10 : -1);
        }

        module.Set("DirEntry", Value.Object(SystemModules.AddType(python, module, "DirEntry", typeof(DirectoryEntryMethods), Layout.Plain)));
        ((PyType)module.Find("DirEntry").Ref!).HasDictionary = true;
    }

    private static Value Bytes(PythonRuntime python, string text) => Value.Object(new PyBytes(python.Types.Bytes, System.Text.Encoding.UTF8.GetBytes(text)));

    private static Value Like(PythonRuntime python, in Value given, string text) => given.Ref is PyBytes ? Bytes(python, text) : python.Str(text);

    /// <summary>The text of a path; null with a signal.</summary>
    private static async Work<string?> Path(PythonRuntime python, Value value, string what)
    {
        if (!python.May(Capability.Files, what))
        {
            return null;
        }

        Value path = await python.PathOf(value.IsAbsent ? python.Str(".") : value);
        if (path.IsSignal)
        {
            return null;
        }

        string text = PythonRuntime.TextOf(path);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            _ = python.ValueError("embedded null byte");
            return null;
        }

        python.FlushFiles();
        return text;
    }

    private static Value Done(PythonRuntime python, int result, in Value name) => result == 0 ? Value.Unspecified : python.SystemError(Marshal.GetLastPInvokeError(), name);

    [PythonFunction("fspath", "path")]
    internal static async Work<Value> FileSystemPath(PythonRuntime python, Value[] a)
    {
        if (PythonRuntime.Inner(a[0]).Ref is Text || a[0].Ref is PyBytes)
        {
            return a[0];
        }

        Value method = python.TypeOf(a[0]).Special("__fspath__");
        Value path = method.IsUnbound ? Value.Unbound : await python.Call(method, a[0]);
        return path.IsSignal || PythonRuntime.Inner(path).Ref is Text || path.Ref is PyBytes ? path
            : path.IsUnbound ? python.TypeError($"expected str, bytes or os.PathLike object, not {python.TypeName(a[0])}")
            : python.TypeError($"expected {python.TypeName(a[0])}.__fspath__() to return str or bytes, not {python.TypeName(path)}");
    }

    [PythonFunction("stat", "path, *, dir_fd=None, follow_symlinks=True")]
    internal static Work<Value> Status(PythonRuntime python, Value[] a) => Status(python, a[0], a[2].IsAbsent || a[2].IsTrue);

    [PythonFunction("lstat", "path, *, dir_fd=None")]
    internal static Work<Value> LinkStatus(PythonRuntime python, Value[] a) => Status(python, a[0], follows: false);

    [PythonFunction("fstat", "fd")]
    internal static Work<Value> DescriptorStatus(PythonRuntime python, Value[] a) => Status(python, a[0], follows: true);

    internal static async Work<Value> Status(PythonRuntime python, Value target, bool follows)
    {
        string? path = null;
        if (!target.IsFixnum && (path = await Path(python, target, "ask for files")) is null)
        {
            return Value.Signal;
        }

        var status = SystemCalls.Status(path, target.IsFixnum ? (int)target.AsFixnum : -1, follows, out int error);
        if (status is null)
        {
            return python.SystemError(error, target);
        }

        Value module = await python.FindAndLoad("posix");
        return module.IsSignal ? module : StructSequence.Make(
            python,
            (PyType)((PyModule)module.Ref!).Find("stat_result").Ref!,
            [
                Number(status.Mode), Number(status.Inode), Number(status.Device), Number(status.Links), Number(status.User), Number(status.Group), Number(status.Size),
                Value.Fixnum((long)status.Access), Value.Fixnum((long)status.Change), Value.Fixnum((long)status.Meta),
            ],
            [
                ("st_atime", Value.Flonum(status.Access)), ("st_mtime", Value.Flonum(status.Change)), ("st_ctime", Value.Flonum(status.Meta)), ("st_atime_ns", Value.Fixnum(status.AccessNanoseconds)),
                ("st_mtime_ns", Value.Fixnum(status.ChangeNanoseconds)), ("st_ctime_ns", Value.Fixnum(status.MetaNanoseconds)), ("st_blocks", Number(status.Blocks)), ("st_blksize", Number(status.BlockSize)), ("st_rdev", Value.Fixnum(0)),
            ]);

        static Value Number(ulong value) => Value.Fixnum((long)value);
    }

    [PythonFunction("listdir", "path=None")]
    internal static async Work<Value> Names(PythonRuntime python, Value[] a)
    {
        Value given = a[0].IsUnspecified ? Value.Absent : a[0];
        if (await Path(python, given, "list folders") is not { } path)
        {
            return Value.Signal;
        }

        if (Entries(python, path, given) is not { } names)
        {
            return Value.Signal;
        }

        return python.Machine.ChargeAllocation(100L * names.Length) ? python.List([.. names.Select(name => Like(python, given, name))]) : Value.Signal;
    }

    private static string[]? Entries(PythonRuntime python, string path, in Value given)
    {
        var status = SystemCalls.Status(path, -1, true, out int error);
        if (status is null || (status.Mode & 0xF000) != 0x4000)
        {
            _ = python.SystemError(status is null ? error : ErrorNumbers.NotDirectory, given.IsAbsent ? python.Str(path) : given);
            return null;
        }

        try
        {
            return [.. Directory.EnumerateFileSystemEntries(path).Select(entry => System.IO.Path.GetFileName(entry)!)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _ = python.SystemError(ErrorNumbers.AccessDenied, given);
            return null;
        }
    }

    [PythonFunction("scandir", "path=None")]
    internal static async Work<Value> Scan(PythonRuntime python, Value[] a)
    {
        Value given = a[0].IsUnspecified ? Value.Absent : a[0];
        if (await Path(python, given, "list folders") is not { } path || Entries(python, path, given) is not { } names)
        {
            return Value.Signal;
        }

        Value module = await python.FindAndLoad("posix");
        if (module.IsSignal || !python.Machine.ChargeAllocation(400L * names.Length))
        {
            return Value.Signal;
        }

        var type = (PyType)((PyModule)module.Ref!).Find("DirEntry").Ref!;
        var entries = python.NewList();
        foreach (string name in names)
        {
            var entry = new PyInstance(type) { Shape = type.RootShape };
            entry.SetOwnAttribute("name", Like(python, given, name));
            entry.SetOwnAttribute("path", Like(python, given, given.IsAbsent ? "./" + name : System.IO.Path.Combine(path, name)));
            _ = entries.Append(python.Machine, Value.Object(entry));
        }

        return Value.Object(new PyScan(python.Types.Scan, (ListIterator)python.GetIterator(Value.Object(entries)).Ref!));
    }

    [PythonFunction("getcwd")]
    internal static Value Folder(PythonRuntime python, ReadOnlySpan<Value> a) => python.May(Capability.Files, "ask for files") ? python.Str(Directory.GetCurrentDirectory()) : Value.Signal;

    [PythonFunction("getcwdb")]
    internal static Value FolderBytes(PythonRuntime python, ReadOnlySpan<Value> a) => python.May(Capability.Files, "ask for files") ? Bytes(python, Directory.GetCurrentDirectory()) : Value.Signal;

    [PythonFunction("chdir", "path")]
    internal static async Work<Value> ChangeFolder(PythonRuntime python, Value[] a) =>
        await Path(python, a[0], "change the current folder") is { } path ? Done(python, SystemCalls.chdir(path), a[0]) : Value.Signal;

    [PythonFunction("mkdir", "path, mode=511, *, dir_fd=None")]
    internal static async Work<Value> MakeFolder(PythonRuntime python, Value[] a) =>
        await Path(python, a[0], "make folders") is { } path ? Done(python, SystemCalls.mkdir(path, IsNumber(a[1]) ? (uint)Number(a[1]) : 511), a[0]) : Value.Signal;

    [PythonFunction("rmdir", "path, *, dir_fd=None")]
    internal static async Work<Value> RemoveFolder(PythonRuntime python, Value[] a) =>
        await Path(python, a[0], "delete folders") is { } path ? Done(python, SystemCalls.rmdir(path), a[0]) : Value.Signal;

    [PythonFunction("unlink", "path, *, dir_fd=None")]
    [PythonFunction("remove", "path, *, dir_fd=None")]
    internal static async Work<Value> Remove(PythonRuntime python, Value[] a) =>
        await Path(python, a[0], "delete files") is { } path ? Done(python, SystemCalls.unlink(path), a[0]) : Value.Signal;

    [PythonFunction("rename", "src, dst, *, src_dir_fd=None, dst_dir_fd=None")]
    [PythonFunction("replace", "src, dst, *, src_dir_fd=None, dst_dir_fd=None")]
    internal static async Work<Value> Rename(PythonRuntime python, Value[] a) =>
        await Path(python, a[0], "rename files") is { } from && await Path(python, a[1], "rename files") is { } to ? Done(python, SystemCalls.rename(from, to), a[0]) : Value.Signal;

    [PythonFunction("symlink", "src, dst, target_is_directory=False, *, dir_fd=None")]
    internal static async Work<Value> Link(PythonRuntime python, Value[] a) =>
        await Path(python, a[0], "make links") is { } from && await Path(python, a[1], "make links") is { } to ? Done(python, SystemCalls.symlink(from, to), a[0]) : Value.Signal;

    [PythonFunction("readlink", "path, *, dir_fd=None")]
    internal static async Work<Value> ReadLink(PythonRuntime python, Value[] a)
    {
        if (await Path(python, a[0], "ask for files") is not { } path)
        {
            return Value.Signal;
        }

        byte[] target = new byte[4096];
        int length = (int)SystemCalls.readlink(path, ref target[0], target.Length);
        return length < 0 ? python.SystemError(Marshal.GetLastPInvokeError(), a[0]) : Like(python, a[0], System.Text.Encoding.UTF8.GetString(target, 0, length));
    }

    [PythonFunction("chmod", "path, mode, *, dir_fd=None, follow_symlinks=True")]
    internal static async Work<Value> ChangeMode(PythonRuntime python, Value[] a) =>
        Integers(python, a[1]) && await Path(python, a[0], "change files") is { } path ? Done(python, SystemCalls.chmod(path, (uint)Number(a[1])), a[0]) : Value.Signal;

    [PythonFunction("access", "path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True")]
    internal static async Work<Value> Access(PythonRuntime python, Value[] a) =>
        Integers(python, a[1]) && await Path(python, a[0], "ask for files") is { } path ? Value.Boolean(SystemCalls.access(path, (int)Number(a[1])) == 0) : Value.Signal;

    [PythonFunction("utime", "path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True")]
    internal static async Work<Value> SetTimes(PythonRuntime python, Value[] a)
    {
        if (await Path(python, a[0], "change files") is not { } path)
        {
            return Value.Signal;
        }

        try
        {
            var (access, change) = (DateTime.UtcNow, DateTime.UtcNow);
            if (a[1].Ref is PyTuple { Items.Length: 2 } times)
            {
                (access, change) = (At(times.Items[0]), At(times.Items[1]));
            }

            File.SetLastAccessTimeUtc(path, access);
            File.SetLastWriteTimeUtc(path, change);
            return Value.Unspecified;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return python.SystemError(exception is FileNotFoundException ? ErrorNumbers.NoEntry : ErrorNumbers.AccessDenied, a[0]);
        }

        static DateTime At(in Value seconds) => DateTime.UnixEpoch.AddSeconds(seconds.IsFlonum ? seconds.AsFlonum : seconds.Bits);
    }

    [PythonFunction("open", "path, flags, mode=511, *, dir_fd=None")]
    internal static async Work<Value> Open(PythonRuntime python, Value[] a)
    {
        if (await Path(python, a[0], "open files") is not { } path)
        {
            return Value.Signal;
        }

        int descriptor = SystemCalls.open(path, (int)Number(a[1]) | 524288, IsNumber(a[2]) ? (uint)Number(a[2]) : 511);
        return descriptor >= 0 ? Value.Fixnum(descriptor) : python.SystemError(Marshal.GetLastPInvokeError(), a[0]);
    }

    [PythonFunction("close", "fd")]
    internal static Value Close(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.May(Capability.Files, "close files") && Integers(python, a) ? Done(python, SystemCalls.close((int)Number(a[0])), Value.Unbound) : Value.Signal;

    [PythonFunction("read", "fd, length, /")]
    internal static Value Read(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.May(Capability.Files, "read files") || !Integers(python, a))
        {
            return Value.Signal;
        }

        long length = Number(a[1]);
        if (length is < 0 or > int.MaxValue)
        {
            return python.SystemError(InvalidArgument, Value.Unbound);
        }

        if (!python.Machine.ChargeAllocation(length))
        {
            return Value.Signal;
        }

        byte[] bytes = new byte[length + 1];
        nint count = SystemCalls.read((int)Number(a[0]), ref bytes[0], (nint)length);
        return count < 0 ? python.SystemError(Marshal.GetLastPInvokeError(), Value.Unbound) : Value.Object(new PyBytes(python.Types.Bytes, bytes[..(int)count]));
    }

    [PythonFunction("write", "fd, data, /")]
    internal static Value Write(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.May(Capability.Files, "write files") || !Integers(python, a[0]) || python.BytesArgument(a[1]) is not { } bytes)
        {
            return Value.Signal;
        }

        _ = python.Machine.Ports.FlushAll();
        byte none = 0;
        nint count = SystemCalls.write((int)Number(a[0]), ref bytes.Length == 0 ? ref none : ref bytes[0], bytes.Length);
        return count < 0 ? python.SystemError(Marshal.GetLastPInvokeError(), Value.Unbound) : Value.Fixnum(count);
    }

    private const int InvalidArgument = 22;

    /// <summary>The integer that an argument is or derives from.</summary>
    internal static long Number(in Value value) => Keys.AsNumber(PythonRuntime.Inner(value)).Bits;

    internal static bool IsNumber(in Value value) => Keys.AsNumber(PythonRuntime.Inner(value)).IsFixnum;

    /// <summary>Whether all are integers that fit into a word; otherwise an error is pending.</summary>
    internal static bool Integers(PythonRuntime python, params ReadOnlySpan<Value> given)
    {
        foreach (Value value in given)
        {
            if (!value.IsAbsent && !IsNumber(value))
            {
                _ = python.TypeError($"'{python.TypeName(value)}' object cannot be interpreted as an integer");
                return false;
            }
        }

        return true;
    }

    [PythonFunction("lseek", "fd, position, how, /")]
    internal static Value Seek(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        long place = python.May(Capability.Files, "read files") && Integers(python, a) ? SystemCalls.lseek((int)Number(a[0]), Number(a[1]), (int)Number(a[2])) : -2;
        return place >= 0 ? Value.Fixnum(place) : place == -2 ? Value.Signal : python.SystemError(Marshal.GetLastPInvokeError(), Value.Unbound);
    }

    [PythonFunction("isatty", "fd, /")]
    internal static Value IsTerminal(PythonRuntime python, ReadOnlySpan<Value> a) => Integers(python, a) ? Value.Boolean(SystemCalls.isatty((int)Number(a[0])) != 0) : Value.Signal;

    [PythonFunction("getpid")]
    internal static Value Process(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Environment.ProcessId);

    [PythonFunction("getppid")]
    internal static Value Parent(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(SystemCalls.getppid());

    [PythonFunction("getuid")]
    [PythonFunction("geteuid")]
    internal static Value User(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(SystemCalls.getuid());

    [PythonFunction("getgid")]
    [PythonFunction("getegid")]
    internal static Value Group(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(SystemCalls.getgid());

    [PythonFunction("umask", "mask, /")]
    internal static Value Mask(PythonRuntime python, ReadOnlySpan<Value> a) => Integers(python, a) ? Value.Fixnum(SystemCalls.umask((uint)Number(a[0]))) : Value.Signal;

    [PythonFunction("cpu_count")]
    internal static Value Processors(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Environment.ProcessorCount);

    [PythonFunction("strerror", "code, /")]
    internal static Value Message(PythonRuntime python, ReadOnlySpan<Value> a) => Integers(python, a) ? python.Str(ErrorNumbers.Message((int)Number(a[0]))) : Value.Signal;

    [PythonFunction("urandom", "size, /")]
    internal static Value Random(PythonRuntime python, ReadOnlySpan<Value> a) =>
        !Integers(python, a) ? Value.Signal
        : Number(a[0]) < 0 ? python.ValueError("negative argument not allowed")
        : python.Machine.ChargeAllocation(Number(a[0])) ? Value.Object(new PyBytes(python.Types.Bytes, System.Security.Cryptography.RandomNumberGenerator.GetBytes((int)Number(a[0])))) : Value.Signal;

    [PythonFunction("get_terminal_size", "fd=1, /")]
    internal static Value TerminalSize(PythonRuntime python, ReadOnlySpan<Value> a) => python.SystemError(25, Value.Unbound);

    [PythonFunction("putenv", "name, value, /")]
    [PythonFunction("unsetenv", "name, value=None, /")]
    internal static Value SetEnvironment(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!python.May(Capability.Environment, "change the environment"))
        {
            return Value.Signal;
        }

        string name = Text(a[0]);
        if (name.Length > 0)
        {
            Environment.SetEnvironmentVariable(name, a[1].IsAbsent ? null : Text(a[1]));
        }

        return Value.Unspecified;

        static string Text(in Value value) => value.Ref is PyBytes bytes ? System.Text.Encoding.UTF8.GetString(bytes.Items) : value.Ref?.ToString() ?? "";
    }

    [PythonFunction("_exit", "status")]
    internal static Value Exit(PythonRuntime python, ReadOnlySpan<Value> a) => python.Raise(python.NewException(python.Types.Exception("SystemExit"), a[0]));

    [PythonFunction("uname")]
    internal static async Work<Value> SystemName(PythonRuntime python, Value[] a)
    {
        Value module = await python.FindAndLoad("posix");
        return module.IsSignal ? module : StructSequence.Make(
            python,
            (PyType)((PyModule)module.Ref!).Find("uname_result").Ref!,
            [python.Str(OperatingSystem.IsMacOS() ? "Darwin" : "Linux"), python.Str(Environment.MachineName), python.Str(Environment.OSVersion.Version.ToString()), python.Str(""), python.Str(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")],
            []);
    }
}

/// <summary>What scandir gives: an iterator that can be left.</summary>
internal sealed class PyScan(PyType type, ListIterator entries) : PyIterator(type)
{
    internal override Value Next(PythonRuntime python) => entries.Next(python);
}

internal static class ScanMethods
{
    [PythonFunction("__iter__", "self, /")]
    [PythonFunction("__enter__", "self, /")]
    internal static Value Self(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__next__", "self, /")]
    internal static Value Next(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value next = ((PyScan)a[0].Ref!).Next(python);
        return next.IsAbsent ? python.StopIteration(Value.Unspecified) : next;
    }

    [PythonFunction("__exit__", "self, *args")]
    [PythonFunction("close", "self, *args")]
    internal static Value Close(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;
}

/// <summary>DirEntry.</summary>
internal static class DirectoryEntryMethods
{
    private static Value Path(in Value self) => ((PyObject)self.Ref!).OwnAttribute("path");

    private static Value Is(PythonRuntime python, in Value self, in Value follows, uint kind)
    {
        string path = Path(self).Ref is PyBytes bytes ? System.Text.Encoding.UTF8.GetString(bytes.Items) : Path(self).Ref!.ToString()!;
        var status = SystemCalls.Status(path, -1, follows.IsAbsent || follows.IsTrue, out _);
        return Value.Boolean(status is not null && (status.Mode & 0xF000) == kind);
    }

    [PythonFunction("is_dir", "self, *, follow_symlinks=True")]
    internal static Value IsFolder(PythonRuntime python, ReadOnlySpan<Value> a) => Is(python, a[0], a[1], 0x4000);

    [PythonFunction("is_file", "self, *, follow_symlinks=True")]
    internal static Value IsFile(PythonRuntime python, ReadOnlySpan<Value> a) => Is(python, a[0], a[1], 0x8000);

    [PythonFunction("is_symlink", "self")]
    internal static Value IsLink(PythonRuntime python, ReadOnlySpan<Value> a) => Is(python, a[0], Value.Boolean(false), 0xA000);

    [PythonFunction("stat", "self, *, follow_symlinks=True")]
    internal static Work<Value> Status(PythonRuntime python, Value[] a) => PosixModule.Status(python, Path(a[0]), a[1].IsAbsent || a[1].IsTrue);

    [PythonFunction("__fspath__", "self, /")]
    internal static Value FileSystemPath(PythonRuntime python, ReadOnlySpan<Value> a) => Path(a[0]);

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        Value name = await python.Repr(((PyObject)a[0].Ref!).OwnAttribute("name"));
        return name.IsSignal ? name : python.Str($"<DirEntry {PythonRuntime.TextOf(name)}>");
    }
}
