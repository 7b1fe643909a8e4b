using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>What a Python function is beside its code and its captured variables: the first captured variable of its closure.</summary>
[GuestType("a function's data")]
internal sealed class FunctionData(FunctionInfo info, PyDict globals) : PyObjectData
{
    /// <summary>That of its code.</summary>
    internal FunctionInfo Info = info;

    /// <summary>The global variables of its code.</summary>
    internal readonly PyDict Globals = globals;
    internal string Name = info.Name;
    internal string QualifiedName = info.QualifiedName;

    /// <summary>Values of the last positional parameters.</summary>
    internal Value[] Defaults = ValueArrays.None;

    /// <summary>Values of keyword-only parameters, by name; unbound: none.</summary>
    internal Value KeywordDefaults = Value.Unbound;

    internal Value Annotations = Value.Unbound;
    internal Value Doc = info.Doc;
    internal Value ModuleName = Value.Unbound;

    /// <summary>Further attributes; unbound while there are none.</summary>
    internal Value Dictionary = Value.Unbound;

    /// <summary>The data of a closure that is a Python function; null for others.</summary>
    internal static FunctionData? Of(in Value function) =>
        function.Ref is Closure closure && closure.Code.FreeCount > 0 ? closure.Variable(0).Ref as FunctionData : null;
}

/// <summary>Data that belongs to an object of the machine.</summary>
internal abstract class PyObjectData;

/// <summary>A built-in function that needs no guest code, or asks for one call as its last deed.</summary>
internal delegate Value HostFunction(PythonRuntime python, ReadOnlySpan<Value> arguments);

/// <summary>One that may need guest code.</summary>
internal delegate Work<Value> HostWork(PythonRuntime python, Value[] arguments);

/// <summary>What comes behind the call that a built-in function asked for, if it did: makes the result of the function from what it gave.</summary>
internal delegate Value HostEnding(PythonRuntime python, ReadOnlySpan<Value> arguments, Value result);

/// <summary>A built-in function, or a method of a built-in type.</summary>
internal sealed class BuiltinFunction(PyType type, string name, Signature signature, Func<Delegate> target, PyType? owner) : PyObject(type)
{
    private HostFunction? _function;
    private HostWork? _work;
    private Closure?[]? _standIns;

    internal readonly string Name = name;

    /// <summary>The method that is its ending, a <see cref="HostEnding"/>; null for one without.</summary>
    internal System.Reflection.MethodInfo? Ending { get; init; }
    internal readonly Signature Signature = signature;

    /// <summary>The type whose method it is; null for a function.</summary>
    internal readonly PyType? Owner = owner;

    /// <summary>The module whose function it is.</summary>
    internal string? ModuleName;

    /// <summary>In a type it is bound to no instance (__new__).</summary>
    internal bool IsStatic;

    /// <summary>It gets a type first.</summary>
    internal bool IsClass;

    /// <summary>The name in messages: with that of its type.</summary>
    internal string FullName => Owner is not null && IsStatic && Name == "__new__" ? Owner.Name : Owner is null || IsStatic ? Name : Owner.Name + "." + Name;

    /// <summary>The name in messages about arguments: a type's where it makes instances.</summary>
    internal string MessageName => Owner is not null && IsStatic && Name == "__new__" ? Owner.Name : Name;

    public override string? DisplayName => Name;

    internal override Value Invoke(VirtualMachine machine, ref Value first, int count)
    {
        var python = machine.Service<PythonRuntime>()!;
        var given = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count);
        if (count > 0 && !Fits(python, first))
        {
            return FailSelf(python, first);
        }

        if (Resolve() && count == Signature.Count && !Signature.Collects)
        {
            return _function!(python, given);
        }

        if (Signature.Bind(python, this, given, null) is not { } arguments)
        {
            return Value.Signal;
        }

        return _function is { } function ? function(python, arguments) : python.Finish(_work!(python, arguments));
    }

    /// <summary>Calls it from work.</summary>
    /// <param name="names">Of the last arguments, or null.</param>
    internal Work<Value> Start(PythonRuntime python, ReadOnlySpan<Value> given, string[]? names = null)
    {
        if (given.Length > 0 && !Fits(python, given[0]))
        {
            return FailSelf(python, given[0]);
        }

        if (Signature.Bind(python, this, given, names) is not { } arguments)
        {
            return Value.Signal;
        }

        if (Resolve())
        {
            return python.Settle(_function!(python, arguments));
        }

        return _work!(python, arguments);
    }

    private static async Work<Value> EndWork(PythonRuntime python, HostFunction function, HostEnding ending, Value[] arguments)
    {
        Value result = await python.Settle(function(python, arguments));
        return result.IsSignal ? result : ending(python, arguments, result);
    }

    /// <summary>For a function with an ending: bytecode that does both, with the call between them.</summary>
    internal override Closure? StandIn(int count)
    {
        if (Ending is null || !Signature.TakesPositional(count))
        {
            return null;
        }

        _standIns ??= new Closure?[Signature.Count + 1];
        var start = (HostFunction)target();
        HostFunction checkedStart = Owner is null ? start : (python, arguments) => Fits(python, arguments[0]) ? start(python, arguments) : FailSelf(python, arguments[0]);
        return _standIns[count] ??= Type.PythonOf.Stubs.WithEnding(this, checkedStart, Ending.CreateDelegate<HostEnding>(), count);
    }

    /// <summary>Whether an object can be the one that the method is bound to.</summary>
    private bool Fits(PythonRuntime python, in Value self) =>
        Owner is null || IsStatic || IsClass || python.TypeOf(self) is var type && (type == Owner || type.IsSubtypeOf(Owner));

    private Value FailSelf(PythonRuntime python, in Value self) => python.TypeError(Name.StartsWith("__", StringComparison.Ordinal)
        ? $"descriptor '{Name}' requires a '{Owner!.Name}' object but received a '{python.TypeName(self)}'"
        : $"descriptor '{Name}' for '{Owner!.Name}' objects doesn't apply to a '{python.TypeName(self)}' object");

    /// <summary>Finds the code.</summary>
    /// <returns>Whether it needs no guest code.</returns>
    private bool Resolve()
    {
        if (_function is null && _work is null)
        {
            switch (target())
            {
                case HostFunction function when Ending is { } method:
                    var ending = method.CreateDelegate<HostEnding>();
                    _work = (python, arguments) => EndWork(python, function, ending, arguments);
                    break;
                case HostFunction function:
                    _function = function;
                    break;
                case HostWork work:
                    _work = work;
                    break;
            }
        }

        return _function is not null;
    }
}

