// What each command does. The table at the top is what ,help prints.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ouro.Machine.Execution;
using Ouro.Machine.Instrumentation;
using Ouro.Machine.Languages;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Repl;

/// <summary>The commands of a REPL.</summary>
internal sealed class ReplCommands
{
    private const int LongestValue = 60;

    private readonly Repl _repl;

    internal ReplCommands(Repl repl)
    {
        _repl = repl;
        Table = new CommandTable(
        [
            new("help", "[COMMAND]", CommandArgument.Command, "list the commands, or say more of one", "A command may be shortened as long as it is clear which one is meant.", Help),
            new("quit", "", CommandArgument.None, "leave", "Ctrl-D on an empty line does the same at the outermost level.", _ => _repl.Quit(0)),
            new("load", "FILE", CommandArgument.File, "evaluate a file", "Its definitions are there afterwards. It stops at the first error. Tab completes the name.", Load),
            new("reload", "[FILE]", CommandArgument.File, "evaluate the last loaded file again", "Procedures that are running go on with their old definitions.", Reload),
            new("import", "LIBRARY ...", CommandArgument.Form, "import libraries", "As in ,import (srfi 1) or ,import srfi 1.", Import),
            new("lang", "[LANGUAGE]", CommandArgument.Words, "list the languages, or speak another one", "Each language has its own machine, and what you defined is there when you come back.", ChooseLanguage),
            new("apropos", "TEXT", CommandArgument.Words, "list the names that contain a text", "Upper and lower case are the same.", Apropos),
            new("describe", "NAME", CommandArgument.Words, "say what a name means", "What kind of thing, what it takes, where it is from.", Describe),
            new("all", "[NAME]", CommandArgument.Words, "print the last result whole, or that of a name", "Long results are shortened; this shows every line, as in ,all $3.", ShowAll),
            new("expand", "FORM", CommandArgument.Form, "print a form as it is after macro expansion", "The form is not evaluated.", Expand),
            new("disasm", "NAME or FORM", CommandArgument.Form, "print the code of a procedure, or that of a form", "The form is compiled and not evaluated.", Disassemble),
            new("time", "FORM", CommandArgument.Form, "evaluate a form and say what it cost", "Wall clock, ticks (calls and loop turns, the same on every run), bytes charged, collections of the host.", Time),
            new("eval-policy", "[POLICY]", CommandArgument.Words, "say or set when procedures are compiled", "interpret: never; compile: before the first call; automatic: when they are called often. Interpreted procedures keep all their variables.", policy => Say(Language.EvaluationPolicy(policy))),
            new("trace", "[NAME ...]", CommandArgument.Words, "show the calls of procedures, or list what is traced", "Each call with its arguments and what it returns, as deep as they nest. Tail calls nest too while they are traced: a traced procedure returns through the tracer. A call that is left by an escape says so.", Trace),
            new("untrace", "[NAME ...]", CommandArgument.Words, "do not show them any more", "Without a name: none. The variables hold the same procedures again as before.", Untrace),
            new("bt", "", CommandArgument.None, "list the calls of what stopped", "The innermost call is number 0; * is the one that is looked at.", _ => Backtrace()),
            new("up", "", CommandArgument.None, "look at the caller", "", _ => Move(1)),
            new("down", "", CommandArgument.None, "look at what was called", "", _ => Move(-1)),
            new("frame", "N", CommandArgument.Words, "look at a call by its number", ",bt lists the numbers.", Frame),
            new("locals", "", CommandArgument.None, "list the variables of the call that is looked at", "Expressions see these variables, too, and may assign them.", _ => Locals()),
            new("set", "NAME FORM", CommandArgument.Form, "give a variable of the call another value", "The program sees it when it goes on.", Set),
            new("error", "", CommandArgument.None, "print again what went wrong", "", _ => Error()),
            new("continue", "[FORM]", CommandArgument.Form, "let the program go on; what failed gives the form's value", "After an interrupt or a limit it goes on where it was.", Continue),
            new("retry", "", CommandArgument.None, "leave this level and evaluate its input again", "With the definitions as they are now.", _ => Retry()),
            new("abort", "", CommandArgument.None, "leave this level", "Ctrl-D on an empty line does the same.", _ => Abort()),
            new("top", "", CommandArgument.None, "leave all levels", "", _ => Top()),
        ]);
    }

    internal CommandTable Table { get; }

    private IReplConsole Console => _repl.Console;

    private Interaction Language => _repl.World.Interaction;

    private void Help(string name)
    {
        if (name.Length > 0)
        {
            if (Table.Find(name.TrimStart(','), out string problem) is not { } command)
            {
                Say(problem);
                return;
            }

            Say($",{command.Name} {command.Usage}".TrimEnd() + $"\n  {command.Summary}{(command.Details.Length > 0 ? "\n  " + command.Details : "")}");
            return;
        }

        var text = new StringBuilder();
        foreach (var command in Table.Commands)
        {
            _ = text.Append("  ").Append($",{command.Name} {command.Usage}".PadRight(22)).Append(command.Summary).Append('\n');
        }

        Say(text.ToString().TrimEnd('\n'));
        if (Console.IsInteractive)
        {
            Say("keys: Tab completes, Up and Down go through the history, Ctrl-R searches it, Alt-Enter begins a line, Ctrl-C stops a program");
        }
    }

