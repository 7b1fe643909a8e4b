// What is right by the grammar and yet refused, because of where it stands: CPython finds these when it generates code, so this goes over
// a tree in the order in which CPython generates code, and of several mistakes finds the same one first.

namespace Ouro.Python.Syntax.Validation;

using System.Runtime.CompilerServices;
using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;

/// <summary>Refuses what cannot be compiled although it can be parsed.</summary>
internal sealed partial class Validator : NodeVisitor
{
    private readonly int _version;
    private readonly FutureFeatures _future;
    private readonly IReadOnlyDictionary<Node, SymbolTable> _tables;
    private readonly SourceText _source;
    private Unit _unit;

    private Validator(ModNode tree, int version, FutureFeatures future, IReadOnlyDictionary<Node, SymbolTable> tables, SourceText source)
    {
        _version = version;
        _future = future;
        _tables = tables;
        _source = source;
        _unit = new Unit(UnitKind.Module, tables[tree]);
    }

    private enum UnitKind
    {
        Module,
        Class,
        Function,
        AsyncFunction,
        Lambda,
        Comprehension,
    }

    /// <summary>What a statement may be inside of.</summary>
    private enum BlockOf
    {
        Loop,
        Try,
        Handler,
        StarHandler,
        With,
    }

    /// <summary>Goes over a tree.</summary>
    /// <exception cref="SyntaxProblemException">Something in it is refused.</exception>
    internal static void Check(ModNode tree, int version, FutureFeatures future, IReadOnlyDictionary<Node, SymbolTable> tables, SourceText source) =>
        tree.VisitChildren(new Validator(tree, version, future, tables, source));

