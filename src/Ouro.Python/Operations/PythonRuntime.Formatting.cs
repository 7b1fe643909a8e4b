using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Formatting.
internal sealed partial class PythonRuntime
{
    private Value FormatNative(Value value, Text specification) => Raise("NotImplementedError", "format specifications are not supported yet");

    private Work<Value> PercentFormat(Text format, Value arguments) => Raise("NotImplementedError", "% formatting is not supported yet");

    internal Work<Value> FormatFields(Text format, PyTuple? positional, Value named) => Raise("NotImplementedError", "str.format is not supported yet");
}
