// Visits a tree in the order of CPython's symtable.c, so that of several mistakes the same one is found.

namespace Ouro.Python.Syntax.Scopes;

using System.Runtime.CompilerServices;
using Ouro.Python.Syntax.Tree;

/// <summary>Makes the symbol tables of a tree.</summary>
internal sealed class SymbolTableBuilder : NodeVisitor
{
    private readonly int _version;
    private readonly bool _lazyAnnotations;
    private readonly SourceText? _source;
    private readonly Dictionary<Node, SymbolTable> _tables = new(ReferenceEqualityComparer.Instance);
    private readonly SymbolTable _module;
    private readonly Stack<SymbolTable> _open = new();
    private SymbolTable _current;
    private string? _class;

    /// <summary>How many statements and expressions are around what is being visited; CPython's limit is on this.</summary>
    private int _depth;

    private SymbolTableBuilder(int version, bool lazyAnnotations, SourceText? source)
    {
        _version = version;
        _lazyAnnotations = lazyAnnotations;
        _source = source;
        _module = _current = new SymbolTable("top", BlockKind.Module, 0, null);
    }

    /// <summary>Makes the tables.</summary>
    /// <param name="tree">A module.</param>
    /// <param name="version">The minor version of the language.</param>
    /// <param name="lazyAnnotations">Whether annotations are not evaluated (<c>from __future__ import annotations</c>).</param>
    /// <param name="source">The source, for messages.</param>
    /// <returns>The table of the module and those of the nodes that open a block.</returns>
    /// <exception cref="SyntaxProblemException">A declaration contradicts a use or another declaration.</exception>
    internal static (SymbolTable Module, IReadOnlyDictionary<Node, SymbolTable> Tables) Build(ModNode tree, int version, bool lazyAnnotations, SourceText? source)
    {
        var builder = new SymbolTableBuilder(version, lazyAnnotations, source);
        builder._tables[tree] = builder._module;
        builder._open.Push(builder._module);
        tree.VisitChildren(builder);
        var analysis = new ScopeAnalysis(version, (table, name, message) => builder.Refused(table.Directives.Find(entry => entry.Name == name).Span, message));
        analysis.Run(builder._module);
        return (builder._module, builder._tables);
    }

    internal override void Visit(Node node)
    {
        bool counts = node is StatementNode or ExpressionNode;
        _depth += counts ? 1 : 0;
        if (_depth > (_version >= 13 ? 9_998 : _version == 12 ? 2_996 : 2_994) || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SyntaxProblemException(new SyntaxProblem(SyntaxProblemKind.RecursionError, "maximum recursion depth exceeded during compilation"));
        }

        node.Accept(this);
        _depth -= counts ? 1 : 0;
    }

    internal override void VisitFunctionDef(FunctionDef node) => Function(node, node.Name, node.Args, node.Body, node.DecoratorList, node.Returns, node.TypeParams, isAsync: false);

    internal override void VisitAsyncFunctionDef(AsyncFunctionDef node) => Function(node, node.Name, node.Args, node.Body, node.DecoratorList, node.Returns, node.TypeParams, isAsync: true);

    internal override void VisitClassDef(ClassDef node)
    {
        Define(node.Name, SymbolFlags.Local, node.Span);
        string? outer = _class;
        if (_version >= 12)
        {
            Each(node.DecoratorList);
            if (node.TypeParams.Length > 0)
            {
                EnterTypeParameters(node, node.Name, false, false, isClass: true);
                _class = _version >= 13 ? node.Name : outer;
                Each(node.TypeParams);
            }
        }

        Each(node.Bases);
        Each(node.Keywords);
        if (_version < 12)
        {
            Each(node.DecoratorList);
        }

        Enter(node, node.Name, BlockKind.Class, node.Span);
        _class = node.Name;
        if (node.TypeParams.Length > 0)
        {
            Define("__type_params__", SymbolFlags.Local, node.Span);
            Define(".type_params", SymbolFlags.Use, node.Span);
        }

        Each(node.Body);
        Exit();
        if (node.TypeParams.Length > 0)
        {
            Exit();
        }

        _class = outer;
    }

    internal override void VisitTypeAlias(TypeAlias node)
    {
        Visit(node.Name);
        string name = ((Name)node.Name).Id;
        bool inClass = _current.Kind == BlockKind.Class;
        if (node.TypeParams.Length > 0)
        {
            EnterTypeParameters(node, name, false, false, isClass: false);
            Each(node.TypeParams);
        }

        Enter(node.Value, name, BlockKind.TypeAlias, node.Span);
        SeeClass(inClass, node.Span);
        Visit(node.Value);
        Exit();
        if (node.TypeParams.Length > 0)
        {
            Exit();
        }
    }

