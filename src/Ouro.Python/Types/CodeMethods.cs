using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Types;

/// <summary>code.</summary>
[Specials("repr")]
internal static class CodeMethods
{
    private const int Optimized = 1, NewLocals = 2, VarArguments = 4, VarKeywords = 8, Nested = 16, IsGenerator = 0x20, IsCoroutine = 0x80, IsAsyncGenerator = 0x200;

    private static FunctionInfo Self(in Value value) => ((PyCode)value.Ref!).Info;

    [PythonFunction("__eq__", "self, other, /")]
    internal static Value Equal(PythonRuntime python, ReadOnlySpan<Value> a) =>
        a[1].Ref is PyCode other ? Value.Boolean(a[0].Ref == other || Self(a[0]) == other.Info) : python.NotImplemented;

    [PythonFunction("__hash__", "self, /")]
    internal static Value Hash(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(python.Machine.IdentityOf(Self(a[0])));

    [PythonFunction("co_name", Kind = FunctionKind.Getter)]
    internal static Value Name(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).Name);

    [PythonFunction("co_qualname", Kind = FunctionKind.Getter)]
    internal static Value QualifiedName(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).QualifiedName);

    [PythonFunction("co_filename", Kind = FunctionKind.Getter)]
    internal static Value FileName(PythonRuntime python, ReadOnlySpan<Value> a) => python.Str(Self(a[0]).FileName);

    [PythonFunction("co_firstlineno", Kind = FunctionKind.Getter)]
    internal static Value FirstLine(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).FirstLine);

    [PythonFunction("co_argcount", Kind = FunctionKind.Getter)]
    internal static Value ArgumentCount(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Positional.Length);

    [PythonFunction("co_posonlyargcount", Kind = FunctionKind.Getter)]
    internal static Value PositionOnlyCount(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).PositionOnly);

    [PythonFunction("co_kwonlyargcount", Kind = FunctionKind.Getter)]
    internal static Value KeywordOnlyCount(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).KeywordOnly.Length);

    [PythonFunction("co_nlocals", Kind = FunctionKind.Getter)]
    internal static Value LocalCount(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Locals.Length);

    [PythonFunction("co_stacksize", Kind = FunctionKind.Getter)]
    internal static Value StackSize(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(((PyCode)a[0].Ref!).Code?.FrameSize ?? 1);

    [PythonFunction("co_varnames", Kind = FunctionKind.Getter)]
    internal static Value Variables(PythonRuntime python, ReadOnlySpan<Value> a) => Names(python, Self(a[0]).Locals);

    [PythonFunction("co_freevars", Kind = FunctionKind.Getter)]
    internal static Value FreeVariables(PythonRuntime python, ReadOnlySpan<Value> a) => Names(python, Self(a[0]).Free);

    [PythonFunction("co_cellvars", Kind = FunctionKind.Getter)]
    internal static Value CellVariables(PythonRuntime python, ReadOnlySpan<Value> a) => Names(python, Self(a[0]).Cells);

    private static Value Names(PythonRuntime python, string[] names) => python.Tuple(Array.ConvertAll(names, python.Str));

    [PythonFunction("co_flags", Kind = FunctionKind.Getter)]
    internal static Value Flags(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var info = Self(a[0]);
        if (info.Again is null)
        {
            return Value.Fixnum(info.Flags);
        }

        return Value.Fixnum((Optimized | NewLocals | (info.HasRest ? VarArguments : 0) | (info.HasKeywordRest ? VarKeywords : 0) | (info.IsNested ? Nested : 0)
            | (info.IsGenerator ? IsGenerator : 0) | (info.IsCoroutine ? IsCoroutine : 0) | (info.IsAsyncGenerator ? IsAsyncGenerator : 0)) | info.Flags);
    }

    /// <summary>The values in the code: the documentation first, as CPython has it.</summary>
    [PythonFunction("co_consts", Kind = FunctionKind.Getter)]
    internal static Value Constants(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PyCode)a[0].Ref!;
        var values = new List<Value>();
        if (self.Info.Again is not null)
        {
            values.Add(self.Info.Doc);
        }

        var code = python.CodeObjectOf(self);
        if (code is null)
        {
            return Value.Signal;
        }

        foreach (Value constant in code.Constants)
        {
            if (constant.Ref is CodeObject inner && FunctionInfo.Of(inner) is not null)
            {
                values.Add(Value.Object(python.CodeOf(inner)));
            }
            else if (constant.Ref is null or Text or Bignum or PyTuple || constant.IsFlonum || constant.IsBoolean || constant.IsUnspecified)
            {
                values.Add(constant);
            }
        }

        return python.Machine.ChargeAllocation(PyTuple.SizeOf(values.Count)) ? python.Tuple([.. values]) : Value.Signal;
    }

    /// <summary>The names that are no variables of the function: of global variables and attributes.</summary>
    [PythonFunction("co_names", Kind = FunctionKind.Getter)]
    internal static Value GlobalNames(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var code = python.CodeObjectOf((PyCode)a[0].Ref!);
        if (code is null)
        {
            return Value.Signal;
        }

        var names = new List<string>();
        foreach (Value constant in code.Constants)
        {
            string? name = constant.Ref switch { Cell cell => cell.Name.Name, INamedOperation operation => operation.Name, _ => null };
            if (name is not null && !names.Contains(name))
            {
                names.Add(name);
            }
        }

        return Names(python, [.. names]);
    }

    /// <summary>The machine's instructions, which are not CPython's.</summary>
    [PythonFunction("co_code", Kind = FunctionKind.Getter)]
    internal static Value Instructions(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var code = python.CodeObjectOf((PyCode)a[0].Ref!);
        if (code is null || !python.Machine.ChargeAllocation(4L * code.Instructions.Length))
        {
            return Value.Signal;
        }

        return Value.Object(new PyBytes(python.Types.Bytes, System.Runtime.InteropServices.MemoryMarshal.AsBytes(code.Instructions.AsSpan()).ToArray()));
    }

    [PythonFunction("co_lnotab", Kind = FunctionKind.Getter)]
    [PythonFunction("co_linetable", Kind = FunctionKind.Getter)]
    [PythonFunction("co_exceptiontable", Kind = FunctionKind.Getter)]
    internal static Value NoTable(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(new PyBytes(python.Types.Bytes, []));

    /// <summary>For each place that tb_lasti can name: its line, the line of the end, and both columns.</summary>
    [PythonFunction("co_positions", "self, /")]
    internal static Value Positions(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var code = python.CodeObjectOf((PyCode)a[0].Ref!);
        if (code is null || !python.Machine.ChargeTicks(code.Instructions.Length) || !python.Machine.ChargeAllocation(160L * code.Instructions.Length))
        {
            return Value.Signal;
        }

        var positions = python.NewList();
        for (int pc = 0; pc < code.Instructions.Length; pc++)
        {
            _ = positions.Append(python.Machine, code.SpanAt(pc) is { } span
                ? python.Tuple(Value.Fixnum(span.Line), Value.Fixnum(span.EndLine), Value.Fixnum(span.Column - 1), Value.Fixnum(span.EndColumn - 1))
                : python.Tuple(Value.Fixnum(Self(a[0]).FirstLine), Value.Unspecified, Value.Unspecified, Value.Unspecified));
        }

        return python.GetIterator(Value.Object(positions));
    }

    /// <summary>Runs of instructions of one line: where they start and end, and the line.</summary>
    [PythonFunction("co_lines", "self, /")]
    internal static Value Lines(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var code = python.CodeObjectOf((PyCode)a[0].Ref!);
        if (code is null || !python.Machine.ChargeTicks(code.Instructions.Length))
        {
            return Value.Signal;
        }

        var lines = python.NewList();
        int start = 0;
        for (int pc = 1; pc <= code.Instructions.Length; pc++)
        {
            int? line = code.SpanAt(start)?.Line;
            if (pc < code.Instructions.Length && code.SpanAt(pc)?.Line == line)
            {
                continue;
            }

            Value row = python.Tuple(Value.Fixnum(2 * start), Value.Fixnum(2 * pc), line is { } number ? Value.Fixnum(number) : Value.Unspecified);
            if (!python.Machine.ChargeAllocation(160) || !lines.Append(python.Machine, row))
            {
                return Value.Signal;
            }

            start = pc;
        }

        return python.GetIterator(Value.Object(lines));
    }

    [PythonFunction("replace", "self, /, **changes")]
    internal static Value Replace(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        var self = (PyCode)a[0].Ref!;
        var changes = (PyDict)a[1].Ref!;
        var info = self.Info.Copy();
        foreach (string name in PythonRuntime.KeysOf(changes))
        {
            Value value = changes.Find(name);
            switch (name)
            {
                case "co_name" when value.Ref is Text text:
                    info.Name = text.ToString();
                    break;
                case "co_qualname" when value.Ref is Text text:
                    info.QualifiedName = text.ToString();
                    break;
                case "co_filename" when value.Ref is Text text:
                    info.FileName = text.ToString();
                    break;
                case "co_firstlineno" when value.IsFixnum:
                    info.FirstLine = (int)value.AsFixnum;
                    break;
                case "co_flags" when value.IsFixnum:
                    info.Flags = (int)value.AsFixnum & 0x7F000100;
                    break;
                default:
                    return python.Raise("NotImplementedError", $"code.replace() of {name} is not supported: the instructions are not CPython's");
            }
        }

        return Value.Object(new PyCode(python.Types.Code, info, null) { Unit = self.Unit });
    }
}

