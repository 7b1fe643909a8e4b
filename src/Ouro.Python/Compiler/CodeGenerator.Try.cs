using Ouro.Machine.Code;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Compiler;

// try, with, and what they do when they are left. A handler begins with the exception in its first temporary.
internal sealed partial class CodeGenerator
{
    private readonly List<Block> _blocks = [];

    /// <summary>Registers with what was being handled before the statements around here that are in no handler of this code.</summary>
    private readonly List<int> _handledBefore = [];

    /// <summary>How many handlers of this code are around here.</summary>
    private int _handlers;

    /// <summary>What a block does when it is left early.</summary>
    private enum BlockOf
    {
        /// <summary>A loop: nothing.</summary>
        Loop,

        /// <summary>The body of a try: nothing but that it ends.</summary>
        Protected,

        /// <summary>Below a finally: its statements.</summary>
        Finally,

        /// <summary>A handler: what was being handled before is so again, and the name goes.</summary>
        Handler,

        /// <summary>A with: __exit__ is called.</summary>
        With,
    }

    private sealed class Block(BlockOf kind)
    {
        internal readonly BlockOf Kind = kind;

        /// <summary>Where the rows of the exception table begin and end that lead to its handler.</summary>
        internal readonly List<(int From, int To)> Ranges = [];

        internal int BreakLabel, ContinueLabel;

        /// <summary>The label where the range begins that is open.</summary>
        internal int From = -1;

        /// <summary>The register with what was handled before, or with __exit__.</summary>
        internal int Register;

        internal string? Name;

        internal StatementNode[] Statements = [];

        internal Node? Place;

        /// <summary>Of an async with: what __exit__ gives is awaited.</summary>
        internal bool IsAsync;
    }

    private void Open(Block block) => block.From = _builder.MarkNew();

    private void Close(Block block)
    {
        if (block.From >= 0)
        {
            block.Ranges.Add((block.From, _builder.MarkNew()));
            block.From = -1;
        }
    }

    /// <summary>Does what leaving the innermost blocks takes, down to a number of them that stay.</summary>
    /// <returns>What <see cref="Reopen"/> takes behind the jump.</returns>
    private List<(Block Block, bool WasOpen)> LeaveBlocks(int kept)
    {
        var left = new List<(Block Block, bool WasOpen)>();
        var assigned = Copy(_assigned);
        while (_blocks.Count > kept)
        {
            var block = _blocks[^1];
            _blocks.RemoveAt(_blocks.Count - 1);
            left.Add((block, block.From >= 0));
            Close(block);
            int mark = _top;
            switch (block.Kind)
            {
                case BlockOf.Finally:
                    Body(block.Statements);
                    break;
                case BlockOf.Handler:
                    LeaveHandler(block);
                    break;
                case BlockOf.With:
                    Mark(block.Place!);
                    _ = CallExit(block.Register, -1, block.IsAsync ? block.Place : null);
                    break;
            }

            _top = mark;
        }

        for (int i = left.Count - 1; i >= 0; i--)
        {
            _blocks.Add(left[i].Block);
        }

        _assigned = assigned;
        return left;
    }

    /// <summary>Protects again what follows the way out.</summary>
    private void Reopen(List<(Block Block, bool WasOpen)> left)
    {
        foreach (var (block, wasOpen) in left)
        {
            if (wasOpen)
            {
                Open(block);
            }
        }
    }

    private void LeaveHandler(Block block)
    {
        int dummy = Temp();
        Op1(Shared.RestoreHandled, dummy, block.Register);
        if (block.Name is { } name)
        {
            Load(Value.Unspecified, dummy);
            StoreName(name, dummy);
            DeleteName(name);
        }

        _top--;
    }

    /// <summary>The rows of a block, in the table before those of blocks around it.</summary>
    private void AddRows(Block block, int handler, int depth)
    {
        foreach (var (from, to) in block.Ranges)
        {
            if (!_builder.IsSamePlace(from, to))
            {
                _builder.Handler(from, to, handler, depth);
            }
        }
    }

