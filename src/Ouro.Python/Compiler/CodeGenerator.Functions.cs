using Ouro.Machine.Code;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;
using Symbol = Ouro.Machine.Values.Symbol;
using SymbolTable = Ouro.Python.Syntax.Scopes.SymbolTable;

namespace Ouro.Python.Compiler;

// Functions, lambdas, comprehensions, generators and classes.
internal sealed partial class CodeGenerator
{
    private string QualifiedNameOf(string name)
    {
        if (_table.Kind == BlockKind.Module || _table.Find(name)?.Scope == SymbolScope.GlobalExplicit)
        {
            return name;
        }

        return _table.Kind == BlockKind.Class ? $"{_info.QualifiedName}.{name}" : $"{_info.QualifiedName}.<locals>.{name}";
    }

    private void Define(StatementNode node, string name, Arguments parameters, StatementNode[] body, ExpressionNode[] decorators, ExpressionNode? returns, bool isAsync)
    {
        foreach (var decorator in decorators)
        {
            // The call area of each decorator: what it is called with comes later.
            _ = Temp();
            _ = Pushed(decorator);
        }

        int function = Temp();
        var table = _program.TableOf(node);
        var info = InfoOf(name, table, parameters, decorators.Length > 0 ? decorators[0].Span.Line : node.Span.Line, isAsync, DocOf(body));
        Mark(node);
        MakeFunction(function, table, info, parameters, returns, generator => generator.FunctionCode(parameters, body));
        for (int i = decorators.Length - 1; i >= 0; i--)
        {
            Mark(decorators[i]);
            int procedure = function - 1;
            _builder.Emit(Opcode.Call, procedure - 1, 1, procedure - 1);
            function = procedure - 1;
        }

        StoreName(name, function);
    }

    private FunctionInfo InfoOf(string name, SymbolTable table, Arguments parameters, int line, bool isAsync, Text? doc)
    {
        string[] positional = [.. parameters.Posonlyargs.Concat(parameters.Args).Select(parameter => Mangled(parameter.Arg))];
        return new FunctionInfo
        {
            Name = name,
            QualifiedName = QualifiedNameOf(Mangled(name)),
            FileName = _program.File,
            FirstLine = line,
            Positional = positional,
            PositionOnly = parameters.Posonlyargs.Length,
            Required = positional.Length - parameters.Defaults.Length,
            KeywordOnly = [.. parameters.Kwonlyargs.Select(parameter => Mangled(parameter.Arg))],
            Rest = parameters.Vararg is { } rest ? Mangled(rest.Arg) : null,
            KeywordRest = parameters.Kwarg is { } keywords ? Mangled(keywords.Arg) : null,
            IsGenerator = table.IsGenerator && !isAsync,
            IsCoroutine = isAsync && !table.IsGenerator,
            IsAsyncGenerator = isAsync && table.IsGenerator,
            Doc = doc is null ? Value.Unspecified : Value.Object(doc),
            Free = [.. table.Symbols.Where(symbol => symbol.Scope == SymbolScope.Free).Select(symbol => symbol.Name)],
            Cells = [.. table.Symbols.Where(symbol => symbol.Scope == SymbolScope.Cell).Select(symbol => symbol.Name)],
            IsNested = IsFunction,
            Locals = [.. table.Parameters.Concat(table.Symbols.Where(symbol => symbol.Scope == SymbolScope.Local && !table.Parameters.Contains(symbol.Name)).Select(symbol => symbol.Name))],
        };
    }

    /// <summary>Makes a function: its defaults and annotations, its data, its closure.</summary>
    private void MakeFunction(int target, SymbolTable table, FunctionInfo info, Arguments parameters, ExpressionNode? returns, Func<CodeGenerator, CodeObject?> generate)
    {
        int mark = _top;
        int first = _top;
        foreach (var value in parameters.Defaults)
        {
            _ = Pushed(value);
        }

        int keywordDefaults = 0;
        foreach (var value in parameters.KwDefaults)
        {
            if (value is not null)
            {
                _ = Pushed(value);
                keywordDefaults++;
            }
        }

        int annotations = Annotations(parameters, returns);
        int data = Temp();
        var named = new List<string>();
        for (int i = 0; i < parameters.KwDefaults.Length; i++)
        {
            if (parameters.KwDefaults[i] is not null)
            {
                named.Add(Mangled(parameters.Kwonlyargs[i].Arg));
            }
        }

        OpN(new MakeDataOperation(Python, _program.Names.Dictionary, info, parameters.Defaults.Length, [.. named], annotations > 0), data, first, parameters.Defaults.Length + keywordDefaults + annotations);
        var generator = new CodeGenerator(_program, table, this, info);
        info.Again = (again, names) => _program.Again(names, program => new CodeGenerator(program, table, null, again, generator._className), generate);
        CloseOver(target, generator, generate(generator), data);
        _top = mark;
    }

