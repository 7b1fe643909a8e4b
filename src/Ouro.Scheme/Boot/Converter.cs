// Source data to nodes, for the forms of the boot dialect only: no macros, no hygiene beyond "a name that is bound is
// not a form". Anything else is a syntax error at its place in the file.
//
// Loops. A named let or do is first converted as a loop in place (LoopNode). That attempt fails when its body makes
// a closure or uses the loop's name in any way but a call in tail position; it is then converted again as a closure that
// calls itself. A failed attempt is abandoned at once (Convert gives a filler), and as failing inside means failing
// outside, only the outermost attempt is repeated: the work stays below the square of the nesting.

using System.Runtime.CompilerServices;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Scheme.Reader;

namespace Ouro.Scheme.Boot;

/// <summary>Converts the body of one library.</summary>
internal sealed partial class Converter(BootContext context, BootLibrary library, SourceMap map)
{
    /// <summary>
    /// Expressions that may stand inside each other. The stack has room for more, but leaving it by an exception would
    /// take the host minutes.
    /// </summary>
    private const int GreatestNesting = 20_000;

    private static readonly Symbol s_anonymousLoop = new("do", interned: false);

    private readonly Symbol _else = context.Machine.Intern("else");
    private readonly Symbol _arrow = context.Machine.Intern("=>");

    private int _nesting;

    /// <summary>Loops that are being tried in place, in the procedure being converted.</summary>
    private int _attempts;
    private bool _attemptFailed;

    /// <summary>The name of the procedure being converted, for backtraces.</summary>
    private string? _procedure;

    /// <summary>Converts a form at the top of a library.</summary>
    /// <param name="datum">The form.</param>
    /// <param name="span">Where it is.</param>
    /// <param name="frameSize">The slots that its activation needs.</param>
    internal Node ConvertTop(Value datum, SourceSpan? span, out int frameSize)
    {
        var function = new FunctionScope(null);
        var scope = new Scope(null, function);
        Node node;
        if (FormOf(datum, scope) is "define")
        {
            var form = Parse(datum, span);
            var name = DefinedName(form);
            _procedure = name.Name;
            node = new SetGlobalNode(library.OwnCell(name), ConvertDefinedValue(form, name, scope));
        }
        else
        {
            node = Convert(datum, span, scope, null);
        }

        frameSize = function.FrameSize;
        return node;
    }

    private Node Convert(Value datum, SourceSpan? span, Scope scope, Tail? tail, string? name = null)
    {
        if (_attemptFailed)
        {
            return ConstantNode.Unspecified;
        }

        if (datum.AsObject is Symbol symbol)
        {
            return ConvertReference(symbol, span, scope);
        }

        if (datum.AsObject is Pair pair)
        {
            span = map.Form(pair) ?? span;
            if (_nesting == GreatestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw Error(span, "the program is nested too deeply");
            }

            _nesting++;
            var node = FormOf(datum, scope) is { } form
                ? ConvertForm(form, Parse(datum, span), scope, tail, name)
                : ConvertCall(Parse(datum, span), scope, tail);
            _nesting--;
            return node;
        }

        return datum.IsEmptyList
            ? throw Error(span, "expected an expression, got (); the empty list is written '()")
            : Literal(datum);
    }

    /// <summary>A literal is constant here as it is in compiled code: what the compiler makes of its own literals must not depend on who runs it.</summary>
    private ConstantNode Literal(Value datum)
    {
        Literals.MarkConstant(context.Machine, datum);
        return new ConstantNode(datum);
    }

