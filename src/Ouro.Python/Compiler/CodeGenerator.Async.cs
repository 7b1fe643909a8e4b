using Ouro.Machine.Code;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Compiler;

// await, async for, and except*. An end of an asynchronous iterator does not come as an exception: sending to it gives the absent value
// with a mark as what was returned.
internal sealed partial class CodeGenerator
{
    /// <summary>Awaits what is in a register; its result is there then.</summary>
    private void AwaitTo(int register, Node node)
    {
        Mark(node);
        Op1(Shared.Awaitable, register, register);
        DelegateTo(register, register, node);
    }

    /// <summary>The next value of an asynchronous iterator, or a jump.</summary>
    private void NextAsync(int iterator, int item, int end, Node node)
    {
        int mark = _top;
        int awaited = Temp();
        Mark(node);
        Op1(Shared.NextAsync, awaited, iterator);
        int sent = LoadedNone();
        int head = _builder.MarkNew(), done = _builder.NewLabel();
        Op2(Shared.SendAsync, sent, awaited, sent);
        _builder.Emit(Opcode.BranchAbsent, sent, 1, done);
        YieldOut(sent, sent);
        _builder.Emit(Opcode.Loop, head);
        _builder.Mark(done);
        OpN(Shared.TakeReturned, item, sent, 0);
        _builder.Emit(Opcode.BranchAbsent, item, 1, end);
        _top = mark;
    }

    private void AsyncForStatement(AsyncFor node)
    {
        int iterator = Pushed(node.Iter);
        Mark(node.Iter);
        Op1(Shared.IterateAsync, iterator, iterator);
        int item = Temp();
        int head = _builder.MarkNew(), otherwise = _builder.NewLabel(), end = _builder.NewLabel();
        NextAsync(iterator, item, otherwise, node.Iter);
        LoopOver(node.Target, item, node.Body, node.Orelse, head, otherwise, end);
    }

    /// <summary>try with except*: each clause takes its part of a group; what is left and what clauses raise is raised at the end.</summary>
    private void TryExceptStar(Try node, int saved)
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
        int handling = Temp();
        Op1(Shared.BeginGroup, handling, exception);
        foreach (var clause in node.Handlers.Cast<ExceptHandler>())
        {
            int next = _builder.NewLabel();
            _assigned = Copy(before);
            int type = Operand(clause.Type!);
            int matched = Temp();
            Mark(clause.Type!);
            Op2(Shared.MatchGroup, matched, handling, type);
            _builder.Emit(Opcode.BranchAbsent, matched, 1, next);
            ClauseOfGroup(clause, matched, handling, exception);
            after.IntersectWith(_assigned);
            _builder.Mark(next);
            _top = handling + 1;
        }

        _assigned = Copy(before);
        int left = Temp();
        Op1(Shared.EndGroup, left, handling);
        int nothing = _builder.NewLabel();
        _builder.Emit(Opcode.BranchAbsent, left, 1, nothing);
        RaiseAgain(left, saved);
        _builder.Mark(nothing);
        Op1(Shared.RestoreHandled, left, saved);
        _handlers--;
        _assigned = after;
        _builder.Mark(end);
        _top = depth;
    }

    private void ClauseOfGroup(ExceptHandler clause, int matched, int handling, int exception)
    {
        // What the clause raises is kept; after it the whole is being handled again.
        var inside = new Block(BlockOf.Handler) { Register = exception, Name = clause.Name };
        if (clause.Name is not null)
        {
            StoreName(clause.Name, matched);
        }

        Op1(Shared.EnterHandler, matched, matched);
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
        int handler = _builder.MarkNew();
        AddRows(inside, handler, depth);
        _assigned = before;
        _top = depth;
        int second = Temp();
        _builder.Emit(Opcode.Caught, second);
        Op2(Shared.AddRaised, Temp(), handling, second);
        LeaveHandler(inside);
        after.IntersectWith(_assigned);
        _assigned = after;
        _builder.Mark(end);
        _top = depth;
    }
}
