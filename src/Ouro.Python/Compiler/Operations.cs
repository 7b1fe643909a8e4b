// The operations of compiled code: each place has its own object, with its cache. See GuestOperation.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Compiler;

/// <summary>An operation about a name of the source.</summary>
internal interface INamedOperation
{
    string Name { get; }
}

/// <summary>An operation that a function of the runtime does, without a cache.</summary>
internal sealed class Operation1(Func<Value, Value> perform) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) => perform(first);
}

/// <summary>Likewise with two operands.</summary>
internal sealed class Operation2(Func<Value, Value, Value> perform) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first, in Value second) => perform(first, second);
}

/// <summary>Likewise with any number.</summary>
internal sealed class OperationN(OperationN.Body perform) : GuestOperation
{
    internal delegate Value Body(ReadOnlySpan<Value> operands);

    internal override Value Perform(VirtualMachine machine, ref Value first, int count) =>
        perform(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count));
}

/// <summary>target.name, remembered for a shape or a type.</summary>
internal sealed class LoadAttribute(PythonRuntime python, string name) : GuestOperation, INamedOperation
{
    public string Name => name;

    private Shape? _shape;
    private PyType? _type;
    private int _version = -1;
    private int _slot;
    private Value _attribute = Value.Unbound;

    internal override Value Perform(VirtualMachine machine, in Value first)
    {
        if (first.Ref is PyInstance instance)
        {
            if (instance.Shape == _shape && _shape is not null && instance.Type.Version == _version && instance.Type == _type)
            {
                return _slot >= 0 ? instance.Fields[_slot] : Bound(instance, first);
            }

            return Miss(instance, first);
        }

        return python.GetAttribute(first, name);
    }

    private Value Bound(PyInstance instance, in Value first) =>
        _attribute.Ref is Closure ? python.BoundMethod(_attribute, first) : python.Bind(_attribute, first, instance.Type);

    private Value Miss(PyInstance instance, in Value first)
    {
        var type = instance.Type;
        _shape = null;
        if (!type.HasOwnGetAttribute && instance.Shape is { IsDictionary: false } shape)
        {
            Value attribute = type.Lookup(name);
            bool isData = !attribute.IsUnbound && python.IsDataDescriptor(attribute);
            int index = shape.IndexOf(name);
            if ((index >= 0 && !isData) || (!attribute.IsUnbound && (isData || index < 0)))
            {
                (_shape, _type, _version, _slot, _attribute) = (shape, type, type.Version, isData ? -1 : index, attribute);
            }
        }

        return python.GetAttribute(first, name);
    }
}

/// <summary>target.name = value, remembered for a shape and the one that follows.</summary>
internal sealed class StoreAttribute(PythonRuntime python, string name) : GuestOperation, INamedOperation
{
    public string Name => name;

    private Shape? _shape;
    private Shape? _next;
    private PyType? _type;
    private int _version = -1;
    private int _slot;

    internal override Value Perform(VirtualMachine machine, in Value first, in Value second)
    {
        if (first.Ref is PyInstance instance && instance.Shape == _shape && _shape is not null && instance.Type.Version == _version && instance.Type == _type)
        {
            if (_next is null)
            {
                instance.Fields[_slot] = second;
                return Value.Unspecified;
            }

            if (!machine.ChargeAllocation(16))
            {
                return Value.Signal;
            }

            instance.Append(_next, second);
            return Value.Unspecified;
        }

        return Miss(first, second);
    }

    private Value Miss(in Value first, in Value second)
    {
        _shape = null;
        if (first.Ref is PyInstance { Shape: { IsDictionary: false } shape, Type: { HasDictionary: true } type }
            && name != "__dict__" && type.Special("__setattr__").Ref is BuiltinFunction && type.Lookup(name) is var attribute && (attribute.IsUnbound || !python.IsDataDescriptor(attribute)))
        {
            int index = shape.IndexOf(name);
            (_shape, _type, _version, _slot, _next) = (shape, type, type.Version, index, index < 0 ? shape.With(name) : null);
        }

        return python.SetAttribute(first, name, second);
    }
}

/// <summary>What target.name(...) calls with the target as its first argument.</summary>
internal sealed class LoadMethod(PythonRuntime python, string name) : GuestOperation, INamedOperation
{
    public string Name => name;

    private PyType? _type;
    private Shape? _shape;
    private int _version = -1;
    private Value _method = Value.Unbound;
    private object? _owner;
    private Value _unbound = Value.Unbound;
    private Value _callee = Value.Unbound;

