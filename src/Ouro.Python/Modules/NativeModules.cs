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
        "_functools" => FunctoolsModule.Fill,
        "itertools" => ItertoolsModule.Fill,
        _ => null,
    };

    /// <summary>Those that stand in for modules of the standard library where there is none.</summary>
    internal static Action<PythonRuntime, PyModule>? StandIn(string name) => name switch
    {
        "operator" => OperatorModule.Fill,
        "functools" => FunctoolsModule.Fill,
        _ => null,
    };
}
