using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>An activation as programs see it: as it was when it was asked for.</summary>
internal sealed class PyFrame(PyType type, CodeObject code, int pc, PyFrame? back) : PyObject(type)
{
    private Value _locals = Value.Unbound;

    internal readonly CodeObject Code = code;

    /// <summary>Inside of the instruction.</summary>
    internal readonly int Pc = pc;

    internal readonly PyFrame? Back = back;

    /// <summary>A copy of its registers; empty if they are not known.</summary>
    internal Value[] Registers = ValueArrays.None;

    /// <summary>What it runs, for captured variables; or unbound.</summary>
    internal Value Procedure = Value.Unbound;

    /// <summary>The line that programs say it is at, if they did.</summary>
    internal Value Trace = Value.Unspecified;

    internal FunctionInfo Info => FunctionInfo.Of(Code)!;

    /// <summary>The global variables of its code.</summary>
    internal PyDict Globals => (PyDict)Code.Constants[1].Ref!;

    internal int Line => Code.SpanAt(Pc)?.Line ?? Info.FirstLine;

    /// <summary>Its variables: the dict of a module or class, or what is known of those of a function.</summary>
    internal Value Locals(PythonRuntime python)
    {
        if (!_locals.IsUnbound)
        {
            return _locals;
        }

        if ((Code.Marks & CodeMarks.TopLevel) != 0)
        {
            return _locals = Code.Parameters.Required == 0 ? Value.Object(Globals) : Registers.Length > 0 ? Registers[0] : Value.Object(Globals);
        }

        if (Info.IsClassBody)
        {
            return _locals = Registers.Length > 0 ? Registers[0] : Value.Object(python.NewDict());
        }

        var known = python.NewDict();
        foreach (var variable in Code.Variables.VisibleAt(Pc))
        {
            Value held = Value.Unbound;
            if (variable.IsCaptured)
            {
                held = Procedure.Ref is Closure closure && variable.Index < closure.Code.FreeCount ? closure.Variable(variable.Index) : held;
            }
            else if (variable.Index < Registers.Length)
            {
                held = Registers[variable.Index];
            }

            held = variable.IsBoxed && held.Ref is Box box ? box.Content : held;
            if (!held.IsUnbound && !held.IsAbsent)
            {
                known.Store(variable.Name, held);
            }
        }

        if (Info.Spilled is { } spilled && spilled.Register < Registers.Length && Registers[spilled.Register].Ref is PyList others)
        {
            for (int i = 0; i < spilled.Names.Length; i++)
            {
                if (!others.Items[i].IsUnbound)
                {
                    known.Store(spilled.Names[i], others.Items[i]);
                }
            }
        }

        return _locals = Value.Object(known);
    }
}