    /// <summary>Begins to protect what follows.</summary>
    private Block Protect(BlockOf kind)
    {
        var block = new Block(kind);
        _blocks.Add(block);
        Open(block);
        return block;
    }

    private void EndProtection(Block block)
    {
        _blocks.Remove(block);
        if (block.Ranges.TrueForAll(range => _builder.IsSamePlace(range.From, range.To)) && _builder.IsHere(block.From))
        {
            // A handler without anything that leads to it would be no handler.
            _builder.Emit(Opcode.Statement);
        }

        Close(block);
    }

    private void TryStatement(Try node, bool isStar = false)
    {
        int saved = SaveHandled();
        TryStatement(node, saved, isStar);
        ForgetHandled(saved);
    }

    /// <summary>Takes what is being handled before a statement that may handle something else.</summary>
    private int SaveHandled()
    {
        int saved = Temp();
        OpN(Shared.GetHandled, saved, saved, 0);
        if (_handlers == 0)
        {
            _handledBefore.Add(saved);
        }

        return saved;
    }

    private void ForgetHandled(int saved) => _handledBefore.Remove(saved);

    private void TryStatement(Try node, int saved, bool isStar)
    {
        Action<Try, int> withHandlers = isStar ? TryExceptStar : TryExcept;
        if (node.Finalbody.Length == 0)
        {
            withHandlers(node, saved);
            return;
        }

        int depth = _top;
        var before = Copy(_assigned);
        var block = Protect(BlockOf.Finally);
        block.Statements = node.Finalbody;
        if (node.Handlers.Length > 0)
        {
            withHandlers(node, saved);
        }
        else
        {
            Body(node.Body);
        }

        EndProtection(block);
        Body(node.Finalbody);
        var after = _assigned;
        int end = _builder.NewLabel();
        Jump(end);
        _assigned = before;
        int handler = _builder.MarkNew();
        AddRows(block, handler, depth);
        _top = depth;
        int exception = Caught();
        var inside = new Block(BlockOf.Handler) { Register = saved };
        _blocks.Add(inside);
        Body(node.Finalbody);
        _blocks.Remove(inside);
        RaiseAgain(exception, saved);
        _handlers--;
        _assigned = after;
        _builder.Mark(end);
        _top = depth;
    }

    /// <summary>At the head of a handler: takes the exception and says that it is being handled.</summary>
    private int Caught()
    {
        int exception = Temp();
        _builder.Emit(Opcode.Caught, exception);
        Op1(Shared.EnterHandler, exception, exception);
        _handlers++;
        return exception;
    }

    private void RaiseAgain(int exception, int saved)
    {
        Op2(Shared.MarkAgain, exception, exception, saved);
        _builder.Emit(Opcode.Raise, exception);
    }

    private void TryExcept(Try node, int saved)
    {
        int depth = _top;
        var before = Copy(_assigned);
        var block = Protect(BlockOf.Protected);
        Body(node.Body);
        EndProtection(block);
        Body(node.Orelse);
        var after = _assigned;
        int end = _builder.NewLabel();
        Jump(end);
        int handler = _builder.MarkNew();
        AddRows(block, handler, depth);
        _assigned = Copy(before);
        _top = depth;
        int exception = Caught();
        foreach (var clause in node.Handlers.Cast<ExceptHandler>())
        {
            int next = _builder.NewLabel();
            _assigned = Copy(before);
            if (clause.Type is not null)
            {
                int type = Operand(clause.Type);
                int matches = Temp();
                Mark(clause.Type);
                Op2(Shared.Matches, matches, exception, type);
                BranchIf(matches, false, next);
            }

            _top = exception + 1;
            Handle(clause, exception, saved);
            after.IntersectWith(_assigned);
            Jump(end);
            _builder.Mark(next);
            _top = exception + 1;
        }

        RaiseAgain(exception, saved);
        _handlers--;
        _assigned = after;
        _builder.Mark(end);
        _top = depth;
    }

