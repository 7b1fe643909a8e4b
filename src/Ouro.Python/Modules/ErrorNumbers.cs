using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module errno, and which exception stands for which number. The numbers are Linux's.</summary>
internal static class ErrorNumbers
{
    internal const int NoPermission = 1, NoEntry = 2, BadDescriptor = 9, AccessDenied = 13, Exists = 17, NotDirectory = 20, IsDirectory = 21, Invalid = 22, IllegalSeek = 29, NotSupported = 95;

    private const string Table =
        "EPERM 1 ENOENT 2 ESRCH 3 EINTR 4 EIO 5 ENXIO 6 E2BIG 7 ENOEXEC 8 EBADF 9 ECHILD 10 EAGAIN 11 ENOMEM 12 EACCES 13 EFAULT 14 ENOTBLK 15 EBUSY 16 EEXIST 17 EXDEV 18 ENODEV 19 ENOTDIR 20 EISDIR 21 EINVAL 22 ENFILE 23 EMFILE 24 "
        + "ENOTTY 25 ETXTBSY 26 EFBIG 27 ENOSPC 28 ESPIPE 29 EROFS 30 EMLINK 31 EPIPE 32 EDOM 33 ERANGE 34 EDEADLK 35 EDEADLOCK 35 ENAMETOOLONG 36 ENOLCK 37 ENOSYS 38 ENOTEMPTY 39 ELOOP 40 EWOULDBLOCK 11 EOVERFLOW 75 EILSEQ 84 ENOTSOCK 88 "
        + "EDESTADDRREQ 89 EMSGSIZE 90 EPROTOTYPE 91 ENOPROTOOPT 92 EPROTONOSUPPORT 93 EOPNOTSUPP 95 ENOTSUP 95 EAFNOSUPPORT 97 EADDRINUSE 98 EADDRNOTAVAIL 99 ENETDOWN 100 ENETUNREACH 101 ENETRESET 102 ECONNABORTED 103 ECONNRESET 104 "
        + "ENOBUFS 105 EISCONN 106 ENOTCONN 107 ESHUTDOWN 108 ETIMEDOUT 110 ECONNREFUSED 111 EHOSTDOWN 112 EHOSTUNREACH 113 EALREADY 114 EINPROGRESS 115 ESTALE 116 EDQUOT 122 ECANCELED 125";

    private static readonly FrozenDictionary<int, string> _exceptions = new Dictionary<int, string>
    {
        [1] = "PermissionError", [2] = "FileNotFoundError", [3] = "ProcessLookupError", [4] = "InterruptedError", [10] = "ChildProcessError", [11] = "BlockingIOError",
        [13] = "PermissionError", [17] = "FileExistsError", [20] = "NotADirectoryError", [21] = "IsADirectoryError", [32] = "BrokenPipeError", [103] = "ConnectionAbortedError",
        [104] = "ConnectionResetError", [108] = "BrokenPipeError", [110] = "TimeoutError", [111] = "ConnectionRefusedError", [114] = "BlockingIOError", [115] = "BlockingIOError",
    }.ToFrozenDictionary();

    internal static void Fill(PythonRuntime python, PyModule module)
    {
        var codes = python.NewDict();
        string[] words = Table.Split(' ');
        for (int i = 0; i < words.Length; i += 2)
        {
            long number = long.Parse(words[i + 1], System.Globalization.CultureInfo.InvariantCulture);
            module.Set(words[i], Value.Fixnum(number));
            python.StoreNumber(codes, number, python.Str(words[i]));
        }

        module.Set("errorcode", Value.Object(codes));
    }

    /// <summary>The type of the exception for a number.</summary>
    internal static PyType TypeOf(PythonRuntime python, long number) => python.Types.Exception(_exceptions.GetValueOrDefault((int)number, "OSError"));

    /// <summary>The system's words for a number.</summary>
    internal static string Message(int number) => Marshal.GetPInvokeErrorMessage(number);
}
