using System.Numerics;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Compiler;

// Expressions.
internal sealed partial class CodeGenerator
{
    /// <summary>The value of an expression in some register: that of a variable where nothing can change it meanwhile, else a new one.</summary>
    private int Operand(ExpressionNode node)
    {
        if (node is Name name && !_copiesOperands && StorageOf(Mangled(name.Id)) == Storage.Register)
        {
            int register = _registers[Mangled(name.Id)];
            Mark(node);
            CheckAssigned(Mangled(name.Id), register);
            return register;
        }

        int target = Temp();
        To(node, target);
        return target;
    }

    /// <summary>The value of an expression in a new register on top.</summary>
    private int Pushed(ExpressionNode node)
    {
        int target = Temp();
        To(node, target);
        return target;
    }

    /// <summary>Computes an expression; temporaries above are free again afterwards.</summary>
    private void To(ExpressionNode node, int target)
    {
        int mark = _top;
        Emit(node, target);
        _top = mark;
    }

    private void Emit(ExpressionNode node, int target)
    {
        if (ConstantOf(node) is { } constant)
        {
            Load(constant, target);
            return;
        }

        switch (node)
        {
            case Name name:
                Mark(node);
                LoadName(name.Id, target);
                break;
            case BinOp operation:
                int left = Operand(operation.Left), right = Operand(operation.Right);
                Mark(node);
                Binary((BinaryKind)operation.Op, target, left, right, inPlace: false);
                break;
            case UnaryOp { Op: UnaryOperator.Not } not:
                int truth = Operand(not.Operand);
                Mark(node);
                Op1(Shared.Not, target, truth);
                break;
            case UnaryOp operation:
                int operand = Operand(operation.Operand);
                Mark(node);
                Op1(Shared.Unary(operation.Op switch { UnaryOperator.Invert => UnaryKind.Invert, UnaryOperator.UAdd => UnaryKind.Plus, _ => UnaryKind.Minus }), target, operand);
                break;
            case BoolOp operation:
                BooleanTo(operation, target);
                break;
            case Compare comparison:
                CompareTo(comparison, target);
                break;
            case IfExp choice:
                int otherwise = _builder.NewLabel(), end = _builder.NewLabel();
                Condition(choice.Test, false, otherwise);
                var before = Copy(_assigned);
                To(choice.Body, target);
                Jump(end);
                var after = _assigned;
                _assigned = before;
                _builder.Mark(otherwise);
                To(choice.Orelse, target);
                _assigned.IntersectWith(after);
                _builder.Mark(end);
                break;
            case Call call:
                CallTo(call, target);
                break;
            case Syntax.Tree.Attribute attribute:
                int source = Operand(attribute.Value);
                Mark(node);
                Op1(new LoadAttribute(Python, Mangled(attribute.Attr)), target, source);
                break;
            case Subscript subscript:
                int container = Operand(subscript.Value), key = Operand(subscript.Slice);
                Mark(node);
                Op2(Shared.Subscript, target, container, key);
                break;
            case Slice slice:
                int first = SliceParts(slice);
                Mark(node);
                OpN(Shared.BuildSlice, target, first, 3);
                break;
            case Syntax.Tree.List list:
                Display(list.Elts, target, Shared.BuildList, Shared.ExtendList, null);
                break;
            case Syntax.Tree.Tuple tuple:
                Display(tuple.Elts, target, Shared.BuildTuple, Shared.ExtendList, Shared.ListToTuple);
                break;
            case Set set:
                Display(set.Elts, target, Shared.BuildSet, Shared.UpdateSet, null);
                break;
            case Dict dictionary:
                DictTo(dictionary, target);
                break;
            case JoinedStr joined:
                JoinedTo(joined, target);
                break;
            case FormattedValue formatted:
                FormattedTo(formatted, target);
                break;
            case NamedExpr named:
                To(named.Value, target);
                StoreName(((Name)named.Target).Id, target);
                break;
            case Lambda lambda:
                LambdaTo(lambda, target);
                break;
            case ListComp comprehension:
                ComprehensionTo(comprehension, comprehension.Generators, target);
                break;
            case SetComp comprehension:
                ComprehensionTo(comprehension, comprehension.Generators, target);
                break;
            case DictComp comprehension:
                ComprehensionTo(comprehension, comprehension.Generators, target);
                break;
            case GeneratorExp comprehension:
                ComprehensionTo(comprehension, comprehension.Generators, target);
                break;
            case Yield yield:
                YieldTo(yield, target);
                break;
            case YieldFrom yield:
                int iterable = Pushed(yield.Value);
                Mark(node);
                Op1(Shared.IterateForYieldFrom, iterable, iterable);
                DelegateTo(iterable, target, node);
                break;
            case Await await:
                int awaited = Pushed(await.Value);
                AwaitTo(awaited, node);
                Move(target, awaited);
                break;
            case Constant:
                _program.Refuse("a complex number", node);
                break;
            case Starred:
                _program.Refuse("a starred expression in this place", node);
                break;
            default:
                _program.Refuse(node.NodeName, node);
                break;
        }
    }