    /// <summary>A dict of annotations on top; how many registers that took: 0 or 1.</summary>
    private int Annotations(Arguments parameters, ExpressionNode? returns)
    {
        var all = new List<(string Name, ExpressionNode Annotation)>();
        foreach (var parameter in parameters.Posonlyargs.Concat(parameters.Args).Append(parameters.Vararg).Concat(parameters.Kwonlyargs).Append(parameters.Kwarg))
        {
            if (parameter?.Annotation is { } annotation)
            {
                all.Add((Mangled(parameter.Arg), annotation));
            }
        }

        if (returns is not null)
        {
            all.Add(("return", returns));
        }

        if (all.Count == 0)
        {
            return 0;
        }

        int dictionary = Temp();
        OpN(Shared.BuildDict, dictionary, dictionary, 0);
        foreach (var (name, annotation) in all)
        {
            int operands = Temp();
            Move(operands, dictionary);
            Load(Python.Str(name), Temp());
            _ = AnnotationPushed(annotation);
            OpN(Shared.AddToDict, dictionary, operands, 3);
            _top = dictionary + 1;
        }

        return 1;
    }

    /// <summary>An annotation, or its text.</summary>
    private int AnnotationPushed(ExpressionNode annotation)
    {
        if (!_program.HasLazyAnnotations)
        {
            return Pushed(annotation);
        }

        int register = Temp();
        Load(Python.Str(Unparser.Write(annotation)), register);
        return register;
    }

    /// <summary>A closure of code with the variables that it captures; the first of them is the function's data.</summary>
    private void CloseOver(int target, CodeGenerator generator, CodeObject? code, int data)
    {
        if (code is null)
        {
            Problem = generator.Problem;
            _builder.Fail(Problem);
            return;
        }

        int closure = Temp();
        var boxes = new int[generator._free.Count];
        for (int i = 0; i < boxes.Length; i++)
        {
            boxes[i] = BoxOf(generator._free[i]);
        }

        _builder.Emit(Opcode.MakeClosure, closure, _builder.Constant(Value.Object(code)));
        _builder.Emit(Opcode.ClosureSet, closure, 0, data);
        for (int i = 0; i < boxes.Length; i++)
        {
            _builder.Emit(Opcode.ClosureSet, closure, i + 1, boxes[i]);
        }

        Move(target, closure);
    }

    /// <summary>The code of a function: parameters, defaults, boxes, body.</summary>
    private CodeObject? FunctionCode(Arguments parameters, StatementNode[] body)
    {
        Scan(body);
        Prologue();
        if (!_info.IsSuspended)
        {
            Body(body);
            ReturnNone();
            return Build();
        }

        GeneratorBody(() =>
        {
            Body(body);
            ReturnNone();
        });
        return Build();
    }

    /// <summary>The body of a generator: it waits before it begins, and a StopIteration does not leave it.</summary>
    private void GeneratorBody(Action body)
    {
        int sent = Temp();
        int from = _builder.NewLabel(), to = _builder.NewLabel();
        _builder.Emit(Opcode.MakeGenerator, sent);
        _builder.Mark(from);
        Op1(Shared.CheckSent, sent, sent);
        _top--;
        int depth = _top;
        body();
        _builder.Mark(to);
        int handler = _builder.MarkNew();
        _builder.Handler(from, to, handler, depth);
        _top = depth;
        int exception = Temp();
        _builder.Emit(Opcode.Caught, exception);
        Op1(_info.IsCoroutine ? Shared.LeaveCoroutine : _info.IsAsyncGenerator ? Shared.LeaveAsyncGenerator : Shared.LeaveGenerator, exception, exception);
        _builder.Emit(Opcode.Raise, exception);
    }

    private CodeObject? LambdaCode(Arguments parameters, ExpressionNode body)
    {
        Scan([body]);
        Prologue();
        if (_info.IsSuspended)
        {
            GeneratorBody(() =>
            {
                int value = Pushed(body);
                Op1(Shared.SetReturned, value, value);
                _builder.Emit(Opcode.Return, value);
            });
            return Build();
        }

        _builder.Emit(Opcode.Return, Operand(body));
        return Build();
    }

