namespace Ouro.Guest.Tests;

/// <summary>What is left out of runs that are not long ones (<c>./test --long</c>).</summary>
internal static class BoundedRun
{
    internal static bool IsLong => Environment.GetEnvironmentVariable("OURO_LONG") == "1";

    /// <summary>Whether a file is among those that are taken, one of so many: the same ones each time.</summary>
    internal static bool Takes(string file, int oneIn) => IsLong || file.Sum(letter => letter) % oneIn == 0;
}
