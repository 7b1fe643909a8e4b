using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Types;

namespace Ouro.Python.Modules;

/// <summary>The module _functools.</summary>
internal static class FunctoolsModule
{
    /// <summary>The types that its functions make objects of.</summary>
    internal sealed class State
    {
        internal PyType CompareKey = null!;
    }

    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(FunctoolsModule));
        var partial = python.Types.MakeIn(module, "partial", typeof(PartialMethods));
        partial.HasDictionary = true;
        partial.ModuleName = "functools";
        var cached = python.Types.MakeIn(module, "_lru_cache_wrapper", typeof(CachedFunctionMethods));
        cached.HasDictionary = true;
        cached.ModuleName = "functools";
        var key = python.Types.Make("KeyWrapper", typeof(CompareKeyMethods), Layout.Own, final: true);
        key.ModuleName = "functools";
        key.AsksMethods = true;
        python.State<State>().CompareKey = key;
    }

    [PythonFunction("cmp_to_key", "mycmp")]
    internal static Value CompareToKey(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyCompareKey(python.State<State>().CompareKey, a[0], Value.Unbound));

    [PythonFunction("reduce", "function, iterable, initial=None, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
        if (!python.IsIterable(a[1]))
        {
            return python.TypeError("reduce() arg 2 must support iteration");
        }

        Value iterator = await python.Iterate(a[1]);
        Value total = iterator.IsSignal ? iterator : a[2].IsAbsent ? await python.Next(iterator) : a[2];
        if (total.IsAbsent)
        {
            return python.TypeError("reduce() of empty iterable with no initial value");
        }

        while (!total.IsSignal)
        {
            Value item = await python.Next(iterator);
            if (item.IsSignal || item.IsAbsent)
            {
                return item.IsAbsent ? total : item;
            }

            total = python.Machine.ChargeTicks(1) ? await python.Call(a[0], total, item) : Value.Signal;
        }

        return total;
    }
}

/// <summary>functools.partial.</summary>
[Specials("class_getitem")]
internal static class PartialMethods
{
    private static PyPartial Self(in Value value) => (PyPartial)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var given = ((PyTuple)a[1].Ref!).Items;
        if (given.Length == 0)
        {
            return python.TypeError("type 'partial' takes at least one argument");
        }

        if (!python.IsCallable(given[0]))
        {
            return python.TypeError("the first argument must be callable");
        }

        var keywords = (PyDict)a[2].Ref!;
        var type = (PyType)a[0].Ref!;
        if (given[0].Ref is PyPartial inner && inner.Type == type && (inner.Shape is null || inner.Shape.Count == 0))
        {
            var all = new PyDict(python.Types.Dict, inner.Keywords.Entries.Copy());
            for (int place = 0; place < keywords.Entries.Used; place++)
            {
                if (keywords.Entries.IsThere(place))
                {
                    all.Store((Text)keywords.Entries[place].Key.Ref!, keywords.Entries[place].Value);
                }
            }

            return Value.Object(new PyPartial(type, inner.Function, [.. inner.Arguments, .. given[1..]], all));
        }

