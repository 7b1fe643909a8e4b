using System.Runtime.CompilerServices;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>Conditionals, quasiquotation and record types.</summary>
internal sealed partial class Converter
{
    private Node ConvertAnd(Form form, int from, Scope scope, Tail? tail)
    {
        // From the end, so that a long list of parts makes no deep recursion here.
        if (from == form.Length)
        {
            return new ConstantNode(Value.True);
        }

        var node = Argument(form, form.Length - 1, scope, tail);
        for (var i = form.Length - 2; i >= from; i--)
        {
            node = new IfNode(Argument(form, i, scope), node, new ConstantNode(Value.False));
        }

        return node;
    }

    private Node ConvertOr(Form form, int from, Scope scope, Tail? tail)
    {
        if (from == form.Length)
        {
            return new ConstantNode(Value.False);
        }

        var node = Argument(form, form.Length - 1, scope, tail);
        for (var i = form.Length - 2; i >= from; i--)
        {
            node = new OrNode(Argument(form, i, scope), node);
        }

        return node;
    }

    private Node ConvertCond(Form form, int from, Scope scope, Tail? tail)
    {
        Node node = ConstantNode.Unspecified;
        for (var i = form.Length - 1; i >= from; i--)
        {
            var clause = Parse(form.Items[i], form.Spans[i]);
            Expect(clause, 1, -1, "cond: (test expression ...)");
            if (IsKeyword(clause.Items[0], _else, scope))
            {
                if (i != form.Length - 1)
                {
                    throw Error(clause.Span, "cond: the else clause must be the last one");
                }

                Expect(clause, 2, -1, "cond: (else expression ...)");
                node = ConvertSequence(clause, 1, scope, tail);
            }
            else if (clause.Length == 1)
            {
                node = new OrNode(Argument(clause, 0, scope), node);
            }
            else if (IsKeyword(clause.Items[1], _arrow, scope))
            {
                Expect(clause, 3, 3, "cond: (test => receiver)");
                var test = Argument(clause, 0, scope);
                var slot = scope.Function.FrameSize++;
                var call = MakeCall(clause.Span, Argument(clause, 2, scope), [new LocalNode(slot)], tail);
                node = new LetNode(slot, [test], new IfNode(new LocalNode(slot), call, node));
            }
            else
            {
                node = new IfNode(Argument(clause, 0, scope), ConvertSequence(clause, 1, scope, tail), node);
            }
        }

        return node;
    }

    private CaseNode ConvertCase(Form form, Scope scope, Tail? tail)
    {
        Expect(form, 2, -1, "(case key ((datum ...) expression ...) ...)");
        var keys = new List<Value[]>();
        var bodies = new List<Node>();
        Node otherwise = ConstantNode.Unspecified;
        for (var i = 2; i < form.Length; i++)
        {
            var clause = Parse(form.Items[i], form.Spans[i]);
            Expect(clause, 2, -1, "case: ((datum ...) expression ...)");
            if (IsKeyword(clause.Items[1], _arrow, scope))
            {
                throw Error(clause.Spans[1], "=> in case is not in the boot dialect");
            }

            var body = ConvertSequence(clause, 1, scope, tail);
            if (IsKeyword(clause.Items[0], _else, scope))
            {
                if (i != form.Length - 1)
                {
                    throw Error(clause.Span, "case: the else clause must be the last one");
                }

                otherwise = body;
                continue;
            }

            var data = Parse(clause.Items[0], clause.Spans[0]);
            for (var j = 0; j < data.Length; j++)
            {
                // Anything else would need eqv?, which identity is not.
                if (data.Items[j].AsObject is Bignum or Ratnum or Compnum)
                {
                    throw Error(data.Spans[j], "this number as a key of case is not in the boot dialect");
                }
            }

            keys.Add(data.Items);
            bodies.Add(body);
        }

        return new CaseNode(Argument(form, 1, scope), [.. keys], [.. bodies], otherwise);
    }

    private bool IsKeyword(Value datum, Symbol keyword, Scope scope) =>
        ReferenceEquals(datum.AsObject, keyword) && scope.Find(keyword) is null && library.Find(keyword) is null or { Form: not null };

    // ---- quasiquotation

