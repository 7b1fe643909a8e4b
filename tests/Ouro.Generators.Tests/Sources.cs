// Small sources, compiled beside the real attributes and a prelude. What is expected is said by markers in them: a line
// that ends in `// OURO003` has that diagnostic, and words after the number are part of its message; no other
// line has any.

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ouro.Generators.Tests;

/// <summary>Compiles small sources and compares diagnostics with the markers in them.</summary>
internal static partial class Sources
{
    private const string Usings = """
        global using System;
        global using System.Runtime.CompilerServices;
        global using Ouro.Machine.Code;
        global using Ouro.Machine.Execution;
        global using Ouro.Machine.Values;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview, DocumentationMode.None);

    private static readonly ImmutableArray<MetadataReference> Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A compilation of the prelude and the source (file Test.cs).</summary>
    internal static CSharpCompilation Compile(string source, string path = "Test.cs") => CSharpCompilation.Create(
        "Small",
        [Parse(Usings, "Usings.cs"), Parse(Resource("Declarations.cs"), "Declarations.cs"), Parse(Resource("Prelude.cs"), "Prelude.cs"), Parse(source, path)],
        Platform,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    internal static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Parsing, path);

    /// <summary>Runs an analyser over a source that must compile.</summary>
    internal static void CheckAnalyser(DiagnosticAnalyzer analyser, string source, string path = "Test.cs")
    {
        CSharpCompilation compilation = Compile(source, path);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Compare(source, compilation.WithAnalyzers([analyser]).GetAnalyzerDiagnosticsAsync().Result);
    }

    /// <summary>Runs the generator over a source; what it generates is not compiled.</summary>
    internal static GeneratorDriverRunResult CheckGenerator(string source)
    {
        GeneratorDriverRunResult result = NewDriver().RunGenerators(Compile(source)).GetRunResult();
        Assert.All(result.Results, r => Assert.Null(r.Exception));
        Compare(source, result.Diagnostics);
        return result;
    }

    internal static CSharpGeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [new OuroGenerator().AsSourceGenerator()], parseOptions: Parsing, driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));

    /// <summary>A generated file.</summary>
    internal static string Generated(this GeneratorDriverRunResult result, string name) =>
        result.Results[0].GeneratedSources.Single(s => s.HintName == name).SourceText.ToString();

    private static void Compare(string source, IEnumerable<Diagnostic> diagnostics)
    {
        var found = new Dictionary<int, List<Diagnostic>>();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
            int line = diagnostic.Location == Location.None ? -1 : diagnostic.Location.GetLineSpan().StartLinePosition.Line;
            found.TryAdd(line, []);
            found[line].Add(diagnostic);
        }

        string[] lines = source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            Match marker = Marker().Match(lines[i]);
            if (!marker.Success)
            {
                continue;
            }

            Assert.True(found.Remove(i, out List<Diagnostic>? here), $"no diagnostic in line {i + 1}: {lines[i].Trim()}");
            Diagnostic diagnostic = Assert.Single(here);
            Assert.Equal(marker.Groups[1].Value, diagnostic.Id);
            Assert.Contains(marker.Groups[2].Value.Trim(), diagnostic.GetMessage(), StringComparison.Ordinal);
        }

        Assert.Empty(found.SelectMany(f => f.Value));
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(Sources).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("// (OURO[0-9]{3})(.*)$")]
    private static partial Regex Marker();
}
