using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module functools: what there is of it.</summary>
internal static class FunctoolsModule
{
    internal static void Fill(PythonRuntime python, PyModule module) => Registry.Fill(python, module, typeof(FunctoolsModule));

    [PythonFunction("reduce", "function, iterable, initial=None, /")]
    internal static async Work<Value> Reduce(PythonRuntime python, Value[] a)
    {
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
