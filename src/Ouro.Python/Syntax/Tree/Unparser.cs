// The text of an expression as CPython keeps it of annotations that are not evaluated: as few parentheses as the precedences need.
// After the rules of Python/ast_unparse.c.

using System.Text;

namespace Ouro.Python.Syntax.Tree;

/// <summary>Writes expressions as source.</summary>
internal sealed class Unparser
{
    private readonly StringBuilder _text = new();

    private enum Precedence
    {
        Tuple,
        Test,
        Or,
        And,
        Not,
        Comparison,
        BitOr,
        BitXor,
        BitAnd,
        Shift,
        Sum,
        Product,
        Factor,
        Power,
        Await,
        Atom,
    }

    /// <summary>The text of an expression, which the parser has accepted.</summary>
    internal static string Write(ExpressionNode expression)
    {
        var unparser = new Unparser();
        unparser.Put(expression, Precedence.Test);
        return unparser._text.ToString();
    }

    private void Put(ExpressionNode? node, Precedence level)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _text.Append("...");
            return;
        }

        switch (node)
        {
            case null:
                break;
            case Constant constant:
                PutConstant(constant);
                break;
            case Name name:
                _text.Append(name.Id);
                break;
            case BoolOp operation:
                var own = operation.Op == BooleanOperator.And ? Precedence.And : Precedence.Or;
                Within(level > own, () => Separated(operation.Values, operation.Op == BooleanOperator.And ? " and " : " or ", own + 1));
                break;
            case BinOp operation:
                var (symbol, precedence) = Of(operation.Op);
                bool isPower = operation.Op == BinaryOperator.Pow;
                Within(level > precedence, () =>
                {
                    Put(operation.Left, isPower ? precedence + 1 : precedence);
                    _text.Append(symbol);
                    Put(operation.Right, isPower ? precedence : precedence + 1);
                });
                break;
            case UnaryOp operation:
                var unary = operation.Op == UnaryOperator.Not ? Precedence.Not : Precedence.Factor;
                Within(level > unary, () =>
                {
                    _text.Append(operation.Op switch { UnaryOperator.Not => "not ", UnaryOperator.Invert => "~", UnaryOperator.UAdd => "+", _ => "-" });
                    Put(operation.Operand, unary);
                });
                break;
            case Lambda lambda:
                Within(level > Precedence.Test, () =>
                {
                    _text.Append("lambda");
                    Parameters(lambda.Args);
                    _text.Append(": ");
                    Put(lambda.Body, Precedence.Test);
                });
                break;
            case IfExp choice:
                Within(level > Precedence.Test, () =>
                {
                    Put(choice.Body, Precedence.Test + 1);
                    _text.Append(" if ");
                    Put(choice.Test, Precedence.Test + 1);
                    _text.Append(" else ");
                    Put(choice.Orelse, Precedence.Test);
                });
                break;
            case NamedExpr named:
                Within(level > Precedence.Tuple, () =>
                {
                    Put(named.Target, Precedence.Atom);
                    _text.Append(" := ");
                    Put(named.Value, Precedence.Atom);
                });
                break;
            case Dict dictionary:
                _text.Append('{');
                for (int i = 0; i < dictionary.Values.Length; i++)
                {
                    _text.Append(i > 0 ? ", " : "");
                    if (dictionary.Keys[i] is { } key)
                    {
                        Put(key, Precedence.Test);
                        _text.Append(": ");
                        Put(dictionary.Values[i], Precedence.Test);
                    }
                    else
                    {
                        _text.Append("**");
                        Put(dictionary.Values[i], Precedence.BitOr);
                    }
                }

                _text.Append('}');
                break;
            case Set set:
                _text.Append('{');
                Separated(set.Elts, ", ", Precedence.Test);
                _text.Append('}');
                break;
            case List list:
                _text.Append('[');
                Separated(list.Elts, ", ", Precedence.Test);
                _text.Append(']');
                break;
            case Tuple tuple:
                Within(level > Precedence.Tuple || tuple.Elts.Length == 0, () =>
                {
                    Separated(tuple.Elts, ", ", Precedence.Test);
                    _text.Append(tuple.Elts.Length == 1 ? "," : "");
                });
                break;
            case ListComp comprehension:
                Comprehended("[", "]", comprehension.Elt, null, comprehension.Generators);
                break;
            case SetComp comprehension:
                Comprehended("{", "}", comprehension.Elt, null, comprehension.Generators);
                break;
            case DictComp comprehension:
                Comprehended("{", "}", comprehension.Key, comprehension.Value, comprehension.Generators);
                break;
            case GeneratorExp comprehension:
                Comprehended("(", ")", comprehension.Elt, null, comprehension.Generators);
                break;
            case Await wait:
                Within(level > Precedence.Await, () =>
                {
                    _text.Append("await ");
                    Put(wait.Value, Precedence.Atom);
                });
                break;
            case Yield give:
                _text.Append(give.Value is null ? "(yield" : "(yield ");
                Put(give.Value, Precedence.Test);
                _text.Append(')');
                break;
            case YieldFrom give:
                _text.Append("(yield from ");
                Put(give.Value, Precedence.Test);
                _text.Append(')');
                break;
            case Compare compare:
                Within(level > Precedence.Comparison, () =>
                {
                    Put(compare.Left, Precedence.Comparison + 1);
                    for (int i = 0; i < compare.Ops.Length; i++)
                    {
                        _text.Append(Of(compare.Ops[i]));
                        Put(compare.Comparators[i], Precedence.Comparison + 1);
                    }
                });
                break;
            case Call call:
                PutCall(call);
                break;
            case Attribute attribute:
                Put(attribute.Value, Precedence.Atom);
                _text.Append(attribute.Value is Constant { Value: Literal.Integer } ? " ." : ".").Append(attribute.Attr);
                break;
            case Subscript subscript:
                Put(subscript.Value, Precedence.Atom);
                _text.Append('[');
                Put(subscript.Slice, Precedence.Tuple);
                _text.Append(']');
                break;
            case Starred starred:
                _text.Append('*');
                Put(starred.Value, Precedence.BitOr);
                break;
            case Slice slice:
                Put(slice.Lower, Precedence.Test);
                _text.Append(':');
                Put(slice.Upper, Precedence.Test);
                if (slice.Step is not null)
                {
                    _text.Append(':');
                    Put(slice.Step, Precedence.Test);
                }

                break;
            case JoinedStr or FormattedValue:
                var inner = new StringBuilder();
                Formatted(node, inner, isSpecification: false);
                _text.Append('f');
                Representation.OfString(_text, inner.ToString());
                break;
        }
    }

    private void PutConstant(Constant constant)
    {
        if (constant.Value is Literal.Ellipsis)
        {
            _text.Append("...");
            return;
        }

        if (constant.Kind is not null)
        {
            _text.Append(constant.Kind);
        }

        Representation.Of(_text, constant.Value);
    }

    private void PutCall(Call call)
    {
        Put(call.Func, Precedence.Atom);
        if (call is { Args: [GeneratorExp generator], Keywords.Length: 0 })
        {
            Put(generator, Precedence.Atom);
            return;
        }

        _text.Append('(');
        Separated(call.Args, ", ", Precedence.Test);
        for (int i = 0; i < call.Keywords.Length; i++)
        {
            _text.Append(i + call.Args.Length > 0 ? ", " : "").Append(call.Keywords[i].Arg is { } name ? name + "=" : "**");
            Put(call.Keywords[i].Value, Precedence.Test);
        }

        _text.Append(')');
    }

    private void Parameters(Arguments parameters)
    {
        var parts = new List<Action>();
        var positional = parameters.Posonlyargs.Concat(parameters.Args).ToArray();
        int required = positional.Length - parameters.Defaults.Length;
        for (int i = 0; i < positional.Length; i++)
        {
            int index = i;
            parts.Add(() => Parameter(positional[index].Arg, index >= required ? parameters.Defaults[index - required] : null));
            if (i + 1 == parameters.Posonlyargs.Length)
            {
                parts.Add(() => _text.Append('/'));
            }
        }

        if (parameters.Vararg is not null || parameters.Kwonlyargs.Length > 0)
        {
            parts.Add(() => _text.Append('*').Append(parameters.Vararg?.Arg));
        }

        for (int i = 0; i < parameters.Kwonlyargs.Length; i++)
        {
            int index = i;
            parts.Add(() => Parameter(parameters.Kwonlyargs[index].Arg, parameters.KwDefaults[index]));
        }

        if (parameters.Kwarg is { } rest)
        {
            parts.Add(() => _text.Append("**").Append(rest.Arg));
        }

        for (int i = 0; i < parts.Count; i++)
        {
            _text.Append(i == 0 ? " " : ", ");
            parts[i]();
        }
    }

    private void Parameter(string name, ExpressionNode? value)
    {
        _text.Append(name);
        if (value is not null)
        {
            _text.Append('=');
            Put(value, Precedence.Test);
        }
    }

    private void Comprehended(string open, string close, ExpressionNode element, ExpressionNode? value, Comprehension[] clauses)
    {
        _text.Append(open);
        Put(element, Precedence.Test);
        if (value is not null)
        {
            _text.Append(": ");
            Put(value, Precedence.Test);
        }

        foreach (var clause in clauses)
        {
            _text.Append(clause.IsAsync != 0 ? " async for " : " for ");
            Put(clause.Target, Precedence.Tuple);
            _text.Append(" in ");
            Put(clause.Iter, Precedence.Test + 1);
            foreach (var condition in clause.Ifs)
            {
                _text.Append(" if ");
                Put(condition, Precedence.Test + 1);
            }
        }

        _text.Append(close);
    }

    private static void Formatted(ExpressionNode node, StringBuilder into, bool isSpecification)
    {
        switch (node)
        {
            case Constant { Value: Literal.String text }:
                string plain = text.Value.ToString();
                into.Append(isSpecification ? plain : plain.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
                break;
            case JoinedStr joined:
                foreach (var part in joined.Values)
                {
                    Formatted(part, into, isSpecification);
                }

                break;
            case FormattedValue value:
                var inner = new Unparser();
                inner.Put(value.Value, Precedence.Test + 1);
                string shown = inner._text.ToString();
                into.Append(shown.StartsWith('{') ? "{ " : "{").Append(shown);
                if (value.Conversion > 0)
                {
                    into.Append('!').Append((char)value.Conversion);
                }

                if (value.FormatSpec is not null)
                {
                    into.Append(':');
                    Formatted(value.FormatSpec, into, isSpecification: true);
                }

                into.Append('}');
                break;
        }
    }

    private void Separated(ExpressionNode[] nodes, string separator, Precedence level)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            _text.Append(i > 0 ? separator : "");
            Put(nodes[i], level);
        }
    }

    private void Within(bool hasParentheses, Action put)
    {
        _text.Append(hasParentheses ? "(" : "");
        put();
        _text.Append(hasParentheses ? ")" : "");
    }

    private static (string Symbol, Precedence Precedence) Of(BinaryOperator kind) => kind switch
    {
        BinaryOperator.Add => (" + ", Precedence.Sum),
        BinaryOperator.Sub => (" - ", Precedence.Sum),
        BinaryOperator.Mult => (" * ", Precedence.Product),
        BinaryOperator.MatMult => (" @ ", Precedence.Product),
        BinaryOperator.Div => (" / ", Precedence.Product),
        BinaryOperator.Mod => (" % ", Precedence.Product),
        BinaryOperator.FloorDiv => (" // ", Precedence.Product),
        BinaryOperator.LShift => (" << ", Precedence.Shift),
        BinaryOperator.RShift => (" >> ", Precedence.Shift),
        BinaryOperator.BitOr => (" | ", Precedence.BitOr),
        BinaryOperator.BitXor => (" ^ ", Precedence.BitXor),
        BinaryOperator.BitAnd => (" & ", Precedence.BitAnd),
        _ => (" ** ", Precedence.Power),
    };

    private static string Of(ComparisonOperator kind) => kind switch
    {
        ComparisonOperator.Eq => " == ",
        ComparisonOperator.NotEq => " != ",
        ComparisonOperator.Lt => " < ",
        ComparisonOperator.LtE => " <= ",
        ComparisonOperator.Gt => " > ",
        ComparisonOperator.GtE => " >= ",
        ComparisonOperator.Is => " is ",
        ComparisonOperator.IsNot => " is not ",
        ComparisonOperator.In => " in ",
        _ => " not in ",
    };
}