    internal override void VisitTypeVar(TypeVar node)
    {
        Define(node.Name, SymbolFlags.TypeParameter | SymbolFlags.Local, node.Span);
        Parameter(node.Bound, node.Name);
        Parameter(node.DefaultValue, node.Name);
    }

    internal override void VisitParamSpec(ParamSpec node)
    {
        Define(node.Name, SymbolFlags.TypeParameter | SymbolFlags.Local, node.Span);
        Parameter(node.DefaultValue, node.Name);
    }

    internal override void VisitTypeVarTuple(TypeVarTuple node)
    {
        Define(node.Name, SymbolFlags.TypeParameter | SymbolFlags.Local, node.Span);
        Parameter(node.DefaultValue, node.Name);
    }

    internal override void VisitReturn(Return node)
    {
        if (node.Value is not null)
        {
            Visit(node.Value);
            _current.ReturnsValue = true;
        }
    }

    internal override void VisitAnnAssign(AnnAssign node)
    {
        if (node.Target is Name name)
        {
            var flags = Lookup(name.Id);
            if ((flags & (SymbolFlags.Global | SymbolFlags.Nonlocal)) != 0 && _current != _module && node.Simple != 0)
            {
                throw Refused(node.Span, $"annotated name '{name.Id}' can't be {(flags.HasFlag(SymbolFlags.Global) ? "global" : "nonlocal")}");
            }

            if (node.Simple != 0)
            {
                Define(name.Id, SymbolFlags.Annotation | SymbolFlags.Local, name.Span);
            }
            else if (node.Value is not null)
            {
                Define(name.Id, SymbolFlags.Local, name.Span);
            }
        }
        else
        {
            Visit(node.Target);
        }

        Annotation(node.Annotation);
        if (node.Value is not null)
        {
            Visit(node.Value);
        }
    }

    internal override void VisitTry(Try node)
    {
        Each(node.Body);
        Each(node.Orelse);
        Each(node.Handlers);
        Each(node.Finalbody);
    }

    internal override void VisitTryStar(TryStar node)
    {
        Each(node.Body);
        Each(node.Orelse);
        Each(node.Handlers);
        Each(node.Finalbody);
    }

    internal override void VisitGlobal(Global node)
    {
        foreach (string name in node.Names)
        {
            Declare(name, SymbolFlags.Global, "global", node.Span);
        }
    }

    internal override void VisitNonlocal(Nonlocal node)
    {
        foreach (string name in node.Names)
        {
            Declare(name, SymbolFlags.Nonlocal, "nonlocal", node.Span);
        }
    }

    internal override void VisitAlias(Alias node)
    {
        string name = node.Asname ?? node.Name;
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (name != "*")
        {
            Define(dot < 0 ? name : name[..dot], SymbolFlags.Import, node.Span);
        }
        else if (_current.Kind != BlockKind.Module)
        {
            throw Refused(node.Span, "import * only allowed at module level");
        }
    }

    internal override void VisitExceptHandler(ExceptHandler node)
    {
        if (node.Type is not null)
        {
            Visit(node.Type);
        }

        if (node.Name is not null)
        {
            Define(node.Name, SymbolFlags.Local, node.Span);
        }

        Each(node.Body);
    }

    internal override void VisitMatchStar(MatchStar node) => Capture(node.Name, node.Span);

    internal override void VisitMatchAs(MatchAs node)
    {
        if (node.Pattern is not null)
        {
            Visit(node.Pattern);
        }

        Capture(node.Name, node.Span);
    }

    internal override void VisitMatchMapping(MatchMapping node)
    {
        Each(node.Keys);
        Each(node.Patterns);
        Capture(node.Rest, node.Span);
    }

    internal override void VisitNamedExpr(NamedExpr node)
    {
        RefuseInAnnotation("named expression", node.Span);
        if (_current.IterableDepth > 0)
        {
            throw Refused(node.Span, "assignment expression cannot be used in a comprehension iterable expression");
        }

        if (_current.Comprehension != ComprehensionKind.None)
        {
            ExtendScope((Name)node.Target);
        }

        Visit(node.Value);
        Visit(node.Target);
    }

    internal override void VisitLambda(Lambda node)
    {
        Each(node.Args.Defaults);
        Each(node.Args.KwDefaults);
        Enter(node, "lambda", BlockKind.Function, node.Span);
        Parameters(node.Args);
        Visit(node.Body);
        Exit();
    }