    private Node ConvertForm(string name, Form form, Scope scope, Tail? tail, string? nameHint)
    {
        switch (name)
        {
            case "quote":
                Expect(form, 2, 2, "(quote datum)");
                return Literal(form.Items[1]);
            case "quasiquote":
                Expect(form, 2, 2, "(quasiquote template)");
                return ConvertTemplate(form.Items[1], form.Spans[1], 1, scope);
            case "lambda":
                Expect(form, 3, -1, "(lambda parameters body ...)");
                return ConvertLambda(form.Items[1], form.Spans[1], form, 2, scope, nameHint);
            case "if":
                Expect(form, 3, 4, "(if test then [else])");
                return new IfNode(
                    Argument(form, 1, scope),
                    Argument(form, 2, scope, tail),
                    form.Length == 4 ? Argument(form, 3, scope, tail) : ConstantNode.Unspecified);
            case "begin":
                return form.Length == 1 ? ConstantNode.Unspecified : ConvertSequence(form, 1, scope, tail);
            case "let":
                return ConvertLet(form, scope, tail);
            case "let*":
                return ConvertLetStar(form, scope, tail);
            case "letrec" or "letrec*":
                return ConvertLetrec(form, scope, tail);
            case "let-values":
                return ConvertLetValues(form, scope, tail);
            case "receive":
                return ConvertReceive(form, scope, tail);
            case "cond":
                return ConvertCond(form, 1, scope, tail);
            case "case":
                return ConvertCase(form, scope, tail);
            case "when" or "unless":
                Expect(form, 3, -1, $"({name} test body ...)");
                var test = Argument(form, 1, scope);
                var body = ConvertSequence(form, 2, scope, tail);
                return name == "when"
                    ? new IfNode(test, body, ConstantNode.Unspecified)
                    : new IfNode(test, ConstantNode.Unspecified, body);
            case "and":
                return ConvertAnd(form, 1, scope, tail);
            case "or":
                return ConvertOr(form, 1, scope, tail);
            case "do":
                return ConvertDo(form, scope, tail);
            case "set!":
                return ConvertAssignment(form, scope);
            case "%primitive":
                return ConvertPrimitive(form, scope);
            case "define" or "define-record-type":
                throw Error(form.Span, $"{name}: a definition can only stand at the head of a body or library");
            default:
                throw Error(form.Span, $"{name} is not in the boot dialect");
        }
    }

    /// <summary>The name of the form that a list is, or null when it is a call.</summary>
    private string? FormOf(Value datum, Scope scope)
    {
        if (datum.AsObject is not Pair { Car.AsObject: Symbol symbol } pair || scope.Find(symbol) is not null)
        {
            return null;
        }

        var binding = library.Find(symbol);
        if (binding is null)
        {
            return BootForms.IsForm(symbol.Name) ? symbol.Name : null;
        }

        return binding.IsMacro
            ? throw Error(map.Form(pair), $"{symbol.Name} is a macro; the boot evaluator expands none")
            : binding.Form;
    }

    // ---- variables

    private Node ConvertReference(Symbol symbol, SourceSpan? span, Scope scope)
    {
        if (scope.Find(symbol) is { } variable)
        {
            if (variable.Loop is not null)
            {
                _attemptFailed = true;
                return ConstantNode.Unspecified;
            }

            return Reference(variable, scope, span);
        }

        var binding = library.Find(symbol) ?? throw Unbound(symbol, span);
        if (binding.Cell is { } cell)
        {
            return new GlobalNode(context, SiteOf(span), cell);
        }

        return binding.Procedure is { } procedure
            ? new ConstantNode(Value.Object(procedure))
            : throw Error(span, $"{symbol.Name} is {(binding.IsMacro ? "a macro" : "a form")}, not a variable");
    }

    private Node Reference(LocalVariable variable, Scope scope, SourceSpan? span)
    {
        var depth = DepthOf(variable, scope);
        return variable.IsChecked ? new CheckedNode(context, SiteOf(span), depth, variable.Slot, variable.Name)
            : depth == 0 ? new LocalNode(variable.Slot)
            : depth == 1 ? new OuterNode(variable.Slot)
            : new FarNode(depth, variable.Slot);
    }

    private static int DepthOf(LocalVariable variable, Scope scope)
    {
        var depth = 0;
        for (var function = scope.Function; !ReferenceEquals(function, variable.Function); function = function.Parent!)
        {
            depth++;
        }

        return depth;
    }

    private Node ConvertAssignment(Form form, Scope scope)
    {
        Expect(form, 3, 3, "(set! variable value)");
        if (form.Items[1].AsObject is not Symbol symbol)
        {
            throw Error(form.Spans[1], "set!: expected a variable");
        }

        var value = Argument(form, 2, scope);
        if (scope.Find(symbol) is { } variable)
        {
            if (variable.Loop is not null)
            {
                _attemptFailed = true;
                return ConstantNode.Unspecified;
            }

            return new SetLocalNode(DepthOf(variable, scope), variable.Slot, value);
        }

        var binding = library.Find(symbol) ?? throw Unbound(symbol, form.Spans[1]);
        return binding is { Cell: { } cell, IsRecordProcedure: false } && library.Owns(symbol)
            ? new SetGlobalNode(cell, value)
            : throw Error(form.Spans[1], $"set!: {symbol.Name} is not a variable of this library");
    }

    // ---- calls

    private Node ConvertCall(Form form, Scope scope, Tail? tail)
    {
        if (form.Head is { } symbol)
        {
            if (scope.Find(symbol) is { } variable)
            {
                if (variable.Loop is { } loop)
                {
                    return ConvertTurn(form, 1, variable, loop, scope, tail);
                }
            }
            else if (library.Find(symbol) is { } binding && KnownCall(binding, form, scope, tail) is { } known)
            {
                return known;
            }
        }

        var operation = Argument(form, 0, scope);
        return MakeCall(form.Span, operation, Arguments(form, 1, scope), tail);
    }

