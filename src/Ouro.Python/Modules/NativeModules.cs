using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The modules that are made here: a name, and what fills the module when it is first imported.</summary>
internal static class NativeModules
{
    internal static Action<PythonRuntime, PyModule>? Find(string name) => name switch
    {
        "math" => MathModule.Fill,
        "operator" or "_operator" => OperatorModule.Fill,
        "functools" or "_functools" => FunctoolsModule.Fill,
        "itertools" => ItertoolsModule.Fill,
        _ => null,
    };
}
