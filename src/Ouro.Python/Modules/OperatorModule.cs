using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Modules;

/// <summary>The module _operator: the operators as functions.</summary>
internal static class OperatorModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(OperatorModule));
        foreach (var (name, kind) in (ReadOnlySpan<(string, BinaryKind)>)
            [
                ("add", BinaryKind.Add), ("sub", BinaryKind.Sub), ("mul", BinaryKind.Mult), ("truediv", BinaryKind.Div), ("floordiv", BinaryKind.FloorDiv), ("mod", BinaryKind.Mod), ("pow", BinaryKind.Pow),
                ("lshift", BinaryKind.LShift), ("rshift", BinaryKind.RShift), ("and_", BinaryKind.BitAnd), ("or_", BinaryKind.BitOr), ("xor", BinaryKind.BitXor), ("matmul", BinaryKind.MatMult),
            ])
        {
            Define(name, (HostFunction)((runtime, a) => runtime.Binary(kind, a[0], a[1])));
            Define("i" + name.TrimEnd('_'), (HostFunction)((runtime, a) => runtime.InPlace(kind, a[0], a[1])));
        }

        foreach (var (name, kind) in (ReadOnlySpan<(string, CompareKind)>)
            [
                ("eq", CompareKind.Equal), ("ne", CompareKind.NotEqual), ("lt", CompareKind.Less), ("le", CompareKind.LessOrEqual), ("gt", CompareKind.Greater), ("ge", CompareKind.GreaterOrEqual),
            ])
        {
            Define(name, (HostFunction)((runtime, a) => runtime.Compare(kind, a[0], a[1])));
        }

        void Define(string name, HostFunction function) =>
            module.Set(name, Value.Object(new BuiltinFunction(python.Types.BuiltinFunction, name, new Signature("a, b, /"), () => function, null) { ModuleName = "_operator" }));

        foreach (var (name, declarations) in (ReadOnlySpan<(string, Type)>)[("itemgetter", typeof(ItemGetterMethods)), ("attrgetter", typeof(AttributeGetterMethods)), ("methodcaller", typeof(MethodCallerMethods))])
        {
            python.Types.MakeIn(module, name, declarations).ModuleName = "operator";
        }
    }

    [PythonFunction("neg", "a, /")]
    internal static Value Negate(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Minus, a[0]);

    [PythonFunction("pos", "a, /")]
    internal static Value Plus(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Plus, a[0]);

    [PythonFunction("inv", "a, /")]
    [PythonFunction("invert", "a, /")]
    internal static Value Invert(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Invert, a[0]);

    [PythonFunction("abs", "a, /")]
    internal static Work<Value> Absolute(PythonRuntime python, Value[] a) => python.Call(python.Builtin("abs"), a[0]);

    [PythonFunction("not_", "a, /")]
    internal static async Work<Value> Not(PythonRuntime python, Value[] a) => await python.TruthOf(a[0]) is { IsSignal: false } truth ? Value.Boolean(!truth.IsTrue) : Value.Signal;

    [PythonFunction("truth", "a, /")]
    internal static Work<Value> Truth(PythonRuntime python, Value[] a) => python.TruthOf(a[0]);

    [PythonFunction("is_", "a, b, /")]
    internal static Value Is(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(Value.Same(a[0], a[1]));

    [PythonFunction("is_not", "a, b, /")]
    internal static Value IsNot(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Boolean(!Value.Same(a[0], a[1]));

    [PythonFunction("contains", "a, b, /")]
    internal static Value Contains(PythonRuntime python, ReadOnlySpan<Value> a) => python.Contains(a[0], a[1]);

    [PythonFunction("concat", "a, b, /")]
    internal static Value Concatenate(PythonRuntime python, ReadOnlySpan<Value> a) => IsSequence(python, a[0]) && IsSequence(python, a[1]) ? python.Binary(BinaryKind.Add, a[0], a[1]) : NoConcatenation(python, a);

    [PythonFunction("iconcat", "a, b, /")]
    internal static Value ConcatenateInPlace(PythonRuntime python, ReadOnlySpan<Value> a) => IsSequence(python, a[0]) ? python.InPlace(BinaryKind.Add, a[0], a[1]) : NoConcatenation(python, a);

    private static bool IsSequence(PythonRuntime python, in Value value) => !Keys.IsNumber(value) && !python.TypeOf(value).Special("__getitem__").IsUnbound;

    private static Value NoConcatenation(PythonRuntime python, ReadOnlySpan<Value> a) => python.TypeError($"'{python.TypeName(IsSequence(python, a[0]) ? a[1] : a[0])}' object can't be concatenated");

    [PythonFunction("getitem", "a, b, /")]
    internal static Value GetItem(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetItem(a[0], a[1]);

    [PythonFunction("setitem", "a, b, c, /")]
    internal static Value SetItem(PythonRuntime python, ReadOnlySpan<Value> a) => python.SetItem(a[0], a[1], a[2]);

    [PythonFunction("delitem", "a, b, /")]
    internal static Value DeleteItem(PythonRuntime python, ReadOnlySpan<Value> a) => python.SetItem(a[0], a[1], Value.Unbound);

    [PythonFunction("index", "a, /")]
    internal static Work<Value> Index(PythonRuntime python, Value[] a) => python.IndexOf(a[0]);

    [PythonFunction("call", "obj, /, *args, **kwargs")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a)
    {
        var arguments = new List<Value>(((PyTuple)a[1].Ref!).Items);
        var names = python.SpreadKeywords((PyDict)a[2].Ref!, arguments);
        return python.Invoke(a[0], [.. arguments], names);
    }

    [PythonFunction("countOf", "a, b, /")]
    internal static Work<Value> CountOf(PythonRuntime python, Value[] a) => Search(python, a, counts: true);

    [PythonFunction("indexOf", "a, b, /")]
    internal static Work<Value> IndexIn(PythonRuntime python, Value[] a) => Search(python, a, counts: false);

    private static async Work<Value> Search(PythonRuntime python, Value[] a, bool counts)
    {
        Value iterator = await python.Iterate(a[0]);
        for (long at = 0, found = 0; !iterator.IsSignal; at++)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsSignal ? item : counts ? Value.Fixnum(found) : python.ValueError("sequence.index(x): x not in sequence");
            }

            Value same = python.Machine.ChargeTicks(1) ? await python.AreEqual(item, a[1]) : Value.Signal;
            if (same.IsSignal)
            {
                return same;
            }

            if (same.IsTrue && !counts)
            {
                return Value.Fixnum(at);
            }

            found += same.IsTrue ? 1 : 0;
        }

        return iterator;
    }

    [PythonFunction("length_hint", "obj, default=0, /")]
    internal static async Work<Value> LengthHint(PythonRuntime python, Value[] a)
    {
        Value fallback = a[1].IsAbsent ? Value.Fixnum(0) : a[1];
        if (Keys.AsNumber(PythonRuntime.Inner(fallback)).Ref is not (null or Bignum))
        {
            return python.TypeError($"'{python.TypeName(fallback)}' object cannot be interpreted as an integer");
        }

        if (!python.TypeOf(a[0]).Special("__len__").IsUnbound)
        {
            Value length = await python.TryCall(python.Builtin("len"), a[0]);
            if (!length.IsSignal || !python.Catch(python.Types.Exception("TypeError")))
            {
                return length;
            }
        }

        Value method = python.TypeOf(a[0]).Special("__length_hint__");
        if (method.IsUnbound)
        {
            return fallback;
        }

        Value hint = await python.TryCall(method, a[0]);
        if (hint.IsSignal)
        {
            return python.Catch(python.Types.Exception("TypeError")) ? fallback : hint;
        }

        return hint.Ref == python.NotImplemented.Ref ? fallback
            : Keys.AsNumber(PythonRuntime.Inner(hint)) is not { Ref: null or Bignum } number ? python.TypeError($"__length_hint__ must be an integer, not {python.TypeName(hint)}")
            : Real.Sign(number) < 0 ? python.ValueError("__length_hint__() should return >= 0")
            : number;
    }

    [PythonFunction("_compare_digest", "a, b, /")]
    internal static Value CompareDigest(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[0].Ref is Text one && a[1].Ref is Text two)
        {
            return Values.Strings.StringPredicates.IsAscii(one) && Values.Strings.StringPredicates.IsAscii(two) ? Value.Boolean(one.Equals(two))
                : python.TypeError("comparing strings with non-ASCII characters is not supported");
        }

        return a[0].Ref is PyBytes left && a[1].Ref is PyBytes right
            ? Value.Boolean(System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(left.Items, right.Items))
            : python.TypeError($"unsupported operand types(s) or combination of types: '{python.TypeName(a[0])}' and '{python.TypeName(a[1])}'");
    }
}

