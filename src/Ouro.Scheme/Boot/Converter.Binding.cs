using Ouro.Machine.Execution;

namespace Ouro.Scheme.Boot;

/// <summary>The forms that bind variables, and loops.</summary>
internal sealed partial class Converter
{
    private Node ConvertLet(Form form, Scope scope, Tail? tail)
    {
        Expect(form, 3, -1, "(let ((variable value) ...) body ...)");
        if (form.Items[1].AsObject is Symbol loopName)
        {
            Expect(form, 4, -1, "(let name ((variable value) ...) body ...)");
            var (names, initial) = ParseBindings(form, 2, 2, 2);
            return ConvertLoop(
                loopName, form.Span, names, initial, scope, tail,
                (inner, innerTail) => ConvertBody(form, 3, inner, innerTail));
        }

        var (variables, values) = ParseBindings(form, 1, 2, 2);
        var nodes = new Node[values.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Convert(values[i].Items[1], values[i].Spans[1], scope, null, (variables[i].AsObject as Symbol)?.Name);
        }

        // The slots come after the values: a procedure among them may have taken none, an inner let some.
        var body = new Scope(scope, scope.Function);
        var firstSlot = scope.Function.FrameSize;
        BindAll(variables, values, body);
        return new LetNode(firstSlot, nodes, ConvertBody(form, 2, body, tail));
    }

    private Node ConvertLetStar(Form form, Scope scope, Tail? tail)
    {
        Expect(form, 3, -1, "(let* ((variable value) ...) body ...)");
        var (variables, values) = ParseBindings(form, 1, 2, 2);
        var slots = new List<(int Slot, Node Value)>();
        var inner = scope;
        for (var i = 0; i < variables.Length; i++)
        {
            var value = Convert(values[i].Items[1], values[i].Spans[1], inner, null, (variables[i].AsObject as Symbol)?.Name);
            inner = new Scope(inner, scope.Function);
            slots.Add((BindName(variables[i], values[i].Spans[0], inner).Slot, value));
        }

        // The body is a scope of its own even when nothing is bound: it may hold definitions.
        var node = ConvertBody(form, 2, new Scope(inner, scope.Function), tail);
        for (var i = slots.Count - 1; i >= 0; i--)
        {
            node = new LetNode(slots[i].Slot, [slots[i].Value], node);
        }

        return node;
    }

    private Node ConvertLetrec(Form form, Scope scope, Tail? tail)
    {
        Expect(form, 3, -1, "(letrec ((variable value) ...) body ...)");
        var (variables, values) = ParseBindings(form, 1, 2, 2);
        var inner = new Scope(scope, scope.Function);
        var firstSlot = scope.Function.FrameSize;
        BindAll(variables, values, inner);
        var allProcedures = true;
        foreach (var value in values)
        {
            allProcedures &= FormOf(value.Items[1], inner) == "lambda";
        }

        foreach (var variable in variables)
        {
            inner.Find((Symbol)variable.AsObject!)!.IsChecked = !allProcedures;
        }

        var nodes = new Node[values.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Convert(values[i].Items[1], values[i].Spans[1], inner, null, ((Symbol)variables[i].AsObject!).Name);
        }

        var body = ConvertBody(form, 2, inner, tail);
        return allProcedures ? new LetNode(firstSlot, nodes, body) : new LetrecNode(firstSlot, nodes, body);
    }

    /// <summary>(let-values ((formals producer) ...) body ...): the producers see none of the variables.</summary>
    private Node ConvertLetValues(Form form, Scope scope, Tail? tail)
    {
        Expect(form, 3, -1, "(let-values ((formals producer) ...) body ...)");
        var (formals, producers) = ParseBindings(form, 1, 2, 2);
        var nodes = new Node[producers.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Argument(producers[i], 1, scope);
        }

        var inner = new Scope(scope, scope.Function);
        var shapes = new List<(int FirstSlot, int Required, bool HasRest)>();
        for (var i = 0; i < formals.Length; i++)
        {
            var firstSlot = scope.Function.FrameSize;
            var required = BindParameters(formals[i], producers[i].Spans[0], inner, out var hasRest);
            shapes.Add((firstSlot, required, hasRest));
        }

        var node = ConvertBody(form, 2, inner, tail);
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            var (firstSlot, required, hasRest) = shapes[i];
            node = new ReceiveNode(context, SiteOf(producers[i].Span), firstSlot, required, hasRest, nodes[i], node);
        }