    private void Load(string argument)
    {
        string file = Unquote(argument);
        if (file.Length == 0)
        {
            Say(",load needs the name of a file");
        }
        else
        {
            _ = _repl.Load(file);
        }
    }

    private void Reload(string argument)
    {
        string? file = argument.Length > 0 ? Unquote(argument) : _repl.Loaded.Count > 0 ? _repl.Loaded[^1] : null;
        if (file is null)
        {
            Say("no file was loaded yet; ,load FILE does that");
        }
        else if (_repl.Load(file))
        {
            Say($"loaded {file}");
        }
    }

    private void Import(string argument)
    {
        if (argument.Length == 0)
        {
            Say(",import needs the name of a library, as in ,import (srfi 1)");
        }
        else if (Language.ImportText(argument) is not { } text)
        {
            Say($"{Language.Language.Name} has no imports");
        }
        else
        {
            _ = _repl.Evaluate(new SourceText(",import", text), shows: false);
        }
    }

    private void ChooseLanguage(string name)
    {
        foreach (var language in _repl.Settings.Languages)
        {
            if (name.Length == 0)
            {
                Say($"{(language.Name == Language.Language.Name ? "*" : " ")} {language.Name}");
            }
            else if (language.Name == name)
            {
                _ = _repl.Choose(language);
                return;
            }
        }

        if (name.Length > 0)
        {
            Say($"there is no language {name}; ,lang lists them");
        }
    }

