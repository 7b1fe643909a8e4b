// slf's spec for front doors. The language itself is Scheme: slf/driver.scm and what it imports, compiled to slf.image by the
// bootstrap; the builtins module is slf: slf/builtins.slf.

using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Scheme;
using Ouro.Scheme.Runtime;

namespace Ouro.Slf;

/// <summary>slf, a small language of prototypes with several parents.</summary>
public sealed class SlfLanguage : Language
{
    private const string DriverModule = "slf driver";

    private const string ImageName = "slf.image";

    private const string SourceFolder = "slf";

    private const string BuiltinsFile = "builtins.slf";

    /// <inheritdoc/>
    public override string Name => "slf";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions => [".slf"];

    /// <inheritdoc/>
    public override string Prompt => "slf> ";

    /// <summary>What the bootstrap compiles for the language.</summary>
    /// <param name="folder">The folder of the tool.</param>
    public static LibraryImage Image(string folder) => new(Path.Combine(folder, SourceFolder), Path.Combine(folder, ImageName));

    /// <inheritdoc/>
    public override string? Install(VirtualMachine machine, LanguageOptions options)
    {
        string schemePath = options.ImagePath ?? Path.Combine(AppContext.BaseDirectory, "ouro.image");
        string folder = Path.GetDirectoryName(schemePath)!;
        var scheme = ImageReader.Open(machine, schemePath, out var problem);
        var slf = scheme is null ? null : ImageReader.Open(machine, Path.Combine(folder, ImageName), out problem);
        if (slf is null)
        {
            return problem!.Message;
        }

        var runtime = SchemeRuntime.Install(machine, scheme);
        runtime.Add(slf);
        string builtins;
        try
        {
            builtins = File.ReadAllText(Path.Combine(folder, SourceFolder, BuiltinsFile));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "the builtins of slf cannot be read: " + exception.Message;
        }

        machine.CommandLine = options.CommandLine;
        var failure = runtime.Instantiate(Value.Object(machine.Intern(DriverModule)));
        if (failure is null)
        {
            var outcome = Call(machine, "install-builtins", Value.Object(new Text(builtins)), Value.Object(new Text(BuiltinsFile)));
            failure = outcome.Kind == OutcomeKind.Value ? null : outcome;
        }

        return failure is null ? null
            : "slf cannot be started: " + (failure.Value.AsObject is Condition condition ? Describe(condition) : Print(failure.Value, 200));
    }

    /// <inheritdoc/>
    public override Outcome Compile(VirtualMachine machine, SourceText source) => CallWithText(machine, "compile-text", source);

    /// <inheritdoc/>
    public override Outcome Execute(VirtualMachine machine, Value compiled)
    {
        var outcome = Call(machine, "enter-program", compiled);
        if (outcome.Kind == OutcomeKind.Value)
        {
            outcome = machine.Run(machine.GlobalCell(machine.Intern("slf interpreter"), machine.Intern("execute")).Content, outcome.Value);
        }

        // An error inside of the builtins is one of who called them.
        if (outcome.Value.AsObject is Condition { Span.File: BuiltinsFile } condition)
        {
            foreach (var entry in outcome.Backtrace)
            {
                if (entry.Span is { File: not BuiltinsFile })
                {
                    condition.Span = entry.Span;
                    break;
                }
            }
        }

        return outcome;
    }

    /// <inheritdoc/>
    public override Outcome Disassemble(VirtualMachine machine, SourceText source, TextWriter output) => Write(CallWithText(machine, "list-code", source), output);

    /// <summary>slf has no macros: what is written is the parse tree, each call in parentheses with its receiver first.</summary>
    public override Outcome Expand(VirtualMachine machine, SourceText source, TextWriter output) => Write(CallWithText(machine, "list-tree", source), output);

    /// <inheritdoc/>
    public override string Print(Value value, int maximum)
    {
        string text = Arithmetic.IsNumber(value) ? Ouro.Scheme.Printer.Printer.PrintShort(value, maximum)
            : value.AsObject is Record record && Field(record, "bytecode").AsObject is Record bytecode
                ? (Field(bytecode, "kind").AsObject, Field(bytecode, "name").AsObject) switch
                {
                    (Symbol { Name: "program" }, _) => "the program",
                    (Symbol { Name: "builtins" }, _) => "the builtins",
                    (Symbol kind, Symbol name) => kind.Name + " " + name.Name,
                    _ => "an object",
                }
            : "an object";
        return text.Length <= maximum ? text : text[..(maximum - 3)] + "...";
    }

    /// <inheritdoc/>
    public override string? PrintResult(VirtualMachine machine, Value value) =>
        Call(machine, "show-value", value) is { Kind: OutcomeKind.Value } shown ? shown.Value.AsObject!.ToString() : "(too large to print)";

    /// <inheritdoc/>
    public override string Describe(Condition condition)
    {
        // What slf's interpreter raises is whole sentences; the rest are limits, and errors of the machine below.
        string text = condition.Operation is { } operation && condition.Kind is not (ConditionKind.User or ConditionKind.Syntax) ? operation + ": " + condition.Message : condition.Message;
        foreach (Value irritant in condition.Irritants)
        {
            text += " " + Print(irritant, 100);
        }

        return text;
    }

    /// <inheritdoc/>
    public override int ExitStatus(Value value) => 0;

    /// <inheritdoc/>
    public override Interaction? Interact(VirtualMachine machine, out string? problem)
    {
        problem = null;
        return new SlfInteraction(machine, this);
    }

    /// <inheritdoc/>
    public override bool Flush(VirtualMachine machine) => machine.Ports.FlushAll();

    /// <summary>A field of one of slf's records; unspecified where there is none.</summary>
    private static Value Field(Record record, string name)
    {
        for (int i = 0; i < record.Type.Fields.Length; i++)
        {
            if (record.Type.Fields[i].Name == name)
            {
                return record.Fields[i];
            }
        }

        return Value.Unspecified;
    }

    private static Outcome CallWithText(VirtualMachine machine, string procedure, SourceText source) =>
        Call(machine, procedure, Value.Object(new Text(source.Text)), Value.Object(new Text(source.Name)));

    /// <summary>Calls a procedure of the driver.</summary>
    internal static Outcome Call(VirtualMachine machine, string procedure, params ReadOnlySpan<Value> arguments) =>
        machine.Run(machine.GlobalCell(machine.Intern(DriverModule), machine.Intern(procedure)).Content, arguments);

    private static Outcome Write(Outcome listing, TextWriter output)
    {
        if (listing.Kind == OutcomeKind.Value)
        {
            output.Write(listing.Value.AsObject!.ToString());
        }

        return listing;
    }
}
