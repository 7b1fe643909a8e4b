using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Compiler;

/// <summary>The operations without a cache of their own: one object of each for a whole program.</summary>
internal sealed class SharedOperations(PythonRuntime python, PyDict globals)
{
    private readonly Dictionary<(int, int), GuestOperation> _made = [];

    internal GuestOperation Not { get; } = new NotOperation(python);

    internal GuestOperation Truth { get; } = new TruthOperation(python);

    internal GuestOperation Subscript { get; } = new SubscriptOperation(python);

    internal GuestOperation StoreSubscript { get; } = new StoreSubscriptOperation(python);

    internal GuestOperation DeleteSubscript { get; } = new Operation2((target, key) => python.SetItem(target, key, Value.Unbound));

    internal GuestOperation In { get; } = new Operation2((item, container) => python.Contains(container, item));

    internal GuestOperation Iterate { get; } = new IterateOperation(python);

    internal GuestOperation Next { get; } = new NextOperation(python);

    internal GuestOperation BuildList { get; } = new OperationN(items =>
        python.Machine.ChargeAllocation(PyList.SizeOf(items.Length)) ? python.List(items.ToArray()) : Value.Signal);

    internal GuestOperation BuildTuple { get; } = new OperationN(items =>
        python.Machine.ChargeAllocation(PyTuple.SizeOf(items.Length)) ? python.Tuple(items.ToArray()) : Value.Signal);

    internal GuestOperation BuildSet { get; } = new OperationN(items => python.Finish(python.MakeSet(items.ToArray())));

    internal GuestOperation BuildDict { get; } = new OperationN(_ =>
        python.Machine.ChargeAllocation(PyDict.Size) ? Value.Object(python.NewDict()) : Value.Signal);

    internal GuestOperation BuildSlice { get; } = new OperationN(parts =>
        python.Machine.ChargeAllocation(96) ? Value.Object(new PySlice(python.Types.Slice, parts[0], parts[1], parts[2])) : Value.Signal);

    internal GuestOperation ExtendList { get; } = new Operation2((list, items) => python.Finish(python.ExtendDisplay((PyList)list.Ref!, items, "Value after * must be an iterable, not ")));

    internal GuestOperation ExtendArguments { get; } = new Operation2((list, items) => python.Finish(python.ExtendDisplay((PyList)list.Ref!, items, "Value after * must be an iterable, not ")));

    internal GuestOperation UpdateSet { get; } = new Operation2((set, items) => python.Finish(python.UpdateDisplay((PySet)set.Ref!, items)));

    internal GuestOperation UpdateDict { get; } = new Operation2((dictionary, items) => python.Finish(python.UpdateDisplay((PyDict)dictionary.Ref!, items)));

    internal GuestOperation ListToTuple { get; } = new Operation1(list => python.Tuple(((PyList)list.Ref!).Span.ToArray()));

    internal GuestOperation AppendList { get; } = new Operation2((list, item) => ((PyList)list.Ref!).Append(python.Machine, item) ? Value.Unspecified : Value.Signal);

    internal GuestOperation AddToSet { get; } = new Operation2((set, item) => python.Finish(python.AddToSet((PySet)set.Ref!, item)));

    internal GuestOperation AddToDict { get; } = new OperationN(operands => python.AddPairs(operands));

    internal GuestOperation RestToTuple { get; } = new Operation1(list => python.TupleOfList(list));

    internal GuestOperation JoinText { get; } = new OperationN(parts => python.JoinText(parts));

    internal GuestOperation SetReturned { get; } = new Operation1(value =>
    {
        python.Returned = value;
        return Value.Absent;
    });

    internal GuestOperation TakeReturned { get; } = new OperationN(_ => python.TakeReturned());

    internal GuestOperation CheckSent { get; } = new Operation1(value => value.Ref is ThrownInto thrown ? python.RaiseThrown(thrown.Exception, inHandler: false) : value);

    internal GuestOperation CheckSentInHandler { get; } = new Operation1(value => value.Ref is ThrownInto thrown ? python.RaiseThrown(thrown.Exception, inHandler: true) : value);