    private static HashSet<string> Copy(HashSet<string> names) => new(names, StringComparer.Ordinal);

    /// <summary>The value of an expression that is a constant, or null.</summary>
    private Value? ConstantOf(ExpressionNode node)
    {
        switch (node)
        {
            case Constant constant:
                return ValueOf(Python, constant.Value);
            case UnaryOp { Op: UnaryOperator.USub, Operand: Constant { Value: Literal.Integer integer } }:
                return Real.Ratio(-integer.Value, BigInteger.One);
            case UnaryOp { Op: UnaryOperator.USub, Operand: Constant { Value: Literal.Float number } }:
                return Value.Flonum(-number.Value);
            case Syntax.Tree.Tuple { Ctx: ExpressionContext.Load } tuple:
                var items = ValueArrays.Unbound(tuple.Elts.Length);
                for (int i = 0; i < items.Length; i++)
                {
                    if (ConstantOf(tuple.Elts[i]) is not { } item)
                    {
                        return null;
                    }

                    items[i] = item;
                }

                return Python.Tuple(items);
            case Name { Id: "__debug__" }:
                return Value.Boolean(true);
            default:
                return null;
        }
    }

    /// <summary>A literal as a value.</summary>
    internal static Value ValueOf(PythonRuntime python, Literal literal) => literal switch
    {
        Literal.Ellipsis => python.Ellipsis,
        Literal.Boolean boolean => Value.Boolean(boolean.Value),
        Literal.Integer integer => Real.Ratio(integer.Value, BigInteger.One),
        Literal.Float number => Value.Flonum(number.Value),
        Literal.Imaginary number => Value.Object(new PyComplex(python.Types.Complex, new Values.Numbers.ComplexNumber(0, number.Value))),
        Literal.String text => Value.Object(python.Interned(text.Value)),
        Literal.Bytes bytes => Value.Object(new PyBytes(python.Types.Bytes, bytes.Value)),
        _ => Value.Unspecified,
    };

    private void Binary(BinaryKind kind, int target, int left, int right, bool inPlace)
    {
        Opcode? opcode = kind switch
        {
            BinaryKind.Add => inPlace ? Opcode.AddInPlace : Opcode.Add,
            BinaryKind.Sub => inPlace ? Opcode.SubtractInPlace : Opcode.Subtract,
            BinaryKind.Mult => inPlace ? Opcode.MultiplyInPlace : Opcode.Multiply,
            BinaryKind.Mod when !inPlace => Opcode.Modulo,
            _ => null,
        };
        if (opcode is { } direct)
        {
            _builder.Emit(direct, target, left, right);
        }
        else
        {
            Op2(inPlace ? Shared.InPlace(kind) : Shared.Binary(kind), target, left, right);
        }
    }

    private void BooleanTo(BoolOp operation, int target)
    {
        int end = _builder.NewLabel();
        int test = Temp();
        HashSet<string>? first = null;
        for (int i = 0; i < operation.Values.Length; i++)
        {
            To(operation.Values[i], target);
            first ??= Copy(_assigned);
            if (i < operation.Values.Length - 1)
            {
                Mark(operation.Values[i]);
                Op1(Shared.Truth, test, target);
                BranchIf(test, operation.Op == BooleanOperator.Or, end);
            }
        }

        _assigned = first!;
        _builder.Mark(end);
    }

    /// <summary>Goes to a label if an expression's truth is as given.</summary>
    private void Condition(ExpressionNode node, bool sense, int label)
    {
        int mark = _top;
        switch (node)
        {
            case UnaryOp { Op: UnaryOperator.Not } not:
                Condition(not.Operand, !sense, label);
                break;
            case BoolOp operation:
                bool isOr = operation.Op == BooleanOperator.Or;
                int skip = _builder.NewLabel();
                HashSet<string>? first = null;
                for (int i = 0; i < operation.Values.Length; i++)
                {
                    bool last = i == operation.Values.Length - 1;
                    if (last || isOr == sense)
                    {
                        Condition(operation.Values[i], sense, label);
                    }
                    else
                    {
                        Condition(operation.Values[i], isOr, skip);
                    }

                    first ??= Copy(_assigned);
                }

                _assigned = first!;
                _builder.Mark(skip);
                break;
            case Compare { Ops: [ComparisonOperator.Is or ComparisonOperator.IsNot] } identity:
                int one = Operand(identity.Left), two = Operand(identity.Comparators[0]);
                _builder.Emit(Opcode.BranchEq, one, two, sense == (identity.Ops[0] == ComparisonOperator.Is) ? 1 : 0, label);
                break;
            case Compare { Ops: [not (ComparisonOperator.NotIn or ComparisonOperator.In)] } comparison:
                int left = Operand(comparison.Left), right = Operand(comparison.Comparators[0]);
                int test = Temp();
                Mark(node);
                Test(comparison.Ops[0], test, left, right);
                BranchIf(test, sense, label);
                break;
            default:
                int value = Operand(node);
                int truth = Temp();
                Mark(node);
                Op1(Shared.Truth, truth, value);
                BranchIf(truth, sense, label);
                break;
        }

        _top = mark;
    }

