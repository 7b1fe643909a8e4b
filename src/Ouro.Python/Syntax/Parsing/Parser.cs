// The parser goes over a source at most twice. The first pass only decides: wherever the next token tells which form follows, it looks no
// further, and a form that does not fit gives null. If the source does not fit, the second pass ("diagnosing") goes over it again in the
// order in which CPython's grammar tries its alternatives, with the forms that only exist to be refused with a better message among them.
// The order matters: the first form that is recognised as wrong gives the message. The second pass remembers what it found at which token,
// since forms are tried again and again. If it recognises nothing either, the token that the first pass could not pass is to blame.
//
// A method of a form gives null, with the position as it was, if the form is not there; what must not be there throws.

namespace Ouro.Python.Syntax.Parsing;

using System.Runtime.CompilerServices;
using System.Text;
using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

/// <summary>What the source is meant to be.</summary>
internal enum SourceMode
{
    /// <summary>Statements: <c>exec</c>.</summary>
    File,

    /// <summary>One expression: <c>eval</c>.</summary>
    Expression,

    /// <summary>One statement at a prompt: <c>single</c>.</summary>
    Interactive,
}

/// <summary>Makes the syntax tree of a source.</summary>
internal sealed partial class Parser
{
    /// <summary>How deep forms may be in each other, in CPython's count: one for a sign, two for a power or a lambda expression, and many for a bracket.</summary>
    private const int MaxDepth = 5_970;

    /// <summary>What a bracket counts; the tokenizer allows 200 of them.</summary>
    private const int BracketDepth = 20;

    private readonly SourceText _source;
    private readonly byte[] _bytes;
    private readonly int _version;
    private readonly Token[] _tokens;
    private readonly TokenProblem? _tokenProblem;
    private readonly NameTable _names;
    private readonly FieldPlace? _field;
    private Dictionary<(Form Form, int At), (object? Node, int End)> _memo = [];
    private int _at;
    private int _furthest = -1;
    private int _depth;
    private bool _diagnosing;

    /// <summary>Whether this is the second pass, also where mistakes are not looked for.</summary>
    private bool _remembering;

    private Parser(SourceText source, int version, NameTable names, FieldPlace? field)
    {
        _source = source;
        _bytes = source.Utf8;
        _version = version;
        _names = names;
        _field = field;
        _tokens = Tokenizer.Run(source, version, out _tokenProblem);
    }

    /// <summary>The forms whose results the second pass remembers.</summary>
    private enum Form
    {
        Expression,
        Disjunction,
        StarExpression,
        BitwiseOr,
        Primary,
        Arguments,
        Block,
        SimpleStatement,
        InvalidNamedExpression,
        StarTarget,
        Strings,
        Atom,
        Pattern,
    }

    private TokenKind Current
    {
        get
        {
            if (_at > _furthest)
            {
                Reach(_at);
            }

            return _tokens[_at].Kind;
        }
    }

    /// <summary>Makes the tree of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="version">The minor version of the language: 11, 12 or 13.</param>
    /// <param name="mode">What the source is meant to be.</param>
    /// <exception cref="SyntaxProblemException">The source is not what it is meant to be.</exception>
    internal static ModNode Parse(SourceText source, int version, SourceMode mode = SourceMode.File) => Parse(source, version, mode, new NameTable(), null);

    private static ModNode Parse(SourceText source, int version, SourceMode mode, NameTable names, FieldPlace? field)
    {
        var parser = new Parser(source, version, names, field);
        try
        {
            if (parser.Run(mode) is { } tree)
            {
                return tree;
            }

            int last = parser._furthest;
            parser._at = 0;
            parser._depth = 0;
            parser._diagnosing = true;
            parser._remembering = true;
            parser._memo = [];
            parser.Run(mode);
            throw parser.Generic(last);
        }
        catch (SyntaxProblemException problem) when (parser.Overriding(problem.Problem) is { } other)
        {
            throw new SyntaxProblemException(other);
        }
    }

    private ModNode? Run(SourceMode mode)
    {
        switch (mode)
        {
            case SourceMode.File:
                var body = Statements();
                return Take(TokenKind.EndMarker) ? new Module(body, []) : null;
            case SourceMode.Expression:
                if (Expressions() is not { } value)
                {
                    return null;
                }

                while (Take(TokenKind.NewLine))
                {
                }

                return Take(TokenKind.EndMarker) ? new Expression(value) : null;
            default:
                return InteractiveStatement();
        }
    }

