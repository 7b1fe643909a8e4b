using Ouro.Machine.Code;
using Ouro.Python.Execution;
using Ouro.Python.Syntax.Scopes;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Compiler;

// Statements but try, with, match and definitions.
internal sealed partial class CodeGenerator
{
    private void Body(StatementNode[] statements)
    {
        foreach (var statement in statements)
        {
            int mark = _top;
            _builder.MarkStatement();
            Statement(statement);
            _top = mark;
        }
    }

    private void Statement(StatementNode node)
    {
        switch (node)
        {
            case Expr expression when _program.IsInteractive && _table.Kind == BlockKind.Module:
                int shown = Pushed(expression.Value);
                Mark(node);
                Op1(Shared.Display, shown, shown);
                break;
            case Expr { Value: Constant }:
                break;
            case Expr expression:
                _ = Pushed(expression.Value);
                break;
            case Assign assign:
                int value = assign.Targets is [Name] ? Pushed(assign.Value) : Operand(assign.Value);
                foreach (var target in assign.Targets)
                {
                    Store(target, value);
                }

                break;
            case AugAssign assign:
                Augmented(assign);
                break;
            case AnnAssign assign:
                Annotated(assign);
                break;
            case Return statement:
                Returns(statement);
                break;
            case If statement:
                IfStatement(statement);
                break;
            case While statement:
                WhileStatement(statement);
                break;
            case For statement:
                ForStatement(statement);
                break;
            case Break:
                Leave(node, isBreak: true);
                break;
            case Continue:
                Leave(node, isBreak: false);
                break;
            case Delete statement:
                foreach (var target in statement.Targets)
                {
                    DeleteTarget(target);
                }

                break;
            case Raise statement:
                Raises(statement);
                break;
            case Assert statement:
                Asserts(statement);
                break;
            case Try statement:
                TryStatement(statement);
                break;
            case With statement:
                WithStatement(statement, 0);
                break;
            case FunctionDef function:
                Define(function, function.Name, function.Args, function.Body, function.DecoratorList, function.Returns, isAsync: false);
                break;
            case AsyncFunctionDef function:
                Define(function, function.Name, function.Args, function.Body, function.DecoratorList, function.Returns, isAsync: true);
                break;
            case ClassDef definition:
                ClassStatement(definition);
                break;
            case Import import:
                Imports(import);
                break;
            case ImportFrom import:
                ImportsFrom(import);
                break;
            case Match match:
                MatchStatement(match);
                break;
            case Global or Nonlocal or Pass:
                break;
            case TryStar statement:
                TryStatement(new Try(statement.Body, statement.Handlers, statement.Orelse, statement.Finalbody, statement.Span), isStar: true);
                break;
            case AsyncFor statement:
                AsyncForStatement(statement);
                break;
            case AsyncWith statement:
                WithStatement(new With(statement.Items, statement.Body, statement.TypeComment, statement.Span), 0, isAsync: true);
                break;
            default:
                _program.Refuse(node.NodeName, node);
                break;
        }
    }

    private void Store(ExpressionNode target, int value)
    {
        int mark = _top;
        switch (target)
        {
            case Name name:
                Mark(target);
                StoreName(name.Id, value);
                break;
            case Syntax.Tree.Attribute attribute:
                int source = Operand(attribute.Value);
                Mark(target);
                Op2(new StoreAttribute(Python, Mangled(attribute.Attr)), Temp(), source, value);
                break;
            case Subscript subscript:
                int operands = Pushed(subscript.Value);
                _ = Pushed(subscript.Slice);
                Move(Temp(), value);
                Mark(target);
                OpN(Shared.StoreSubscript, operands, operands, 3);
                break;
            case Syntax.Tree.Tuple tuple:
                Unpack(tuple, tuple.Elts, value);
                break;
            case Syntax.Tree.List list:
                Unpack(list, list.Elts, value);
                break;
            case Starred starred:
                Store(starred.Value, value);
                break;
            default:
                _program.Refuse("assignment to " + target.NodeName, target);
                break;
        }

        _top = mark;
    }

    private void Unpack(ExpressionNode node, ExpressionNode[] targets, int value)
    {
        int star = Array.FindIndex(targets, target => target is Starred);
        int items = Temp();
        int item = Temp();
        Mark(node);
        Op1(new UnpackOperation(Python, star < 0 ? targets.Length : star, star < 0 ? 0 : targets.Length - star - 1, star >= 0), items, value);
        for (int i = 0; i < targets.Length; i++)
        {
            Op1(Shared.Item(i), item, items);
            Store(targets[i], item);
        }
    }