    /// <summary>The truth of a comparison.</summary>
    private void Test(ComparisonOperator comparison, int target, int left, int right)
    {
        switch (comparison)
        {
            case ComparisonOperator.Lt:
                _builder.Emit(Opcode.Less, target, left, right);
                break;
            case ComparisonOperator.LtE:
                _builder.Emit(Opcode.LessOrEqual, target, left, right);
                break;
            case ComparisonOperator.Gt:
                _builder.Emit(Opcode.Greater, target, left, right);
                break;
            case ComparisonOperator.GtE:
                _builder.Emit(Opcode.GreaterOrEqual, target, left, right);
                break;
            case ComparisonOperator.Eq:
                _builder.Emit(Opcode.NumberEqual, target, left, right);
                break;
            default:
                Op2(Shared.Test(CompareKind.NotEqual), target, left, right);
                break;
        }
    }

    private void CompareTo(Compare node, int target)
    {
        int end = _builder.NewLabel();
        int left = Operand(node.Left);
        for (int i = 0; i < node.Ops.Length; i++)
        {
            int right = Operand(node.Comparators[i]);
            Mark(node);
            switch (node.Ops[i])
            {
                case ComparisonOperator.Is:
                    _builder.Emit(Opcode.Eq, target, left, right);
                    break;
                case ComparisonOperator.IsNot:
                    _builder.Emit(Opcode.Eq, target, left, right);
                    Op1(Shared.Not, target, target);
                    break;
                case ComparisonOperator.In:
                    Op2(Shared.In, target, left, right);
                    break;
                case ComparisonOperator.NotIn:
                    Op2(Shared.In, target, left, right);
                    Op1(Shared.Not, target, target);
                    break;
                default:
                    Op2(Shared.Compare((CompareKind)node.Ops[i]), target, left, right);
                    break;
            }

            if (i < node.Ops.Length - 1)
            {
                int test = Temp();
                Op1(Shared.Truth, test, target);
                BranchIf(test, false, end);
                left = right;
            }
        }

        _builder.Mark(end);
    }

    private int SliceParts(Slice slice)
    {
        int first = _top;
        foreach (var part in (ReadOnlySpan<ExpressionNode?>)[slice.Lower, slice.Upper, slice.Step])
        {
            if (part is null)
            {
                _ = LoadedNone();
            }
            else
            {
                _ = Pushed(part);
            }
        }

        return first;
    }

    /// <summary>A list, tuple or set: all at once if it is short, else piece by piece.</summary>
    private void Display(ExpressionNode[] elements, int target, GuestOperation build, GuestOperation extend, GuestOperation? finish)
    {
        const int Most = 40;
        int first = _top;
        int count = 0;
        bool begun = false;
        if (elements.Length > Most || elements.Any(element => element is Starred))
        {
            // A collection that grows is in a register of its own: the target may be a variable that elements read.
            int growing = Temp();
            first = _top;
            foreach (var element in elements)
            {
                if (element is Starred || count == Most)
                {
                    Flush(growing);
                }

                if (element is Starred starred)
                {
                    int items = Pushed(starred.Value);
                    Mark(starred);
                    Op2(extend, growing, growing, items);
                    _top = first;
                }
                else
                {
                    _ = Pushed(element);
                    count++;
                }
            }

            Flush(growing);
            if (finish is not null)
            {
                Op1(finish, growing, growing);
            }

            Move(target, growing);
            return;
        }

        foreach (var element in elements)
        {
            _ = Pushed(element);
        }

        OpN(build, target, first, elements.Length);

        void Flush(int growing)
        {
            if (!begun)
            {
                OpN(finish is not null ? Shared.BuildList : build, growing, first, count);
                begun = true;
            }
            else if (count > 0)
            {
                int piece = Temp();
                OpN(Shared.BuildTuple, piece, first, count);
                Op2(extend, growing, growing, piece);
            }

            count = 0;
            _top = first;
        }
    }