    private void Prologue()
    {
        int positional = _info.Positional.Length;
        int defaults = positional - _info.Required;
        var keywords = new List<Symbol>(_info.KeywordOnly.Select(Python.Machine.Intern));
        if (_info.HasKeywordRest)
        {
            keywords.Add(Python.Machine.Intern(FunctionInfo.RestKeyword));
        }

        _builder.Parameters = new ParameterShape(_info.Required, defaults, _info.HasRest, [.. keywords]);
        string[] names = [.. _info.Positional, .. _info.HasRest ? [_info.Rest!] : (string[])[], .. _info.KeywordOnly, .. _info.HasKeywordRest ? [_info.KeywordRest!] : (string[])[]];
        foreach (string name in names)
        {
            _registers[name] = Temp();
            Assigned(name);
            _builder.AddVariable(new CodeVariable(name, _registers[name], false, _cells.Contains(name)));
        }

        foreach (var symbol in _table.Symbols)
        {
            if (symbol.Scope is SymbolScope.Local or SymbolScope.Cell && !_registers.ContainsKey(symbol.Name))
            {
                if (symbol.Scope == SymbolScope.Local && _registers.Count >= MostVariables)
                {
                    _spilled.Add(symbol.Name, _spilled.Count);
                    continue;
                }

                int register = Temp();
                _registers[symbol.Name] = register;
                _builder.Emit(Opcode.Unbound, register);
                if (symbol.Scope == SymbolScope.Cell)
                {
                    _builder.Emit(Opcode.MakeBox, register, register);
                }

                _builder.AddVariable(new CodeVariable(symbol.Name, register, false, symbol.Scope == SymbolScope.Cell));
            }
        }

        if (_spilled.Count > 0)
        {
            _spillList = Temp();
            _info.Spilled = (_spillList, [.. _spilled.Keys]);
            OpN(Shared.BuildUnbound(_spilled.Count), _spillList, _spillList, 0);
        }

        int data = Temp();
        bool loaded = false;
        for (int i = 0; i < defaults; i++)
        {
            Default(_info.Required + i, i, null);
        }

        if (_info.HasRest)
        {
            Op1(Shared.RestToTuple, positional, positional);
        }

        int first = positional + (_info.HasRest ? 1 : 0);
        for (int i = 0; i < _info.KeywordOnly.Length; i++)
        {
            Default(first + i, -1, _info.KeywordOnly[i]);
        }

        if (_info.HasKeywordRest)
        {
            int register = first + _info.KeywordOnly.Length;
            int given = _builder.NewLabel();
            _builder.Emit(Opcode.BranchAbsent, register, 0, given);
            OpN(Shared.BuildDict, register, register, 0);
            _builder.Mark(given);
        }

        _top--;
        foreach (string name in names)
        {
            if (_cells.Contains(name))
            {
                _builder.Emit(Opcode.MakeBox, _registers[name], _registers[name]);
            }
        }

        void Default(int register, int index, string? keyword)
        {
            int given = _builder.NewLabel();
            if (!loaded)
            {
                _builder.Emit(Opcode.Free, data, 0);
                loaded = true;
            }

            _builder.Emit(Opcode.BranchAbsent, register, 0, given);
            Op1(keyword is null ? new DefaultOperation(index) : new KeywordDefaultOperation(Python, keyword), register, data);
            _builder.Mark(given);
        }
    }

    private void LambdaTo(Lambda node, int target)
    {
        var table = _program.TableOf(node);
        var info = InfoOf("<lambda>", table, node.Args, node.Span.Line, false, null);
        Mark(node);
        MakeFunction(target, table, info, node.Args, null, generator => generator.LambdaCode(node.Args, node.Body));
    }

    private static Arguments NoArguments => new([], [], null, [], [], null, []);

    private void ComprehensionTo(ExpressionNode node, Comprehension[] clauses, int target)
    {
        var table = _program.TableOf(node);
        bool isAsync = clauses.Any(clause => clause.IsAsync != 0) || table.IsCoroutine;
        string name = node switch { ListComp => "<listcomp>", SetComp => "<setcomp>", DictComp => "<dictcomp>", _ => "<genexpr>" };
        var info = new FunctionInfo
        {
            Name = name,
            QualifiedName = QualifiedNameOf(name),
            FileName = _program.File,
            FirstLine = node.Span.Line,
            Positional = [".0"],
            Required = 1,
            IsGenerator = node is GeneratorExp && !isAsync,
            IsAsyncGenerator = node is GeneratorExp && isAsync,
            IsCoroutine = node is not GeneratorExp && isAsync,
            Free = [.. table.Symbols.Where(symbol => symbol.Scope == SymbolScope.Free).Select(symbol => symbol.Name)],
        };
        int area = Temp();
        int procedure = Temp();
        int iterator = Pushed(clauses[0].Iter);
        Mark(clauses[0].Iter);
        Op1(clauses[0].IsAsync != 0 ? Shared.IterateAsync : Shared.Iterate, iterator, iterator);
        Mark(node);
        MakeFunction(procedure, table, info, NoArguments, null, generator => generator.ComprehensionCode(node, clauses));
        _builder.Emit(Opcode.Call, target, 1, area);
        if (info.IsCoroutine)
        {
            AwaitTo(target, node);
        }
    }