/// <summary>frame.</summary>
internal static class FrameMethods
{
    private static PyFrame Self(in Value value) => (PyFrame)value.Ref!;

    [PythonFunction("__repr__", "self, /")]
    internal static Value Repr(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Str($"<frame at {python.Address(a[0])}, file '{Self(a[0]).Info.FileName}', line {Self(a[0]).Line}, code {Self(a[0]).Info.Name}>");

    [PythonFunction("f_code", Kind = FunctionKind.Getter)]
    internal static Value Code(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(python.CodeOf(Self(a[0]).Code));

    [PythonFunction("f_back", Kind = FunctionKind.Getter)]
    internal static Value Back(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Back is { } back ? Value.Object(back) : Value.Unspecified;

    [PythonFunction("f_globals", Kind = FunctionKind.Getter)]
    internal static Value Globals(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Self(a[0]).Globals);

    [PythonFunction("f_builtins", Kind = FunctionKind.Getter)]
    internal static Value Builtins(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(Self(a[0]).Globals.Names!.Builtins ?? python.BuiltinsModule!.Dictionary);

    [PythonFunction("f_locals", Kind = FunctionKind.Getter)]
    internal static Value Locals(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Locals(python);

    [PythonFunction("f_lineno", Kind = FunctionKind.Getter)]
    internal static Value Line(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Line);

    [PythonFunction("f_lasti", Kind = FunctionKind.Getter)]
    internal static Value LastInstruction(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(2 * Self(a[0]).Pc);

    [PythonFunction("f_trace", Kind = FunctionKind.Getter)]
    internal static Value Trace(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Trace;

    [PythonFunction("f_trace", Kind = FunctionKind.Setter)]
    internal static Value SetTrace(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Trace = a[1].IsUnbound ? Value.Unspecified : a[1];
        return Value.Unspecified;
    }

    /// <summary>Forgets the variables.</summary>
    [PythonFunction("clear", "self, /")]
    internal static Value Clear(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        Self(a[0]).Registers = ValueArrays.None;
        return Value.Unspecified;
    }
}

/// <summary>traceback.</summary>
internal static class TracebackMethods
{
    private static PyTraceback Self(in Value value) => (PyTraceback)value.Ref!;

    [PythonFunction("__new__", "cls, tb_next, tb_frame, tb_lasti, tb_lineno", Kind = FunctionKind.Static)]
    internal static Value New(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!a[1].IsUnspecified && a[1].Ref is not PyTraceback)
        {
            return python.TypeError($"expected traceback object or None, got '{python.TypeName(a[1])}'");
        }

        if (a[2].Ref is not PyFrame frame)
        {
            return python.TypeError($"TracebackType() argument 'tb_frame' must be frame, not {python.TypeName(a[2])}");
        }

        if (!a[3].IsFixnum || !a[4].IsFixnum)
        {
            return python.TypeError($"'{python.TypeName(a[3].IsFixnum ? a[4] : a[3])}' object cannot be interpreted as an integer");
        }

        int pc = (int)Math.Clamp(a[3].AsFixnum / 2, 0, frame.Code.Instructions.Length - 1);
        return Value.Object(new PyTraceback(python.Types.Traceback, frame.Code, pc, a[1].Ref as PyTraceback) { Frame = frame, GivenLine = (int)a[4].AsFixnum });
    }

    [PythonFunction("tb_next", Kind = FunctionKind.Getter)]
    internal static Value Next(PythonRuntime python, ReadOnlySpan<Value> a) => Self(a[0]).Next is { } next ? Value.Object(next) : Value.Unspecified;

    [PythonFunction("tb_next", Kind = FunctionKind.Setter)]
    internal static Value SetNext(PythonRuntime python, ReadOnlySpan<Value> a)
    {
        if (!a[1].IsUnspecified && a[1].Ref is not PyTraceback)
        {
            return python.TypeError($"expected traceback object or None, got '{python.TypeName(a[1])}'");
        }

        for (var walk = a[1].Ref as PyTraceback; walk is not null; walk = walk.Next)
        {
            if (walk == a[0].Ref)
            {
                return python.ValueError("traceback loop detected");
            }
        }

        Self(a[0]).Next = a[1].Ref as PyTraceback;
        return Value.Unspecified;
    }

    [PythonFunction("tb_frame", Kind = FunctionKind.Getter)]
    internal static Value Frame(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Object(python.FrameOf(Self(a[0])));

    [PythonFunction("tb_lasti", Kind = FunctionKind.Getter)]
    internal static Value LastInstruction(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(2 * Self(a[0]).Pc);

    [PythonFunction("tb_lineno", Kind = FunctionKind.Getter)]
    internal static Value Line(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Fixnum(Self(a[0]).Line);
}
