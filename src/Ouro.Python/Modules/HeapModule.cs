using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Modules;

/// <summary>The module _heapq: lists as heaps. The steps, and so the comparisons, are those of the library's own heapq.</summary>
internal static class HeapModule
{
    internal static void Fill(PythonRuntime python, PyModule module) => Registry.Fill(python, module, typeof(HeapModule));

    private static PyList? Heap(PythonRuntime python, in Value value)
    {
        if (value.Ref is PyList list)
        {
            return list;
        }

        _ = python.TypeError($"heap argument must be a list, not {python.TypeName(value)}");
        return null;
    }

    private static async Work<bool> Less(PythonRuntime python, PyList heap, int count, Value left, Value right, bool isMost, Action<bool> answer)
    {
        Value less = !python.Machine.ChargeTicks(1) ? Value.Signal : isMost ? await python.TestWork(CompareKind.Less, right, left) : await python.TestWork(CompareKind.Less, left, right);
        if (less.IsSignal)
        {
            return false;
        }

        if (heap.Count != count)
        {
            _ = python.Raise("RuntimeError", "list changed size during iteration");
            return false;
        }

        answer(less.IsTrue);
        return true;
    }

    /// <summary>Moves a value towards the root until its parent is not greater.</summary>
    private static async Work<bool> Rise(PythonRuntime python, PyList heap, int start, int at, bool isMost)
    {
        int count = heap.Count;
        Value item = heap.Items[at];
        bool less = false;
        while (at > start)
        {
            int parent = (at - 1) >> 1;
            if (!await Less(python, heap, count, item, heap.Items[parent], isMost, answer => less = answer))
            {
                return false;
            }

            if (!less)
            {
                break;
            }

            (heap.Items[at], heap.Items[parent]) = (heap.Items[parent], heap.Items[at]);
            at = parent;
        }

        return true;
    }

    /// <summary>Moves the smaller child up until a leaf is reached, and from there the value to its place.</summary>
    private static async Work<bool> Sink(PythonRuntime python, PyList heap, int at, bool isMost)
    {
        int count = heap.Count, start = at;
        bool less = false;
        for (int child = (2 * at) + 1; child < count; child = (2 * at) + 1)
        {
            if (child + 1 < count)
            {
                if (!await Less(python, heap, count, heap.Items[child], heap.Items[child + 1], isMost, answer => less = answer))
                {
                    return false;
                }

                child += less ? 0 : 1;
            }

            (heap.Items[at], heap.Items[child]) = (heap.Items[child], heap.Items[at]);
            at = child;
        }

        return await Rise(python, heap, start, at, isMost);
    }

    [PythonFunction("heappush", "heap, item, /")]
    internal static async Work<Value> Push(PythonRuntime python, Value[] a) =>
        Heap(python, a[0]) is { } heap && heap.Append(python.Machine, a[1]) && await Rise(python, heap, 0, heap.Count - 1, isMost: false) ? Value.Unspecified : Value.Signal;

    private static async Work<Value> Pop(PythonRuntime python, Value target, bool isMost)
    {
        if (Heap(python, target) is not { } heap)
        {
            return Value.Signal;
        }

        if (heap.Count == 0)
        {
            return python.IndexError("index out of range");
        }

        Value last = heap.Items[--heap.Count];
        heap.Items[heap.Count] = Value.Unbound;
        if (heap.Count == 0)
        {
            return last;
        }

        Value first = heap.Items[0];
        heap.Items[0] = last;
        return await Sink(python, heap, 0, isMost) ? first : Value.Signal;
    }

    [PythonFunction("heappop", "heap, /")]
    internal static Work<Value> Pop(PythonRuntime python, Value[] a) => Pop(python, a[0], isMost: false);

    [PythonFunction("_heappop_max", "heap, /")]
    internal static Work<Value> PopMost(PythonRuntime python, Value[] a) => Pop(python, a[0], isMost: true);

    private static async Work<Value> Replace(PythonRuntime python, Value[] a, bool isMost)
    {
        if (Heap(python, a[0]) is not { } heap)
        {
            return Value.Signal;
        }

        if (heap.Count == 0)
        {
            return python.IndexError("index out of range");
        }

        Value first = heap.Items[0];
        heap.Items[0] = a[1];
        return await Sink(python, heap, 0, isMost) ? first : Value.Signal;
    }

    [PythonFunction("heapreplace", "heap, item, /")]
    internal static Work<Value> Replace(PythonRuntime python, Value[] a) => Replace(python, a, isMost: false);

    [PythonFunction("_heapreplace_max", "heap, item, /")]
    internal static Work<Value> ReplaceMost(PythonRuntime python, Value[] a) => Replace(python, a, isMost: true);

    [PythonFunction("heappushpop", "heap, item, /")]
    internal static async Work<Value> PushPop(PythonRuntime python, Value[] a)
    {
        if (Heap(python, a[0]) is not { } heap)
        {
            return Value.Signal;
        }

        bool less = false;
        if (heap.Count == 0 || !await Less(python, heap, heap.Count, heap.Items[0], a[1], false, answer => less = answer))
        {
            return heap.Count == 0 ? a[1] : Value.Signal;
        }

        return less ? await Replace(python, a, isMost: false) : a[1];
    }

    private static async Work<Value> Heapify(PythonRuntime python, Value target, bool isMost)
    {
        if (Heap(python, target) is not { } heap)
        {
            return Value.Signal;
        }

        for (int i = (heap.Count >> 1) - 1; i >= 0; i--)
        {
            if (!await Sink(python, heap, i, isMost))
            {
                return Value.Signal;
            }
        }

        return Value.Unspecified;
    }

    [PythonFunction("heapify", "heap, /")]
    internal static Work<Value> Heapify(PythonRuntime python, Value[] a) => Heapify(python, a[0], isMost: false);

    [PythonFunction("_heapify_max", "heap, /")]
    internal static Work<Value> HeapifyMost(PythonRuntime python, Value[] a) => Heapify(python, a[0], isMost: true);
}