        return node;
    }

    private ReceiveNode ConvertReceive(Form form, Scope scope, Tail? tail)
    {
        Expect(form, 4, -1, "(receive formals producer body ...)");
        var producer = Argument(form, 2, scope);
        var inner = new Scope(scope, scope.Function);
        var firstSlot = scope.Function.FrameSize;
        var required = BindParameters(form.Items[1], form.Spans[1], inner, out var hasRest);
        return new ReceiveNode(context, SiteOf(form.Span), firstSlot, required, hasRest, producer, ConvertBody(form, 3, inner, tail));
    }

    /// <summary>Takes ((variable value ...) ...) apart.</summary>
    private (Value[] Variables, Form[] Bindings) ParseBindings(Form form, int index, int minimum, int maximum)
    {
        var list = Parse(form.Items[index], form.Spans[index]);
        var variables = BootContext.NewFrame(list.Length);
        var bindings = new Form[list.Length];
        for (var i = 0; i < bindings.Length; i++)
        {
            bindings[i] = Parse(list.Items[i], list.Spans[i]);
            Expect(bindings[i], minimum, maximum, maximum == 2 ? "(variable value)" : "(variable value [step])");
            variables[i] = bindings[i].Items[0];
        }

        return (variables, bindings);
    }

    private void BindAll(Value[] variables, Form[] bindings, Scope scope)
    {
        for (var i = 0; i < variables.Length; i++)
        {
            BindName(variables[i], bindings[i].Spans[0], scope);
        }
    }

    // ---- loops

    /// <summary>(do ((variable initial [step]) ...) (test result ...) body ...)</summary>
    private Node ConvertDo(Form form, Scope scope, Tail? tail)
    {
        Expect(form, 3, -1, "(do ((variable initial [step]) ...) (test result ...) body ...)");
        var (names, bindings) = ParseBindings(form, 1, 2, 3);
        var end = Parse(form.Items[2], form.Spans[2]);
        Expect(end, 1, -1, "(test result ...)");
        return ConvertLoop(s_anonymousLoop, form.Span, names, bindings, scope, tail, ConvertTurns);

        Node ConvertTurns(Scope inner, Tail? innerTail)
        {
            var test = Argument(end, 0, inner);
            var result = end.Length == 1 ? ConstantNode.Unspecified : ConvertSequence(end, 1, inner, innerTail);
            var nodes = new List<Node>();
            for (var i = 3; i < form.Length; i++)
            {
                nodes.Add(Argument(form, i, inner));
            }

            var steps = new Node[bindings.Length];
            for (var i = 0; i < steps.Length; i++)
            {
                var binding = bindings[i];
                steps[i] = Argument(binding, binding.Length == 3 ? 2 : 0, inner);
            }

            var loop = inner.Find(s_anonymousLoop)!;
            nodes.Add(loop.Loop is { } inPlace
                ? MakeTurn(loop, inPlace, steps)
                : MakeCall(form.Span, Reference(loop, inner, form.Span), steps, innerTail));
            return new IfNode(test, result, nodes.Count == 1 ? nodes[0] : new SequenceNode([.. nodes]));
        }
    }

    private Node ConvertLoop(
        Symbol name, SourceSpan? span, Value[] variables, Form[] bindings, Scope scope, Tail? tail, Func<Scope, Tail?, Node> convertBody)
    {
        var initial = new Node[bindings.Length];
        for (var i = 0; i < initial.Length; i++)
        {
            initial[i] = Argument(bindings[i], 1, scope);
        }

        var frameSize = scope.Function.FrameSize;
        var loop = new LoopNode(context, SiteOf(span)) { FirstSlot = frameSize, Initial = initial };
        var inner = new Scope(scope, scope.Function);
        inner.AddLoop(name, loop, frameSize, variables.Length);
        inner = new Scope(inner, scope.Function);
        BindAll(variables, bindings, inner);
        _attempts++;
        loop.Body = convertBody(inner, new Tail(loop, tail));
        _attempts--;
        if (!_attemptFailed)
        {
            return loop;
        }

        if (_attempts > 0)
        {
            return ConstantNode.Unspecified;
        }

        _attemptFailed = false;
        scope.Function.FrameSize = frameSize;
        return ConvertRecursiveLoop(name, span, variables, bindings, initial, scope, tail, convertBody);
    }

    /// <summary>A loop as a closure that calls itself.</summary>
    private LetNode ConvertRecursiveLoop(
        Symbol name, SourceSpan? span, Value[] variables, Form[] bindings, Node[] initial, Scope scope, Tail? tail,
        Func<Scope, Tail?, Node> convertBody)
    {
        var outer = new Scope(scope, scope.Function);
        var self = outer.Add(name);
        var function = new FunctionScope(scope.Function);
        var parameters = new Scope(outer, function);
        BindAll(variables, bindings, parameters);
        var code = new BootCode(name.Name, variables.Length, hasRest: false);
        var procedure = _procedure;
        _procedure = procedure is null ? name.Name : $"{procedure}/{name.Name}";
        code.Body = convertBody(parameters, Tail.OfProcedure);
        _procedure = procedure;
        code.FrameSize = function.FrameSize;
        return new LetNode(self.Slot, [new LambdaNode(code)], MakeCall(span, new LocalNode(self.Slot), initial, tail));
    }

    /// <summary>A call of a loop that is tried in place.</summary>
    private Node ConvertTurn(Form form, int from, LocalVariable variable, LoopNode loop, Scope scope, Tail? tail)
    {
        if (tail is null || !tail.Ends(loop) || form.Length - from != variable.LoopArity)
        {
            _attemptFailed = true;
            return ConstantNode.Unspecified;
        }

        return MakeTurn(variable, loop, Arguments(form, from, scope));
    }

    private static ContinueNode MakeTurn(LocalVariable variable, LoopNode loop, Node[] values)
    {
        var slots = new List<int>();
        var changed = new List<Node>();
        for (var i = 0; i < values.Length; i++)
        {
            var slot = variable.LoopFirstSlot + i;
            if (values[i] is not LocalNode same || same.Slot != slot)
            {
                slots.Add(slot);
                changed.Add(values[i]);
            }
        }

        return new ContinueNode(loop, [.. slots], [.. changed]);
    }
}
