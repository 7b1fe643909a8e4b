// Read, evaluate, print, again. An evaluation that stops (by an error, a limit, Ctrl-C) is kept as a level: inputs are
// then read one level deeper, where the commands of ReplCommands look at it, until it is left or goes on.

using System.Globalization;
using System.Runtime.InteropServices;
using Ouro.Machine.Execution;
using Ouro.Machine.Host;
using Ouro.Machine.InputOutput;
using Ouro.Machine.Instrumentation;
using Ouro.Machine.Languages;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Repl;

/// <summary>A session of one user.</summary>
internal sealed class Repl : IDisposable
{
    /// <summary>Exit statuses, as docs/command-line.md lists them.</summary>
    private const int Unavailable = 69;
    private const int Uncaught = 70;

    /// <summary>More levels are not kept: each holds the stack of its program.</summary>
    private const int MostLevels = 50;

    private readonly ReplSettings _settings;
    private readonly TextInputPort _input;
    private readonly TextOutputPort _output = new(StandardStream.Output);
    private readonly TextOutputPort _error = new(StandardStream.Error);
    private readonly InterruptibleInput? _waiting;
    private readonly TerminalConsole? _terminal;
    private readonly Dictionary<string, ReplWorld> _worlds = new(StringComparer.Ordinal);
    private readonly PosixSignalRegistration _interrupts;
    private readonly ResultPrinter _printer;
    private readonly CommandTable _commands;
    private volatile VirtualMachine? _running;

    /// <summary>Ctrl-C ended a read; false again once the run has ended because of it.</summary>
    private bool _wasCalledOff;

    /// <summary>The terminal has shown ^C in the middle of a line.</summary>
    private volatile bool _hasEchoed;
    private int? _status;

    private Repl(ReplSettings settings)
    {
        _settings = settings;
        if (DescriptorStream.IsTerminal(0))
        {
            _waiting = new InterruptibleInput { Interrupted = CallOff, LineTyped = _output.LineEnded };
            _input = new TextInputPort(OperatingSystem.IsWindows() ? DescriptorStream.Standard(0) : _waiting, "standard input", _output);
        }
        else
        {
            _input = new TextInputPort(DescriptorStream.Standard(0), "standard input", _output);
        }

        _terminal = Terminal.Open() is { } terminal ? new TerminalConsole(terminal) : null;
        Console = _terminal is not null ? _terminal : new PlainConsole(_input, DescriptorStream.IsTerminal(0) && DescriptorStream.IsTerminal(1));
        _printer = new ResultPrinter(Console);
        _commands = new ReplCommands(this).Table;
        _interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        World = null!;
    }

    /// <summary>Runs a session until it is left.</summary>
    /// <returns>The exit status of the process.</returns>
    internal static int Run(ReplSettings settings)
    {
        using var repl = new Repl(settings);
        if (!repl.Choose(settings.Languages[0]))
        {
            return Unavailable;
        }

        repl.Greet();
        foreach (string file in settings.Files)
        {
            _ = repl.Load(file);
        }

        repl.Loop();
        return repl._status ?? (!repl.Console.IsInteractive && repl._worlds.Values.Any(world => world.Levels.Count > 0) ? Uncaught : 0);
    }

    /// <summary>Where inputs come from and texts go.</summary>
    internal IReplConsole Console { get; }

    /// <summary>The language that is spoken now.</summary>
    internal ReplWorld World { get; private set; }

    internal ReplSettings Settings => _settings;

    internal CommandTable Commands => _commands;

    internal ResultPrinter Printer => _printer;

    /// <summary>Files that were loaded, the last one last.</summary>
    internal List<string> Loaded { get; } = [];

    /// <summary>Speaks another language, on a machine of its own. What was defined before is there again on coming back.</summary>
    internal bool Choose(Language language)
    {
        if (!_worlds.TryGetValue(language.Name, out var world))
        {
            var machine = _settings.MakeMachine();
            machine.Ports.Replace(_input, _output, _error);
            string? problem = language.Install(machine, _settings.LanguageOptions);
            var interaction = problem is null ? language.Interact(machine, out problem) : null;
            if (interaction is null)
            {
                Console.WriteError($"ouro: {problem}\n");
                return false;
            }

            _worlds.Add(language.Name, world = new ReplWorld(interaction));
        }

        World = world;
        return true;
    }

    /// <summary>The session ends after this input.</summary>
    internal void Quit(int status) => _status = status;