    internal GuestOperation LeaveGenerator { get; } = new Operation1(python.LeaveGenerator);

    internal GuestOperation Send { get; } = new Operation2((iterator, sent) => python.RequestResume(iterator, sent) ?? python.Finish(python.Send(iterator, sent)));

    internal GuestOperation LeaveCoroutine { get; } = new Operation1(python.LeaveCoroutine);

    internal GuestOperation LeaveAsyncGenerator { get; } = new Operation1(python.LeaveAsyncGenerator);

    internal GuestOperation IterateAsync { get; } = new Operation1(value => python.Finish(python.IterateAsync(value)));

    internal GuestOperation NextAsync { get; } = new Operation1(iterator => python.Finish(python.NextAsync(iterator)));

    internal GuestOperation SendAsync { get; } = new Operation2((iterator, sent) => python.Finish(python.SendToEnd(iterator, sent)));

    internal GuestOperation WrapYielded { get; } = new Operation1(value => Value.Object(new AsyncYield(value)));

    internal GuestOperation LoadExitAsync { get; } = new Operation1(manager => python.LoadExit(manager, isAsync: true));

    internal GuestOperation CallEnterAsync { get; } = new Operation1(manager => python.Finish(python.CallEnterAsync(manager)));

    internal GuestOperation AwaitableOfExit { get; } = new Operation1(value => python.Finish(python.AwaitableOf(value, "__aexit__")));

    internal GuestOperation BeginGroup { get; } = new Operation1(exception => Value.Object(new GroupHandling((PyException)exception.Ref!)));

    internal GuestOperation MatchGroup { get; } = new Operation2((handling, type) => python.Finish(python.MatchGroup((GroupHandling)handling.Ref!, type)));

    internal GuestOperation AddRaised { get; } = new Operation2((handling, exception) =>
    {
        ((GroupHandling)handling.Ref!).Raised.Add((PyException)exception.Ref!);
        return Value.Unspecified;
    });

    internal GuestOperation EndGroup { get; } = new Operation1(handling => python.Finish(python.EndGroup((GroupHandling)handling.Ref!)));

    internal GuestOperation IterateForYieldFrom { get; } = new Operation1(value => python.GetIterator(value));

    internal GuestOperation Awaitable { get; } = new Operation1(value => python.Finish(python.AwaitableOf(value)));

    internal GuestOperation GetHandled { get; } = new OperationN(_ => python.Handled);

    internal GuestOperation RestoreHandled { get; } = new Operation1(value =>
    {
        python.Handled = value;
        return Value.Unspecified;
    });

    internal GuestOperation EnterHandler { get; } = new Operation1(value =>
    {
        python.Handled = value;
        return value;
    });

    internal GuestOperation MarkAgain { get; } = new Operation2((exception, saved) =>
    {
        python.Handled = saved;
        ((PyException)exception.Ref!).IsRaisedAgain = true;
        return exception;
    });

    internal GuestOperation MarkAgainInHandler { get; } = new Operation1(exception =>
    {
        ((PyException)exception.Ref!).IsRaisedAgain = true;
        return exception;
    });

    internal GuestOperation Matches { get; } = new Operation2((exception, type) => python.ExceptionMatches(exception, type));

    internal GuestOperation PrepareRaise { get; } = new OperationN(operands => python.Finish(python.PrepareRaise(operands[0], operands.Length > 1 ? operands[1] : Value.Unbound)));

    internal GuestOperation RaiseAgain { get; } = new OperationN(_ => python.RaiseAgain());

    internal GuestOperation AssertionFailure { get; } = new OperationN(operands =>
        Value.Object(python.NewException(python.Types.Exception("AssertionError"), operands.ToArray())));

    internal GuestOperation LoadExit { get; } = new Operation1(manager => python.LoadExit(manager));

    internal GuestOperation CallEnter { get; } = new Operation1(manager => python.CallEnter(manager));