    private ModNode? InteractiveStatement()
    {
        var body = new List<StatementNode>();
        if (Take(TokenKind.NewLine))
        {
            body.Add(new Pass(SpanFrom(_at - 1)));
        }
        else if (Current == TokenKind.EndMarker)
        {
            return null;
        }
        else
        {
            int start = _at;
            if (CompoundStatement() is { } compound)
            {
                body.Add(compound);
                if (!Take(TokenKind.NewLine) && Current != TokenKind.EndMarker)
                {
                    return null;
                }
            }
            else
            {
                _at = start;
                if (!SimpleStatements(body))
                {
                    return null;
                }
            }
        }

        while (Take(TokenKind.NewLine))
        {
        }

        return Current == TokenKind.EndMarker ? new Interactive([.. body]) : null;
    }

    private void Reach(int at)
    {
        _furthest = at;
        if (_tokens[at].Kind == TokenKind.Error)
        {
            throw new SyntaxProblemException(_tokenProblem!.Problem);
        }
    }

    private TokenKind Ahead(int distance = 1)
    {
        int at = _at + distance;
        while (_furthest < at)
        {
            // What follows the end marker is nothing.
            if (_furthest >= 0 && _tokens[_furthest].Kind == TokenKind.EndMarker)
            {
                return TokenKind.EndMarker;
            }

            Reach(_furthest + 1);
        }

        return _tokens[at].Kind;
    }

    private bool Take(TokenKind kind)
    {
        if (Current != kind)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>A token that must be here, in either pass.</summary>
    private void Demand(TokenKind kind, string text)
    {
        if (!Take(kind))
        {
            throw Refused(_at, _at, $"expected '{text}'");
        }
    }

    private bool IsWord(ReadOnlySpan<byte> word)
    {
        if (Current != TokenKind.Name)
        {
            return false;
        }

        ref var token = ref _tokens[_at];
        return _bytes.AsSpan(token.Start, token.End - token.Start).SequenceEqual(word);
    }

    private string NameAt(int at)
    {
        ref var token = ref _tokens[at];
        return _names.Get(_bytes.AsSpan(token.Start, token.End - token.Start));
    }

    private string? TakeName() => Take(TokenKind.Name) ? NameAt(_at - 1) : null;

    /// <summary>From a token to the last one that was taken; line ends do not count.</summary>
    private SourceSpan SpanFrom(int start)
    {
        int end = _at - 1;
        while (end > start && _tokens[end].Kind is TokenKind.NewLine or TokenKind.Indent or TokenKind.Dedent or TokenKind.EndMarker)
        {
            end--;
        }

        ref var first = ref _tokens[start];
        ref var last = ref _tokens[end];
        return new SourceSpan(first.Line, first.Column, last.EndLine, last.EndColumn);
    }

    private SourceSpan SpanFrom(Node first)
    {
        ref var last = ref _tokens[_at - 1];
        return new SourceSpan(first.Span.Line, first.Span.Column, last.EndLine, last.EndColumn);
    }

    private SourceSpan SpanOf(int token)
    {
        ref var only = ref _tokens[token];
        return new SourceSpan(only.Line, only.Column, only.EndLine, only.EndColumn);
    }

    /// <summary>Goes one form deeper; every recursion of the parser passes here.</summary>
    private void Enter(int depth = 1)
    {
        _depth += depth;
        if (_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SyntaxProblemException(new SyntaxProblem(SyntaxProblemKind.MemoryError, _version >= 12 ? "Parser stack overflowed - Python source too complex to parse" : ""));
        }
    }

    private void Leave(int depth = 1) => _depth -= depth;

    /// <summary>In the second pass, gives what was found at the position before.</summary>
    private bool Known<T>(Form form, out T? node)
        where T : class
    {
        if (_remembering && _memo.TryGetValue((form, _at), out var entry))
        {
            node = (T?)entry.Node;
            _at = entry.End;
            return true;
        }

        node = null;
        return false;
    }

    private T? Remember<T>(Form form, int start, T? node)
        where T : class
    {
        if (_remembering)
        {
            _memo[(form, start)] = (node, _at);
        }

        return node;
    }

    /// <summary>The names of a source, each kept once.</summary>
    internal sealed class NameTable
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        internal string Get(ReadOnlySpan<byte> word)
        {
            Span<char> characters = stackalloc char[128];
            if (word.Length > 128 || !Ascii.IsValid(word))
            {
                string other = Identifiers.Normalise(word);
                _names.Add(other);
                return other;
            }

            for (int i = 0; i < word.Length; i++)
            {
                characters[i] = (char)word[i];
            }

            var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
            ReadOnlySpan<char> key = characters[..word.Length];
            if (lookup.TryGetValue(key, out string? name))
            {
                return name;
            }

            name = key.ToString();
            _names.Add(name);
            return name;
        }
    }
}
