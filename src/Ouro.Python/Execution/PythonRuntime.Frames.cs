using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

// Activations as objects. Compiled code keeps its activation in the host's registers; a built-in function that wants to know its callers
// waits for a call of a function that does nothing: then all that is below it is on the machine's stack.
internal sealed partial class PythonRuntime
{
    /// <summary>What variables a function has that is about to call what may be locals() or its kin.</summary>
    internal (FunctionInfo? Of, PyDict Names) NotedLocals;

    /// <summary>The activation of Python code that called the built-in function that is running, and those that called it.</summary>
    /// <param name="skip">So many activations are left out.</param>
    /// <param name="withCallers">Whether its callers are wanted too.</param>
    /// <returns>Null: there is none, or a signal is pending, which the machine tells.</returns>
    internal async Work<PyFrame?> CallerFrame(int skip, bool withCallers)
    {
        if ((await CallFresh(Builtin("%here"))).IsSignal)
        {
            return null;
        }

        var places = new List<(Segment Segment, int Place)>();
        var segment = Machine.Segment;
        int place = Machine.Base;
        long size = 0;
        do
        {
            if (segment.Slots[place - 2].Ref is not CodeObject code || FunctionInfo.Of(code) is null)
            {
                continue;
            }

            if (skip-- > 0)
            {
                continue;
            }

            places.Add((segment, place));
            size += 120 + (16L * code.FrameSize);
        }
        while ((withCallers || places.Count == 0) && VirtualMachine.TryGetCaller(ref segment, ref place));
        if (!Machine.ChargeAllocation(size) || !Machine.ChargeTicks(places.Count))
        {
            return null;
        }

        PyFrame? frame = null;
        for (int i = places.Count - 1; i >= 0; i--)
        {
            (segment, place) = places[i];
            var code = (CodeObject)segment.Slots[place - 2].Ref!;
            frame = new PyFrame(Types.Frame, code, (int)segment.Slots[place - 2].Bits - 1, frame)
            {
                Registers = segment.Slots.AsSpan(place, Math.Min(code.FrameSize, segment.Slots.Length - place)).ToArray(),
                Procedure = new Value(segment.Slots[place - 1].Ref, 0),
            };
        }

        return frame;
    }

    /// <summary>The global variables of the code that called the built-in function that is running; null with the signal, or where no Python code did.</summary>
    internal async Work<PyDict?> CallerGlobals() => (await CallerFrame(0, withCallers: false))?.Globals ?? (Machine.Pending == PendingSignal.None ? MainModule?.Dictionary : null);

    /// <summary>What locals() gives to the code that called the built-in function that is running.</summary>
    internal async Work<(PyDict? Globals, Value Locals)> CallerNames()
    {
        var noted = NotedLocals;
        NotedLocals = default;
        var frame = await CallerFrame(0, withCallers: false);
        return frame is null ? (Machine.Pending == PendingSignal.None ? MainModule?.Dictionary : null, Value.Unbound)
            : (frame.Globals, noted.Of is not null && noted.Of == frame.Info ? Value.Object(noted.Names) : frame.Locals(this));
    }

    /// <summary>The activation that a traceback tells of.</summary>
    internal PyFrame FrameOf(PyTraceback traceback) => traceback.Frame ??= new PyFrame(Types.Frame, traceback.Code, traceback.Pc, null);

    /// <summary>The code of a function or source as an object: one for each.</summary>
    internal PyCode CodeOf(CodeObject code)
    {
        var info = FunctionInfo.Of(code)!;
        return info.Object ??= new PyCode(Types.Code, info, code);
    }

    /// <summary>Some code object of a code, whatever its global variables are; null with a pending raise.</summary>
    internal CodeObject? CodeObjectOf(PyCode code) => code.Code ?? CodeFor(code, NewDict(), hasLocals: false);

    /// <summary>The code object of a code for global variables; null with a pending raise.</summary>
    /// <param name="hasLocals">It is to take a mapping for its names.</param>
    internal CodeObject? CodeFor(PyCode code, PyDict globals, bool hasLocals)
    {
        if (code.Code is { } made && made.Constants[1].Ref == globals && code.HasLocals == hasLocals)
        {
            return made;
        }

        var names = NamesOf(globals);
        var (again, error) = code.Unit is { } unit ? Program.Generate(this, names, unit, hasLocals, code.Info)
            : code.Info.Again is { } generate ? generate(code.Info, names)
            : (null, NewException(Types.Exception("SystemError"), Str("this code cannot be run with other global variables")));
        if (again is null)
        {
            _ = Raise(error!);
            return null;
        }

        code.Code = again;
        code.HasLocals = hasLocals;
        return again;
    }

    /// <summary>A closure of code: of a source, or a function with its captured cells.</summary>
    internal Value FunctionOf(CodeObject code, PyDict globals, PyTuple? cells)
    {
        var closure = Closure.Make(code);
        if (code.FreeCount > 0)
        {
            var data = new FunctionData(FunctionInfo.Of(code)!, globals) { ModuleName = NamesOf(globals).Find("__name__") };
            closure.Variable(0) = Value.Object(data);
        }

        for (int i = 0; i + 1 < code.FreeCount; i++)
        {
            if (cells?.Items[i].Ref is not PyCell cell)
            {
                return TypeError($"arg 5 (closure) expected cell, found {(cells is null ? "nothing" : TypeName(cells.Items[i]))}");
            }

            closure.Variable(i + 1) = Value.Object(cell.Box);
        }

        return Machine.ChargeAllocation(200) ? Value.Object(closure) : Value.Signal;
    }

    /// <summary>Whether something has what exec wants of locals.</summary>
    internal bool IsMapping(in Value value) => value.Ref is PyDict || !TypeOf(value).Special("__getitem__").IsUnbound;

    /// <summary>Shows a value as a prompt does.</summary>
    internal async Work<Value> Display(Value value)
    {
        Value hook = await Settle(GetAttribute(Value.Object(SystemModule), "displayhook"));
        return hook.IsSignal ? hook : await Call(hook, value);
    }

    /// <summary>The dict of annotations of a mapping of names.</summary>
    internal async Work<Value> SetUpAnnotations(Value space)
    {
        Value known = await TryCall(Builtin("%getitem"), space, Str("__annotations__"));
        if (!known.IsSignal)
        {
            return known;
        }

        return Catch(Types.Exception("KeyError")) ? await Settle(SetItem(space, Str("__annotations__"), Value.Object(NewDict()))) : known;
    }
}