    internal override void VisitIfExp(IfExp node)
    {
        Visit(node.Test);
        Visit(node.Body);
        Visit(node.Orelse);
    }

    internal override void VisitListComp(ListComp node) => Comprehension(node, "listcomp", ComprehensionKind.List, node.Generators, node.Elt, null);

    internal override void VisitSetComp(SetComp node) => Comprehension(node, "setcomp", ComprehensionKind.Set, node.Generators, node.Elt, null);

    internal override void VisitGeneratorExp(GeneratorExp node) => Comprehension(node, "genexpr", ComprehensionKind.Generator, node.Generators, node.Elt, null);

    internal override void VisitDictComp(DictComp node) => Comprehension(node, "dictcomp", ComprehensionKind.Dict, node.Generators, node.Key, node.Value);

    internal override void VisitComprehension(Comprehension node)
    {
        _current.InIterationTarget = true;
        Visit(node.Target);
        _current.InIterationTarget = false;
        _current.IterableDepth++;
        Visit(node.Iter);
        _current.IterableDepth--;
        Each(node.Ifs);
        _current.IsCoroutine |= node.IsAsync != 0;
    }

    internal override void VisitYield(Yield node)
    {
        RefuseInAnnotation("yield expression", node.Span);
        if (node.Value is not null)
        {
            Visit(node.Value);
        }

        YieldHere(node.Span);
    }

    internal override void VisitYieldFrom(YieldFrom node)
    {
        RefuseInAnnotation("yield expression", node.Span);
        Visit(node.Value);
        YieldHere(node.Span);
    }

    internal override void VisitAwait(Await node)
    {
        RefuseInAnnotation("await expression", node.Span);
        Visit(node.Value);
        _current.IsCoroutine = true;
    }

    internal override void VisitName(Name node)
    {
        if (_version >= 13 && node is { Id: "__debug__", Ctx: ExpressionContext.Del })
        {
            throw Refused(node.Span, "cannot delete __debug__");
        }

        Define(node.Id, node.Ctx == ExpressionContext.Load ? SymbolFlags.Use : SymbolFlags.Local, node.Span);
        if (node.Ctx == ExpressionContext.Load && node.Id == "super" && _current.IsFunctionLike)
        {
            Define("__class__", SymbolFlags.Use, node.Span);
        }
    }

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

    private void Function(StatementNode node, string name, Arguments parameters, StatementNode[] body, ExpressionNode[] decorators, ExpressionNode? returns, TypeParameterNode[] typeParameters, bool isAsync)
    {
        Define(name, SymbolFlags.Local, node.Span);
        Each(parameters.Defaults);
        Each(parameters.KwDefaults);
        if (_version >= 12)
        {
            Each(decorators);
            if (typeParameters.Length > 0)
            {
                EnterTypeParameters(node, name, parameters.Defaults.Length > 0, parameters.KwDefaults.Any(value => value is not null), isClass: false);
                Each(typeParameters);
            }
        }

        Annotations(node, parameters, returns);
        if (_version < 12)
        {
            Each(decorators);
        }

        Enter(node, name, BlockKind.Function, node.Span);
        _current.IsCoroutine = isAsync;
        Parameters(parameters);
        Each(body);
        Exit();
        if (typeParameters.Length > 0)
        {
            Exit();
        }
    }

    private void Parameters(Arguments parameters)
    {
        foreach (var parameter in parameters.Posonlyargs.Concat(parameters.Args).Concat(parameters.Kwonlyargs))
        {
            Define(parameter.Arg, SymbolFlags.Parameter, parameter.Span);
        }

        if (parameters.Vararg is { } rest)
        {
            Define(rest.Arg, SymbolFlags.Parameter, rest.Span);
            _current.HasRest = true;
        }

        if (parameters.Kwarg is { } dictionary)
        {
            Define(dictionary.Arg, SymbolFlags.Parameter, dictionary.Span);
            _current.HasKeywordDictionary = true;
        }
    }

    private void Annotations(Node node, Arguments parameters, ExpressionNode? returns)
    {
        if (_lazyAnnotations)
        {
            EnterAnnotation(node.Span);
        }

        foreach (var parameter in parameters.Posonlyargs.Concat(parameters.Args).Append(parameters.Vararg).Append(parameters.Kwarg).Concat(parameters.Kwonlyargs))
        {
            if (parameter?.Annotation is { } annotation)
            {
                Visit(annotation);
            }
        }

        if (_lazyAnnotations)
        {
            Exit();
        }

        if (returns is not null)
        {
            Annotation(returns);
        }
    }

