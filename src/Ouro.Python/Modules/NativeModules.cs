using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The modules that are made here: a name, and what fills the module when it is first imported.</summary>
internal static class NativeModules
{
    internal static Action<PythonRuntime, PyModule>? Find(string name) => name switch
    {
        "math" => MathModule.Fill,
        "_operator" => OperatorModule.Fill,
        "_collections" => CollectionsModule.Fill,
        "_functools" => FunctoolsModule.Fill,
        "itertools" => ItertoolsModule.Fill,
        "_codecs" => CodecsModule.Fill,
        "cmath" => CmathModule.Fill,
        "_struct" => StructModule.Fill,
        "_random" => RandomModule.Fill,
        "binascii" => BinasciiModule.Fill,
        "_bisect" => BisectModule.Fill,
        "_json" => JsonModule.Fill,
        "_string" => StringModule.Fill,
        "_typing" => TypingModule.Fill,
        "unicodedata" => UnicodeDataModule.Fill,
        "array" => ArrayModule.Fill,
        "_heapq" => HeapModule.Fill,
        "_md5" => HashModules.Filling("md5"),
        "_sha1" => HashModules.Filling("sha1"),
        "_sha256" => HashModules.Filling("sha256"),
        "_sha512" => HashModules.Filling("sha512", "sha384"),
        "_sha2" => HashModules.Filling("sha256", "sha384", "sha512"),
        "_sre" => SreModule.Fill,
        "_weakref" => WeakrefModule.Fill,
        "_abc" => AbcModule.Fill,
        _ => SystemModules.Find(name),
    };

    /// <summary>The names of all of them.</summary>
    internal static IEnumerable<string> Names => Known.Where(name => Find(name) is not null);

    private static IEnumerable<string> Known =>
        ("_abc _ast _bisect _codecs _collections _contextvars _functools _heapq _imp _io _json _locale _opcode _md5 _operator _posixsubprocess _random _sha1 _sha256 _sha512 _signal _socket _sre _stat _string _struct _thread _tracemalloc _typing _warnings _weakref "
        + "array atexit binascii builtins cmath errno gc itertools marshal math posix select sys time unicodedata").Split(' ');

    /// <summary>Those that stand in for modules of the standard library where there is none.</summary>
    internal static Action<PythonRuntime, PyModule>? StandIn(string name) => name switch
    {
        "operator" => OperatorModule.Fill,
        "functools" => FunctoolsModule.Fill,
        _ => null,
    };
}