/// <summary>itemgetter, attrgetter or methodcaller.</summary>
internal sealed class PyGetter(PyType type, Value[] keys, PyDict? keywords = null) : PyObject(type)
{
    internal readonly Value[] Keys = keys;

    /// <summary>Of a methodcaller.</summary>
    internal readonly PyDict? Keywords = keywords;

    internal async Work<Value> Get(PythonRuntime python, Value target, Func<PythonRuntime, Value, Value, Work<Value>> get)
    {
        if (Keys.Length == 1)
        {
            return await get(python, target, Keys[0]);
        }

        if (!python.Machine.ChargeAllocation(PyTuple.SizeOf(Keys.Length)))
        {
            return Value.Signal;
        }

        var found = ValueArrays.Unbound(Keys.Length);
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = await get(python, target, Keys[i]);
            if (found[i].IsSignal)
            {
                return Value.Signal;
            }
        }

        return python.Tuple(found);
    }

    internal async Work<Value> Repr(PythonRuntime python)
    {
        if (!python.Representing(this))
        {
            return python.Str("...");
        }

        var parts = new List<string>();
        foreach (Value key in Keys)
        {
            Value shown = await python.Repr(key);
            if (shown.IsSignal)
            {
                python.Represented(this);
                return shown;
            }

            parts.Add(PythonRuntime.TextOf(shown));
        }

        for (int place = 0; place < (Keywords?.Entries.Used ?? 0); place++)
        {
            if (Keywords!.Entries.IsThere(place))
            {
                Value shown = await python.Repr(Keywords.Entries[place].Value);
                if (shown.IsSignal)
                {
                    python.Represented(this);
                    return shown;
                }

                parts.Add($"{PythonRuntime.TextOf(Keywords.Entries[place].Key)}={PythonRuntime.TextOf(shown)}");
            }
        }

        python.Represented(this);
        return python.Str($"operator.{Type.Name}({string.Join(", ", parts)})");
    }
}