    private void Annotation(ExpressionNode annotation)
    {
        if (!_lazyAnnotations)
        {
            Visit(annotation);
            return;
        }

        EnterAnnotation(annotation.Span);
        Visit(annotation);
        Exit();
    }

    /// <summary>Lazy annotations become text: what is in them counts for nothing, but some things may not be.</summary>
    private void EnterAnnotation(SourceSpan span)
    {
        _current = new SymbolTable("_annotation", BlockKind.Annotation, span.Line, _current);
        _open.Push(_current);
    }

    private void Enter(Node node, string name, BlockKind kind, SourceSpan span)
    {
        var table = new SymbolTable(name, kind, span.Line, _current);
        _current.Children.Add(table);
        _tables[node] = table;
        _current = table;
        _open.Push(table);
    }

    private void Exit()
    {
        _open.Pop();
        _current = _open.Peek();
    }

    private void EnterTypeParameters(Node node, string name, bool hasDefaults, bool hasKeywordDefaults, bool isClass)
    {
        bool inClass = _current.Kind == BlockKind.Class;
        var table = new SymbolTable(name, BlockKind.TypeParameters, node.Span.Line, _current);
        _current.Children.Add(table);
        _current = table;
        _open.Push(table);
        SeeClass(inClass, node.Span);
        if (isClass)
        {
            Define(".type_params", SymbolFlags.Local, node.Span);
            Define(".type_params", SymbolFlags.Use, node.Span);
            Define(".generic_base", SymbolFlags.Local, node.Span);
            Define(".generic_base", SymbolFlags.Use, node.Span);
        }

        if (hasDefaults)
        {
            Define(".defaults", SymbolFlags.Parameter, node.Span);
        }

        if (hasKeywordDefaults)
        {
            Define(".kwdefaults", SymbolFlags.Parameter, node.Span);
        }
    }

    private void SeeClass(bool inClass, SourceSpan span)
    {
        if (inClass)
        {
            _current.CanSeeClass = true;
            Define("__classdict__", SymbolFlags.Use, span);
        }
    }

    private void Parameter(ExpressionNode? expression, string name)
    {
        if (expression is null)
        {
            return;
        }

        bool inClass = _current.CanSeeClass;
        Enter(expression, name, BlockKind.TypeVariable, expression.Span);
        SeeClass(inClass, expression.Span);
        Visit(expression);
        Exit();
    }

    private void Comprehension(ExpressionNode node, string name, ComprehensionKind kind, Comprehension[] clauses, ExpressionNode element, ExpressionNode? value)
    {
        var outermost = clauses[0];
        _current.IterableDepth++;
        Visit(outermost.Iter);
        _current.IterableDepth--;
        Enter(node, name, BlockKind.Function, node.Span);
        _current.Comprehension = kind;
        _current.IsCoroutine |= outermost.IsAsync != 0;
        Define(".0", SymbolFlags.Parameter, outermost.Span);
        _current.InIterationTarget = true;
        Visit(outermost.Target);
        _current.InIterationTarget = false;
        Each(outermost.Ifs);
        foreach (var clause in clauses.AsSpan(1))
        {
            Visit(clause);
        }

        if (value is not null)
        {
            Visit(value);
        }

        Visit(element);
        _current.IsGenerator = kind == ComprehensionKind.Generator;
        bool isAsync = _current.IsCoroutine && kind != ComprehensionKind.Generator;
        Exit();
        _current.IsCoroutine |= isAsync;
    }

    private void YieldHere(SourceSpan span)
    {
        _current.IsGenerator = true;
        if (_current.Comprehension != ComprehensionKind.None)
        {
            string what = _current.Comprehension switch
            {
                ComprehensionKind.List => "list comprehension",
                ComprehensionKind.Set => "set comprehension",
                ComprehensionKind.Dict => "dict comprehension",
                _ => "generator expression",
            };
            throw Refused(span, $"'yield' inside {what}");
        }
    }

    private void RefuseInAnnotation(string what, SourceSpan span)
    {
        string? where = _current.Kind switch
        {
            BlockKind.Annotation => "an annotation",
            BlockKind.TypeVariable => "a TypeVar bound",
            BlockKind.TypeAlias => "a type alias",
            BlockKind.TypeParameters => "the definition of a generic",
            _ => null,
        };
        if (where is not null)
        {
            throw Refused(span, _current.Kind == BlockKind.Annotation ? _version == 11 ? $"'{what}' can not be used within {where}" : $"{what} cannot be used within {where}" : $"{what} cannot be used within {where}");
        }
    }