    private void Handle(ExceptHandler clause, int exception, int saved)
    {
        var inside = new Block(BlockOf.Handler) { Register = saved, Name = clause.Name };
        if (clause.Name is null)
        {
            _blocks.Add(inside);
            Body(clause.Body);
            _blocks.Remove(inside);
            LeaveHandler(inside);
            return;
        }

        StoreName(clause.Name, exception);
        int depth = _top;
        var before = Copy(_assigned);
        _blocks.Add(inside);
        Open(inside);
        Body(clause.Body);
        EndProtection(inside);
        LeaveHandler(inside);
        var after = _assigned;
        int end = _builder.NewLabel();
        Jump(end);

        // An exception in the handler: the name goes all the same.
        int handler = _builder.MarkNew();
        AddRows(inside, handler, depth);
        _assigned = before;
        _top = depth;
        int second = Temp();
        _builder.Emit(Opcode.Caught, second);
        int none = LoadedNone();
        StoreName(clause.Name, none);
        DeleteName(clause.Name);
        Op1(Shared.MarkAgainInHandler, second, second);
        _builder.Emit(Opcode.Raise, second);
        _assigned = after;
        _builder.Mark(end);
        _top = depth;
    }

    private void WithStatement(With node, int index, bool isAsync = false)
    {
        var item = node.Items[index];
        int saved = SaveHandled();
        int manager = Pushed(item.ContextExpr);
        int exit = Temp();
        Mark(item.ContextExpr);
        Op1(isAsync ? Shared.LoadExitAsync : Shared.LoadExit, exit, manager);
        int value = Temp();
        Op1(isAsync ? Shared.CallEnterAsync : Shared.CallEnter, value, manager);
        if (isAsync)
        {
            DelegateTo(value, value, item.ContextExpr);
        }

        int depth = _top;
        var before = Copy(_assigned);
        var block = Protect(BlockOf.With);
        block.Register = exit;
        block.Place = item.ContextExpr;
        block.IsAsync = isAsync;
        if (item.OptionalVars is { } target)
        {
            Store(target, value);
        }

        if (index + 1 < node.Items.Length)
        {
            WithStatement(node, index + 1, isAsync);
        }
        else
        {
            Body(node.Body);
        }

        EndProtection(block);
        Mark(item.ContextExpr);
        _ = CallExit(exit, -1, isAsync ? item.ContextExpr : null);
        var after = _assigned;
        int end = _builder.NewLabel();
        Jump(end);
        int handler = _builder.MarkNew();
        AddRows(block, handler, depth);
        _assigned = before;
        _top = depth;
        int exception = Caught();
        Mark(item.ContextExpr);
        int result = CallExit(exit, exception, isAsync ? item.ContextExpr : null);
        int truth = Temp();
        Op1(Shared.Truth, truth, result);
        int swallowed = _builder.NewLabel();
        BranchIf(truth, true, swallowed);
        RaiseAgain(exception, saved);
        _builder.Mark(swallowed);
        Op1(Shared.RestoreHandled, truth, saved);
        _handlers--;
        ForgetHandled(saved);
        _builder.Mark(end);
        after.IntersectWith(_assigned);
        _assigned = after;
        _top = depth;
    }

    /// <summary>Calls a bound __exit__ with an exception, or with None three times.</summary>
    private int CallExit(int exit, int exception, Node? awaitedAt)
    {
        int operands = Temp();
        Move(operands, exit);
        int second = Temp();
        if (exception < 0)
        {
            Load(Value.Unspecified, second);
        }
        else
        {
            Move(second, exception);
        }

        Op2(Shared.CallExit, operands, operands, second);
        _top--;
        if (awaitedAt is not null)
        {
            Op1(Shared.AwaitableOfExit, operands, operands);
            DelegateTo(operands, operands, awaitedAt);
        }

        return operands;
    }
}