    private void DictTo(Dict node, int target)
    {
        const int Most = 20;
        int growing = Temp();
        int first = _top;
        OpN(Shared.BuildDict, growing, first, 0);
        for (int i = 0; i < node.Keys.Length;)
        {
            if (node.Keys[i] is null)
            {
                int mapping = Pushed(node.Values[i]);
                Mark(node.Values[i]);
                Op2(Shared.UpdateDict, growing, growing, mapping);
                _top = first;
                i++;
                continue;
            }

            int pairs = Temp();
            Move(pairs, growing);
            int count = 1;
            for (; i < node.Keys.Length && node.Keys[i] is { } key && count < 2 * Most; i++)
            {
                _ = Pushed(key);
                _ = Pushed(node.Values[i]);
                count += 2;
            }

            Mark(node);
            OpN(Shared.AddToDict, growing, pairs, count);
            _top = first;
        }

        Move(target, growing);
    }

    private void JoinedTo(JoinedStr node, int target)
    {
        int first = _top;
        int count = 0;
        foreach (var part in node.Values)
        {
            _ = Pushed(part);
            if (++count == 100)
            {
                OpN(Shared.JoinText, first, first, count);
                _top = first + 1;
                count = 1;
            }
        }

        Mark(node);
        OpN(Shared.JoinText, target, first, count);
    }

    private void FormattedTo(FormattedValue node, int target)
    {
        int first = Pushed(node.Value);
        if (node.FormatSpec is { } specification)
        {
            _ = Pushed(specification);
        }

        Mark(node);
        OpN(Shared.FormatValue(node.Conversion), target, first, node.FormatSpec is null ? 1 : 2);
    }

    private void CallTo(Call node, int target)
    {
        const int Most = 60;
        bool isPlain = node.Args.Length <= Most && !node.Args.Any(argument => argument is Starred) && node.Keywords.Length <= Most && node.Keywords.All(keyword => keyword.Arg is not null);
        if (!isPlain)
        {
            CallWithCollected(node, target);
            return;
        }

        if (node.Keywords.Length > 0)
        {
            int callee = Pushed(node.Func);
            foreach (var argument in node.Args)
            {
                _ = Pushed(argument);
            }

            foreach (var keyword in node.Keywords)
            {
                _ = Pushed(keyword.Value);
            }

            Mark(node);
            OpN(new KeywordCallOperation(Python, Array.ConvertAll(node.Keywords, keyword => keyword.Arg!)), target, callee, 1 + node.Args.Length + node.Keywords.Length);
            return;
        }

        int area = Temp();
        int procedure = Temp();
        int count = node.Args.Length;
        if (node.Func is Syntax.Tree.Attribute attribute)
        {
            int self = Pushed(attribute.Value);
            Mark(attribute);
            Op1(new LoadMethod(Python, Mangled(attribute.Attr)), procedure, self);
            count++;
        }
        else
        {
            To(node.Func, procedure);
            if (node is { Func: Name { Id: "super" }, Args.Length: 0 } && _table.Find("__class__") is not null && IsFunction && _table.Parameters.Count > 0)
            {
                LoadName("__class__", Temp());
                LoadFirstParameter(Temp());
                count = 2;
            }
        }

        foreach (var argument in node.Args)
        {
            _ = Pushed(argument);
        }

        if (IsFunction && node.Func is Name { Id: "locals" or "vars" or "dir" or "eval" or "exec" } function && StorageOf(function.Id) == Storage.Global)
        {
            NoteLocals();
        }

        Mark(node);
        _builder.Emit(Opcode.Call, target, count, area);
    }

    private void LoadFirstParameter(int target)
    {
        string name = _table.Parameters[0];
        if (_cells.Contains(name))
        {
            _builder.Emit(Opcode.BoxRef, target, _registers[name]);
        }
        else
        {
            Move(target, _registers[name]);
        }
    }

    /// <summary>A call with starred arguments: they are collected in a list and a dict first.</summary>
    private void CallWithCollected(Call node, int target)
    {
        int callee = Pushed(node.Func);
        int arguments = Temp();
        Display(node.Args, arguments, Shared.BuildList, Shared.ExtendArguments, null);
        _top = arguments + 1;
        int keywords = Temp();
        int first = _top;
        OpN(Shared.BuildDict, keywords, first, 0);
        foreach (var keyword in node.Keywords)
        {
            int operands = Temp();
            Move(operands, keywords);
            int function = Temp();
            Move(function, callee);
            if (keyword.Arg is not null)
            {
                Load(Python.Str(keyword.Arg), Temp());
            }

            _ = Pushed(keyword.Value);
            Mark(node);
            OpN(Shared.AddKeywords, keywords, operands, keyword.Arg is null ? 3 : 4);
            _top = first;
        }

        Mark(node);
        OpN(Shared.CallCollected, target, callee, 3);
    }
}
