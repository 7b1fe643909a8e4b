using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module operator: the operators as functions.</summary>
internal static class OperatorModule
{
    internal static void Fill(PythonRuntime python, PyModule module)
    {
        Registry.Fill(python, module, typeof(OperatorModule));
        foreach (var (name, kind) in (ReadOnlySpan<(string, BinaryKind)>)
            [
                ("add", BinaryKind.Add), ("sub", BinaryKind.Sub), ("mul", BinaryKind.Mult), ("truediv", BinaryKind.Div), ("floordiv", BinaryKind.FloorDiv), ("mod", BinaryKind.Mod), ("pow", BinaryKind.Pow),
                ("lshift", BinaryKind.LShift), ("rshift", BinaryKind.RShift), ("and_", BinaryKind.BitAnd), ("or_", BinaryKind.BitOr), ("xor", BinaryKind.BitXor), ("matmul", BinaryKind.MatMult), ("concat", BinaryKind.Add),
            ])
        {
            Define(name, (HostFunction)((runtime, a) => runtime.Binary(kind, a[0], a[1])));
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
    }

    [PythonFunction("neg", "a, /")]
    internal static Value Negate(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Minus, a[0]);

    [PythonFunction("pos", "a, /")]
    internal static Value Plus(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Plus, a[0]);

    [PythonFunction("invert", "a, /")]
    internal static Value Invert(PythonRuntime python, ReadOnlySpan<Value> a) => python.Unary(UnaryKind.Invert, a[0]);

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

    [PythonFunction("getitem", "a, b, /")]
    internal static Value GetItem(PythonRuntime python, ReadOnlySpan<Value> a) => python.GetItem(a[0], a[1]);

    [PythonFunction("setitem", "a, b, c, /")]
    internal static Value SetItem(PythonRuntime python, ReadOnlySpan<Value> a) => python.SetItem(a[0], a[1], a[2]);

    [PythonFunction("delitem", "a, b, /")]
    internal static Value DeleteItem(PythonRuntime python, ReadOnlySpan<Value> a) => python.SetItem(a[0], a[1], Value.Unbound);

    [PythonFunction("index", "a, /")]
    internal static Work<Value> Index(PythonRuntime python, Value[] a) => python.IndexOf(a[0]);

    [PythonFunction("itemgetter", "*items")]
    internal static Value ItemGetter(PythonRuntime python, ReadOnlySpan<Value> a) => Getter(python, "itemgetter", ((PyTuple)a[0].Ref!).Items, static (runtime, target, key) => runtime.Call(runtime.Builtin("%getitem"), target, key));

    [PythonFunction("attrgetter", "*attrs")]
    internal static Value AttributeGetter(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        foreach (Value name in ((PyTuple)a[0].Ref!).Items)
        {
            if (name.Ref is not Text)
            {
                return python.TypeError("attribute name must be a string");
            }
        }

        return Getter(python, "attrgetter", ((PyTuple)a[0].Ref!).Items, static async (runtime, target, name) =>
        {
            foreach (string part in PythonRuntime.TextOf(name).Split('.'))
            {
                target = target.IsSignal ? target : await runtime.Settle(runtime.GetAttribute(target, part));
            }

            return target;
        });
    }

    private static Value Getter(PythonRuntime python, string name, Value[] keys, Func<PythonRuntime, Value, Value, Work<Value>> get)
    {
        if (keys.Length == 0)
        {
            return python.TypeError($"{name} expected at least 1 argument, got 0");
        }

        HostWork work = async (runtime, a) =>
        {
            var found = ValueArrays.Unbound(keys.Length);
            for (int i = 0; i < keys.Length; i++)
            {
                found[i] = await get(runtime, a[0], keys[i]);
                if (found[i].IsSignal)
                {
                    return Value.Signal;
                }
            }

            return keys.Length == 1 ? found[0] : runtime.Tuple(found);
        };
        return Value.Object(new BuiltinFunction(python.Types.BuiltinFunction, name, new Signature("obj, /"), () => work, null) { ModuleName = "operator" });
    }
}
