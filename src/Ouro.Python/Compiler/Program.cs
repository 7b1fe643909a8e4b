using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Syntax;
using Ouro.Python.Syntax.Parsing;
using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;
using SymbolTable = Ouro.Python.Syntax.Scopes.SymbolTable;

namespace Ouro.Python.Compiler;

/// <summary>A form of the language that is not compiled yet.</summary>
internal sealed record Refusal(string Form, Syntax.Tree.SourceSpan Span);

/// <summary>A source that was analysed and found to be right.</summary>
internal sealed class SourceUnit(string file, string text, ModNode tree, SymbolTable table, IReadOnlyDictionary<Node, SymbolTable> tables)
{
    private string[]? _lines;

    internal string File { get; } = file;

    internal ModNode Tree { get; } = tree;

    internal SymbolTable Table { get; } = table;

    internal IReadOnlyDictionary<Node, SymbolTable> Tables { get; } = tables;

    internal bool IsAscii { get; } = Ascii.IsValid(text);

    /// <summary>Annotations are kept as text.</summary>
    internal bool HasLazyAnnotations { get; init; }

    /// <summary>The description of its code.</summary>
    internal FunctionInfo Info { get; } = new() { Name = "<module>", QualifiedName = "<module>", FileName = file, FirstLine = 1 };

    internal string LineOf(int line)
    {
        _lines ??= text.Split('\n');
        return line >= 1 && line <= _lines.Length ? _lines[line - 1].TrimEnd('\r') : "";
    }
}

/// <summary>What the compilation of one source shares: the source, its tables, the global variables.</summary>
internal sealed class Program
{
    /// <summary>The minor version of the language.</summary>
    internal const int Version = 11;

    private readonly SourceUnit _source;

    private Program(PythonRuntime python, Namespace names, SourceUnit source)
    {
        Python = python;
        Names = names;
        _source = source;
        Shared = new SharedOperations(python, names.Dictionary);
    }

    internal PythonRuntime Python { get; }

    /// <summary>The global variables of the code.</summary>
    internal Namespace Names { get; }

    internal string File => _source.File;

    /// <summary>Values of expressions that are statements are shown.</summary>
    internal bool IsInteractive => _source.Tree is Interactive;

    /// <summary>Annotations are kept as text.</summary>
    internal bool HasLazyAnnotations => _source.HasLazyAnnotations;

    internal SharedOperations Shared { get; }

    /// <summary>The first form that cannot be compiled yet.</summary>
    internal Refusal? Refused { get; private set; }

    /// <summary>Compiles a source.</summary>
    /// <returns>The code, or null with the exception to be raised.</returns>
    internal static (CodeObject? Code, PyException? Error) Compile(PythonRuntime python, Namespace names, string file, string text, SourceMode mode = SourceMode.File)
    {
        var (unit, error) = Analyse(python, file, () => FrontEnd.Analyse(text, Version, mode), text);
        return unit is null ? (null, error) : Generate(python, names, unit, hasLocals: false);
    }

    /// <summary>Does all of a compilation that does not depend on where names are.</summary>
    internal static (SourceUnit? Unit, PyException? Error) Analyse(PythonRuntime python, string file, Func<AnalysisResult> analyse, string text)
    {
        var analysis = analyse();
        return analysis.Problem is { } problem
            ? (null, python.SyntaxError(problem, file))
            : (new SourceUnit(file, text, analysis.Tree!, analysis.Table!, analysis.Tables!) { HasLazyAnnotations = analysis.HasLazyAnnotations }, null);
    }

    /// <summary>Makes the code of a source.</summary>
    /// <param name="names">Its global variables.</param>
    /// <param name="unit">The source.</param>
    /// <param name="hasLocals">The code takes a mapping that holds the names that are not global.</param>
    internal static (CodeObject? Code, PyException? Error) Generate(PythonRuntime python, Namespace names, SourceUnit unit, bool hasLocals, FunctionInfo? info = null)
    {
        var program = new Program(python, names, unit);
        var generator = new CodeGenerator(program, unit.Table, null, info ?? unit.Info) { HasLocals = hasLocals };
        return program.Checked(unit.Tree switch
        {
            Expression expression => generator.ExpressionCode(expression.Body),
            Interactive interactive => generator.ModuleCode(interactive.Body),
            var tree => generator.ModuleCode(((Syntax.Tree.Module)tree).Body),
        }, generator);
    }

    /// <summary>Makes the code of a function again, with other global variables.</summary>
    internal (CodeObject? Code, PyException? Error) Again(Namespace names, Func<Program, CodeGenerator> prepare, Func<CodeGenerator, CodeObject?> generate)
    {
        var program = new Program(Python, names, _source);
        var generator = prepare(program);
        return program.Checked(generate(generator), generator);
    }

    private (CodeObject? Code, PyException? Error) Checked(CodeObject? code, CodeGenerator generator)
    {
        if (Refused is { } refused)
        {
            return (null, Python.NotSupported(refused, File, LineOf(refused.Span.Line)));
        }

        return code is null ? (null, Python.NewException(Python.Types.Exception("SystemError"), Python.Str(generator.Problem))) : (code, null);
    }

    internal SymbolTable TableOf(Node node) => _source.Tables[node];

    internal void Refuse(string form, Node node) => Refused ??= new Refusal(form, node.Span);

    /// <summary>A span as the machine has it: columns of characters from 1.</summary>
    internal Ouro.Machine.Execution.SourceSpan Place(Syntax.Tree.SourceSpan span) =>
        new(File, span.Line, Column(span.Line, span.Column) + 1, span.EndLine, Column(span.EndLine, span.EndColumn) + 1);

    internal string LineOf(int line) => _source.LineOf(line);

    private int Column(int line, int bytes)
    {
        if (_source.IsAscii)
        {
            return bytes;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(LineOf(line));
        int characters = 0;
        for (int i = 0; i < Math.Min(bytes, utf8.Length); i++)
        {
            characters += (utf8[i] & 0xC0) != 0x80 ? 1 : 0;
        }

        return characters;
    }
}