        return python.Machine.ChargeAllocation(200 + (16L * given.Length)) ? Value.Object(new PyPartial(type, given[0], given[1..], keywords)) : Value.Signal;
    }

    [PythonFunction("__call__", "self, /, *args, **kwargs")]
    internal static Work<Value> Call(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        var arguments = new List<Value>([.. self.Arguments, .. ((PyTuple)a[1].Ref!).Items]);
        var keywords = (PyDict)a[2].Ref!;
        if (self.Keywords.Count > 0)
        {
            var all = new PyDict(python.Types.Dict, self.Keywords.Entries.Copy());
            for (int place = 0; place < keywords.Entries.Used; place++)
            {
                if (keywords.Entries.IsThere(place))
                {
                    all.Store((Text)keywords.Entries[place].Key.Ref!, keywords.Entries[place].Value);
                }
            }

            keywords = all;
        }

        // A program can put what it likes into the dict.
        for (int place = 0; place < keywords.Entries.Used; place++)
        {
            if (keywords.Entries.IsThere(place) && PythonRuntime.Inner(keywords.Entries[place].Key).Ref is not Text)
            {
                return python.TypeError("keywords must be strings");
            }
        }

        var names = python.SpreadKeywords(keywords, arguments);
        return python.Invoke(self.Function, [.. arguments], names);
    }

    [PythonFunction("func", Kind = FunctionKind.Getter)]
    internal static Value Function(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Function;

    [PythonFunction("args", Kind = FunctionKind.Getter)]
    internal static Value Arguments(PythonRuntime python, ReadOnlySpan<Value> a) => python.Tuple(Self(a[0]).Arguments);

    [PythonFunction("keywords", Kind = FunctionKind.Getter)]
    internal static Value Keywords(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Self(a[0]).Keywords);

    [PythonFunction("__repr__", "self, /")]
    internal static async Work<Value> Repr(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        string name = self.Type.ModuleName == "builtins" ? self.Type.QualifiedName : self.Type.ModuleName + "." + self.Type.QualifiedName;
        if (!python.Representing(self))
        {
            return python.Str("...");
        }

        var parts = new List<string>();
        foreach (Value argument in (Value[])[self.Function, .. self.Arguments])
        {
            Value shown = await python.Repr(argument);
            if (shown.IsSignal)
            {
                python.Represented(self);
                return shown;
            }

            parts.Add(PythonRuntime.TextOf(shown));
        }

        for (int place = 0; place < self.Keywords.Entries.Used; place++)
        {
            if (self.Keywords.Entries.IsThere(place))
            {
                Value key = await python.StrOf(self.Keywords.Entries[place].Key);
                Value shown = key.IsSignal ? key : await python.Repr(self.Keywords.Entries[place].Value);
                if (shown.IsSignal)
                {
                    python.Represented(self);
                    return shown;
                }

                parts.Add($"{PythonRuntime.TextOf(key)}={PythonRuntime.TextOf(shown)}");
            }
        }

        python.Represented(self);
        return python.Str($"{name}({string.Join(", ", parts)})");
    }

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        Value state = self.Shape is { Count: > 0 } or { IsDictionary: true } ? Value.Object(self.AttributesAsDict(python)) : Value.Unspecified;
        return python.Tuple(
            Value.Object(self.Type),
            python.Tuple(self.Function),
            python.Tuple(self.Function, python.Tuple(self.Arguments), Value.Object(self.Keywords), state));
    }

    [PythonFunction("__setstate__", "self, state, /")]
    internal static Value SetState(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (a[1].Ref is not PyTuple { Items: [var function, { Ref: PyTuple arguments }, { Ref: var keywords } given, { Ref: var names } dictionary] }
            || !python.IsCallable(function) || (keywords is not PyDict && !given.IsUnspecified) || (names is not PyDict && !dictionary.IsUnspecified))
        {
            return python.TypeError("invalid partial state");
        }

        var self = Self(a[0]);
        (self.Function, self.Arguments) = (function, arguments.Items);
        self.Keywords = keywords as PyDict is { } all ? new PyDict(python.Types.Dict, all.Entries.Copy()) : python.NewDict();
        if (names is PyDict attributes)
        {
            self.SetDictionary(attributes);
        }

        return Value.Unspecified;
    }
}

/// <summary>Keys that compare as a function says.</summary>
[Specials("nohash")]
internal static class CompareKeyMethods
{
    private static PyCompareKey Self(in Value value) => (PyCompareKey)value.Ref!;

    [PythonFunction("__call__", "self, obj")]
    internal static Value Call(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyCompareKey(Self(a[0]).Type, Self(a[0]).Compare, a[1]));

    [PythonFunction("obj", Kind = FunctionKind.Getter)]
    internal static Value Target(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Target.IsUnbound ? python.NoAttribute(a[0], "obj") : Self(a[0]).Target;

    private static async Work<Value> Compare(PythonRuntime python, Value[] a, CompareKind kind)
    {
        if (a[1].Ref is not PyCompareKey other)
        {
            return python.TypeError("other argument must be K instance");
        }

        Value order = await python.Call(Self(a[0]).Compare, Self(a[0]).Target, other.Target);
        return order.IsSignal ? order : await python.CompareWork(kind, order, Value.Fixnum(0));
    }

    [PythonFunction("__eq__", "self, value, /")]
    internal static Work<Value> Equal(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.Equal);

    [PythonFunction("__ne__", "self, value, /")]
    internal static Work<Value> NotEqual(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.NotEqual);

    [PythonFunction("__lt__", "self, value, /")]
    internal static Work<Value> Less(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.Less);

    [PythonFunction("__le__", "self, value, /")]
    internal static Work<Value> LessOrEqual(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.LessOrEqual);

    [PythonFunction("__gt__", "self, value, /")]
    internal static Work<Value> Greater(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.Greater);

    [PythonFunction("__ge__", "self, value, /")]
    internal static Work<Value> GreaterOrEqual(PythonRuntime python, Value[] a) => Compare(python, a, CompareKind.GreaterOrEqual);
}

/// <summary>Functions whose results are kept.</summary>
internal static class CachedFunctionMethods
{
    private static PyCachedFunction Self(in Value value) => (PyCachedFunction)value.Ref!;