    internal override void Visit(Node node)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SyntaxProblemException(new SyntaxProblem(SyntaxProblemKind.RecursionError, "maximum recursion depth exceeded during compilation"));
        }

        node.Accept(this);
    }

    internal override void VisitFunctionDef(FunctionDef node) => Function(node, node.Args, node.Body, node.DecoratorList, node.Returns, node.TypeParams, node.Name, UnitKind.Function);

    internal override void VisitAsyncFunctionDef(AsyncFunctionDef node) => Function(node, node.Args, node.Body, node.DecoratorList, node.Returns, node.TypeParams, node.Name, UnitKind.AsyncFunction);

    internal override void VisitLambda(Lambda node)
    {
        ParameterNames(node.Args, node.Span);
        Each(node.Args.Defaults);
        Each(node.Args.KwDefaults);
        Inside(UnitKind.Lambda, node, () => Visit(node.Body));
    }

    internal override void VisitClassDef(ClassDef node)
    {
        Each(node.DecoratorList);
        TypeParameters(node.TypeParams);
        Inside(UnitKind.Class, node, () => Each(node.Body));
        Keywords(node.Keywords, node);
        Elements(node.Bases);
        Each(node.Keywords);
        Stored(node.Name, node.Span);
    }

    internal override void VisitTypeAlias(TypeAlias node)
    {
        TypeParameters(node.TypeParams);
        Visit(node.Value);
        Visit(node.Name);
    }

    internal override void VisitReturn(Return node)
    {
        if (_unit.Table.Kind != BlockKind.Function)
        {
            throw Refused(node, "'return' outside function");
        }

        if (node.Value is not null)
        {
            if (_unit.Table.IsCoroutine && _unit.Table.IsGenerator)
            {
                throw Refused(node, "'return' with value in async generator");
            }

            Visit(node.Value);
        }

        foreach (var block in _unit.Blocks)
        {
            RefuseLeaving(block, node);
        }
    }

    internal override void VisitBreak(Break node)
    {
        if (!FindLoop(node))
        {
            throw Refused(node, "'break' outside loop");
        }
    }

    internal override void VisitContinue(Continue node)
    {
        if (!FindLoop(node))
        {
            throw Refused(node, "'continue' not properly in loop");
        }
    }

    internal override void VisitAssign(Assign node)
    {
        Visit(node.Value);
        Each(node.Targets);
    }

    internal override void VisitAugAssign(AugAssign node)
    {
        Visit(node.Target);
        Visit(node.Value);
    }

    internal override void VisitAnnAssign(AnnAssign node)
    {
        if (node.Value is not null)
        {
            Visit(node.Value);
            Visit(node.Target);
        }

        bool evaluated = _unit.Kind is UnitKind.Module or UnitKind.Class && !_future.LazyAnnotations;
        switch (node.Target)
        {
            case Name name:
                Stored(name.Id, node.Span);
                break;
            case Attribute attribute:
                Stored(attribute.Attr, node.Span);
                if (node.Value is null)
                {
                    Visit(attribute.Value);
                }

                break;
            case Subscript subscript when node.Value is null:
                Visit(subscript.Value);
                Visit(subscript.Slice);
                break;
        }

        if (evaluated)
        {
            Visit(node.Annotation);
        }
    }

    internal override void VisitFor(For node)
    {
        Visit(node.Iter);
        Within(BlockOf.Loop, node, () =>
        {
            Visit(node.Target);
            Each(node.Body);
        });
        Each(node.Orelse);
    }

    internal override void VisitAsyncFor(AsyncFor node)
    {
        if (_unit.Kind != UnitKind.AsyncFunction)
        {
            throw Refused(node, "'async for' outside async function");
        }

        Visit(node.Iter);
        Within(BlockOf.Loop, node, () =>
        {
            Visit(node.Target);
            Each(node.Body);
        });
        Each(node.Orelse);
    }

    internal override void VisitWhile(While node)
    {
        Within(BlockOf.Loop, node, () =>
        {
            Visit(node.Test);
            Each(node.Body);
        });
        Each(node.Orelse);
    }

    internal override void VisitWith(With node) => Items(node, node.Items, node.Body, 0);

    internal override void VisitAsyncWith(AsyncWith node)
    {
        if (_unit.Kind != UnitKind.AsyncFunction)
        {
            throw Refused(node, "'async with' outside async function");
        }

        Items(node, node.Items, node.Body, 0);
    }

    internal override void VisitTry(Try node)
    {
        if (node.Finalbody.Length > 0)
        {
            Within(BlockOf.Try, node, () => Handled(node));
            Each(node.Finalbody);
        }
        else
        {
            Handled(node);
        }
    }

    internal override void VisitTryStar(TryStar node)
    {
        void Body()
        {
            Within(BlockOf.Try, node, () => Each(node.Body));
            foreach (var handler in node.Handlers.Cast<ExceptHandler>())
            {
                Visit(handler.Type!);
                Within(BlockOf.StarHandler, handler, () => HandlerBody(handler));
            }

            Each(node.Orelse);
        }

        if (node.Finalbody.Length > 0)
        {
            Within(BlockOf.Try, node, Body);
            Each(node.Finalbody);
        }
        else
        {
            Body();
        }
    }

    internal override void VisitImport(Import node)
    {
        foreach (var alias in node.Names)
        {
            Stored(alias.Asname ?? alias.Name.Split('.')[0], node.Span);
        }
    }

    internal override void VisitImportFrom(ImportFrom node)
    {
        if (node.Module == "__future__" && node.Level == 0 && node.Span.Line > _future.LastLine)
        {
            throw Refused(node, "from __future__ imports must occur at the beginning of the file");
        }

        foreach (var alias in node.Names)
        {
            Stored(alias.Asname ?? alias.Name, node.Span);
        }
    }

    internal override void VisitListComp(ListComp node) => Comprehension(node, node.Generators, node.Elt, null);

    internal override void VisitSetComp(SetComp node) => Comprehension(node, node.Generators, node.Elt, null);

    internal override void VisitDictComp(DictComp node) => Comprehension(node, node.Generators, node.Key, node.Value);

    internal override void VisitGeneratorExp(GeneratorExp node) => Comprehension(node, node.Generators, node.Elt, null);

    internal override void VisitYield(Yield node)
    {
        RequireFunction(node, "'yield' outside function");
        if (node.Value is not null)
        {
            Visit(node.Value);
        }
    }

    internal override void VisitYieldFrom(YieldFrom node)
    {
        RequireFunction(node, _version >= 13 ? "'yield from' outside function" : "'yield' outside function");
        if (_unit.Kind == UnitKind.AsyncFunction)
        {
            throw Refused(node, "'yield from' inside async function");
        }

        Visit(node.Value);
    }

    internal override void VisitAwait(Await node)
    {
        RequireFunction(node, "'await' outside function");
        if (_unit.Kind is not (UnitKind.AsyncFunction or UnitKind.Comprehension))
        {
            throw Refused(node, "'await' outside async function");
        }

        Visit(node.Value);
    }

    internal override void VisitCall(Call node)
    {
        Visit(node.Func);
        Keywords(node.Keywords, node);
        Elements(node.Args);
        Each(node.Keywords);
    }

    internal override void VisitNamedExpr(NamedExpr node)
    {
        Visit(node.Value);
        Visit(node.Target);
    }

    internal override void VisitIfExp(IfExp node)
    {
        Visit(node.Test);
        Visit(node.Body);
        Visit(node.Orelse);
    }

    internal override void VisitName(Name node) => Named(node.Id, node.Ctx, node);

    internal override void VisitAttribute(Attribute node)
    {
        Visit(node.Value);
        Named(node.Attr, node.Ctx, node);
    }

    internal override void VisitStarred(Starred node) =>
        throw Refused(node, node.Ctx == ExpressionContext.Store ? "starred assignment target must be in a list or tuple" : "can't use starred expression here");

    internal override void VisitTuple(Tuple node) => Sequence(node, node.Elts, node.Ctx);

    internal override void VisitList(List node) => Sequence(node, node.Elts, node.Ctx);

    internal override void VisitSet(Set node) => Elements(node.Elts);

    private static bool IsDebug(string? name) => name == "__debug__";

    private void Each(Node?[] nodes)
    {
        foreach (var node in nodes)
        {
            if (node is not null)
            {
                Visit(node);
            }
        }
    }

    /// <summary>Expressions that may have a star.</summary>
    private void Elements(ExpressionNode[] nodes)
    {
        foreach (var node in nodes)
        {
            Visit(node is Starred starred ? starred.Value : node);
        }
    }

    private void Sequence(ExpressionNode node, ExpressionNode[] elements, ExpressionContext context)
    {
        if (context == ExpressionContext.Store)
        {
            bool seen = false;
            for (int i = 0; i < elements.Length; i++)
            {
                if (elements[i] is not Starred)
                {
                    continue;
                }

                if (seen)
                {
                    throw Refused(node, "multiple starred expressions in assignment");
                }

                if (i >= 1 << 8 || elements.Length - i - 1 >= 1 << 23)
                {
                    throw Refused(node, "too many expressions in star-unpacking assignment");
                }

                seen = true;
            }
        }

        if (context == ExpressionContext.Del)
        {
            Each(elements);
        }
        else
        {
            Elements(elements);
        }
    }

    private void Named(string name, ExpressionContext context, Node node)
    {
        if (context != ExpressionContext.Load && IsDebug(name))
        {
            throw Refused(node, context == ExpressionContext.Store ? "cannot assign to __debug__" : "cannot delete __debug__");
        }
    }

    private void Stored(string? name, SourceSpan span)
    {
        if (IsDebug(name))
        {
            throw ProblemPlace.At(_source, span, "cannot assign to __debug__");
        }
    }

    private void Keywords(Keyword[] keywords, Node call)
    {
        for (int i = 0; i < keywords.Length; i++)
        {
            if (keywords[i].Arg is not { } name)
            {
                continue;
            }

            Stored(name, _version == 11 ? call.Span : keywords[i].Span);
            for (int j = i + 1; j < keywords.Length; j++)
            {
                if (keywords[j].Arg == name)
                {
                    throw Refused(keywords[j], $"keyword argument repeated: {name}");
                }
            }
        }
    }

    private void ParameterNames(Arguments parameters, SourceSpan span)
    {
        foreach (var parameter in parameters.Posonlyargs.Concat(parameters.Args).Append(parameters.Vararg).Concat(parameters.Kwonlyargs).Append(parameters.Kwarg))
        {
            Stored(parameter?.Arg, _version >= 12 && parameter is not null ? parameter.Span : span);
        }
    }

    private void Function(StatementNode node, Arguments parameters, StatementNode[] body, ExpressionNode[] decorators, ExpressionNode? returns, TypeParameterNode[] typeParameters, string name, UnitKind kind)
    {
        ParameterNames(parameters, node.Span);
        Each(decorators);
        Each(parameters.Defaults);
        Each(parameters.KwDefaults);
        TypeParameters(typeParameters);
        if (!_future.LazyAnnotations)
        {
            foreach (var parameter in parameters.Posonlyargs.Concat(parameters.Args).Append(parameters.Vararg).Concat(parameters.Kwonlyargs).Append(parameters.Kwarg))
            {
                if (parameter?.Annotation is { } annotation)
                {
                    Visit(annotation is Starred starred ? starred.Value : annotation);
                }
            }

            if (returns is not null)
            {
                Visit(returns);
            }
        }

        Inside(kind, node, () => Each(body));
        Stored(name, node.Span);
    }

    private void TypeParameters(TypeParameterNode[] parameters)
    {
        bool seen = false;
        foreach (var parameter in parameters)
        {
            var (name, value) = parameter switch
            {
                TypeVar variable => (variable.Name, variable.DefaultValue),
                ParamSpec specification => (specification.Name, specification.DefaultValue),
                TypeVarTuple tuple => (tuple.Name, tuple.DefaultValue is Starred starred ? starred.Value : tuple.DefaultValue),
                _ => ("", null),
            };
            if (seen && value is null)
            {
                throw Refused(parameter, $"non-default type parameter '{name}' follows default type parameter");
            }

            seen |= value is not null;
            if (parameter is TypeVar { Bound: { } bound })
            {
                Visit(bound);
            }

            if (value is not null)
            {
                Visit(value);
            }
        }
    }

    private void Inside(UnitKind kind, Node node, Action body)
    {
        var outer = _unit;
        _unit = new Unit(kind, _tables[node]);
        body();
        _unit = outer;
    }

    private void Within(BlockOf block, Node node, Action body)
    {
        if (_unit.Blocks.Count >= (_version >= 13 ? 21 : 20))
        {
            throw Refused(node, "too many statically nested blocks");
        }

        _unit.Blocks.Push(block);
        body();
        _unit.Blocks.Pop();
    }

    private bool FindLoop(StatementNode node)
    {
        foreach (var block in _unit.Blocks)
        {
            RefuseLeaving(block, node);
            if (block == BlockOf.Loop)
            {
                return true;
            }
        }

        return false;
    }

    private void RefuseLeaving(BlockOf block, StatementNode node)
    {
        if (block == BlockOf.StarHandler)
        {
            throw Refused(node, "'break', 'continue' and 'return' cannot appear in an except* block");
        }
    }

    private void Items(StatementNode node, WithItem[] items, StatementNode[] body, int index)
    {
        if (index == items.Length)
        {
            Each(body);
            return;
        }

        Visit(items[index].ContextExpr);
        Within(BlockOf.With, node, () =>
        {
            if (items[index].OptionalVars is { } target)
            {
                Visit(target);
            }

            Items(node, items, body, index + 1);
        });
    }

    private void Handled(Try node)
    {
        if (node.Handlers.Length == 0)
        {
            Each(node.Body);
            Each(node.Orelse);
            return;
        }

        Within(BlockOf.Try, node, () => Each(node.Body));
        Each(node.Orelse);
        for (int i = 0; i < node.Handlers.Length; i++)
        {
            var handler = (ExceptHandler)node.Handlers[i];
            if (handler.Type is null && i < node.Handlers.Length - 1)
            {
                throw Refused(handler, "default 'except:' must be last");
            }

            Within(BlockOf.Handler, handler, () =>
            {
                if (handler.Type is not null)
                {
                    Visit(handler.Type);
                }

                Within(BlockOf.Handler, handler, () => HandlerBody(handler));
            });
        }
    }

    private void HandlerBody(ExceptHandler handler)
    {
        Stored(handler.Name, handler.Span);
        Each(handler.Body);
    }

    private void Comprehension(ExpressionNode node, Comprehension[] clauses, ExpressionNode element, ExpressionNode? value)
    {
        var outer = _unit;
        var table = _tables[node];
        if (_version >= 12)
        {
            Visit(clauses[0].Iter);
        }

        if (table.IsCoroutine && node is not GeneratorExp && outer.Kind is not (UnitKind.AsyncFunction or UnitKind.Comprehension))
        {
            throw Refused(node, "asynchronous comprehension outside of an asynchronous function");
        }

        Inside(UnitKind.Comprehension, node, () =>
        {
            for (int i = 0; i < clauses.Length; i++)
            {
                if (i > 0)
                {
                    Visit(clauses[i].Iter);
                }

                Visit(clauses[i].Target);
                Each(clauses[i].Ifs);
            }

            Visit(element);
            if (value is not null)
            {
                Visit(value);
            }
        });
        if (_version < 12)
        {
            Visit(clauses[0].Iter);
        }
    }

    private void RequireFunction(Node node, string message)
    {
        if (_unit.Table.Kind != BlockKind.Function)
        {
            throw Refused(node, message);
        }
    }

    private SyntaxProblemException Refused(Node node, string message) => ProblemPlace.At(_source, node.Span, message);

    /// <summary>A module, class, function or comprehension whose code is being looked at.</summary>
    private sealed class Unit(UnitKind kind, SymbolTable table)
    {
        internal readonly UnitKind Kind = kind;
        internal readonly SymbolTable Table = table;
        internal readonly Stack<BlockOf> Blocks = new();
    }
}
