// Scheme's spec: what front doors need. The work is done by the compiler, which is Scheme itself (compiler/driver.scm).

using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Scheme.Cache;
using Ouro.Scheme.Interactive;
using Ouro.Scheme.Printer;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme;

/// <summary>R7RS Scheme.</summary>
public sealed class SchemeLanguage : Language
{
    private const string DriverModule = "ouro compiler driver";

    private const string LibrariesImage = "libraries.image";

    /// <summary>What the bootstrap compiles beside the image of the compiler: the libraries that programs import.</summary>
    /// <param name="folder">The folder of the tool.</param>
    public static LibraryImage Libraries(string folder) => new(Path.Combine(folder, "libraries"), Path.Combine(folder, LibrariesImage));

    /// <summary>The user's folder for compiled code; null if there is none.</summary>
    public static string? CacheFolder => CodeCache.DefaultFolder();

    /// <inheritdoc/>
    public override string Name => "scheme";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".scm", ".ss", ".sld", ".sps"];

    /// <inheritdoc/>
    public override string Prompt => "scheme> ";

    /// <inheritdoc/>
    public override string? Install(VirtualMachine machine, LanguageOptions options)
    {
        string path = options.ImagePath ?? Path.Combine(AppContext.BaseDirectory, "ouro.image");
        var image = ImageReader.Open(machine, path, out var problem);
        if (image is null)
        {
            return problem!.Message;
        }

        var runtime = SchemeRuntime.Install(machine, image);
        runtime.FurtherImage = Path.Combine(Path.GetDirectoryName(path)!, LibrariesImage);
        if (runtime.Instantiate(Value.Object(machine.Intern(DriverModule))) is { } failure)
        {
            return "the compiler cannot be started: " + DescribeOutcome(failure);
        }

        machine.CommandLine = options.CommandLine;
        Value directories = Value.EmptyList;
        for (int i = options.LibraryDirectories.Count - 1; i >= 0; i--)
        {
            directories = Value.Object(new Pair(Value.Object(new Text(options.LibraryDirectories[i])), directories));
        }

        var policy = Value.Object(machine.Intern(options.Debug ? "debug" : "optimise"));
        var made = machine.Run(Driver(machine, "make-session"), new Value[] { directories, policy });
        if (made.Kind != OutcomeKind.Value)
        {
            return "the compiler cannot be started: " + DescribeOutcome(made);
        }

        runtime.Session = made.Value;
        machine.DescribeUnbound = runtime.DescribeUnbound;
        if (options.CacheFolder is not null && !options.Interpret)
        {
            ProgramCache.Install(runtime, image, path, options);
        }

        return options.Interpret ? InstallEvaluator(machine, runtime) : null;
    }

    /// <summary>From now on the session's programs are interpreted.</summary>
    private string? InstallEvaluator(VirtualMachine machine, SchemeRuntime runtime)
    {
        const string Module = "ouro eval session";
        var outcome = runtime.Instantiate(Value.Object(machine.Intern(Module)))
            ?? machine.Run(machine.GlobalCell(machine.Intern(Module), machine.Intern("interpret-session!")).Content, runtime.Session);
        return outcome.Kind == OutcomeKind.Value ? null : "the evaluator cannot be started: " + DescribeOutcome(outcome);
    }

    /// <inheritdoc/>
    public override Outcome Compile(VirtualMachine machine, SourceText source) =>
        machine.Service<SchemeRuntime>()!.Cache is null ? CompileText(machine, source) : ProgramCache.Compile(machine, source, CompileText);

    private static Outcome CompileText(VirtualMachine machine, SourceText source) =>
        machine.Run(Driver(machine, "compile-program"), new Value[] { machine.Service<SchemeRuntime>()!.Session, Value.Object(new Text(source.Text)), Value.Object(new Text(source.Name)) });

    /// <inheritdoc/>
    public override Outcome Execute(VirtualMachine machine, Value compiled)
    {
        // A list of code: libraries that are needed first, then the program.
        var outcome = new Outcome(OutcomeKind.Value, Value.Unspecified, []);
        for (Value rest = compiled; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            outcome = machine.Run(Value.Object(new Closure((CodeObject)pair.Car.AsObject!)));
        }

        return outcome;
    }

    /// <inheritdoc/>
    public override Outcome Disassemble(VirtualMachine machine, SourceText source, TextWriter output)
    {
        var outcome = Compile(machine, source);
        for (Value rest = outcome.Value; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            // Of what is imported only what was compiled for this program is shown: that of the image is not its text.
            if (pair.Cdr.IsEmptyList || !SchemeRuntime.Of(machine).IsFromImage((CodeObject)pair.Car.AsObject!))
            {
                output.Write(CodeListing.Of((CodeObject)pair.Car.AsObject!));
            }
        }

        return outcome;
    }

    /// <inheritdoc/>
    public override Outcome Expand(VirtualMachine machine, SourceText source, TextWriter output)
    {
        var outcome = machine.Run(Driver(machine, "expand-to-data"), machine.Service<SchemeRuntime>()!.Session, Value.Object(new Text(source.Text)), Value.Object(new Text(source.Name)));
        for (Value rest = outcome.Value; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            output.WriteLine(PrintResult(machine, pair.Car));
        }

        return outcome;
    }

    /// <inheritdoc/>
    public override string Print(Value value, int maximum) => Ouro.Scheme.Printer.Printer.PrintShort(value, maximum);

    /// <inheritdoc/>
    public override string? PrintResult(VirtualMachine machine, Value value)
    {
        if (value.IsUnspecified)
        {
            return null;
        }

        // One method: each costs at the start. Of several values each has a line.
        var text = new StringBuilder();
        Value[] values = value.Ref is MultipleValues several ? several.Items : [value];
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                text.Append('\n');
            }

            if (!Ouro.Scheme.Printer.Printer.Append(machine, text, values[i], PrintStyle.Write))
            {
                return "(too large to print)";
            }
        }

        return values.Length == 0 ? null : text.ToString();
    }

    /// <inheritdoc/>
    public override string Describe(Condition condition) => Ouro.Scheme.Printer.Printer.Describe(condition);

    /// <inheritdoc/>
    public override int ExitStatus(Value value) =>
        value.IsTrue || value.IsUnspecified ? 0 : value.IsFixnum ? (int)(value.AsFixnum & 255) : 1;

    /// <inheritdoc/>
    public override bool Flush(VirtualMachine machine) => machine.Ports.FlushAll();

    /// <inheritdoc/>
    public override Interaction? Interact(VirtualMachine machine, out string? problem)
    {
        var interaction = SchemeInteraction.Start(machine, this, out var failure);
        problem = failure is null ? null : "the REPL's library cannot be started: " + DescribeOutcome(failure);
        return interaction;
    }

    internal static Value Driver(VirtualMachine machine, string name) =>
        machine.GlobalCell(machine.Intern(DriverModule), machine.Intern(name)).Content;

    private string DescribeOutcome(Outcome outcome) =>
        outcome.Value.AsObject is Condition condition ? Describe(condition) : Print(outcome.Value, 200);
}