    internal override Value Perform(VirtualMachine machine, in Value first)
    {
        if (first.Ref is PyModule module)
        {
            Value callee = module.Find(name);
            if (_owner == module && !callee.IsUnbound && Value.Same(callee, _callee))
            {
                return _unbound;
            }

            if (!callee.IsUnbound)
            {
                (_owner, _callee, _unbound) = (module, callee, python.Unbound(callee));
                return _unbound;
            }
        }

        var type = python.TypeOf(first);
        var shape = (first.Ref as PyObject)?.Shape;
        if (type == _type && shape == _shape && type.Version == _version && shape is not { IsDictionary: true })
        {
            return _method;
        }

        Value method = python.FindMethod(first, name, out bool isStable);
        if (isStable)
        {
            (_type, _shape, _version, _method) = (type, shape, type.Version, method);
        }

        return method;
    }
}

/// <summary>left op right.</summary>
internal sealed class BinaryOperation(PythonRuntime python, BinaryKind kind) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first, in Value second)
    {
        if (first.Ref is null && second.Ref is null)
        {
            switch (kind)
            {
                case BinaryKind.FloorDiv when second.Bits > 0:
                    long quotient = first.Bits / second.Bits;
                    return Value.Fixnum(first.Bits % second.Bits < 0 ? quotient - 1 : quotient);
                case BinaryKind.BitAnd:
                    return Value.Fixnum(first.Bits & second.Bits);
                case BinaryKind.BitOr:
                    return Value.Fixnum(first.Bits | second.Bits);
                case BinaryKind.BitXor:
                    return Value.Fixnum(first.Bits ^ second.Bits);
                case BinaryKind.RShift when (ulong)second.Bits < 64:
                    return Value.Fixnum(first.Bits >> (int)second.Bits);
                case BinaryKind.LShift when (ulong)second.Bits < 32 && first.Bits is > -(1L << 30) and < 1L << 30:
                    return Value.Fixnum(first.Bits << (int)second.Bits);
            }
        }
        else if (kind == BinaryKind.Div && first.IsFlonum && second.IsFlonum && second.AsFlonum != 0)
        {
            return Value.Flonum(first.AsFlonum / second.AsFlonum);
        }

        return python.Binary(kind, first, second);
    }
}

/// <summary>left op= right.</summary>
internal sealed class InPlaceOperation(PythonRuntime python, BinaryKind kind) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first, in Value second) => python.InPlace(kind, first, second);
}

/// <summary>A comparison, whatever it gives, or its truth.</summary>
internal sealed class CompareOperation(PythonRuntime python, CompareKind kind, bool isTest) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first, in Value second) =>
        isTest ? python.Test(kind, first, second) : python.Compare(kind, first, second);
}

/// <summary>Whether a value is true.</summary>
internal sealed class TruthOperation(PythonRuntime python) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) => first.IsBoolean ? first : python.Truth(first);
}

/// <summary>The opposite of whether a value is true.</summary>
internal sealed class NotOperation(PythonRuntime python) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first)
    {
        if (PythonRuntime.SimpleTruth(first) is { } truth)
        {
            return Value.Boolean(!truth);
        }

        return python.Finish(Opposite(first));
    }

    private async Work<Value> Opposite(Value value)
    {
        Value truth = await python.TruthOf(value);
        return truth.IsSignal ? truth : Value.Boolean(!truth.IsTrue);
    }
}

/// <summary>The next value for a loop; absent at the end.</summary>
internal sealed class NextOperation(PythonRuntime python) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) =>
        first.Ref is RangeIterator range ? range.Next(python) : python.NextOf(first);
}

/// <summary>iter(value).</summary>
internal sealed class IterateOperation(PythonRuntime python) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first) =>
        machine.ChargeAllocation(64) ? python.GetIterator(first) : Value.Signal;
}

/// <summary>target[key].</summary>
internal sealed class SubscriptOperation(PythonRuntime python) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, in Value first, in Value second)
    {
        if (first.Ref is PyList list && second.Ref is null && (ulong)second.Bits < (ulong)list.Count && !list.Type.IsHeapType)
        {
            return list.Items[second.Bits];
        }

        return python.GetItem(first, second);
    }
}

/// <summary>target[key] = value.</summary>
internal sealed class StoreSubscriptOperation(PythonRuntime python) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, ref Value first, int count)
    {
        var operands = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count);
        return python.SetItem(operands[0], operands[1], operands[2]);
    }
}

/// <summary>A call with keywords: the callee, then its arguments, of which the last have names.</summary>
internal sealed class KeywordCallOperation(PythonRuntime python, string[] names) : GuestOperation
{
    internal override Value Perform(VirtualMachine machine, ref Value first, int count)
    {
        var all = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count);
        return python.Finish(python.Invoke(all[0], all[1..].ToArray(), names));
    }
}
