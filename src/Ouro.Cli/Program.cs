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
        HideLaunchersVariable();
        Invocation invocation;
        if (arguments.Length == 0)
        {
            invocation = new Invocation { Task = Task.Interact };
        }
        else if (arguments[0] == "-e" && arguments.Length > 1)
        {
            invocation = new Invocation { Task = Task.Evaluate, Source = arguments[1], Arguments = new(arguments, 2, arguments.Length - 2) };
        }
        else if (arguments[0] == "-" || (!arguments[0].StartsWith('-') && arguments[0] is not ("disasm" or "expand" or "bootstrap")))
        {
            invocation = new Invocation { Task = Task.Run, Source = arguments[0], Arguments = new(arguments, 1, arguments.Length - 1) };
        }
        else if (Parse(arguments, out int status) is { } parsed)
        {
            invocation = parsed;
        }
        else
        {
            return status;
        }

        var thread = new Thread(invocation.Do, OwnThread.Size);
        thread.Start();
        thread.Join();
        return invocation.Status;
    }

    /// <summary>What launcher.sh set for the host was read when the host began: neither guests nor their child processes shall see it.</summary>
    private static void HideLaunchersVariable()
    {
        const string variable = "DOTNET_GCgen0size";
        if (Environment.GetEnvironmentVariable(variable) == "0001000000")
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    // Not inlined: compiling Main must not load System.CommandLine.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Invocation? Parse(string[] arguments, out int status) => CommandLine.Parse(arguments, out status);
}
