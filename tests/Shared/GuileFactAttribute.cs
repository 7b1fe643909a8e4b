namespace Ouro.Tests;

/// <summary>A fact that needs GNU Guile; skipped, visibly, where it is not installed.</summary>
internal sealed class GuileFactAttribute : FactAttribute
{
    public GuileFactAttribute()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "guile"))))
        {
            Skip = "guile is not installed";
        }
    }
}