    private Node MakeCall(SourceSpan? span, Node operation, Node[] arguments, Tail? tail) =>
        tail is { EndsProcedure: true }
            ? new TailCallNode(context, SiteOf(span), operation, arguments)
            : new CallNode(context, SiteOf(span), operation, arguments);

    /// <summary>A call of a procedure that is known already, or null.</summary>
    private Node? KnownCall(Binding binding, Form form, Scope scope, Tail? tail)
    {
        var count = form.Length - 1;
        if (binding.Procedure is PrimitiveProcedure primitive)
        {
            return count < primitive.Minimum || (primitive.Maximum >= 0 && count > primitive.Maximum)
                ? null
                : PrimitiveCalls.Make(context, SiteOf(form.Span), primitive, Arguments(form, 1, scope));
        }

        var known = binding.Procedure ?? (binding.IsRecordProcedure ? binding.Cell!.Content.AsObject : null);
        if (known is not BootBuiltin builtin || count < builtin.Minimum || (builtin.Maximum >= 0 && count > builtin.Maximum))
        {
            return null;
        }

        var arguments = Arguments(form, 1, scope);
        return builtin switch
        {
            BootAccessor accessor => new AccessorNode(context, SiteOf(form.Span), accessor, arguments[0]),
            BootPredicate predicate => new RecordTestNode(predicate.Type, arguments[0]),
            _ => new BuiltinCallNode(context, SiteOf(form.Span), builtin, arguments, tail is { EndsProcedure: true }),
        };
    }

    private Node ConvertPrimitive(Form form, Scope scope)
    {
        Expect(form, 2, -1, "(%primitive name argument ...)");
        if (form.Items[1].AsObject is not Symbol name)
        {
            throw Error(form.Spans[1], "%primitive: expected a primitive's name");
        }

        if (library.Primitive(name) is not { } procedure)
        {
            throw Error(form.Spans[1], $"there is no primitive {name.Name}{library.PrimitiveHint(name.Name)}");
        }

        var arguments = Arguments(form, 2, scope);
        if (procedure is not PrimitiveProcedure primitive)
        {
            return MakeCall(form.Span, new ConstantNode(Value.Object(procedure)), arguments, null);
        }

        return arguments.Length < primitive.Minimum || (primitive.Maximum >= 0 && arguments.Length > primitive.Maximum)
            ? throw Error(form.Span, $"the primitive {name.Name} does not take {arguments.Length} arguments")
            : PrimitiveCalls.Make(context, SiteOf(form.Span), primitive, arguments);
    }

    // ---- procedures and bodies

    private Node ConvertLambda(Value parameters, SourceSpan? span, Form form, int bodyFrom, Scope scope, string? name)
    {
        if (_attempts > 0)
        {
            _attemptFailed = true;
            return ConstantNode.Unspecified;
        }

        var function = new FunctionScope(scope.Function);
        var inner = new Scope(scope, function);
        var required = BindParameters(parameters, span, inner, out var hasRest);
        var code = new BootCode(name, required, hasRest);
        var procedure = _procedure;
        _procedure = name ?? procedure;
        code.Body = ConvertBody(form, bodyFrom, inner, Tail.OfProcedure);
        _procedure = procedure;
        code.FrameSize = function.FrameSize;
        return new LambdaNode(code);
    }

    /// <summary>Binds the parameters in a scope; the rest parameter comes last.</summary>
    private int BindParameters(Value parameters, SourceSpan? span, Scope scope, out bool hasRest)
    {
        var required = 0;
        var rest = parameters;
        while (rest.AsObject is Pair pair)
        {
            BindName(pair.Car, map.Element(pair) ?? span, scope);
            required++;
            rest = pair.Cdr;
        }

        hasRest = !rest.IsEmptyList;
        if (hasRest)
        {
            BindName(rest, span, scope);
        }

        return required;
    }

    private LocalVariable BindName(Value name, SourceSpan? span, Scope scope)
    {
        var symbol = name.AsObject as Symbol ?? throw Error(span, "expected a variable's name");
        return scope.Binds(symbol) ? throw Error(span, $"{symbol.Name} is bound twice") : scope.Add(symbol);
    }

