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

/// <summary>What the compilation of one source shares: the source, its tables, the module that it belongs to.</summary>
internal sealed class Program
{
    /// <summary>The minor version of the language.</summary>
    internal const int Version = 11;

    private readonly IReadOnlyDictionary<Node, SymbolTable> _tables;
    private readonly string _text;
    private string[]? _lines;

    private Program(PythonRuntime python, PyModule module, string file, string text, IReadOnlyDictionary<Node, SymbolTable> tables)
    {
        Python = python;
        Module = module;
        File = file;
        _text = text;
        _tables = tables;
        IsAscii = Ascii.IsValid(text);
        Shared = new SharedOperations(python, module);
    }

    internal PythonRuntime Python { get; }

    internal PyModule Module { get; }

    internal string File { get; }

    internal SharedOperations Shared { get; }

    /// <summary>The first form that cannot be compiled yet.</summary>
    internal Refusal? Refused { get; private set; }

    private bool IsAscii { get; }

    /// <summary>Compiles a source that belongs to a module.</summary>
    /// <param name="isExpression">It is an expression whose value the code gives.</param>
    /// <returns>The code, or null with the exception to be raised.</returns>
    internal static (CodeObject? Code, PyException? Error) Compile(PythonRuntime python, PyModule module, string file, string text, bool isExpression = false)
    {
        var mode = isExpression ? SourceMode.Expression : SourceMode.File;
        var analysis = FrontEnd.Analyse(text, Version, mode);
        if (analysis.Problem is { } problem)
        {
            return (null, python.SyntaxError(problem, file));
        }

        var program = new Program(python, module, file, text, analysis.Tables!);
        var generator = new CodeGenerator(program, analysis.Table!, null, new FunctionInfo { Name = "<module>", QualifiedName = "<module>", FileName = file, FirstLine = 1 });
        var code = analysis.Tree is Expression expression ? generator.ExpressionCode(expression.Body) : generator.ModuleCode(((Syntax.Tree.Module)analysis.Tree!).Body);
        if (program.Refused is { } refused)
        {
            return (null, python.NotSupported(refused, file, program.LineOf(refused.Span.Line)));
        }

        return code is null ? (null, python.NewException(python.Types.Exception("SystemError"), python.Str(generator.Problem))) : (code, null);
    }

    internal SymbolTable TableOf(Node node) => _tables[node];

    internal void Refuse(string form, Node node) => Refused ??= new Refusal(form, node.Span);

    /// <summary>A span as the machine has it: columns of characters from 1.</summary>
    internal Ouro.Machine.Execution.SourceSpan Place(Syntax.Tree.SourceSpan span) =>
        new(File, span.Line, Column(span.Line, span.Column) + 1, span.EndLine, Column(span.EndLine, span.EndColumn) + 1);

    internal string LineOf(int line)
    {
        _lines ??= _text.Split('\n');
        return line >= 1 && line <= _lines.Length ? _lines[line - 1].TrimEnd('\r') : "";
    }

    private int Column(int line, int bytes)
    {
        if (IsAscii)
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
