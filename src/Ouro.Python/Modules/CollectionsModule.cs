using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Modules;

/// <summary>The types of _collections that its objects make.</summary>
internal sealed class CollectionsTypes
{
    internal PyType Iterator = null!, ReverseIterator = null!, OrderedDict = null!;
}

/// <summary>The module _collections.</summary>
internal static class CollectionsModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(CollectionsModule));
        var types = python.State<CollectionsTypes>();
        types.Iterator = python.Types.MakeIn(module, "_deque_iterator", typeof(IteratorMethods), final: true);
        types.ReverseIterator = python.Types.MakeIn(module, "_deque_reverse_iterator", typeof(IteratorMethods), final: true);
        python.Types.MakeIn(module, "deque", typeof(DequeMethods)).ModuleName = "collections";
        python.Types.MakeIn(module, "defaultdict", typeof(DefaultDictMethods), python.Types.Dict, Layout.Dict).ModuleName = "collections";
        types.OrderedDict = python.Types.MakeIn(module, "OrderedDict", typeof(OrderedDictMethods), python.Types.Dict, Layout.Dict);
        types.OrderedDict.ModuleName = "collections";
        types.OrderedDict.HasDictionary = true;
        python.Types.MakeIn(module, "_tuplegetter", typeof(TupleGetterMethods), final: true).ModuleName = "collections";
    }

    [PythonFunction("_count_elements", "mapping, iterable, /")]
    internal static async Work<Value> CountElements(PythonRuntime python, Value[] a)
    {
        Value iterator = await python.Iterate(a[1]);
        var plain = a[0].Ref as PyDict;
        var get = python.TypeOf(a[0]).Lookup("get");
        bool isPlain = plain is not null && get.Ref is BuiltinFunction && python.TypeOf(a[0]).Special("__setitem__").Ref is BuiltinFunction;
        while (!iterator.IsSignal)
        {
            Value key = await python.Next(iterator);
            if (key.IsSignal || key.IsAbsent)
            {
                return key.IsAbsent ? Value.Unspecified : key;
            }

            Value count = isPlain ? await python.FindInDict(plain!, key) : await python.Call(get, a[0], key, Value.Fixnum(0));
            count = count.IsSignal ? count : count.IsUnbound ? Value.Fixnum(1) : await python.Settle(python.Binary(BinaryKind.Add, count, Value.Fixnum(1)));
            Value stored = count.IsSignal || !python.Machine.ChargeTicks(1) ? Value.Signal
                : isPlain ? await python.StoreInDict(plain!, key, count) : await python.Settle(python.SetItem(a[0], key, count));
            if (stored.IsSignal)
            {
                return stored;
            }
        }

        return iterator;
    }
}

/// <summary>collections.defaultdict.</summary>
internal static class DefaultDictMethods
{
    private static PyDict Self(in Value value) => (PyDict)value.Ref!;

    [PythonFunction("__init__", "self, /, *args, **kwargs")]
    internal static async Work<Value> Init(PythonRuntime python, Value[] a)
    {
        var given = ((PyTuple)a[1].Ref!).Items;
        Value factory = given.Length > 0 ? given[0] : Value.Unspecified;
        if (!factory.IsUnspecified && !python.IsCallable(factory))
        {
            return python.TypeError("first argument must be callable or None");
        }

        if (given.Length > 2)
        {
            return python.TypeError($"dict expected at most 1 argument, got {given.Length - 1}");
        }

        Self(a[0]).Default = new Box(factory);
        return await DictMethods.Update(python, [a[0], given.Length > 1 ? given[1] : Value.Absent, a[2]]);
    }

