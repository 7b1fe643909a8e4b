// The whole command line, on System.CommandLine. Reached only when Program did not recognise an everyday form.
//
// Everything after FILE belongs to the program, dashes included, so the command line is cut at the first word that is
// neither an option nor an option's value; only what is before it, and FILE, is parsed.

using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using Ouro.Machine.Jit;

namespace Ouro.Cli;

internal static class CommandLine
{
    /// <summary>Parses, and does what needs no machine: help, and what to say to a wrong command line.</summary>
    /// <param name="status">The exit status of the process when the result is null.</param>
    internal static Invocation? Parse(string[] arguments, out int status)
    {
        status = ExitStatus.Usage;
        var options = new CommandOptions();
        var root = Build(options, out var file, out var commands);
        int end = EndOfOwnPart(root, commands, arguments, out string? unknown);
        if (unknown is not null)
        {
            Output.Error($"ouro: there is no option {unknown}\nouro --help says which there are\n");
            return null;
        }

        var result = root.Parse(new ArraySegment<string>(arguments, 0, end));
        if (result.Action is not null and not Proceed && result.Errors.Count == 0)
        {
            // --help, --version
            status = result.Invoke(new InvocationConfiguration { Output = Console.Out, Error = Console.Error });
            return null;
        }

        string? wrong = result.Errors.Count > 0 ? result.Errors[0].Message : null;
        var invocation = wrong is null ? options.Read(result, file, new ArraySegment<string>(arguments, end, arguments.Length - end), ref wrong) : null;
        if (invocation is null)
        {
            Output.Error($"ouro: {wrong}\nouro --help says how to call it\n");
        }

        return invocation;
    }

    private static RootCommand Build(CommandOptions options, out Argument<string?> file, out Dictionary<string, Command> commands)
    {
        file = new Argument<string?>("FILE") { Description = "the program; '-' is standard input; its arguments follow", Arity = ArgumentArity.ZeroOrOne };
        var root = new RootCommand("Runs programs on the Ouro machine. The language follows from the file's extension.") { file };
        commands = new Dictionary<string, Command>(StringComparer.Ordinal)
        {
            ["disasm"] = new("disasm", "compile a program and print its code") { file },
            ["expand"] = new("expand", "print a program with its macros expanded") { file },
            ["bootstrap"] = new("bootstrap", "build the compiler and the library from their sources") { options.Verify, options.Interpreted },
        };
        foreach (var option in options.All)
        {
            root.Options.Add(option);
            commands["disasm"].Options.Add(option);
            commands["expand"].Options.Add(option);
        }

        root.Action = new Proceed();
        foreach (var command in commands.Values)
        {
            command.Action = new Proceed();
            root.Subcommands.Add(command);
        }

        // The version of the product, not of the assembly with its build's hash.
        foreach (var option in root.Options)
        {
            if (option is VersionOption version)
            {
                version.Action = new PrintVersion();
            }
        }

        return root;
    }

    /// <summary>How many words are the tool's own, FILE included.</summary>
    /// <param name="unknown">The first word among them that looks like an option and is none.</param>
    private static int EndOfOwnPart(RootCommand root, Dictionary<string, Command> commands, string[] arguments, out string? unknown)
    {
        unknown = null;
        Command current = root;
        for (int i = 0; i < arguments.Length; i++)
        {
            string word = arguments[i];
            if (word == "--" || word == "-" || !word.StartsWith('-'))
            {
                if (current == root && commands.TryGetValue(word, out var command))
                {
                    current = command;
                    continue;
                }

                return Math.Min(word == "--" ? i + 2 : i + 1, arguments.Length);
            }

            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? word : word[..equals];
            var option = OptionNamed(current, name) ?? OptionNamed(root, name);
            if (option is null)
            {
                unknown = name;
                return arguments.Length;
            }

            i += equals < 0 && option.Arity.MinimumNumberOfValues > 0 ? 1 : 0;
            if (option.Name is "-e" or "-m" or "-c")
            {
                return Math.Min(i + 1, arguments.Length);
            }
        }

        return arguments.Length;
    }

    private static Option? OptionNamed(Command command, string name)
    {
        foreach (var option in command.Options)
        {
            if (option.Name == name || option.Aliases.Contains(name))
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>Stands for: what was parsed is to be done, by <see cref="Session"/>.</summary>
    private sealed class Proceed : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult) => ExitStatus.Success;
    }

    /// <summary>Prints "ouro" and the version.</summary>
    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            string version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
            int plus = version.IndexOf('+', StringComparison.Ordinal);
            Output.Standard($"ouro {(plus < 0 ? version : version[..plus])}\n");
            return ExitStatus.Success;
        }
    }
}

