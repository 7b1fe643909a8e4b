using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Where things are: sys.path, and paths that programs give.
internal sealed partial class PythonRuntime
{
    /// <summary>Sets sys.path and what belongs to it.</summary>
    /// <param name="first">The folder of the program.</param>
    /// <param name="more">Folders that the user named.</param>
    internal void SetUpPaths(string first, IReadOnlyList<string> more)
    {
        var folders = new List<string> { first };
        folders.AddRange(more);
        if (Machine.Capabilities.HasFlag(Capability.Environment))
        {
            folders.AddRange((Environment.GetEnvironmentVariable("PYTHONPATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        }

        string prefix = "";
        if (LibraryFolder is { } library)
        {
            prefix = Path.GetDirectoryName(Path.GetDirectoryName(library)) ?? "";
            folders.Add(library);
        }

        SystemModule.Set("path", List([.. folders.Select(Str)]));
        SystemModule.Set("meta_path", List(Value.Object(ImportTypes.BuiltinImporter), Value.Object(ImportTypes.PathFinder)));
        SystemModule.Set("path_hooks", List());
        SystemModule.Set("path_importer_cache", Value.Object(NewDict()));
        foreach (string name in (ReadOnlySpan<string>)["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"])
        {
            SystemModule.Set(name, Str(prefix));
        }

        SystemModule.Set("_stdlib_dir", LibraryFolder is null ? Value.Unspecified : Str(LibraryFolder));
    }

    /// <summary>os.fspath: a str or bytes that is a path, as str; or the signal.</summary>
    internal async Work<Value> PathOf(Value value)
    {
        if (Inner(value).Ref is Text text)
        {
            return Value.Object(text);
        }

        if (value.Ref is PyBytes bytes)
        {
            return Str(System.Text.Encoding.UTF8.GetString(bytes.Items));
        }

        Value method = TypeOf(value).Special("__fspath__");
        Value path = method.IsUnbound ? Value.Unbound : await Call(method, value);
        return path.IsSignal ? path
            : Inner(path).Ref is Text found ? Value.Object(found)
            : path.Ref is PyBytes encoded ? Str(System.Text.Encoding.UTF8.GetString(encoded.Items))
            : path.IsUnbound ? TypeError($"expected str, bytes or os.PathLike object, not {TypeName(value)}")
            : TypeError($"expected {TypeName(value)}.__fspath__() to return str or bytes, not {TypeName(path)}");
    }
}
