namespace Ouro.Cli;

/// <summary>The exit statuses that are the tool's own; a program's own pass through. docs/command-line.md lists them.</summary>
internal static class ExitStatus
{
    internal const int Success = 0;

    /// <summary>The command line is wrong.</summary>
    internal const int Usage = 64;

    /// <summary>The program's file does not exist or cannot be read.</summary>
    internal const int NoInput = 66;

    /// <summary>The tool itself is not whole: no image, or one of another version.</summary>
    internal const int Unavailable = 69;

    /// <summary>An error of the program that nobody handled.</summary>
    internal const int Uncaught = 70;

    /// <summary>The program's output could not be written.</summary>
    internal const int OutputError = 74;

    /// <summary>A limit ended the program.</summary>
    internal const int Limit = 75;

    /// <summary>The user interrupted it.</summary>
    internal const int Interrupted = 130;

    /// <summary>Whoever reads the output went away.</summary>
    internal const int BrokenPipe = 141;
}