    private CodeObject? ComprehensionCode(ExpressionNode node, Comprehension[] clauses)
    {
        Scan([]);
        _copiesOperands = true;
        Prologue();
        if (node is GeneratorExp generator)
        {
            GeneratorBody(() =>
            {
                Clauses(node, clauses, 0, () =>
                {
                    int value = Pushed(generator.Elt);
                    Mark(node);
                    YieldValue(value, value);
                });
                ReturnNone();
            });
            return Build();
        }

        if (_info.IsCoroutine)
        {
            GeneratorBody(() => ReturnValue(Collect(node, clauses)));
            return Build();
        }

        _builder.Emit(Opcode.Return, Collect(node, clauses));
        return Build();
    }

    /// <summary>The code that makes what a comprehension collects: the register of it.</summary>
    private int Collect(ExpressionNode node, Comprehension[] clauses)
    {
        int result = Temp();
        OpN(node switch { ListComp => Shared.BuildList, SetComp => Shared.BuildSet, _ => Shared.BuildDict }, result, result, 0);
        Clauses(node, clauses, 0, () =>
        {
            switch (node)
            {
                case ListComp list:
                    Op2(Shared.AppendList, Temp(), result, Operand(list.Elt));
                    break;
                case SetComp set:
                    int item = Operand(set.Elt);
                    Mark(set.Elt);
                    Op2(Shared.AddToSet, Temp(), result, item);
                    break;
                case DictComp dictionary:
                    int operands = Temp();
                    Move(operands, result);
                    _ = Pushed(dictionary.Key);
                    _ = Pushed(dictionary.Value);
                    Mark(dictionary.Key);
                    OpN(Shared.AddToDict, operands, operands, 3);
                    break;
            }
        });
        return result;
    }

    private void Clauses(ExpressionNode node, Comprehension[] clauses, int index, Action element)
    {
        var clause = clauses[index];
        int mark = _top;
        int iterator;
        if (index == 0)
        {
            iterator = _registers[".0"];
        }
        else
        {
            iterator = Pushed(clause.Iter);
            Mark(clause.Iter);
            Op1(clause.IsAsync != 0 ? Shared.IterateAsync : Shared.Iterate, iterator, iterator);
        }

        int item = Temp();
        int head = _builder.MarkNew(), end = _builder.NewLabel();
        Mark(node);
        if (clause.IsAsync != 0)
        {
            NextAsync(iterator, item, end, node);
        }
        else
        {
            Op1(Shared.Next, item, iterator);
            _builder.Emit(Opcode.BranchAbsent, item, 1, end);
        }

        var before = Copy(_assigned);
        Store(clause.Target, item);
        int next = _builder.NewLabel();
        foreach (var condition in clause.Ifs)
        {
            Condition(condition, false, next);
        }

        int top = _top;
        if (index + 1 < clauses.Length)
        {
            Clauses(node, clauses, index + 1, element);
        }
        else
        {
            element();
        }

        _top = top;
        _builder.Mark(next);
        _builder.Emit(Opcode.Loop, head);
        _builder.Mark(end);
        _assigned = before;
        _top = mark;
    }

    private void YieldTo(Yield node, int target)
    {
        int value = node.Value is null ? LoadedNone() : Operand(node.Value);
        Mark(node);
        YieldValue(value, target);
    }

    /// <summary>Yields; what is being handled is not so meanwhile.</summary>
    private void YieldValue(int value, int target)
    {
        if (_info.IsAsyncGenerator)
        {
            int wrapped = Temp();
            Op1(Shared.WrapYielded, wrapped, value);
            value = wrapped;
        }

        YieldOut(value, target);
        Op1(_handlers > 0 ? Shared.CheckSentInHandler : Shared.CheckSent, target, target);
    }

