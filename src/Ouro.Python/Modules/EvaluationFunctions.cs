using Ouro.Machine.Execution;
using Ouro.Python.Compiler;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Syntax;
using Ouro.Python.Syntax.Parsing;

namespace Ouro.Python.Modules;

/// <summary>The built-in functions that have to do with code and with the variables of their caller.</summary>
internal static class EvaluationFunctions
{
    private const int OnlyTree = 0x400;

    /// <summary>Does nothing: who waits for it has all that is below on the machine's stack.</summary>
    [PythonFunction("%here")]
    internal static Value Here(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Unspecified;

    [PythonFunction("globals")]
    internal static async Work<Value> Globals(PythonRuntime python, Value[] a) =>
        await python.CallerGlobals() is { } globals ? Value.Object(globals) : Value.Signal;

    [PythonFunction("locals")]
    internal static async Work<Value> Locals(PythonRuntime python, Value[] a)
    {
        var (globals, locals) = await python.CallerNames();
        return globals is null ? Value.Signal : locals.IsUnbound ? Value.Object(globals) : locals;
    }

    [PythonFunction("vars", "object=None, /")]
    internal static async Work<Value> Vars(PythonRuntime python, Value[] a)
    {
        if (a[0].IsAbsent)
        {
            return await Locals(python, a);
        }

        Value dictionary = await python.TryGetAttribute(a[0], "__dict__");
        return dictionary.IsUnbound ? python.TypeError("vars() argument must have __dict__ attribute") : dictionary;
    }

    [PythonFunction("dir", "object=None, /")]
    internal static async Work<Value> Dir(PythonRuntime python, Value[] a)
    {
        Value names;
        if (a[0].IsAbsent)
        {
            Value locals = await Locals(python, a);
            names = locals.IsSignal ? locals : await python.Call(Value.Object(python.Types.List), locals);
        }
        else
        {
            Value method = python.TypeOf(a[0]).Special("__dir__");
            names = method.IsUnbound ? python.List([.. python.NamesOf(a[0]).Select(python.Str)]) : await python.Call(method, a[0]);
        }

        Value list = names.IsSignal ? names : await python.ToList(names);
        return list.IsSignal ? list : await python.Sort(((PyList)list.Ref!).Span.ToArray(), Value.Unspecified, false);
    }

    [PythonFunction("compile", "source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1")]
    internal static async Work<Value> Compile(PythonRuntime python, Value[] a)
    {
        SourceMode mode;
        switch (a[2].Ref is Text text ? text.ToString() : null)
        {
            case "exec":
                mode = SourceMode.File;
                break;
            case "eval":
                mode = SourceMode.Expression;
                break;
            case "single":
                mode = SourceMode.Interactive;
                break;
            case null:
                return python.TypeError($"compile() argument 'mode' must be str, not {python.TypeName(a[2])}");
            default:
                return python.ValueError("compile() mode must be 'exec', 'eval' or 'single'");
        }

        string file = "<string>";
        if (a[1].Ref is Text name)
        {
            file = name.ToString();
        }
        else if (a[1].Ref is PyBytes bytes)
        {
            file = System.Text.Encoding.UTF8.GetString(bytes.Items);
        }
        else
        {
            Value path = await python.PathOf(a[1]);
            if (path.IsSignal)
            {
                return path;
            }

            file = PythonRuntime.TextOf(path);
        }

        long flags = 0;
        if (!a[3].IsAbsent)
        {
            if (await python.SizeOf(a[3]) is not { } given)
            {
                return Value.Signal;
            }

            flags = given;
        }

        if ((flags & OnlyTree) != 0)
        {
            return await Tree(python, a[0], file, mode);
        }

        return Compiled(python, a[0], file, mode, "compile");
    }

    /// <summary>The syntax tree of a source, as objects of the module ast.</summary>
    private static async Work<Value> Tree(PythonRuntime python, Value source, string file, SourceMode mode)
    {
        Value module = await python.FindAndLoad("_ast");
        if (module.IsSignal)
        {
            return module;
        }

        string? text = (PythonRuntime.Inner(source).Ref as Text)?.ToString();
        byte[]? bytes = (source.Ref as PyBytes)?.Items;
        if (text is null && bytes is null)
        {
            return python.TypeError("compile() arg 1 must be a string, bytes or AST object");
        }

        long length = text?.Length ?? bytes!.Length;
        if (!python.Machine.ChargeTicks(length >> 2) || !python.Machine.ChargeAllocation(40 * length))
        {
            return Value.Signal;
        }

        var parsed = text is not null ? FrontEnd.Parse(text, Program.Version, mode) : FrontEnd.Parse(bytes!, Program.Version, mode);
        return parsed.Problem is { } problem ? python.Raise(python.SyntaxError(problem, file))
            : new TreeObjects(python, Program.Version).Make(parsed.Tree!) is { } tree ? Value.Object(tree)
            : python.Machine.Pending != PendingSignal.None ? Value.Signal
            : python.Raise("RecursionError", "maximum recursion depth exceeded during ast construction");
    }

    private static Value Compiled(PythonRuntime python, in Value source, string file, SourceMode mode, string function)
    {
        Func<AnalysisResult> analyse;
        string text;
        switch (PythonRuntime.Inner(source).Ref)
        {
            case Text given:
                text = given.ToString();
                if (mode == SourceMode.Expression)
                {
                    text = text.TrimStart(' ', '\t');
                }

                string shown = text;
                analyse = () => FrontEnd.Analyse(shown, Program.Version, mode);
                break;
            case PyBytes bytes:
                analyse = () => FrontEnd.Analyse(bytes.Items, Program.Version, mode);
                text = System.Text.Encoding.UTF8.GetString(bytes.Items);
                break;
            default:
                return python.TypeError($"{function}() arg 1 must be a string, bytes or {(function == "compile" ? "AST" : "code")} object");
        }

        // A tree is some 40 times as large as its source.
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return python.ValueError("source code string cannot contain null bytes");
        }

        if (!python.Machine.ChargeTicks(text.Length >> 2) || !python.Machine.ChargeAllocation(40L * text.Length))
        {
            return Value.Signal;
        }

        var (unit, error) = Program.Analyse(python, file, analyse, text);
        return unit is null ? python.Raise(error!) : Value.Object(new PyCode(python.Types.Code, unit.Info, null) { Unit = unit });
    }