    /// <summary>Internal definitions, then expressions.</summary>
    private Node ConvertBody(Form form, int from, Scope scope, Tail? tail)
    {
        var definitions = new List<(Form Form, string Kind)>();
        from = CollectDefinitions(form, from, scope, definitions);
        if (from == form.Length)
        {
            throw Error(form.Span, "expected an expression at the end of the body");
        }

        if (definitions.Count == 0)
        {
            return ConvertSequence(form, from, scope, tail);
        }

        var inner = new Scope(scope, scope.Function);
        var variables = new List<LocalVariable>();
        var values = new List<Func<Node>>();
        var allProcedures = true;
        foreach (var (definition, kind) in definitions)
        {
            if (kind == "define")
            {
                var name = DefinedName(definition);
                variables.Add(BindName(Value.Object(name), definition.Spans[1], inner));
                allProcedures &= definition.Items[1].AsObject is Pair || FormOf(definition.Items[^1], scope) == "lambda";
                values.Add(() => ConvertDefinedValue(definition, name, inner));
            }
            else
            {
                foreach (var (name, procedure) in MakeRecordType(definition))
                {
                    variables.Add(BindName(Value.Object(name), definition.Span, inner));
                    values.Add(() => new ConstantNode(procedure));
                }
            }
        }

        foreach (var variable in variables)
        {
            variable.IsChecked = !allProcedures;
        }

        var nodes = new Node[values.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = values[i]();
        }

        var body = ConvertSequence(form, from, inner, tail);
        return allProcedures ? new LetNode(variables[0].Slot, nodes, body) : new LetrecNode(variables[0].Slot, nodes, body);
    }

    /// <summary>Collects the definitions at the head of a body.</summary>
    /// <returns>The index of the first expression.</returns>
    private int CollectDefinitions(Form form, int from, Scope scope, List<(Form Form, string Kind)> definitions)
    {
        for (; from < form.Length; from++)
        {
            switch (FormOf(form.Items[from], scope))
            {
                case "define":
                    definitions.Add((Parse(form.Items[from], form.Spans[from]), "define"));
                    break;
                case "define-record-type":
                    definitions.Add((Parse(form.Items[from], form.Spans[from]), "define-record-type"));
                    break;
                default:
                    return from;
            }
        }

        return from;
    }

    /// <summary>The name that a definition defines.</summary>
    internal Symbol DefinedName(Form form)
    {
        Expect(form, 3, -1, "(define name value) or (define (name parameter ...) body ...)");
        var target = form.Items[1];
        if (target.AsObject is Pair pair)
        {
            return pair.Car.AsObject as Symbol ?? throw Error(form.Spans[1], "define: expected the procedure's name");
        }

        Expect(form, 3, 3, "(define name value)");
        return target.AsObject as Symbol ?? throw Error(form.Spans[1], "define: expected a name");
    }

    private Node ConvertDefinedValue(Form form, Symbol name, Scope scope) =>
        form.Items[1].AsObject is Pair pair
            ? ConvertLambda(pair.Cdr, form.Spans[1], form, 2, scope, name.Name)
            : Convert(form.Items[2], form.Spans[2], scope, null, name.Name);

    private Node ConvertSequence(Form form, int from, Scope scope, Tail? tail)
    {
        if (from == form.Length)
        {
            throw Error(form.Span, "expected an expression");
        }

        var last = form.Length - 1;
        if (from == last)
        {
            return Argument(form, last, scope, tail);
        }

        var nodes = new Node[form.Length - from];
        for (var i = from; i <= last; i++)
        {
            nodes[i - from] = Argument(form, i, scope, i == last ? tail : null);
        }

        return new SequenceNode(nodes);
    }

    private Node Argument(Form form, int index, Scope scope, Tail? tail = null) =>
        Convert(form.Items[index], form.Spans[index], scope, tail);

    private Node[] Arguments(Form form, int from, Scope scope)
    {
        var nodes = new Node[form.Length - from];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Argument(form, from + i, scope);
        }

        return nodes;
    }

    // ---- errors

    private CallSite SiteOf(SourceSpan? span) => new(span, _procedure);

    internal Form Parse(Value datum, SourceSpan? span) =>
        Form.Parse(datum, map, span) ?? throw Error(span, "expected a proper list");

    internal void Expect(Form form, int minimum, int maximum, string shape)
    {
        if (form.Length < minimum || (maximum >= 0 && form.Length > maximum))
        {
            throw Error(form.Span, $"expected {shape}");
        }
    }

    internal BootSignal Error(SourceSpan? span, string message) => context.SyntaxError(span, message);

    private BootSignal Unbound(Symbol symbol, SourceSpan? span) =>
        Error(span, $"{symbol.Name} is not defined in the library {library.Key} and not imported{library.Hint(symbol.Name)}");
}