/// <summary>operator.itemgetter.</summary>
internal static class ItemGetterMethods
{
    private static PyGetter Self(in Value value) => (PyGetter)value.Ref!;

    [PythonFunction("__new__", "cls, item, /, *items", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyGetter((PyType)a[0].Ref!, [a[1], .. ((PyTuple)a[2].Ref!).Items]));

    [PythonFunction("__call__", "self, obj, /")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a) => Self(a[0]).Get(python, a[1], static (runtime, target, key) => runtime.Settle(runtime.GetItem(target, key)));

    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => Self(a[0]).Repr(python);

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Object(Self(a[0]).Type), python.Tuple(Self(a[0]).Keys));
}

/// <summary>operator.attrgetter.</summary>
internal static class AttributeGetterMethods
{
    private static PyGetter Self(in Value value) => (PyGetter)value.Ref!;

    [PythonFunction("__new__", "cls, attr, /, *attrs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Value[] names = [a[1], .. ((PyTuple)a[2].Ref!).Items];
        return Array.Exists(names, name => PythonRuntime.Inner(name).Ref is not Text) ? python.TypeError("attribute name must be a string") : Value.Object(new PyGetter((PyType)a[0].Ref!, names));
    }

    [PythonFunction("__call__", "self, obj, /")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a) => Self(a[0]).Get(python, a[1], static async (runtime, target, name) =>
    {
        foreach (string part in PythonRuntime.TextOf(name).Split('.'))
        {
            target = target.IsSignal ? target : await runtime.Settle(runtime.GetAttribute(target, part));
        }

        return target;
    });

    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => Self(a[0]).Repr(python);

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Value.Object(Self(a[0]).Type), python.Tuple(Self(a[0]).Keys));
}

/// <summary>operator.methodcaller: the name and the arguments.</summary>
internal static class MethodCallerMethods
{
    private static PyGetter Self(in Value value) => (PyGetter)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var given = ((PyTuple)a[1].Ref!).Items;
        return given.Length == 0 ? python.TypeError("methodcaller needs at least one argument, the method name")
            : PythonRuntime.Inner(given[0]).Ref is not Text ? python.TypeError("method name must be a string")
            : Value.Object(new PyGetter((PyType)a[0].Ref!, given, (PyDict)a[2].Ref!));
    }

    [PythonFunction("__call__", "self, obj, /")]
    internal static async Work<Value> Call(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        Value method = await python.Settle(python.GetAttribute(a[1], PythonRuntime.TextOf(self.Keys[0])));
        var arguments = new List<Value>(self.Keys[1..]);
        var names = python.SpreadKeywords(self.Keywords!, arguments);
        return method.IsSignal ? method : await python.Invoke(method, [.. arguments], names);
    }

    [PythonFunction("__repr__", "self, /")]
    internal static Work<Value> Repr(PythonRuntime python, Value[] a) => Self(a[0]).Repr(python);

    [PythonFunction("__reduce__", "self, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        if (self.Keywords!.Count == 0)
        {
            return python.Tuple(Value.Object(self.Type), python.Tuple(self.Keys));
        }

        Value module = await python.Call(python.Builtin("__import__"), python.Str("functools"));
        Value partial = module.IsSignal ? module : await python.Settle(python.GetAttribute(module, "partial"));
        var arguments = new List<Value> { Value.Object(self.Type), self.Keys[0] };
        var names = python.SpreadKeywords(self.Keywords, arguments);
        Value made = partial.IsSignal ? partial : await python.Invoke(partial, [.. arguments], names);
        return made.IsSignal ? made : python.Tuple(made, python.Tuple(self.Keys[1..]));
    }
}