    /// <summary>Evaluates the parts of a text one after the other, until one stops.</summary>
    /// <param name="source">The text.</param>
    /// <param name="shows">Whether values are shown.</param>
    /// <returns>Whether all went well.</returns>
    internal bool Evaluate(SourceText source, bool shows)
    {
        World.Sources[source.Name] = source;
        var parts = new List<object>();
        SetToolLimits();
        if (!Finish(Guarded(() => World.Interaction.Read(source, parts)), null, shows: false))
        {
            return false;
        }

        foreach (object part in parts)
        {
            if (!EvaluatePart(part, shows) || _status is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Evaluates one part, where the variables of the chosen activation can be seen.</summary>
    internal bool EvaluatePart(object part, bool shows)
    {
        var interaction = World.Interaction;
        IReadOnlyList<LiveVariable> variables = World.Level?.Variables ?? [];
        var outcome = Guarded(() => variables.Count > 0
            ? interaction.EvaluateIn(part, variables, SetProgramLimits)
            : interaction.Evaluate(part, SetProgramLimits));
        return Finish(outcome, part, shows);
    }

    /// <summary>Lets the innermost level go on; it is no level any more.</summary>
    internal void Continue(Value value)
    {
        var level = World.Levels[^1];
        World.Levels.RemoveAt(World.Levels.Count - 1);
        SetProgramLimits();
        _ = Finish(Guarded(() => level.Run.Resume(value)), level.Part, shows: true);
    }

    /// <summary>Reads and evaluates a file.</summary>
    internal bool Load(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Console.WriteError($"cannot read {file}: {(File.Exists(file) || Directory.Exists(file) ? exception.Message : "there is no such file")}\n");
            return false;
        }

        _ = Loaded.Remove(file);
        Loaded.Add(file);
        return Evaluate(new SourceText(file, text), shows: false);
    }

    /// <summary>The parts of an argument of a command.</summary>
    internal List<object>? ReadArgument(string text)
    {
        var source = NextInput(text);
        var parts = new List<object>();
        SetToolLimits();
        return Finish(Guarded(() => World.Interaction.Read(source, parts)), null, shows: false) ? parts : null;
    }

    /// <summary>Runs something on the machine so that Ctrl-C reaches it and no defect ends the session.</summary>
    internal Outcome Guarded(Func<Outcome> run)
    {
        var machine = World.Machine;
        machine.ForgetInterrupt();
        _waiting?.Forget();
        _running = machine;
        _wasCalledOff = _hasEchoed = false;
        try
        {
            var outcome = run();

            // A program that had nothing left to do after a read that was called off did not notice.
            return _wasCalledOff && outcome.Kind == OutcomeKind.Value
                ? new Outcome(OutcomeKind.Interrupted, Value.Object(new Condition(ConditionKind.Interrupt, "interrupted")), [])
                : outcome;
        }
        catch (Exception exception) when (exception is not IOException { HResult: DescriptorStream.BrokenPipe })
        {
            var condition = new Condition(ConditionKind.Other, $"internal error, please report it: {exception.GetType().Name}: {exception.Message}");
            return new Outcome(OutcomeKind.Uncaught, Value.Object(condition), []);
        }
        finally
        {
            _running = null;
            SetToolLimits();
            _ = World.Interaction.Language.Flush(machine);
        }
    }

    /// <summary>Ends a line that a program left open.</summary>
    internal void StartLine()
    {
        if (_output.IsInsideLine || _error.IsInsideLine || _hasEchoed)
        {
            Console.Write("\n");
            _output.LineEnded();
            _error.LineEnded();
            _hasEchoed = false;
        }
    }

    private void CallOff()
    {
        _wasCalledOff = true;
        _running?.PollSoon();
    }

    /// <summary>Says how an outcome ended, if it did not end well.</summary>
    /// <returns>Whether it ended well.</returns>
    internal bool Finish(Outcome outcome, object? part, bool shows)
    {
        if (outcome.Kind == OutcomeKind.Exit)
        {
            Quit(World.Interaction.Language.ExitStatus(outcome.Value));
            return false;
        }

        StartLine();
        if (outcome.Kind == OutcomeKind.Value)
        {
            if (shows && Interaction.ValuesOf(outcome.Value) is { Count: > 0 } values)
            {
                World.Last = values;
                _printer.Show(World);
            }

            return true;
        }

        if (IsMistakeInText(outcome))
        {
            // What the compiler was doing is of no help to somebody who mistyped something.
            outcome = outcome with { Backtrace = [] };
        }

        string report = Report(outcome);
        Console.WriteError(report);
        if (part is not null && !IsMistakeInText(outcome) && !IsOutOfMemory(outcome) && StoppedRun.Of(World.Machine, outcome) is { } run)
        {
            Enter(run, report, part);
        }

        return false;
    }

    private void Enter(StoppedRun run, string report, object part)
    {
        if (World.Levels.Count == MostLevels)
        {
            World.Levels.RemoveAt(0);
        }

        World.Levels.Add(new ReplLevel(run, report, part));
        if (World.Levels.Count == 1 && Console.IsInteractive)
        {
            Console.Write(Console.Palette.Apply(Style.Hint, "(,bt shows the calls, ,abort leaves this level, ,help lists all commands)") + "\n");
        }
    }

    private string Report(Outcome outcome)
    {
        var span = ErrorReport.Place(outcome);
        return ErrorReport.Render(World.Interaction.Language, span is null ? null : World.Sources.GetValueOrDefault(span.File), outcome);
    }

    /// <summary>The memory is full of what the program holds: with its stack kept there would be no room to look at anything.</summary>
    private static bool IsOutOfMemory(Outcome outcome) =>
        outcome.Kind == OutcomeKind.Limit && outcome.Value.AsObject is Condition condition && condition.Message.Contains("memory", StringComparison.Ordinal);

    /// <summary>What was typed is no program: there is nothing that could be looked at.</summary>
    private static bool IsMistakeInText(Outcome outcome) =>
        outcome.Kind == OutcomeKind.Uncaught && outcome.Value.AsObject is Condition { Kind: ConditionKind.Read or ConditionKind.Syntax, Span: not null };

    private void Greet()
    {
        if (Console.IsInteractive)
        {
            string version = _settings.Version.Length > 0 ? " " + _settings.Version : "";
            Console.Write($"Ouro{version}, {World.Interaction.Language.Name}. ,help lists the commands, Ctrl-D leaves.\n");
        }
    }

    private void Loop()
    {
        while (_status is null)
        {
            StartLine();
            SetToolLimits();
            var world = World;
            string prompt = Prompt(world);
            var assistant = new ReplAssistant(world.Interaction, _commands, () => world.Level?.Variables.Select(variable => variable.Name) ?? []);
            switch (Console.Read(prompt, new string(' ', prompt.Length - 4) + "... ", assistant, out string text))
            {
                case EditEnd.Left when world.Levels.Count > 0 && Console.IsInteractive:
                    world.Levels.RemoveAt(world.Levels.Count - 1);
                    break;
                case EditEnd.Left:
                    return;
                case EditEnd.Accepted when CommandTable.IsCommand(text):
                    Perform(text);
                    break;
                case EditEnd.Accepted when !string.IsNullOrWhiteSpace(text):
                    _ = Evaluate(NextInput(text), shows: true);
                    break;
            }
        }
    }

    private void Perform(string text)
    {
        var (name, argument) = CommandTable.Split(text);
        if (_commands.Find(name, out string problem) is { } command)
        {
            if (command.Argument == CommandArgument.None && argument.Length > 0)
            {
                Console.WriteError($",{command.Name} takes no argument\n");
                return;
            }

            command.Run(argument);
        }
        else
        {
            Console.WriteError(problem + "\n");
        }
    }

    private static string Prompt(ReplWorld world) =>
        world.Levels.Count == 0 ? world.Interaction.Language.Prompt
        : $"{world.Interaction.Language.Name}[{world.Levels.Count.ToString(CultureInfo.InvariantCulture)}]> ";

    private SourceText NextInput(string text)
    {
        var source = new SourceText("input-" + (++World.Inputs).ToString(CultureInfo.InvariantCulture), text);
        World.Sources[source.Name] = source;
        return source;
    }

    /// <summary>For what the REPL itself asks of the machine.</summary>
    private void SetToolLimits() => World.Machine.SetLimits(new MachineLimits());

    private void SetProgramLimits()
    {
        if (_settings.Limits is { } limits)
        {
            World.Machine.SetLimits(limits());
        }
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_running is { } machine)
        {
            _hasEchoed = _terminal is not null;
            machine.RequestInterrupt();
            _waiting?.Interrupt();
        }
        else if (!Console.IsInteractive)
        {
            Environment.Exit(130);
        }
    }

    public void Dispose()
    {
        _interrupts.Dispose();
        _terminal?.Dispose();
    }
}
