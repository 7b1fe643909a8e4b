namespace Ouro.Architecture.Tests;

public sealed class SizeTests
{
    [Fact]
    public void NoSourceFileHasMoreThanAThousandLines() => Assert.Empty(LongerThan(1000, "src", "tests", "bench", "examples"));

    [Fact]
    public void ACompilerPassFitsInSixHundredLines() => Assert.Empty(LongerThan(600, "src/Ouro.Scheme/compiler"));

    private static string[] LongerThan(int limit, params string[] folders)
    {
        var files = folders.SelectMany(folder => SourceTree.Files(folder, ".cs", ".scm", ".sld", ".py", ".slf")).ToArray();
        Assert.NotEmpty(files);
        return files.Select(file => (file, SourceTree.Lines(file).Length)).Where(entry => entry.Length > limit).Select(entry => $"{entry.file}: {entry.Length} lines").ToArray();
    }
}