    [PythonFunction("exec", "source, globals=None, locals=None, /, *, closure=None")]
    internal static async Work<Value> Execute(PythonRuntime python, Value[] a)
    {
        Value result = await Run(python, a[0], a[1], a[2], a[3], "exec", SourceMode.File);
        return result.IsSignal ? result : Value.Unspecified;
    }

    [PythonFunction("eval", "source, globals=None, locals=None, /")]
    internal static Work<Value> Evaluate(PythonRuntime python, Value[] a) => Run(python, a[0], a[1], a[2], Value.Absent, "eval", SourceMode.Expression);

    private static async Work<Value> Run(PythonRuntime python, Value source, Value globals, Value locals, Value closure, string function, SourceMode mode)
    {
        bool hasGlobals = !globals.IsAbsent && !globals.IsUnspecified;
        bool hasLocals = !locals.IsAbsent && !locals.IsUnspecified;
        PyDict? names;
        if (hasGlobals)
        {
            names = globals.Ref as PyDict;
            if (names is null)
            {
                return python.TypeError(function == "exec" ? $"exec() globals must be a dict, not {python.TypeName(globals)}"
                    : hasLocals || globals.Ref is not PyObject ? "globals must be a dict" : "globals must be a real dict; try eval(code, {}, mapping)");
            }
        }
        else
        {
            (names, Value callers) = await python.CallerNames();
            if (names is null)
            {
                return Value.Signal;
            }

            if (!hasLocals && callers.Ref != names && !callers.IsUnbound)
            {
                locals = callers;
                hasLocals = true;
            }
        }

        if (hasLocals && !python.IsMapping(locals))
        {
            return python.TypeError(function == "exec" ? $"locals must be a mapping or None, not {python.TypeName(locals)}" : "locals must be a mapping");
        }

        if (hasLocals && locals.Ref == names)
        {
            hasLocals = false;
        }

        var code = source.Ref as PyCode;
        if (code is null)
        {
            Value compiled = Compiled(python, source, "<string>", mode, function);
            if (compiled.IsSignal)
            {
                return compiled;
            }

            code = (PyCode)compiled.Ref!;
        }

        var cells = closure.Ref as PyTuple;
        if (code.Info.Free.Length != (cells?.Items.Length ?? 0))
        {
            return code.Info.Free.Length == 0 ? python.TypeError("cannot use a closure with this code object")
                : function == "eval" ? python.TypeError("code object passed to eval() may not contain free variables")
                : python.TypeError($"code object requires a closure of exactly length {code.Info.Free.Length}");
        }

        python.SetUpBuiltins(names);
        if (python.CodeFor(code, names, hasLocals && code.Unit is not null) is not { } made)
        {
            return Value.Signal;
        }

        Value procedure = python.FunctionOf(made, names, cells);
        return procedure.IsSignal ? procedure
            : hasLocals && code.Unit is not null ? await python.CallFresh(procedure, locals)
            : await python.CallFresh(procedure);
    }

    [PythonFunction("breakpoint", "*args, **kws")]
    internal static async Work<Value> Breakpoint(PythonRuntime python, Value[] a)
    {
        Value hook = await python.Settle(python.GetAttribute(Value.Object(python.SystemModule), "breakpointhook"));
        if (hook.IsSignal)
        {
            return hook;
        }

        var arguments = new List<Value>(((PyTuple)a[0].Ref!).Items);
        var names = python.SpreadKeywords((PyDict)a[1].Ref!, arguments);
        return await python.Invoke(hook, [.. arguments], names);
    }
}