    internal GuestOperation CallExit { get; } = new Operation2((exit, exception) => python.CallExit(exit, exception));

    internal GuestOperation CallCollected { get; } = new OperationN(operands => python.CallCollected(operands[0], (PyList)operands[1].Ref!, (PyDict)operands[2].Ref!));

    internal GuestOperation AddKeywords { get; } = new OperationN(operands => python.Finish(python.AddKeywords(operands.ToArray())));

    internal GuestOperation DeleteGlobal { get; } = new Operation1(name =>
        globals.Remove(name.Ref!.ToString()!) ? Value.Unspecified : python.NameError(name.Ref!.ToString()!));

    internal GuestOperation SetUpAnnotations { get; } = new Operation1(_ =>
    {
        if (globals.Find("__annotations__").IsUnbound)
        {
            globals.Store("__annotations__", Value.Object(python.NewDict()));
        }

        return Value.Unspecified;
    });

    internal GuestOperation SetUpAnnotationsIn { get; } = new Operation1(space => python.Finish(python.SetUpAnnotations(space)));

    internal GuestOperation Display { get; } = new Operation1(value => python.Finish(python.Display(value)));

    /// <summary>What an import statement imports: operands are the name, the names wanted of it, the level.</summary>
    internal GuestOperation Import { get; } = new OperationN(operands => python.ImportStatement(globals, operands));

    internal GuestOperation ImportAll { get; } = new Operation1(from => python.Finish(python.ImportAll(from, Value.Object(globals))));

    /// <summary>The same where names are in a mapping.</summary>
    internal GuestOperation ImportAllInto { get; } = new Operation2((from, space) => python.Finish(python.ImportAll(from, space)));

    /// <summary>Defines a global variable whose name is also that of a built-in one: operands are the name and the value.</summary>
    internal GuestOperation DefineGlobal { get; } = new Operation2((name, value) =>
    {
        globals.Store((Text)name.Ref!, value);
        return python.Machine.ChargeAllocation(64) ? Value.Unspecified : Value.Signal;
    });

    internal GuestOperation CellOfBox { get; } = new Operation1(box => Value.Object(new PyCell(python.Types.Cell, (Box)box.Ref!)));

    internal GuestOperation MatchMapping { get; } = new OperationN(operands => python.Finish(python.MatchMapping(operands.ToArray(), withRest: false)));

    internal GuestOperation MatchMappingWithRest { get; } = new OperationN(operands => python.Finish(python.MatchMapping(operands.ToArray(), withRest: true)));

    internal GuestOperation Binary(BinaryKind kind) => Made(0, (int)kind, () => new BinaryOperation(python, kind));

    internal GuestOperation InPlace(BinaryKind kind) => Made(1, (int)kind, () => new InPlaceOperation(python, kind));

    internal GuestOperation Unary(UnaryKind kind) => Made(2, (int)kind, () => new Operation1(value => python.Unary(kind, value)));

    internal GuestOperation Compare(CompareKind kind) => Made(3, (int)kind, () => new CompareOperation(python, kind, isTest: false));

    internal GuestOperation Test(CompareKind kind) => Made(4, (int)kind, () => new CompareOperation(python, kind, isTest: true));

    /// <summary>Element number index of a list that an operation made.</summary>
    internal GuestOperation Item(int index) => Made(5, index, () => new Operation1(list => ((PyList)list.Ref!).Items[index]));

    /// <summary>Sets element number index of such a list.</summary>
    internal GuestOperation SetItem(int index) => Made(7, index, () => new Operation2((list, value) => ((PyList)list.Ref!).Items[index] = value));

    /// <summary>A list of so many elements that are not set.</summary>
    internal GuestOperation BuildUnbound(int count) => Made(8, count, () => new OperationN(_ =>
        python.Machine.ChargeAllocation(PyList.SizeOf(count)) ? python.List(ValueArrays.Unbound(count)) : Value.Signal));

    internal GuestOperation FormatValue(int conversion) => Made(6, conversion, () => new OperationN(operands => python.FormatValue(operands, conversion)));