    private void YieldOut(int value, int target)
    {
        int current = -1;
        if (_handlers > 0)
        {
            current = Temp();
            OpN(Shared.GetHandled, current, current, 0);
            Op1(Shared.RestoreHandled, Temp(), _handledBefore[0]);
        }

        _builder.Emit(Opcode.Yield, target, value);

        // Whoever goes on with the generator may be handling something else than who began it.
        foreach (int register in _handledBefore)
        {
            OpN(Shared.GetHandled, register, register, 0);
        }

        if (_handlers > 0)
        {
            Op1(Shared.RestoreHandled, Temp(), current);
        }
    }

    /// <summary>yield from and await: values go through until the iterator in a register ends; what it returned is the result.</summary>
    private void DelegateTo(int iterator, int target, Node node)
    {
        int mark = _top;
        int sent = LoadedNone();
        int head = _builder.MarkNew(), end = _builder.NewLabel();
        Mark(node);
        Op2(Shared.Send, sent, iterator, sent);
        _builder.Emit(Opcode.BranchAbsent, sent, 1, end);
        YieldOut(sent, sent);
        _builder.Emit(Opcode.Loop, head);
        _builder.Mark(end);
        OpN(Shared.TakeReturned, target, sent, 0);
        _top = mark;
    }

    private void ClassStatement(ClassDef node)
    {
        foreach (var decorator in node.DecoratorList)
        {
            _ = Temp();
            _ = Pushed(decorator);
        }

        int type = Temp();
        int operands = Temp();
        var table = _program.TableOf(node);
        var info = new FunctionInfo { Name = node.Name, QualifiedName = QualifiedNameOf(Mangled(node.Name)), FileName = _program.File, FirstLine = node.DecoratorList.Length > 0 ? node.DecoratorList[0].Span.Line : node.Span.Line, IsClassBody = true };
        var generator = new CodeGenerator(_program, table, this, info, node.Name);
        int data = LoadedNone();
        CloseOver(operands, generator, generator.ClassCode(node), data);
        _top = operands + 1;
        int bases = Temp();
        Display(node.Bases, bases, Shared.BuildList, Shared.ExtendArguments, null);
        _top = bases + 1;
        int keywords = Temp();
        int first = _top;
        OpN(Shared.BuildDict, keywords, first, 0);
        foreach (var keyword in node.Keywords)
        {
            int pair = Temp();
            Move(pair, keywords);
            if (keyword.Arg is null)
            {
                int mapping = Pushed(keyword.Value);
                Op2(Shared.UpdateDict, keywords, pair, mapping);
            }
            else
            {
                Load(Python.Str(keyword.Arg), Temp());
                _ = Pushed(keyword.Value);
                OpN(Shared.AddToDict, keywords, pair, 3);
            }

            _top = first;
        }

        Mark(node);
        OpN(new BuildClassOperation(Python, node.Name), type, operands, 3);
        for (int i = node.DecoratorList.Length - 1; i >= 0; i--)
        {
            Mark(node.DecoratorList[i]);
            _builder.Emit(Opcode.Call, type - 2, 1, type - 2);
            type -= 2;
        }

        StoreName(node.Name, type);
    }

    /// <summary>The code of a class body: it gets the namespace.</summary>
    private CodeObject? ClassCode(ClassDef node)
    {
        Scan(node.Body);
        _builder.Parameters = new ParameterShape(1, 0, false, []);
        int spaceRegister = Temp();
        _ = spaceRegister;
        if (_table.NeedsClassCell)
        {
            int cell = Temp();
            _registers["__class__"] = cell;
            _builder.Emit(Opcode.Unbound, cell);
            _builder.Emit(Opcode.MakeBox, cell, cell);
        }

        int value = Temp();
        LoadModuleName(value);
        SetInNamespace("__module__", value);
        Load(Python.Str(_info.QualifiedName), value);
        SetInNamespace("__qualname__", value);
        if (DocOf(node.Body) is { } doc)
        {
            Load(Value.Object(doc), value);
            SetInNamespace("__doc__", value);
        }

        if (HasAnnotations(node.Body))
        {
            OpN(Shared.BuildDict, value, value, 0);
            SetInNamespace("__annotations__", value);
        }

        _top = value;
        Body(node.Body);
        if (_table.NeedsClassCell)
        {
            int box = Temp();
            Op1(Shared.CellOfBox, box, _registers["__class__"]);
            SetInNamespace("__classcell__", box);
        }

        ReturnNone();
        return Build();
    }

    private void LoadModuleName(int target) => _builder.Emit(Opcode.Global, target, CellConstant("__name__"));

    private void SetInNamespace(string name, int register) => Op2(new NamespaceStore(Python, name), Temp(), 0, register);
}
