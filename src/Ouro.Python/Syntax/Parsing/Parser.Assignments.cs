// An assignment begins like an expression. The first pass reads an expression and looks at what follows; only then does what was read
// become a target. The second pass tries the forms one by one, because each may recognise what is wrong.

namespace Ouro.Python.Syntax.Parsing;

using Ouro.Python.Syntax.Tokens;
using Ouro.Python.Syntax.Tree;

internal sealed partial class Parser
{
    private StatementNode? AssignmentOrExpression(int start)
    {
        if (_diagnosing)
        {
            if (DiagnoseAssignment(start) is { } assignment)
            {
                return assignment;
            }

            _at = start;
            if (StarExpressions() is { } alone)
            {
                return new Expr(alone, SpanFrom(start));
            }

            _at = start;
            return Current == TokenKind.Yield && YieldExpression() is { } yielded ? new Expr(yielded, SpanFrom(start)) : null;
        }

        if (Current == TokenKind.Yield)
        {
            return YieldExpression() is { } value ? new Expr(value, SpanFrom(start)) : null;
        }

        if (StarExpressions() is not { } first)
        {
            return null;
        }

        switch (Current)
        {
            case TokenKind.NewLine or TokenKind.Semi:
                return new Expr(first, SpanFrom(start));
            case TokenKind.Equal:
                return AssignmentOf(start, first);
            case TokenKind.Colon when IsSingleTarget(first):
                return AnnotatedAssignment(start, first);
            case >= TokenKind.PlusEqual and <= TokenKind.DoubleSlashEqual when IsSingleTarget(first):
                return AugmentedAssignment(start, first);
            default:
                return new Expr(first, SpanFrom(start));
        }
    }

    private Assign? AssignmentOf(int start, ExpressionNode first)
    {
        var value = first;
        var targets = new List<ExpressionNode>(1);
        while (Take(TokenKind.Equal))
        {
            if (!IsStarTarget(value))
            {
                return null;
            }

            SetContext(value, ExpressionContext.Store);
            targets.Add(value);
            if (AssignedValue() is not { } next)
            {
                return null;
            }

            value = next;
        }

        return new Assign([.. targets], value, null, SpanFrom(start));
    }

    private ExpressionNode? AssignedValue() => Current == TokenKind.Yield ? YieldExpression() : StarExpressions();

    /// <summary>What follows a target and is at a colon.</summary>
    private AnnAssign? AnnotatedAssignment(int start, ExpressionNode target)
    {
        bool simple = _at == start + 1;
        _at++;
        if (Expression() is not { } annotation)
        {
            return null;
        }

        SetContext(target, ExpressionContext.Store);
        int end = _at;
        ExpressionNode? value = null;
        if (Take(TokenKind.Equal) && (value = AssignedValue()) is null)
        {
            _at = end;
        }

        return new AnnAssign(target, annotation, value, simple ? 1 : 0, SpanFrom(start));
    }

    private AugAssign? AugmentedAssignment(int start, ExpressionNode target)
    {
        var operation = Operator(Current);
        _at++;
        if (AssignedValue() is not { } value)
        {
            return null;
        }

        SetContext(target, ExpressionContext.Store);
        return new AugAssign(target, operation, value, SpanFrom(start));
    }

    private StatementNode? DiagnoseAssignment(int start)
    {
        if (SingleTarget() is { } target && Current == TokenKind.Colon && AnnotatedAssignment(start, target) is { } annotated)
        {
            return annotated;
        }

        _at = start;
        var targets = new List<ExpressionNode>();
        while (true)
        {
            int before = _at;
            if (StarTargets() is { } next && Take(TokenKind.Equal))
            {
                targets.Add(next);
            }
            else
            {
                _at = before;
                break;
            }
        }

        if (targets.Count > 0 && AssignedValue() is { } value && Current != TokenKind.Equal)
        {
            return new Assign([.. targets], value, null, SpanFrom(start));
        }

        _at = start;
        if (SingleTarget() is { } single && Current is >= TokenKind.PlusEqual and <= TokenKind.DoubleSlashEqual)
        {
            // After the operator nothing else is tried.
            return AugmentedAssignment(start, single);
        }

        _at = start;
        InvalidAssignment(start);
        _at = start;
        return null;
    }