    private GuestOperation Made(int group, int kind, Func<GuestOperation> make)
    {
        if (!_made.TryGetValue((group, kind), out var operation))
        {
            _made.Add((group, kind), operation = make());
        }

        return operation;
    }
}

/// <summary>A name in a class body: of its namespace, else global.</summary>
internal sealed class NamespaceLoad(PythonRuntime python, string name, Cell cell) : GuestOperation
{
    private readonly Text _key = new(name);

    internal override Value Perform(VirtualMachine machine, in Value first)
    {
        if (first.Ref is PyDict { Type.IsHeapType: false } dictionary)
        {
            Value found = dictionary.Find(_key);
            return !found.IsUnbound ? found : cell.Content.IsUnbound ? python.NameError(name) : cell.Content;
        }

        return python.Finish(Load(first));
    }

    private async Work<Value> Load(Value space)
    {
        Value found = await python.TryCall(python.Builtin("%getitem"), space, Value.Object(_key));
        if (found.IsSignal && python.Catch(python.Types.Exception("KeyError")))
        {
            return cell.Content.IsUnbound ? python.NameError(name) : cell.Content;
        }

        return found;
    }
}

/// <summary>A name in a class body that is also a variable around it: of the namespace, else of the box.</summary>
internal sealed class NamespaceOrCellLoad(PythonRuntime python, string name) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first, in Value second)
    {
        if (first.Ref is not PyDict { Type.IsHeapType: false } dictionary)
        {
            return python.Finish(Load(first, second));
        }

        Value found = dictionary.Find(name);
        return found.IsUnbound ? OfBox(second) : found;
    }

    private async Work<Value> Load(Value space, Value box)
    {
        Value found = await python.TryCall(python.Builtin("%getitem"), space, python.Str(name));
        return found.IsSignal && python.Catch(python.Types.Exception("KeyError")) ? OfBox(box) : found;
    }

    private Value OfBox(in Value box)
    {
        Value found = ((Box)box.Ref!).Content;
        return found.IsUnbound
            ? python.Raise("NameError", $"cannot access free variable '{name}' where it is not associated with a value in enclosing scope")
            : found;
    }
}

/// <summary>Remembers variables of a function for locals() and its kin, which follow.</summary>
internal sealed class NoteLocalsOperation(PythonRuntime python, FunctionInfo info, string[] names, bool isFirst) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, ref Value first, int count)
    {
        if (isFirst)
        {
            python.NotedLocals = (info, python.NewDict());
        }

        var operands = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count);
        for (int i = 0; i < names.Length; i++)
        {
            Value value = operands[i].Ref is Box box ? box.Content : operands[i];
            if (!value.IsUnbound && !value.IsAbsent)
            {
                python.NotedLocals.Names.Store(names[i], value);
            }
        }

        return machine.ChargeAllocation(64L * (count + 2)) ? Value.Unspecified : Value.Signal;
    }
}

/// <summary>Stores a name of a class body.</summary>
internal sealed class NamespaceStore(PythonRuntime python, string name) : GuestOperation
{
    private readonly Text _key = new(name);

    internal override Value Perform(VirtualMachine machine, in Value first, in Value second)
    {
        if (first.Ref is PyDict { Type.IsHeapType: false } dictionary)
        {
            dictionary.Store(_key, second);
            return machine.ChargeAllocation(64) ? Value.Unspecified : Value.Signal;
        }

        return python.SetItem(first, Value.Object(_key), second);
    }
}

/// <summary>Deletes a name of a class body.</summary>
internal sealed class NamespaceDelete(PythonRuntime python, string name) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) =>
        first.Ref is PyDict { Type.IsHeapType: false } dictionary ? (dictionary.Remove(name) ? Value.Unspecified : python.NameError(name)) : python.SetItem(first, python.Str(name), Value.Unbound);
}

/// <summary>del target.name.</summary>
internal sealed class DeleteAttributeOperation(PythonRuntime python, string name) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) => python.SetAttribute(first, name, Value.Unbound);
}