    [PythonFunction("__new__", "cls, user_function, maxsize, typed, cache_info_type, /", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        if (!python.IsCallable(a[1]))
        {
            return python.TypeError("the first argument must be callable");
        }

        long most = -1;
        if (!a[2].IsUnspecified)
        {
            if (python.TypeOf(a[2]).Special("__index__").IsUnbound)
            {
                return python.TypeError("maxsize should be integer or None");
            }

            if (await python.SizeOf(a[2]) is not { } given)
            {
                return Value.Signal;
            }

            most = Math.Max(0, given);
        }

        Value typed = await python.TruthOf(a[3]);
        return typed.IsSignal ? typed : Value.Object(new PyCachedFunction((PyType)a[0].Ref!, a[1], most, typed.IsTrue, a[4]));
    }

    [PythonFunction("__call__", "self, /, *args, **kwargs")]
    internal static async Work<Value> Call(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        var given = ((PyTuple)a[1].Ref!).Items;
        var keywords = (PyDict)a[2].Ref!;
        var arguments = new List<Value>(given);
        var names = python.SpreadKeywords(keywords, arguments);
        if (self.Most == 0)
        {
            self.Misses++;
            return await python.Invoke(self.Function, [.. arguments], names);
        }

        Value key = KeyOf(python, self, given, arguments, names);
        Value known = key.IsSignal ? key : await python.FindInDict(self.Results, key);
        if (known.IsSignal)
        {
            return known;
        }

        if (!known.IsUnbound)
        {
            self.Hits++;
            return self.Most < 0 || !(await Renew(python, self, key, known)).IsSignal ? known : Value.Signal;
        }

        self.Misses++;
        Value result = await python.Invoke(self.Function, [.. arguments], names);
        if (result.IsSignal)
        {
            return result;
        }

        if (self.Most >= 0)
        {
            // The function may have been called with the same arguments meanwhile.
            Value again = await python.FindInDict(self.Results, key);
            if (!again.IsUnbound)
            {
                return again.IsSignal ? again : result;
            }

            if (self.Results.Count >= self.Most && self.Results.Entries.Edge(last: false) is >= 0 and var oldest)
            {
                self.Results.Entries.RemoveAt(oldest);
            }
        }

        return (await python.StoreInDict(self.Results, key, result)).IsSignal ? Value.Signal : result;
    }

    private static Value KeyOf(PythonRuntime python, PyCachedFunction self, Value[] given, List<Value> arguments, string[]? names)
    {
        if (names is null && !self.IsTyped && given.Length == 1 && (given[0].Ref is Text || (given[0].Ref is null && !given[0].IsFlonum)))
        {
            return given[0];
        }

        var parts = new List<Value>(given);
        if (names is not null)
        {
            parts.Add(python.NotImplemented);
            for (int i = 0; i < names.Length; i++)
            {
                parts.Add(python.Str(names[i]));
                parts.Add(arguments[given.Length + i]);
            }
        }

        if (self.IsTyped)
        {
            parts.AddRange(arguments.Select(argument => Value.Object(python.TypeOf(argument))));
        }

        return python.Machine.ChargeAllocation(PyTuple.SizeOf(parts.Count)) ? python.Tuple([.. parts]) : Value.Signal;
    }

    private static async Work<Value> Renew(PythonRuntime python, PyCachedFunction self, Value key, Value result)
    {
        Value gone = await python.DeleteFromDict(self.Results, key);
        return gone.IsSignal ? gone : await python.StoreInDict(self.Results, key, result);
    }

    [PythonFunction("cache_info", "self, /")]
    internal static Work<Value> Info(PythonRuntime python, Value[] a)
    {
        var self = Self(a[0]);
        return python.Invoke(self.InfoType, [Value.Fixnum(self.Hits), Value.Fixnum(self.Misses), self.Most < 0 ? Value.Unspecified : Value.Fixnum(self.Most), Value.Fixnum(self.Results.Count)], null);
    }

    [PythonFunction("cache_clear", "self, /")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = Self(a[0]);
        (self.Hits, self.Misses) = (0, 0);
        self.Results = python.NewDict();
        return Value.Unspecified;
    }

    [PythonFunction("__get__", "self, instance, owner=None, /")]
    internal static Value Get(PythonRuntime python, ReadOnlySpan<Value> a) => a[1].IsUnspecified ? a[0] : python.BoundMethod(a[0], a[1]);

    [PythonFunction("__copy__", "self, /")]
    internal static Value Copy(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__deepcopy__", "self, memo, /")]
    internal static Value DeepCopy(PythonRuntime python, ReadOnlySpan<Value> a) => a[0];

    [PythonFunction("__reduce__", "self, /")]
    internal static Value Reduce(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetAttribute(a[0], "__qualname__");
}
