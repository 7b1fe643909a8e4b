// Every source of the host's standard library, its test suite included where it is installed: the same tree, node by node with its place,
// and the same symbol tables. A sample of them unless the run is long.

namespace Ouro.Python.Tests;

using System.Text;
using Ouro.Python.Syntax;
using Ouro.Python.Tests.Host;

public sealed class LibraryTests
{
    [PythonFact]
    public void TreesAreThoseOfTheHost() => Compare(1, (host, file, bytes) =>
        (Answers.Of(FrontEnd.Parse(bytes, host.Version), host.Version), host.Ask("dump-bytes", bytes)));

    [PythonFact]
    public void SymbolTablesAreThoseOfTheHost() => Compare(2, (host, file, bytes) =>
    {
        string source;
        try
        {
            source = new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return ("", "");
        }

        if (source.StartsWith('\uFEFF') || source.Contains('\0', StringComparison.Ordinal))
        {
            return ("", "");
        }

        var result = FrontEnd.Tables(source, host.Version);
        return (result.Table is { } table ? "T" + TableText.Of(table) : Answers.Of(result.Problem!), host.Ask("tables", source));
    });

    private static void Compare(int seed, Func<HostPython, string, byte[], (string Ours, string Theirs)> answers)
    {
        using var host = new HostPython();
        string library = host.Ask("library", "")[1..];
        var files = Directory.EnumerateFiles(library, "*.py", SearchOption.AllDirectories).Where(file => !file.Contains("-packages", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(files);
        var wrong = new List<string>();
        for (int i = Answers.IsLongRun ? 0 : seed; i < files.Length; i += Answers.IsLongRun ? 1 : Math.Max(1, files.Length / 30))
        {
            byte[] bytes = File.ReadAllBytes(files[i]);
            if (bytes.Length > 60_000 && !Answers.IsLongRun)
            {
                continue;
            }

            var (ours, theirs) = answers(host, files[i], bytes);
            if (ours != theirs)
            {
                wrong.Add($"{files[i]}\n{Answers.Difference(ours, theirs)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {files.Length} differ\n{string.Join('\n', wrong.Take(10))}");
    }
}
