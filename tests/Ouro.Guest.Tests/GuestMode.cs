namespace Ouro.Guest.Tests;

/// <summary>A way to run every guest program. A new mode is one line here and one class in GuestPrograms.cs.</summary>
/// <param name="Name">As programs name it in <c>;skip-mode:</c>.</param>
/// <param name="Options">What the tool is given before the program.</param>
/// <param name="MeasuresCoverage">Whether the run says which opcodes, primitives and errors it met.</param>
/// <param name="Patience">How many times the usual time a program may take.</param>
/// <param name="Extension">Of the only programs that the mode is about; null: of all.</param>
/// <param name="OneIn">In bounded runs one program of so many, for modes in which programs are slow.</param>
/// <param name="ChargesLike">The options of another run of the program, which must be charged the same ticks and bytes; null: there is none.</param>
public sealed record GuestMode(
    string Name, string[] Options, bool MeasuresCoverage, int Patience, string? Extension = null, string[]? ChargesLike = null, int OneIn = 1)
{
    /// <summary>As users run it.</summary>
    public static GuestMode Plain { get; } = new("plain", [], false, 1);

    /// <summary>The program's text is evaluated, and nothing of it is compiled.</summary>
    public static GuestMode Interpreted { get; } = new("interpreted", ["--interpret"], false, 10, ".scm");

    /// <summary>On the loop that tools watch, counting.</summary>
    public static GuestMode Instrumented { get; } = new("instrumented", ["--instrumented"], true, 5);

    /// <summary>Compiled to the host's code at the first call; guards fail now and then although they hold. Ticks and bytes are the interpreter's.</summary>
    public static GuestMode Compiled { get; } = new("compiled", ["--jit-eager", "--jit-hostile", "7"], false, 5, ChargesLike: ["--no-jit"]);

    /// <summary>Compiled likewise, with a capture of the stack at every call.</summary>
    public static GuestMode CompiledHostile { get; } = new("compiled-hostile", ["--jit-eager", "--hostile"], false, 20, OneIn: 2);

    /// <summary>Tiny stack segments, a capture and re-entry at every call.</summary>
    public static GuestMode Hostile { get; } = new("hostile", ["--hostile"], false, 20);
}
