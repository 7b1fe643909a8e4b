using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Python.Compiler;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Syntax.Parsing;

namespace Ouro.Python;

/// <summary>Python, as front doors know it.</summary>
public sealed class PythonLanguage : Language
{
    /// <inheritdoc/>
    public override string Name => "python";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".py"];

    /// <inheritdoc/>
    public override string Prompt => ">>> ";

    /// <inheritdoc/>
    public override string? Install(VirtualMachine machine, LanguageOptions options)
    {
        machine.AddPrimitives(GeneratedPrimitives.Catalogue);
        machine.CommandLine = options.CommandLine;
        var python = new PythonRuntime(machine);
        machine.AddService(python);
        machine.Operators = new PythonOperators(python);
        machine.HasExceptionTables = true;
        var arguments = new List<string>(options.CommandLine);
        if (arguments.Count > 0 && arguments[0] == "-e")
        {
            arguments[0] = "-c";
        }

        python.LibraryFolder = HostLibrary.Find(machine, options.LibraryHome);
        python.Start(arguments);
        string program = arguments.Count > 0 ? arguments[0] : "";
        string first = program is "" or "-" or "-c" or "-m" ? "" : Path.GetDirectoryName(Path.GetFullPath(program)) ?? "";
        python.SetUpPaths(first, options.LibraryDirectories);
        return null;
    }

    /// <inheritdoc/>
    public override Outcome Compile(VirtualMachine machine, SourceText source)
    {
        var python = machine.Service<PythonRuntime>()!;
        string file = source.Name switch { "-" => "<stdin>", "-e" or "-c" or "-m" => "<string>", _ => Path.GetFullPath(source.Name) };
        var module = python.NewModule("__main__");
        python.LoadedModules.Store("__main__", Machine.Values.Value.Object(module));
        module.Set("__builtins__", Machine.Values.Value.Object(python.BuiltinsModule!));
        if (source.Name is not ("-" or "-e" or "-c" or "-m"))
        {
            module.Set("__file__", python.Str(file));
        }

        python.MainModule = module;
        python.MainSource = (file, source.Text);
        if (source.Name == "-m")
        {
            return Value(new Text(source.Text));
        }

        var names = python.NamesOf(module.Dictionary);
        if (source.Name == "-e" && Program.Compile(python, names, file, source.Text.Trim(), SourceMode.Expression).Code is { } expression)
        {
            return Value(expression);
        }

        var (code, error) = Program.Compile(python, names, file, source.Text);
        return Value((object?)code ?? error!);

        static Outcome Value(object compiled) => new(OutcomeKind.Value, Machine.Values.Value.Object(compiled), []);
    }

    /// <inheritdoc/>
    public override Outcome Execute(VirtualMachine machine, Value compiled)
    {
        var python = machine.Service<PythonRuntime>()!;
        var outcome = machine.Run(python.Builtin("%main"), compiled.AsObject is CodeObject code ? Machine.Values.Value.Object(new Closure(code)) : compiled);
        return outcome.Kind == OutcomeKind.Value && python.ExitStatus is { } status
            ? new Outcome(OutcomeKind.Exit, Machine.Values.Value.Fixnum(status), [])
            : outcome;
    }

    /// <inheritdoc/>
    public override Outcome Disassemble(VirtualMachine machine, SourceText source, TextWriter output)
    {
        var outcome = Compile(machine, source);
        if (outcome.Value.AsObject is CodeObject code)
        {
            output.Write(CodeListing.Of(code));
            return outcome;
        }

        return Execute(machine, outcome.Value);
    }

    /// <inheritdoc/>
    public override Outcome Expand(VirtualMachine machine, SourceText source, TextWriter output)
    {
        output.Write(source.Text);
        return new Outcome(OutcomeKind.Value, Value.Unspecified, []);
    }

    /// <inheritdoc/>
    public override string Print(Value value, int maximum)
    {
        string text = value.AsObject switch
        {
            Text content => PythonRuntime.ReprOf(content.ToString()),
            PyException exception => exception.Type.Name,
            PyObject target => $"<{target.Type.Name} object>",
            Closure closure => $"<function {closure.DisplayName}>",
            _ when value.IsUnspecified => "None",
            _ when value.IsBoolean => value.IsTrue ? "True" : "False",
            _ when value.IsFlonum => PythonRuntime.ReprOf(value.AsFlonum),
            _ when Arithmetic.IsNumber(value) => NumberPrinter.ToString(value, 10),
            _ => "<object>",
        };
        return text.Length <= maximum ? text : text[..(maximum - 3)] + "...";
    }

    /// <inheritdoc/>
    public override string? PrintResult(VirtualMachine machine, Value value)
    {
        if (value.IsUnspecified)
        {
            return null;
        }

        var outcome = machine.Run(machine.Service<PythonRuntime>()!.Builtin("repr"), value);
        return outcome.Kind == OutcomeKind.Value ? PythonRuntime.TextOf(outcome.Value) : Print(value, 100);
    }

    /// <inheritdoc/>
    public override string Describe(Condition condition)
    {
        string text = condition.Operation is { } operation ? operation + ": " + condition.Message : condition.Message;
        foreach (Value irritant in condition.Irritants)
        {
            text += " " + Print(irritant, 100);
        }

        return text;
    }

    /// <inheritdoc/>
    public override int ExitStatus(Value value) => value.IsFixnum ? (int)(value.AsFixnum & 255) : 1;

    /// <inheritdoc/>
    public override bool Flush(VirtualMachine machine) => machine.Ports.FlushAll();
}