/// <summary>The options that come before FILE.</summary>
internal sealed class CommandOptions
{
    private readonly Option<string?> _expression = new("-e", "--evaluate") { Description = "evaluate an expression and print its value", HelpName = "EXPRESSION" };
    private readonly Option<bool> _interactive = new("-i", "--interactive") { Description = "read and evaluate inputs, after FILE if there is one", Arity = ArgumentArity.Zero };
    private readonly Option<string?> _module = new("-m") { Description = "run a module of Python's as a program; its arguments follow", HelpName = "MODULE" };
    private readonly Option<string?> _code = new("-c") { Description = "run a text as a program of Python's; its arguments follow", HelpName = "CODE" };
    private readonly Option<string?> _pythonHome = new("--python-home") { Description = "read Python's standard library there", HelpName = "DIRECTORY" };
    private readonly Option<string?> _language = new("--lang") { Description = "the language, instead of what the extension says", HelpName = "NAME" };
    private readonly Option<long?> _ticks = new("--ticks") { Description = "stop after that many ticks (calls and loop turns)", HelpName = "N", CustomParser = ParseCount };
    private readonly Option<long?> _allocation = new("--allocate") { Description = "stop after allocating that much, e.g. 64M", HelpName = "SIZE", CustomParser = ParseSize };
    private readonly Option<long?> _memory = new("--memory") { Description = "stop when more than that is alive, e.g. 2G", HelpName = "SIZE", CustomParser = ParseSize };
    private readonly Option<double?> _time = new("--time") { Description = "stop after that many seconds", HelpName = "SECONDS", CustomParser = ParseSeconds };
    private readonly Option<string[]> _directories = new("-A", "--add-library-path") { Description = "look for libraries there, too", HelpName = "DIRECTORY", Arity = new ArgumentArity(1, 100_000), AllowMultipleArgumentsPerToken = false };
    private readonly Option<bool> _noJit = new("--no-jit") { Description = "interpret only", Arity = ArgumentArity.Zero };
    private readonly Option<long?> _jitThreshold = new("--jit-threshold") { Description = "compile what was found running so often", HelpName = "N", CustomParser = ParseNumber };
    private readonly Option<long?> _jitStopAfter = new("--jit-stop-after") { Description = "compile so many methods, then no more", HelpName = "N", CustomParser = ParseNumber };
    private readonly Option<bool> _jitLog = new("--jit-log") { Description = "a line on standard error for each method compiled or dropped", Arity = ArgumentArity.Zero };
    private readonly Option<string?> _jitDump = new("--jit-dump") { Description = "print what the procedures of that name are compiled to", HelpName = "NAME" };
    private readonly Option<bool> _jitEager = new("--jit-eager") { Description = "compile each procedure at its first call", Arity = ArgumentArity.Zero };
    private readonly Option<long?> _jitHostile = new("--jit-hostile") { Description = "guards fail one time in N although they hold", HelpName = "N", CustomParser = ParseNumber, Hidden = true };
    private readonly Option<bool> _jitVerify = new("--jit-verify") { Description = "run the program interpreted and compiled, and compare", Arity = ArgumentArity.Zero };
    private readonly Option<string?> _jitFalsify = new("--jit-falsify") { Description = "compile an opcode wrongly", HelpName = "OPCODE", Hidden = true };
    private readonly Option<bool> _debug = new("--debug") { Description = "compile so that every call of the source stays visible", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _interpret = new("--interpret") { Description = "evaluate the program's text without compiling any of it", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "neither use nor keep compiled code of earlier runs", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _dump = new("--dump-insts") { Description = "print each instruction as it runs, with operand values", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _instrumented = new("--instrumented") { Description = "run on the loop that tools watch", Arity = ArgumentArity.Zero, Hidden = true };
    private readonly Option<bool> _hostile = new("--hostile") { Description = "tiny stack segments, a capture at every call", Arity = ArgumentArity.Zero, Hidden = true };
    private readonly Option<string?> _coverage = new("--coverage") { Description = "write which opcodes, primitives and errors the run met", HelpName = "FILE", Hidden = true };

    internal Option<bool> Verify { get; } = new("--verify") { Description = "build twice, print both hashes, fail if they differ", Arity = ArgumentArity.Zero };

    internal Option<bool> Interpreted { get; } = new("--interpreted") { Description = "build once more by the compiler as the evaluator interprets it; fail if that differs", Arity = ArgumentArity.Zero };

    internal IReadOnlyList<Option> All => [_expression, _module, _code, _interactive, _language, _pythonHome, _ticks, _allocation, _memory, _time, _directories, _noJit, _jitThreshold, _jitStopAfter, _jitLog, _jitDump, _jitEager, _jitHostile, _jitVerify, _jitFalsify, _debug, _interpret, _noCache, _dump, _instrumented, _hostile, _coverage];

    /// <summary>Makes an invocation of what was parsed.</summary>
    /// <param name="wrong">Set, in words, when the result is null.</param>
    internal Invocation? Read(ParseResult result, Argument<string?> file, ArraySegment<string> rest, ref string? wrong)
    {
        string command = result.CommandResult.Command.Name;
        if (command == "bootstrap")
        {
            return new Invocation { Task = Task.Bootstrap, Verify = result.GetValue(Verify), Interpret = result.GetValue(Interpreted) };
        }

        string? expression = result.GetValue(_expression);
        string? module = result.GetValue(_module), code = result.GetValue(_code);
        string? source = expression ?? module ?? code ?? result.GetValue(file);
        if (source is null && command is "disasm" or "expand")
        {
            wrong = $"{command} needs a FILE";
            return null;
        }

        bool verifies = result.GetValue(_jitVerify);
        if (verifies && (result.GetValue(_noJit) || result.GetValue(_time) is not null || result.GetValue(_interactive) || source is null))
        {
            wrong = source is null || result.GetValue(_interactive) ? "--jit-verify needs a program that runs to its end" : "--jit-verify does not go with --no-jit or --time";
            return null;
        }

        bool interacts = command is not ("disasm" or "expand") && expression is null && (source is null || result.GetValue(_interactive));

        return new Invocation
        {
            Task = interacts ? Task.Interact : command switch { "disasm" => Task.Disassemble, "expand" => Task.Expand, _ => expression is null ? Task.Run : Task.Evaluate },
            Source = source ?? "",
            Form = expression is not null ? null : module is not null ? "-m" : code is not null ? "-c" : null,
            LibraryHome = result.GetValue(_pythonHome),
            Language = result.GetValue(_language) ?? (module is not null || code is not null ? "python" : null),
            Arguments = rest,
            Ticks = result.GetValue(_ticks),
            Allocation = result.GetValue(_allocation),
            Memory = result.GetValue(_memory),
            Time = result.GetValue(_time) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            IsLimited = result.GetValue(_ticks) is not null || result.GetValue(_allocation) is not null || result.GetValue(_memory) is not null || result.GetValue(_time) is not null,
            LibraryDirectories = result.GetValue(_directories) ?? [],
            Debug = result.GetValue(_debug),
            Interpret = result.GetValue(_interpret),
            NoCache = result.GetValue(_noCache),
            DumpInstructions = result.GetValue(_dump),
            Instrumented = result.GetValue(_instrumented),
            Hostile = result.GetValue(_hostile),
            CoveragePath = result.GetValue(_coverage),
            NoJit = result.GetValue(_noJit),
            Verifies = verifies && command is not ("disasm" or "expand"),
            Jit = ReadJit(result),
        };
    }

    private JitOptions ReadJit(ParseResult result)
    {
        var jit = new JitOptions
        {
            StopAfter = (int?)result.GetValue(_jitStopAfter),
            Log = result.GetValue(_jitLog) ? Console.Error : null,
            Dump = result.GetValue(_jitDump),
            Eager = result.GetValue(_jitEager),
            FailGuards = (int?)result.GetValue(_jitHostile) ?? 0,
            Falsify = result.GetValue(_jitFalsify),
        };
        if (result.GetValue(_jitVerify))
        {
            // What is compiled depends on the program alone.
            jit.Background = false;
            jit.Eager |= result.GetValue(_jitThreshold) is null;
        }

        if (result.GetValue(_jitThreshold) is { } threshold)
        {
            jit.Threshold = (int)threshold;
            jit.Patience = 0;
            jit.IgnoresSize = true;
        }

        return jit;
    }

    private static long? ParseNumber(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return count;
        }

        result.AddError($"'{text}' is not a number");
        return null;
    }

    private static long? ParseCount(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            return count;
        }

        result.AddError($"'{text}' is not a number of ticks");
        return null;
    }

    private static long? ParseSize(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ByteSize.TryParse(text, out long bytes))
        {
            return bytes;
        }

        result.AddError($"'{text}' is not a size: a number of bytes, or a number with K, M or G after it");
        return null;
    }

    private static double? ParseSeconds(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds < 1e9)
        {
            return seconds;
        }

        result.AddError($"'{text}' is not a number of seconds");
        return null;
    }
}