/// <summary>A method with the object that it is bound to.</summary>
internal sealed class PyBoundMethod(PyType type, Value function, Value self) : PyObject(type)
{
    internal readonly Value Function = function;
    internal readonly Value Self = self;
    private Closure? _standIn;
    private int _standInCount = -1;

    internal override Value Invoke(VirtualMachine machine, ref Value first, int count)
    {
        var arguments = ValueArrays.Unbound(count + 1);
        arguments[0] = Self;
        System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count).CopyTo(arguments.AsSpan(1));
        return Function.Ref is BuiltinFunction builtin
            ? builtin.Invoke(machine, ref arguments[0], count + 1)
            : machine.RequestCall(Function, arguments);
    }

    internal override Closure? StandIn(int count)
    {
        if (Function.Ref is not Closure)
        {
            return null;
        }

        if (count != _standInCount)
        {
            _standInCount = count;
            _standIn = Type.PythonOf.Stubs.Bound(Function, Self, count);
        }

        return _standIn;
    }
}

/// <summary>Calls something without the first argument: what a method call gets where the attribute is no method.</summary>
internal sealed class PyUnbound(PyType type, Value callee) : PyObject(type)
{
    private readonly Closure?[] _standIns = new Closure?[8];

    internal readonly Value Callee = callee;

    internal override Value Invoke(VirtualMachine machine, ref Value first, int count)
    {
        if (Callee.Ref is BuiltinFunction builtin)
        {
            var rest = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref first, count)[1..];
            return builtin.Invoke(machine, ref System.Runtime.InteropServices.MemoryMarshal.GetReference(rest), count - 1);
        }

        var arguments = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count)[1..].ToArray();
        return machine.RequestCall(Callee, arguments);
    }

    internal override Closure? StandIn(int count) =>
        count < _standIns.Length && Callee.Ref is Closure or PyType ? _standIns[count] ??= Type.PythonOf.Stubs.Unbound(Callee, count) : null;
}

/// <summary>Binds an attribute of a type to the first argument, and calls what that gives with the others.</summary>
internal sealed class PyBinder(PyType type, Value attribute) : PyObject(type)
{
    internal readonly Value Attribute = attribute;
}

/// <summary>A property.</summary>
internal sealed class PyProperty(PyType type) : PyObject(type)
{
    internal Value Getter = Value.Unspecified;
    internal Value Setter = Value.Unspecified;
    internal Value Deleter = Value.Unspecified;
    internal Value Doc = Value.Unspecified;
    internal string? Name;
}

/// <summary>staticmethod or classmethod.</summary>
internal sealed class PyMethodWrapper(PyType type, bool isClass) : PyObject(type)
{
    internal readonly bool IsClass = isClass;
    internal Value Function = Value.Unspecified;
}

/// <summary>What super() gives.</summary>
internal sealed class PySuper(PyType type, PyType after, Value self, PyType? selfType) : PyObject(type)
{
    internal readonly PyType After = after;
    internal readonly Value Self = self;
    internal readonly PyType? SelfType = selfType;
}

/// <summary>An attribute of built-in objects: a data descriptor.</summary>
internal sealed class PyGetSet(PyType type, string name, PyType owner, HostFunction? getter, HostFunction? setter) : PyObject(type)
{
    internal readonly string Name = name;
    internal readonly PyType Owner = owner;
    internal readonly HostFunction? Getter = getter;
    internal readonly HostFunction? Setter = setter;
}

/// <summary>An attribute that __slots__ reserved.</summary>
internal sealed class PySlot(PyType type, string name, PyType owner, int index) : PyObject(type)
{
    internal readonly string Name = name;
    internal readonly PyType Owner = owner;
    internal readonly int Index = index;
}

/// <summary>A cell of a closure as an object.</summary>
internal sealed class PyCell(PyType type, Box box) : PyObject(type)
{
    internal readonly Box Box = box;
}

/// <summary>The code of a function as an object.</summary>
internal sealed class PyCode(PyType type, FunctionInfo info, CodeObject? code) : PyObject(type)
{
    /// <summary>That of its code.</summary>
    internal FunctionInfo Info = info;

    /// <summary>What was made last; null: nothing yet.</summary>
    internal CodeObject? Code = code;

    /// <summary>Of the code of a source: that.</summary>
    internal SourceUnit? Unit;

    /// <summary>Whether <see cref="Code"/> takes a mapping for its names.</summary>
    internal bool HasLocals;
}