    private void Augmented(AugAssign node)
    {
        switch (node.Target)
        {
            case Name name:
                bool isRegister = StorageOf(Mangled(name.Id)) == Storage.Register && !_copiesOperands;
                int current = isRegister ? Operand(new Name(name.Id, ExpressionContext.Load, name.Span)) : Temp();
                if (!isRegister)
                {
                    Mark(name);
                    LoadName(name.Id, current);
                }

                int right = Operand(node.Value);
                int result = isRegister ? current : Temp();
                Mark(node);
                Binary((BinaryKind)node.Op, result, current, right, inPlace: true);
                StoreName(name.Id, result);
                break;
            case Syntax.Tree.Attribute attribute:
                int source = Pushed(attribute.Value);
                int old = Temp();
                Mark(attribute);
                Op1(new LoadAttribute(Python, Mangled(attribute.Attr)), old, source);
                int operand = Operand(node.Value);
                Mark(node);
                Binary((BinaryKind)node.Op, old, old, operand, inPlace: true);
                Mark(attribute);
                Op2(new StoreAttribute(Python, Mangled(attribute.Attr)), Temp(), source, old);
                break;
            case Subscript subscript:
                int container = Pushed(subscript.Value);
                int key = Pushed(subscript.Slice);
                int item = Temp();
                Mark(subscript);
                Op2(Shared.Subscript, item, container, key);
                int value = Operand(node.Value);
                Mark(node);
                Binary((BinaryKind)node.Op, item, item, value, inPlace: true);
                Mark(subscript);
                OpN(Shared.StoreSubscript, Temp(), container, 3);
                break;
        }
    }

    private void Annotated(AnnAssign node)
    {
        if (node.Value is not null)
        {
            Store(node.Target, Operand(node.Value));
        }

        if (IsFunction)
        {
            return;
        }

        int annotation = AnnotationPushed(node.Annotation);
        if (node.Simple != 0 && node.Target is Name name)
        {
            int annotations = Temp();
            LoadName("__annotations__", annotations);
            int key = Temp();
            Load(Python.Str(Mangled(name.Id)), key);
            Move(Temp(), annotation);
            OpN(Shared.StoreSubscript, annotations, annotations, 3);
        }
    }

    private void Returns(Return node)
    {
        int value;
        if (node.Value is null)
        {
            value = LoadedNone();
        }
        else
        {
            value = _blocks.Count > 0 ? Pushed(node.Value) : Operand(node.Value);
        }

        var left = LeaveBlocks(0);
        ReturnValue(value);
        Reopen(left);
        Unreachable();
    }

    private void ReturnValue(int value)
    {
        if (_info.IsSuspended)
        {
            int end = Temp();
            Op1(Shared.SetReturned, end, value);
            value = end;
        }

        _builder.Emit(Opcode.Return, value);
    }

    /// <summary>What follows is not reached: every variable counts as assigned there.</summary>
    private void Unreachable()
    {
        _assigned = new HashSet<string>(_registers.Keys.Where(name => !_deletedNames.Contains(name)), StringComparer.Ordinal);
    }

    private void IfStatement(If node)
    {
        int otherwise = _builder.NewLabel();
        Condition(node.Test, false, otherwise);
        var before = Copy(_assigned);
        Body(node.Body);
        if (node.Orelse.Length == 0)
        {
            _assigned.IntersectWith(before);
            before.IntersectWith(_assigned);
            _assigned = before;
            _builder.Mark(otherwise);
            return;
        }

        int end = _builder.NewLabel();
        Jump(end);
        var after = _assigned;
        _assigned = before;
        _builder.Mark(otherwise);
        Body(node.Orelse);
        _assigned.IntersectWith(after);
        _builder.Mark(end);
    }

    private void WhileStatement(While node)
    {
        int head = _builder.MarkNew(), otherwise = _builder.NewLabel(), end = _builder.NewLabel();
        if (ConstantOf(node.Test) is { } constant && PythonRuntime.SimpleTruth(constant) is { } truth)
        {
            if (!truth)
            {
                Jump(otherwise);
            }
        }
        else
        {
            Condition(node.Test, false, otherwise);
        }

        var before = Copy(_assigned);
        _blocks.Add(new Block(BlockOf.Loop) { BreakLabel = end, ContinueLabel = head });
        Body(node.Body);
        _blocks.RemoveAt(_blocks.Count - 1);
        _builder.Emit(Opcode.Loop, head);
        _assigned = before;
        _builder.Mark(otherwise);
        Body(node.Orelse);
        _assigned.IntersectWith(before);
        _builder.Mark(end);
    }