    private void Capture(string? name, SourceSpan span)
    {
        if (name is not null)
        {
            Define(name, SymbolFlags.Local, span);
        }
    }

    private string Mangled(string name) => Mangling.Mangle(_class, name);

    private SymbolFlags Lookup(string name) => _current.Find(Mangled(name))?.Flags ?? SymbolFlags.None;

    private void Define(string name, SymbolFlags flags, SourceSpan span) => Define(_current, name, flags, span);

    private void Define(SymbolTable table, string name, SymbolFlags flags, SourceSpan span)
    {
        string mangled = Mangled(name);
        if (_version >= 13 && name == "__debug__" && (flags & (SymbolFlags.Use | SymbolFlags.Import | SymbolFlags.Annotation)) == 0)
        {
            throw Refused(span, "cannot assign to __debug__");
        }

        var symbol = table.GetOrAdd(mangled);
        if (flags.HasFlag(SymbolFlags.Parameter) && symbol.Flags.HasFlag(SymbolFlags.Parameter))
        {
            throw Refused(span, $"duplicate argument '{name}' in function definition");
        }

        if (flags.HasFlag(SymbolFlags.TypeParameter) && symbol.Flags.HasFlag(SymbolFlags.TypeParameter))
        {
            throw Refused(span, $"duplicate type parameter '{name}'");
        }

        symbol.Flags |= flags;
        if (table.InIterationTarget)
        {
            if ((symbol.Flags & (SymbolFlags.Global | SymbolFlags.Nonlocal)) != 0)
            {
                throw Refused(span, $"comprehension inner loop cannot rebind assignment expression target '{name}'");
            }

            symbol.Flags |= SymbolFlags.Iteration;
        }

        if (flags.HasFlag(SymbolFlags.Parameter))
        {
            table.Parameters.Add(mangled);
        }
        else if (flags.HasFlag(SymbolFlags.Global))
        {
            _module.GetOrAdd(mangled).Flags |= flags;
        }
    }

    private void Declare(string name, SymbolFlags declaration, string word, SourceSpan span)
    {
        var flags = Lookup(name);
        if ((flags & (SymbolFlags.Parameter | SymbolFlags.Local | SymbolFlags.Use | SymbolFlags.Annotation)) != 0)
        {
            throw Refused(span, flags.HasFlag(SymbolFlags.Parameter) ? $"name '{name}' is parameter and {word}"
                : flags.HasFlag(SymbolFlags.Use) ? $"name '{name}' is used prior to {word} declaration"
                : flags.HasFlag(SymbolFlags.Annotation) ? $"annotated name '{name}' can't be {word}"
                : $"name '{name}' is assigned to before {word} declaration");
        }

        Define(name, declaration, span);
        _current.Directives.Add((Mangled(name), span));
    }

    /// <summary>A name that is assigned in a comprehension belongs to the block around all comprehensions.</summary>
    private void ExtendScope(Name target)
    {
        string name = target.Id;
        foreach (var table in _open)
        {
            var flags = table.Find(Mangled(name))?.Flags ?? SymbolFlags.None;
            if (table.Comprehension != ComprehensionKind.None)
            {
                if (flags.HasFlag(SymbolFlags.Iteration) && (flags & (SymbolFlags.Local | SymbolFlags.Global)) != 0)
                {
                    throw Refused(target.Span, $"assignment expression cannot rebind comprehension iteration variable '{name}'");
                }

                continue;
            }

            switch (table.Kind)
            {
                case BlockKind.Function:
                    Define(name, flags.HasFlag(SymbolFlags.Global) ? SymbolFlags.Global : SymbolFlags.Nonlocal, target.Span);
                    _current.Directives.Add((Mangled(name), target.Span));
                    Define(table, name, SymbolFlags.Local, target.Span);
                    return;
                case BlockKind.Module:
                    Define(name, SymbolFlags.Global, target.Span);
                    _current.Directives.Add((Mangled(name), target.Span));
                    Define(table, name, SymbolFlags.Global, target.Span);
                    return;
                default:
                    throw Refused(target.Span, "assignment expression within a comprehension cannot be used " + table.Kind switch
                    {
                        BlockKind.Class => "in a class body",
                        BlockKind.TypeVariable => "in a TypeVar bound",
                        BlockKind.TypeAlias => "in a type alias",
                        _ => "within the definition of a generic",
                    });
            }
        }
    }

    private SyntaxProblemException Refused(SourceSpan span, string message) => ProblemPlace.At(_source, span, message);
}