/// <summary>The values of an iterable as a list of a known length.</summary>
internal sealed class UnpackOperation(PythonRuntime python, int before, int after, bool hasStar) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first)
    {
        if (!hasStar)
        {
            if (first.Ref is PyTuple { Type.IsHeapType: false } tuple && tuple.Items.Length == before)
            {
                return Value.Object(new PyList(python.Types.List, tuple.Items, before));
            }

            if (first.Ref is PyList { Type.IsHeapType: false } list && list.Count == before)
            {
                return machine.ChargeAllocation(PyList.SizeOf(before)) ? python.List(list.Span.ToArray()) : Value.Signal;
            }
        }

        return python.Finish(python.Unpack(first, before, after, hasStar));
    }
}

/// <summary>The default of a positional parameter.</summary>
internal sealed class DefaultOperation(int index) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first)
    {
        var data = (FunctionData)first.Ref!;
        int place = data.Defaults.Length - (data.Info.Positional.Length - data.Info.Required) + index;
        if (place >= 0 && place < data.Defaults.Length)
        {
            return data.Defaults[place];
        }

        return machine.Service<PythonRuntime>()!.TypeError(FunctionInfo.Missing(data.QualifiedName, [data.Info.Positional[data.Info.Required + index]], "positional"));
    }
}

/// <summary>The default of a keyword-only parameter; an error if it has none.</summary>
internal sealed class KeywordDefaultOperation(PythonRuntime python, string name) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first)
    {
        var data = (FunctionData)first.Ref!;
        Value found = data.KeywordDefaults.Ref is PyDict defaults ? defaults.Find(name) : Value.Unbound;
        if (!found.IsUnbound)
        {
            return found;
        }

        return python.TypeError(FunctionInfo.Missing(data.QualifiedName, [name], "keyword-only"));
    }
}

/// <summary>The data of a function that is being made.</summary>
internal sealed class MakeDataOperation(PythonRuntime python, PyDict globals, FunctionInfo info, int defaults, string[] keywordDefaults, bool isAnnotated) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, ref Value first, int count)
    {
        if (!machine.ChargeAllocation(160 + (16L * count)))
        {
            return Value.Signal;
        }

        var operands = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count);
        var data = new FunctionData(info, globals);
        if (defaults > 0)
        {
            data.Defaults = operands[..defaults].ToArray();
        }

        if (keywordDefaults.Length > 0)
        {
            var dictionary = python.NewDict();
            for (int i = 0; i < keywordDefaults.Length; i++)
            {
                dictionary.Store(keywordDefaults[i], operands[defaults + i]);
            }

            data.KeywordDefaults = Value.Object(dictionary);
        }

        if (isAnnotated)
        {
            data.Annotations = operands[^1];
        }

        data.ModuleName = globals.Names!.Find("__name__");
        return Value.Object(data);
    }
}

/// <summary>A class: from the closure of its body, its bases and its keywords.</summary>
internal sealed class BuildClassOperation(PythonRuntime python, string name) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, ref Value first, int count)
    {
        var operands = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count);
        return python.Finish(python.BuildClass(name, operands[0], ((PyList)operands[1].Ref!).Span.ToArray(), (PyDict)operands[2].Ref!));
    }
}

/// <summary>from module import name.</summary>
internal sealed class ImportNameOperation(PythonRuntime python, string name) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) => python.Finish(python.ImportName(first, name));
}

/// <summary>Whether a value is a sequence of such a length: a list of its elements, or absent.</summary>
internal sealed class MatchSequenceOperation(PythonRuntime python, int before, int after, bool hasStar) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) => python.Finish(python.MatchSequence(first, before, after, hasStar));
}

/// <summary>Whether a value is of a class: a list of the attributes that patterns look at, or absent.</summary>
internal sealed class MatchClassOperation(PythonRuntime python, int positional, string[] keywords) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first, in Value second) => python.Finish(python.MatchClass(first, second, positional, keywords));
}