    private void ForStatement(For node)
    {
        int iterator = Pushed(node.Iter);
        Mark(node.Iter);
        Op1(Shared.Iterate, iterator, iterator);
        int item = Temp();
        int head = _builder.MarkNew(), otherwise = _builder.NewLabel(), end = _builder.NewLabel();
        Mark(node.Iter);
        Op1(Shared.Next, item, iterator);
        _builder.Emit(Opcode.BranchAbsent, item, 1, otherwise);
        LoopOver(node.Target, item, node.Body, node.Orelse, head, otherwise, end);
    }

    /// <summary>What comes behind the step of a loop over an iterator, which goes to <paramref name="otherwise"/> at the end: the target, the body, the way back, the else part.</summary>
    private void LoopOver(ExpressionNode target, int item, StatementNode[] body, StatementNode[] orelse, int head, int otherwise, int end)
    {
        var before = Copy(_assigned);
        Store(target, item);
        _blocks.Add(new Block(BlockOf.Loop) { BreakLabel = end, ContinueLabel = head });
        Body(body);
        _blocks.RemoveAt(_blocks.Count - 1);
        _builder.Emit(Opcode.Loop, head);
        _assigned = Copy(before);
        _builder.Mark(otherwise);
        Body(orelse);
        _assigned.IntersectWith(before);
        _builder.Mark(end);
    }

    private void Leave(StatementNode node, bool isBreak)
    {
        int loop = _blocks.FindLastIndex(block => block.Kind == BlockOf.Loop);
        Mark(node);
        var left = LeaveBlocks(loop + 1);
        if (isBreak)
        {
            Jump(_blocks[loop].BreakLabel);
        }
        else
        {
            _builder.Emit(Opcode.Loop, _blocks[loop].ContinueLabel);
        }

        Reopen(left);
        Unreachable();
    }

    private void DeleteTarget(ExpressionNode target)
    {
        int mark = _top;
        switch (target)
        {
            case Name name:
                Mark(target);
                DeleteName(name.Id);
                break;
            case Syntax.Tree.Attribute attribute:
                int source = Operand(attribute.Value);
                Mark(target);
                Op1(new DeleteAttributeOperation(Python, Mangled(attribute.Attr)), Temp(), source);
                break;
            case Subscript subscript:
                int container = Operand(subscript.Value), key = Operand(subscript.Slice);
                Mark(target);
                Op2(Shared.DeleteSubscript, Temp(), container, key);
                break;
            case Syntax.Tree.Tuple tuple:
                foreach (var element in tuple.Elts)
                {
                    DeleteTarget(element);
                }

                break;
            case Syntax.Tree.List list:
                foreach (var element in list.Elts)
                {
                    DeleteTarget(element);
                }

                break;
        }

        _top = mark;
    }

    private void Raises(Raise node)
    {
        if (node.Exc is null)
        {
            int again = Temp();
            Mark(node);
            OpN(Shared.RaiseAgain, again, again, 0);
            _builder.Emit(Opcode.Raise, again);
            Unreachable();
            return;
        }

        int exception = Pushed(node.Exc);
        if (node.Cause is not null)
        {
            _ = Pushed(node.Cause);
        }

        Mark(node);
        OpN(Shared.PrepareRaise, exception, exception, node.Cause is null ? 1 : 2);
        _builder.Emit(Opcode.Raise, exception);
        Unreachable();
    }

    private void Asserts(Assert node)
    {
        int end = _builder.NewLabel();
        Condition(node.Test, true, end);
        var before = Copy(_assigned);
        int operands = _top;
        if (node.Msg is not null)
        {
            _ = Pushed(node.Msg);
        }

        int failure = node.Msg is null ? Temp() : operands;
        Mark(node.Test);
        OpN(Shared.AssertionFailure, failure, operands, node.Msg is null ? 0 : 1);
        _builder.Emit(Opcode.Raise, failure);
        _assigned = before;
        _builder.Mark(end);
    }
}
