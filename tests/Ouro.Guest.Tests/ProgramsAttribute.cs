using System.Reflection;
using Xunit.Sdk;

namespace Ouro.Guest.Tests;

/// <summary>The guest programs that run in the mode of the test class.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class ProgramsAttribute : DataAttribute
{
    // Input and output of single passes; they have runners of their own.
    private static readonly string[] GoldenFolders = ["expand", "compile"];

    // The examples say in comments what they print, as the programs do that are there for testing.
    private static readonly string[] ProgramFolders = [Path.Combine("tests", "guest"), "examples"];

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        var mode = ((GuestPrograms)Activator.CreateInstance(testMethod.ReflectedType!)!).Mode;
        foreach (string path in ProgramFolders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Tool.Root, folder), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            if (!GuestProgram.IsProgram(path) || (mode.Extension is { } extension && Path.GetExtension(path) != extension))
            {
                continue;
            }

            string relative = Path.GetRelativePath(Tool.Root, path);
            if (!BoundedRun.Takes(relative, mode.OneIn))
            {
                continue;
            }

            var program = GuestProgram.Load(path);
            if (!relative.Split(Path.DirectorySeparatorChar).Intersect(GoldenFolders).Any() && !program.IsLibrary && Wants(program, mode))
            {
                yield return [relative];
            }
        }
    }

    protected virtual bool Wants(GuestProgram program, GuestMode mode) => program.SkipReason(mode) is null;
}

/// <summary>The guest programs that are not run in the mode of the test class: skipped, visibly.</summary>
public sealed class SkippedProgramsAttribute : ProgramsAttribute
{
    public override string Skip { get => "the program says in its ;skip-mode: line why"; set => throw new NotSupportedException(); }

    protected override bool Wants(GuestProgram program, GuestMode mode) => program.SkipReason(mode) is not null;
}