    private void Apropos(string text)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in Language.Names())
        {
            if (name.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                _ = found.Add(name);
            }
        }

        if (found.Count == 0)
        {
            Say($"no name contains {text}");
            return;
        }

        foreach (string row in Console.Size is { } size ? CompletionList.Rows([.. found], size.Columns - 1, int.MaxValue) : [.. found])
        {
            Say(row);
        }
    }

    private void Describe(string name)
    {
        if (name.Length == 0)
        {
            Say(",describe needs a name");
            return;
        }

        string near = Language.Describe(name) is null && Scheme.Reader.NearestName.Find(name, Language.Names()) is { } found ? $"; did you mean {found}?" : "";
        Say(Language.Describe(name) ?? $"{name} has no meaning here{near}");
    }

    private void ShowAll(string name)
    {
        if (name.Length == 0)
        {
            foreach (var value in _repl.World.Last)
            {
                _repl.Printer.ShowWhole(_repl.World, value);
            }
        }
        else if (ValueOf(name) is { } value)
        {
            _repl.Printer.ShowWhole(_repl.World, value);
        }
    }

    private void Expand(string text)
    {
        foreach (object part in Parts("expand", text))
        {
            Produce(output => Language.Expand(part, output), "nothing that expands");
        }
    }

    private void Disassemble(string text)
    {
        foreach (object part in Parts("disasm", text))
        {
            Produce(output => Language.Disassemble(part, output), "no code to show");
        }
    }

    private void Time(string text)
    {
        foreach (object part in Parts("time", text))
        {
            var machine = _repl.World.Machine;
            int collections = GC.CollectionCount(0);
            long ticks = 0;
            long bytes = 0;
            var watch = new Stopwatch();
            var outcome = _repl.Guarded(() =>
            {
                var run = Language.Evaluate(part, () =>
                {
                    machine.SetLimits(_repl.Settings.Limits?.Invoke() ?? new MachineLimits());
                    watch.Start();
                });
                watch.Stop();
                (ticks, bytes) = (machine.TicksUsed, machine.BytesAllocated);
                return run;
            });
            collections = GC.CollectionCount(0) - collections;
            _ = _repl.Finish(outcome, part, shows: true);
            Say(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalMilliseconds:0.0} ms, {ticks:N0} ticks, {bytes:N0} bytes charged, {collections} collection{(collections == 1 ? "" : "s")}"));
        }
    }

    private void Trace(string names)
    {
        if (names.Length == 0)
        {
            Say(Language.Traced.Count == 0 ? "nothing is traced" : "traced: " + string.Join(" ", Language.Traced));
        }

        foreach (string name in Words(names))
        {
            Say(Language.Trace(name) ?? $"{name} is traced; ,untrace {name} ends that");
        }
    }

    private void Untrace(string names)
    {
        foreach (string name in names.Length == 0 ? Language.Traced : Words(names))
        {
            Say(Language.Untrace(name) ?? $"{name} is not traced any more");
        }
    }

    private void Backtrace()
    {
        if (Level() is not { } level)
        {
            return;
        }

        var activations = level.Run.Activations;
        if (activations.Count == 0)
        {
            Say("there are no calls to show");
        }

        for (int i = 0; i < activations.Count; i++)
        {
            if (i == 20 && activations.Count > 40)
            {
                Say($"  ... {activations.Count - 40} more ...");
                i = activations.Count - 20;
            }

            Say(Line(level, i));
        }
    }

    private string Line(ReplLevel level, int index)
    {
        var entry = level.Run.Activations[index].Entry;
        return $"{(index == level.Frame ? "*" : " ")} {index.ToString(CultureInfo.InvariantCulture)}  {ErrorReport.Call(Language.Language, entry)}{(entry.Span is { } span ? $" at {span}" : "")}"
            + (entry.LeftOutCalls ? "\n     ... tail calls left no trace ..." : "");
    }

    private void Move(int by)
    {
        if (Level() is { } level)
        {
            Choose(level, level.Frame + by);
        }
    }

    private void Frame(string number)
    {
        if (Level() is { } level)
        {
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            {
                Choose(level, index);
            }
            else
            {
                Say(",frame needs a number; ,bt lists them");
            }
        }
    }

    private void Choose(ReplLevel level, int index)
    {
        if (index < 0 || index >= level.Run.Activations.Count)
        {
            Say(index < 0 ? "this is the innermost call" : index == level.Frame + 1 ? "this is the outermost call" : $"there is no call number {index}; ,bt lists them");
            return;
        }

        level.Frame = index;
        Say(Line(level, index));
    }

    private void Locals()
    {
        if (Level() is not { } level)
        {
            return;
        }

        var variables = level.Variables;
        if (variables.Count == 0)
        {
            Say("no variables are kept here");
        }

        foreach (var variable in variables)
        {
            Say($"  {variable.Name} = {Language.Language.Print(variable.Value, LongestValue)}");
        }
    }

    private void Set(string argument)
    {
        if (Level() is not { } level)
        {
            return;
        }

        int end = argument.AsSpan().IndexOfAny(' ', '\n', '\t');
        if (end < 0)
        {
            Say(",set needs a name and a form, as in ,set n 10");
            return;
        }

        string name = argument[..end];
        foreach (var variable in level.Variables)
        {
            if (variable.Name == name)
            {
                if (ValueOf(argument[end..]) is { } value && !(variable.Set?.Invoke(value) ?? false))
                {
                    Say($"{name} cannot be assigned here");
                }

                return;
            }
        }

        Say($"there is no variable {name} here; ,locals lists them");
    }

    private void Error()
    {
        if (Level() is { } level)
        {
            Console.Write(level.Report);
        }
    }

    private void Continue(string form)
    {
        if (Level() is not { } level)
        {
            return;
        }

        if (form.Length == 0 && level.Run.NeedsValue)
        {
            Say(",continue needs a form: its value stands for that of what failed");
            return;
        }

        if ((form.Length == 0 ? Value.Unspecified : ValueOf(form)) is { } value)
        {
            _repl.Continue(value);
        }
    }

    private void Retry()
    {
        if (Level() is { Part: { } part })
        {
            Abort();
            _ = _repl.EvaluatePart(part, shows: true);
        }
    }

    private void Abort()
    {
        if (Level() is not null)
        {
            _repl.World.Levels.RemoveAt(_repl.World.Levels.Count - 1);
        }
    }

    private void Top() => _repl.World.Levels.Clear();

    private ReplLevel? Level()
    {
        if (_repl.World.Level is null)
        {
            Say("nothing has stopped: this is the outermost level");
        }

        return _repl.World.Level;
    }

    private List<object> Parts(string command, string text)
    {
        if (text.Length == 0)
        {
            Say($",{command} needs a form");
            return [];
        }

        return _repl.ReadArgument(text) ?? [];
    }

    /// <summary>The value of a form; null when there is none, which was said.</summary>
    private Value? ValueOf(string text)
    {
        Value? result = null;
        foreach (object part in _repl.ReadArgument(text) ?? [])
        {
            var variables = _repl.World.Level?.Variables ?? [];
            var outcome = _repl.Guarded(() => variables.Count > 0 ? Language.EvaluateIn(part, variables, () => { }) : Language.Evaluate(part, () => { }));
            if (!_repl.Finish(outcome, part, shows: false))
            {
                return null;
            }

            result = outcome.Value;
        }

        return result;
    }

    private void Produce(Func<TextWriter, Outcome?> produce, string nothing)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Outcome? outcome = null;
        _ = _repl.Guarded(() => (outcome = produce(writer)) ?? new Outcome(OutcomeKind.Value, Value.Unspecified, []));
        if (outcome is null)
        {
            Say($"{Language.Language.Name} has {nothing}");
            return;
        }

        _ = _repl.Finish(outcome, null, shows: false);
        Console.Write(writer.ToString());
    }

    private void Say(string text) => Console.Write(text + "\n");

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string Unquote(string argument) => argument.Length > 1 && argument[0] == '"' && argument[^1] == '"' ? argument[1..^1] : argument;
}
