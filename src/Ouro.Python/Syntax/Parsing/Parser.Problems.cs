// How problems are placed: at a token, at a node, over a range, from something to where the tokenizer stands, or at the last token that
// was looked at.

namespace Ouro.Python.Syntax.Parsing;

using System.Text;
using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    /// <summary>Whether the source is refused for its indentation, which nothing that comes after it changes.</summary>
    private bool _isIndentation;

    private SyntaxProblemException Refused(SourceSpan span, string message) => At(SyntaxProblemKind.SyntaxError, span.Line, span.Column + 1, span.EndLine, span.EndColumn + 1, message);

    private SyntaxProblemException Refused(Node node, string message) => Refused(node.Span, message);

    private SyntaxProblemException Refused(Node first, Node last, string message) =>
        Refused(new SourceSpan(first.Span.Line, first.Span.Column, last.Span.EndLine, last.Span.EndColumn), message);

    private SyntaxProblemException Refused(Node first, int lastToken, string message) =>
        Refused(new SourceSpan(first.Span.Line, first.Span.Column, _tokens[lastToken].EndLine, _tokens[lastToken].EndColumn), message);

    private SyntaxProblemException Refused(int firstToken, Node last, string message) =>
        Refused(new SourceSpan(_tokens[firstToken].Line, _tokens[firstToken].Column, last.Span.EndLine, last.Span.EndColumn), message);

    private SyntaxProblemException Refused(int firstToken, int lastToken, string message) =>
        Refused(new SourceSpan(_tokens[firstToken].Line, _tokens[firstToken].Column, _tokens[lastToken].EndLine, _tokens[lastToken].EndColumn), message);

    /// <summary>From a place to where the tokenizer stands.</summary>
    private SyntaxProblemException RefusedFrom(int line, int column, string message)
    {
        ref var last = ref _tokens[_furthest];
        return At(SyntaxProblemKind.SyntaxError, line, column + 1, last.StopLine, last.StopColumn, message);
    }

    private SyntaxProblemException RefusedFrom(int token, string message) => RefusedFrom(_tokens[token].Line, _tokens[token].Column, message);

    /// <summary>At the last token that was looked at.</summary>
    private SyntaxProblemException RefusedLast(string message, SyntaxProblemKind kind = SyntaxProblemKind.SyntaxError)
    {
        ref var token = ref _tokens[_furthest];
        return token.Column < 0
            ? At(kind, token.Line, token.StopColumn, token.EndLine, -1, message)
            : At(kind, token.Line, token.Column + 1, token.EndLine, token.EndColumn + 1, message);
    }

    /// <summary>Nothing better is known: the token that the first pass could not pass is wrong.</summary>
    private SyntaxProblemException Generic(int last)
    {
        if (_tokens[last].Kind is TokenKind.Indent or TokenKind.Dedent)
        {
            _isIndentation = true;
            return RefusedLast(_tokens[last].Kind == TokenKind.Indent ? "unexpected indent" : "unexpected unindent", SyntaxProblemKind.IndentationError);
        }

        ref var token = ref _tokens[last];
        return token.Column < 0 ? At(SyntaxProblemKind.SyntaxError, token.Line, 0, token.EndLine, 0, "invalid syntax") : Refused(last, last, "invalid syntax");
    }

    /// <summary>What the tokenizer finds in the rest of the source, if that takes precedence.</summary>
    private SyntaxProblem? Overriding(SyntaxProblem problem)
    {
        if (_isIndentation || _tokenProblem is not { } found || ReferenceEquals(found.Problem, problem) || problem.Kind is not (SyntaxProblemKind.SyntaxError or SyntaxProblemKind.IndentationError) || _field is not null)
        {
            return null;
        }

        if (found.IsDirect)
        {
            return found.Problem;
        }

        return found.Unclosed.Line > 0 && _tokens[_furthest].Line > found.Unclosed.Line ? Tokenizer.UnclosedProblem(_source, found.Unclosed) : null;
    }

    /// <summary>A problem with columns in bytes, from 1.</summary>
    private SyntaxProblemException At(SyntaxProblemKind kind, int line, int offset, int endLine, int endOffset, string message)
    {
        if (_field is { } field)
        {
            message = "f-string: " + message;
        }

        int start = _source.StartOf(line - (_field?.Line ?? 0));
        string text = _source.LineAt(start);
        if (_field is { } place)
        {
            offset -= place.Column;
            endOffset -= endOffset > 0 ? place.Column : 0;
        }

        int endStart = endLine == line || _field is not null ? start : _source.StartOf(endLine);
        return new SyntaxProblemException(new SyntaxProblem(kind, message, line, Characters(start, offset), endLine, endOffset > 0 ? Characters(endStart, endOffset) : endOffset, text));
    }

    /// <summary>A column in bytes from 1 as one in characters from 1.</summary>
    private int Characters(int lineStart, int offset)
    {
        if (offset <= 0)
        {
            return offset;
        }

        int length = Math.Min(offset - 1, _source.Length - lineStart);
        int count = 0;
        for (int i = 0; i < length; i++)
        {
            count += (_bytes[lineStart + i] & 0xC0) != 0x80 ? 1 : 0;
        }

        return count + 1 + (offset - 1 - length);
    }

    /// <summary>What messages call an expression.</summary>
    internal static string NameOf(ExpressionNode node) => node switch
    {
        Attribute => "attribute",
        Subscript => "subscript",
        Starred => "starred",
        Name => "name",
        List => "list",
        Tuple => "tuple",
        Lambda => "lambda",
        Call => "function call",
        BoolOp or BinOp or UnaryOp => "expression",
        GeneratorExp => "generator expression",
        Yield or YieldFrom => "yield expression",
        Await => "await expression",
        ListComp => "list comprehension",
        SetComp => "set comprehension",
        DictComp => "dict comprehension",
        Dict => "dict literal",
        Set => "set display",
        JoinedStr or FormattedValue => "f-string expression",
        Constant constant => constant.Value switch
        {
            Literal.None => "None",
            Literal.Boolean boolean => boolean.Value ? "True" : "False",
            Literal.Ellipsis => "ellipsis",
            _ => "literal",
        },
        Compare => "comparison",
        IfExp => "conditional expression",
        NamedExpr => "named expression",
        _ => "expression",
    };

    private enum TargetKind
    {
        Star,
        Delete,
        For,
    }

    /// <summary>The innermost part of an expression that cannot be a target, or null.</summary>
    private static ExpressionNode? InvalidTarget(ExpressionNode node, TargetKind kind)
    {
        switch (node)
        {
            case List list:
                return FirstInvalid(list.Elts, kind);
            case Tuple tuple:
                return FirstInvalid(tuple.Elts, kind);
            case Starred starred:
                return kind == TargetKind.Delete ? starred : InvalidTarget(starred.Value, kind);
            case Compare compare when kind == TargetKind.For:
                // "for a in b" was read as a comparison.
                return compare.Ops[0] == ComparisonOperator.In ? InvalidTarget(compare.Left, kind) : null;
            case Name or Subscript or Attribute:
                return null;
            default:
                return node;
        }
    }

    private static ExpressionNode? FirstInvalid(ExpressionNode[] nodes, TargetKind kind)
    {
        foreach (var node in nodes)
        {
            if (InvalidTarget(node, kind) is { } invalid)
            {
                return invalid;
            }
        }

        return null;
    }

    private void RefuseTarget(ExpressionNode node, TargetKind kind)
    {
        if (InvalidTarget(node, kind) is { } invalid)
        {
            throw Refused(invalid, $"cannot {(kind == TargetKind.Delete ? "delete" : "assign to")} {NameOf(invalid)}");
        }
    }
}