    [PythonFunction("default_factory", Kind = FunctionKind.Getter)]
    internal static Value Factory(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Default?.Content ?? Value.Unspecified;

    [PythonFunction("default_factory", Kind = FunctionKind.Setter)]
    internal static Value SetFactory(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Default = new Box(a[1].IsUnbound ? Value.Unspecified : a[1]);
        return Value.Unspecified;
    }

    [PythonFunction("__missing__", "self, key, /")]
    internal static async Work<Value> Missing(PythonRuntime python, Value[] a)
    {
        Value factory = Factory(python, a);
        if (factory.IsUnspecified)
        {
            return python.KeyError(a[1]);
        }

        Value made = await python.Invoke(factory, ValueArrays.None, null);
        Value stored = made.IsSignal ? made : await python.Settle(python.SetItem(a[0], a[1], made));
        return stored.IsSignal ? stored : made;
    }

    [PythonFunction("copy", "self, /")]
    [PythonFunction("__copy__", "self, /")]
    internal static Work<Value> Copy(PythonRuntime python, Value[] a) => python.Construct(python.TypeOf(a[0]), [Factory(python, a), a[0]], null);

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        Value factory = Factory(python, a);
        Value shown;
        if (factory.Ref is PyObject target && !factory.IsUnspecified)
        {
            // The factory may be a method of this very dict.
            if (python.Representing(target))
            {
                shown = await python.Repr(factory);
                python.Represented(target);
            }
            else
            {
                shown = python.Str("...");
            }
        }
        else
        {
            shown = await python.Repr(factory);
        }

        Value items = shown.IsSignal ? shown : await python.NativeRepr(a[0]);
        return items.IsSignal ? items : python.Str($"{self.Type.Name}({PythonRuntime.TextOf(shown)}, {PythonRuntime.TextOf(items)})");
    }

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(
        Value.Object(python.TypeOf(a[0])),
        Factory(python, a) is { IsUnspecified: false } factory ? python.Tuple(factory) : python.EmptyTuple,
        Value.Unspecified,
        Value.Unspecified,
        Value.Object(new DictIterator(python.Types.ItemIterator, Self(a[0]), DictPart.Items)));

    [PythonFunction("__or__", "self, value, /")]
    internal static async Work<Value> Or(PythonRuntime python, Value[] a) => a[1].Ref is PyDict ? await Merged(python, a[0], a[0], a[1]) : python.NotImplemented;

    [PythonFunction("__ror__", "self, value, /")]
    internal static async Work<Value> ReflectedOr(PythonRuntime python, Value[] a) => a[1].Ref is PyDict ? await Merged(python, a[0], a[1], a[0]) : python.NotImplemented;

    private static async Work<Value> Merged(PythonRuntime python, Value self, Value first, Value second)
    {
        Value made = await python.Construct(python.TypeOf(self), [Factory(python, [self]), first], null);
        return made.IsSignal || (await python.UpdateDict(Self(made), second)).IsSignal ? Value.Signal : made;
    }
}

/// <summary>The getters of named tuples' fields.</summary>
internal static class TupleGetterMethods
{
    private static PyTupleGetter Self(in Value value) => (PyTupleGetter)value.Ref!;

    [PythonFunction("__new__", "cls, index, doc, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a) =>
        await python.SizeOf(a[1]) is { } index ? Value.Object(new PyTupleGetter((PyType)a[0].Ref!, index, a[2])) : Value.Signal;

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].IsUnspecified)
        {
            return a[0];
        }

        long index = Self(a[0]).Index;
        return a[1].Ref is not PyTuple tuple ? python.TypeError($"descriptor for index '{index}' for tuple subclasses doesn't apply to '{python.TypeName(a[1])}' object")
            : (ulong)index < (ulong)tuple.Items.Length ? tuple.Items[index] : python.IndexError("tuple index out of range");
    }

    [PythonFunction("__set__", "self, instance, value, /")]
    internal static Value Set(PythonRuntime python, ReadOnlySpan<Value> a) => python.Raise("AttributeError", "can't set attribute");

    [PythonFunction("__delete__", "self, instance, /")]
    internal static Value Delete(PythonRuntime python, ReadOnlySpan<Value> a) => python.Raise("AttributeError", "can't delete attribute");

    [PythonFunction("__doc__", Kind = FunctionKind.Getter)]
    internal static Value Doc(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Doc;

    [PythonFunction("__doc__", Kind = FunctionKind.Setter)]
    internal static Value SetDoc(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Doc = a[1].IsUnbound ? Value.Unspecified : a[1];
        return Value.Unspecified;
    }

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Object(Self(a[0]).Type), python.Tuple(Value.Fixnum(Self(a[0]).Index), Self(a[0]).Doc));

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a) =>
        await python.Repr(Self(a[0]).Doc) is { IsSignal: false } doc ? python.Str($"_tuplegetter({Self(a[0]).Index}, {PythonRuntime.TextOf(doc)})") : Value.Signal;
}
