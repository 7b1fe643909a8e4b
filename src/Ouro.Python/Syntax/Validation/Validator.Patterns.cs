namespace Ouro.Python.Syntax.Validation;

using System.Numerics;
using System.Text;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Validator
{
    /// <summary>The pattern that was looked at last.</summary>
    private PatternNode? _lastPattern;

    internal override void VisitMatch(Match node)
    {
        Visit(node.Subject);
        for (int i = 0; i < node.Cases.Length; i++)
        {
            var choice = node.Cases[i];
            Pattern(choice.Pattern, choice.Guard is not null || i == node.Cases.Length - 1, []);
            if (choice.Guard is not null)
            {
                Visit(choice.Guard);
            }

            Each(choice.Body);
        }
    }

    /// <summary>Looks at a pattern.</summary>
    /// <param name="node">The pattern.</param>
    /// <param name="last">Whether nothing comes after it that it could hide.</param>
    /// <param name="names">The names that the whole pattern has bound so far.</param>
    private void Pattern(PatternNode node, bool last, List<string> names)
    {
        _lastPattern = node;
        switch (node)
        {
            case MatchValue value:
                if (Folded(value.Value) is null && value.Value is not Attribute)
                {
                    throw Refused(node, "patterns may only match literals and attribute lookups");
                }

                break;
            case MatchSequence sequence:
                SequencePattern(sequence, names);
                break;
            case MatchMapping mapping:
                MappingPattern(mapping, names);
                break;
            case MatchClass type:
                ClassPattern(type, names);
                break;
            case MatchStar star:
                Bind(star, star.Name, names);
                break;
            case MatchAs { Pattern: null } capture:
                if (!last)
                {
                    throw Refused(node, capture.Name is { } name ? $"name capture {Quoted(name)} makes remaining patterns unreachable" : "wildcard makes remaining patterns unreachable");
                }

                Bind(capture, capture.Name, names);
                break;
            case MatchAs renamed:
                Pattern(renamed.Pattern!, last, names);
                Bind(renamed, renamed.Name, names);
                break;
            case MatchOr alternatives:
                Alternatives(alternatives, last, names);
                break;
        }
    }

    private void SequencePattern(MatchSequence node, List<string> names)
    {
        if (node.Patterns.Count(pattern => pattern is MatchStar) > 1)
        {
            throw Refused(node, "multiple starred names in sequence pattern");
        }

        foreach (var pattern in node.Patterns)
        {
            Pattern(pattern, last: true, names);
        }
    }

    private void MappingPattern(MatchMapping node, List<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in node.Keys)
        {
            if (Folded(key) is { } literal)
            {
                if (!seen.Add(literal.Identity))
                {
                    throw Refused(node, $"mapping pattern checks duplicate key ({literal.Shown})");
                }
            }
            else if (key is not Attribute)
            {
                throw Refused(node, "mapping pattern keys may only match literals and attribute lookups");
            }
        }

        foreach (var pattern in node.Patterns)
        {
            Pattern(pattern, last: true, names);
        }

        Bind(node, node.Rest, names);
    }

    private void ClassPattern(MatchClass node, List<string> names)
    {
        for (int i = 0; i < node.KwdAttrs.Length; i++)
        {
            Stored(node.KwdAttrs[i], node.KwdPatterns[i].Span);
            for (int j = i + 1; j < node.KwdAttrs.Length; j++)
            {
                if (node.KwdAttrs[j] == node.KwdAttrs[i])
                {
                    throw Refused(node.KwdPatterns[j], $"attribute name repeated in class pattern: {node.KwdAttrs[i]}");
                }
            }
        }

        Visit(node.Cls);
        foreach (var pattern in node.Patterns.Concat(node.KwdPatterns))
        {
            Pattern(pattern, last: true, names);
        }
    }

    private void Alternatives(MatchOr node, bool last, List<string> names)
    {
        List<string>? control = null;
        for (int i = 0; i < node.Patterns.Length; i++)
        {
            var own = new List<string>();
            Pattern(node.Patterns[i], last && i == node.Patterns.Length - 1, own);
            if (control is null)
            {
                control = own;
            }
            else if (own.Count != control.Count || !own.TrueForAll(control.Contains))
            {
                throw Refused(_version >= 12 ? node : _lastPattern ?? node, "alternative patterns bind different names");
            }
        }

        foreach (string name in control!)
        {
            Bind(node, name, names);
        }
    }

    private void Bind(PatternNode node, string? name, List<string> names)
    {
        if (name is null)
        {
            return;
        }

        Stored(name, node.Span);
        if (names.Contains(name))
        {
            throw Refused(node, $"multiple assignments to name {Quoted(name)} in pattern");
        }

        names.Add(name);
    }

    private static string Quoted(string name)
    {
        var text = new StringBuilder();
        Representation.OfString(text, name);
        return text.ToString();
    }

    /// <summary>A constant, also one that CPython's optimiser makes of a sign or a sum: what it equals, and how it is shown.</summary>
    private static (string Identity, string Shown)? Folded(ExpressionNode node)
    {
        var text = new StringBuilder();
        switch (node)
        {
            case Constant { Value: Literal.Boolean boolean }:
                Representation.Of(text, boolean);
                return (boolean.Value ? "1" : "0", text.ToString());
            case Constant { Value: Literal.Float number }:
                string shown = Representation.OfFloat(number.Value);
                return (number.Value == Math.Floor(number.Value) && double.IsFinite(number.Value) ? new BigInteger(number.Value).ToString() : shown, shown);
            case Constant constant:
                Representation.Of(text, constant.Value);
                return (text.ToString(), text.ToString());
            case UnaryOp { Op: UnaryOperator.USub, Operand: Constant operand } when Folded(operand) is { } inner:
                string negated = inner.Shown == "0" ? "0" : "-" + inner.Shown;
                return (inner.Identity == "0" ? "0" : "-" + inner.Identity, operand.Value is Literal.Imaginary ? $"(-0-{inner.Shown})" : negated);
            case BinOp { Right: Constant } sum when Folded(sum.Left) is { } left && Folded(sum.Right) is { } right:
                string complex = $"({left.Identity}{(sum.Op == BinaryOperator.Add ? "+" : "-")}{right.Shown})";
                return (complex, complex);
            default:
                return null;
        }
    }
}
