// The entry point. Start-up is most of what a small script costs, so the three everyday forms
//
//     ouro FILE [ARGUMENT ...]        ouro - [ARGUMENT ...]        ouro -e EXPRESSION [ARGUMENT ...]
//
// and the REPL, ouro alone, are recognised here, by hand, before any library is loaded. Whatever else begins with a dash or is a command word
// goes to CommandLine, which is the only class that touches System.CommandLine.

using System.Runtime.CompilerServices;

namespace Ouro.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length == 0)
        {
            return Interact(new Invocation { Task = Task.Interact });
        }

        string first = arguments[0];
        if (first == "-e" && arguments.Length > 1)
        {
            return Session.Run(new Invocation { Task = Task.Evaluate, Source = arguments[1], Arguments = new(arguments, 2, arguments.Length - 2) });
        }

        if (first == "-" || (!first.StartsWith('-') && first is not ("disasm" or "expand" or "bootstrap")))
        {
            return Session.Run(new Invocation { Task = Task.Run, Source = first, Arguments = new(arguments, 1, arguments.Length - 1) });
        }

        return RunParsed(arguments);
    }

    // Not inlined: compiling Main must load neither the REPL nor System.CommandLine.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Interact(Invocation invocation) => InteractiveSession.Run(invocation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunParsed(string[] arguments) => CommandLine.Run(arguments);
}