    private Node ConvertTemplate(Value template, SourceSpan? span, int depth, Scope scope)
    {
        if (template.AsObject is Vector vector)
        {
            foreach (var item in vector.Items)
            {
                if (item.AsObject is Pair { Car.AsObject: Symbol { Name: "unquote" or "unquote-splicing" } })
                {
                    throw Error(span, "unquote in a vector is not in the boot dialect");
                }
            }

            return new ConstantNode(template);
        }

        if (template.AsObject is not Pair)
        {
            return new ConstantNode(template);
        }

        // A template is turned around: the elements in front of a tail, each consed or appended to what follows.
        var elements = new List<(Value Datum, SourceSpan? Span)>();
        var rest = template;
        var slow = template;
        Node? tail = null;
        while (rest.AsObject is Pair pair)
        {
            if (pair.Car.AsObject is Symbol { Name: "unquote" or "quasiquote" or "unquote-splicing" } keyword
                && pair.Cdr.AsObject is Pair { Cdr.IsEmptyList: true } argument)
            {
                var argumentSpan = map.Element(argument) ?? span;
                tail = ConvertKeyword(keyword, argument.Car, argumentSpan, depth, scope);
                break;
            }

            elements.Add((pair.Car, map.Element(pair) ?? span));
            rest = pair.Cdr;
            if ((elements.Count & 1) == 0)
            {
                slow = ((Pair)slow.AsObject!).Cdr;
                if (rest == slow && rest.AsObject is Pair)
                {
                    throw Error(span, "quasiquote: the template is a cyclic list");
                }
            }
        }

        var node = tail ?? new ConstantNode(rest);
        for (var i = elements.Count - 1; i >= 0; i--)
        {
            var (datum, elementSpan) = elements[i];
            if (depth == 1
                && datum.AsObject is Pair { Car.AsObject: Symbol { Name: "unquote-splicing" }, Cdr.AsObject: Pair { Cdr.IsEmptyList: true } spliced })
            {
                var list = Convert(spliced.Car, map.Element(spliced) ?? elementSpan, scope, null);
                node = node is ConstantNode { Value.IsEmptyList: true } ? list : new AppendNode(context, SiteOf(elementSpan), list, node);
            }
            else
            {
                var element = ConvertElement(datum, elementSpan, depth, scope);
                node = element is ConstantNode first && node is ConstantNode second
                    ? new ConstantNode(Value.Object(new Pair(first.Value, second.Value)))
                    : new TemplateConsNode(context, SiteOf(elementSpan), element, node);
            }
        }

        return node;
    }

    private Node ConvertElement(Value datum, SourceSpan? span, int depth, Scope scope)
    {
        if (_nesting == GreatestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error(span, "the program is nested too deeply");
        }

        _nesting++;
        var node = ConvertTemplate(datum, span, depth, scope);
        _nesting--;
        return node;
    }

    /// <summary>(keyword argument) in a template: evaluated at depth 1, otherwise rebuilt with its argument one level in or out.</summary>
    private Node ConvertKeyword(Symbol keyword, Value argument, SourceSpan? span, int depth, Scope scope)
    {
        if (keyword.Name != "quasiquote" && depth == 1)
        {
            return keyword.Name == "unquote"
                ? Convert(argument, span, scope, null)
                : throw Error(span, "unquote-splicing can only stand in a list");
        }

        var inner = ConvertElement(argument, span, keyword.Name == "quasiquote" ? depth + 1 : depth - 1, scope);
        var site = SiteOf(span);
        return new TemplateConsNode(
            context, site, new ConstantNode(Value.Object(keyword)),
            new TemplateConsNode(context, site, inner, new ConstantNode(Value.EmptyList)));
    }

    // ---- record types

    /// <summary>
    /// (define-record-type name constructor predicate (field accessor [modifier]) ...): the type and its procedures with the
    /// names they define. The constructor is (name field ...), a name (all fields), or #f; the predicate may be #f.
    /// </summary>
    internal List<(Symbol Name, Value Content)> MakeRecordType(Form form)
    {
        Expect(form, 4, -1, "(define-record-type name (constructor field ...) predicate (field accessor [modifier]) ...)");
        var typeName = NameIn(form, 1);
        var specifications = new List<Form>();
        var fields = new List<Symbol>();
        for (var i = 4; i < form.Length; i++)
        {
            var specification = Parse(form.Items[i], form.Spans[i]);
            Expect(specification, 1, 3, "(field accessor [modifier])");
            var field = NameIn(specification, 0);
            if (fields.Contains(field))
            {
                throw Error(specification.Span, $"the field {field.Name} is defined twice");
            }

            fields.Add(field);
            specifications.Add(specification);
        }

        var type = new RecordType(typeName, [.. fields]);
        var made = new List<(Symbol, Value)> { (typeName, Value.Object(type)) };
        if (!form.Items[2].IsFalse)
        {
            made.Add(MakeConstructor(form, type, fields));
        }

        if (!form.Items[3].IsFalse)
        {
            var predicate = NameIn(form, 3);
            made.Add((predicate, Value.Object(new BootPredicate(predicate.Name, type))));
        }

        for (var i = 0; i < specifications.Count; i++)
        {
            if (specifications[i].Length > 1)
            {
                var accessor = NameIn(specifications[i], 1);
                made.Add((accessor, Value.Object(new BootAccessor(accessor.Name, type, i))));
            }

            if (specifications[i].Length > 2)
            {
                var modifier = NameIn(specifications[i], 2);
                made.Add((modifier, Value.Object(new BootModifier(modifier.Name, type, i))));
            }
        }

        return made;
    }

    private (Symbol Name, Value Content) MakeConstructor(Form form, RecordType type, List<Symbol> fields)
    {
        if (form.Items[2].AsObject is not Pair)
        {
            var all = new int[fields.Count];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = i;
            }

            var simple = NameIn(form, 2);
            return (simple, Value.Object(new BootConstructor(simple.Name, type, all)));
        }

        var specification = Parse(form.Items[2], form.Spans[2]);
        var name = NameIn(specification, 0);
        var set = new int[specification.Length - 1];
        for (var i = 0; i < set.Length; i++)
        {
            var field = NameIn(specification, i + 1);
            set[i] = fields.IndexOf(field);
            if (set[i] < 0)
            {
                throw Error(specification.Spans[i + 1], $"the record type has no field {field.Name}");
            }
        }

        return (name, Value.Object(new BootConstructor(name.Name, type, set)));
    }

    private Symbol NameIn(Form form, int index) =>
        form.Items[index].AsObject as Symbol ?? throw Error(form.Spans[index], "expected a name");
}
