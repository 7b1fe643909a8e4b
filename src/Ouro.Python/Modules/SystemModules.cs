using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The modules that have to do with the system and with Python itself: a name, and what fills the module.</summary>
internal static class SystemModules
{
    internal static Action<PythonRuntime, PyModule>? Find(string name) => name switch
    {
        "_ast" => AstModule.Fill,
        "_contextvars" => ContextVariablesModule.Fill,
        "_imp" => ImpModule.Fill,
        "_io" => IoModule.Fill,
        "_locale" => LocaleModule.Fill,
        "_opcode" => Plain(typeof(OpcodeModule)),
        "_posixsubprocess" when !OperatingSystem.IsWindows() => ProcessModule.Fill,
        "_signal" => SignalModule.Fill,
        "_socket" when !OperatingSystem.IsWindows() => SocketModule.Fill,
        "_thread" => ThreadModule.Fill,
        "_tracemalloc" => Plain(typeof(TraceMemoryModule)),
        "atexit" => Plain(typeof(ExitModule)),
        "errno" => ErrorNumbers.Fill,
        "gc" => CollectorModule.Fill,
        "marshal" => MarshalModule.Fill,
        "posix" when !OperatingSystem.IsWindows() => PosixModule.Fill,
        "select" when !OperatingSystem.IsWindows() => SelectModule.Fill,
        "time" => TimeModule.Fill,
        _ => null,
    };

    private static Action<PythonRuntime, PyModule> Plain(Type declarations) => (python, module) => Registry.Fill(python, module, declarations);

    /// <summary>Makes a type and puts it into a module.</summary>
    internal static PyType AddType(PythonRuntime python, PyModule module, string name, Type? declarations, Layout layout = Layout.Own, PyType? parent = null, bool final = false)
    {
        var type = python.Types.Make(name, declarations, layout, parent, final);
        type.ModuleName = module.Name;
        type.AsksMethods = true;
        module.Set(name, Value.Object(type));
        return type;
    }
}