    private void InvalidAssignment(int start)
    {
        if (Current is TokenKind.LPar or TokenKind.LSqb && Atom() is { } atom and (Tuple or List) && Take(TokenKind.Colon) && Expression() is not null)
        {
            throw Refused(atom, $"only single target (not {NameOf(atom)}) can be annotated");
        }

        _at = start;
        if (StarNamedExpression() is { } first && Take(TokenKind.Comma))
        {
            while (StarNamedExpressions() is not null)
            {
            }

            if (Take(TokenKind.Colon) && Expression() is not null)
            {
                throw Refused(first, "only single target (not tuple) can be annotated");
            }
        }

        _at = start;
        if (Expression() is { } annotated && Take(TokenKind.Colon) && Expression() is not null)
        {
            throw Refused(annotated, "illegal target for annotation");
        }

        _at = start;
        SkipTargets();
        if (StarExpressions() is { } wrong && Take(TokenKind.Equal))
        {
            RefuseTarget(wrong, TargetKind.Star);
        }

        _at = start;
        SkipTargets();
        if (Current == TokenKind.Yield && YieldExpression() is { } yielded && Take(TokenKind.Equal))
        {
            throw Refused(yielded, "assignment to yield expression not possible");
        }

        _at = start;
        if (StarExpressions() is { } augmented && Current is >= TokenKind.PlusEqual and <= TokenKind.DoubleSlashEqual)
        {
            _at++;
            if (AssignedValue() is not null)
            {
                throw Refused(augmented, $"'{NameOf(augmented)}' is an illegal expression for augmented assignment");
            }
        }
    }

    private void SkipTargets()
    {
        while (true)
        {
            int before = _at;
            if (StarTargets() is null || !Take(TokenKind.Equal))
            {
                _at = before;
                return;
            }
        }
    }

    /// <summary>A target that may be annotated or assigned to in place; parentheses do not matter.</summary>
    private ExpressionNode? SingleTarget()
    {
        int start = _at;
        if (Current == TokenKind.Name && Ahead() is not (TokenKind.LPar or TokenKind.LSqb or TokenKind.Dot))
        {
            _at++;
            return new Name(NameAt(start), ExpressionContext.Store, SpanFrom(start));
        }

        if (Primary() is { } node && IsSingleTarget(node))
        {
            SetContext(node, ExpressionContext.Store);
            return node;
        }

        _at = start;
        return null;
    }

    private ExpressionNode? StarTargets()
    {
        int start = _at;
        if (StarTarget() is not { } first)
        {
            return null;
        }

        if (Current != TokenKind.Comma)
        {
            return first;
        }

        var elements = new List<ExpressionNode> { first };
        while (Take(TokenKind.Comma))
        {
            if (StarTarget() is not { } next)
            {
                break;
            }

            elements.Add(next);
        }

        return new Tuple([.. elements], ExpressionContext.Store, SpanFrom(start));
    }

    private ExpressionNode? StarTarget()
    {
        if (Known(Form.StarTarget, out ExpressionNode? known))
        {
            return known;
        }

        int start = _at;
        return Remember(Form.StarTarget, start, StarTargetAnew(start));
    }

    private ExpressionNode? StarTargetAnew(int start)
    {
        switch (Current)
        {
            case TokenKind.Star:
                _at++;
                if (Current != TokenKind.Star && StarTarget() is { } inner)
                {
                    return new Starred(inner, ExpressionContext.Store, SpanFrom(start));
                }

                break;
            case TokenKind.Name when Ahead() is not (TokenKind.LPar or TokenKind.LSqb or TokenKind.Dot):
                _at++;
                return new Name(NameAt(start), ExpressionContext.Store, SpanFrom(start));
            default:
                if (Primary() is { } node && IsStarTarget(node))
                {
                    SetContext(node, ExpressionContext.Store);
                    return node;
                }

                break;
        }

        _at = start;
        return null;
    }

    private static bool IsSingleTarget(ExpressionNode node) => node is Name or Attribute or Subscript;

    private static bool IsStarTarget(ExpressionNode node) => node switch
    {
        Name or Attribute or Subscript => true,
        Starred { Value: not Starred } starred => IsStarTarget(starred.Value),
        Tuple tuple => Array.TrueForAll(tuple.Elts, IsStarTarget),
        List list => Array.TrueForAll(list.Elts, IsStarTarget),
        _ => false,
    };

    private static void SetContext(ExpressionNode node, ExpressionContext context)
    {
        switch (node)
        {
            case Name name:
                name.Ctx = context;
                break;
            case Attribute attribute:
                attribute.Ctx = context;
                break;
            case Subscript subscript:
                subscript.Ctx = context;
                break;
            case Starred starred:
                starred.Ctx = context;
                SetContext(starred.Value, context);
                break;
            case Tuple tuple:
                tuple.Ctx = context;
                Array.ForEach(tuple.Elts, element => SetContext(element, context));
                break;
            case List list:
                list.Ctx = context;
                Array.ForEach(list.Elts, element => SetContext(element, context));
                break;
        }
    }
}
