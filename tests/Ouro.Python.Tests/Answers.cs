namespace Ouro.Python.Tests;

using System.Globalization;
using Ouro.Python.Syntax;
using Ouro.Python.Syntax.Tree;

/// <summary>What the front end answers, in the form of the host's answers.</summary>
internal static class Answers
{
    internal static bool IsLongRun => Environment.GetEnvironmentVariable("OURO_LONG") == "1";

    internal static string Of(SyntaxProblem problem) => "E" + string.Join('\x01', Fields(problem));

    internal static string Of(ParseResult result, int version) => result.Tree is { } tree ? "T" + TreeDumper.Dump(tree, version, attributes: true) : Of(result.Problem!);

    internal static string Of(AnalysisResult result) => result.Tree is not null ? "T" : Of(result.Problem!);

    /// <summary>An answer as a reader sees it.</summary>
    internal static string Shown(string answer) => answer.Replace('\x01', '|');

    /// <summary>Whether two answers are the same exception with the same message.</summary>
    internal static bool SameMessage(string left, string right) => Head(left) == Head(right);

    /// <summary>Where two long texts part, with what is around.</summary>
    internal static string Difference(string ours, string theirs)
    {
        int at = 0;
        while (at < ours.Length && at < theirs.Length && ours[at] == theirs[at])
        {
            at++;
        }

        string Around(string text) => text.Substring(Math.Max(0, at - 100), Math.Min(300, text.Length - Math.Max(0, at - 100)));
        return $"  python {Around(theirs)}\n  ouro   {Around(ours)}";
    }

    private static string Head(string answer)
    {
        string[] parts = answer.Split('\x01');
        return parts[0] + (parts.Length > 1 ? parts[1] : "");
    }

    private static IEnumerable<string> Fields(SyntaxProblem problem)
    {
        yield return problem.Kind.ToString();
        yield return problem.Message;
        foreach (int number in (int[])[problem.Line, problem.Offset, problem.EndLine, problem.EndOffset])
        {
            yield return number.ToString(CultureInfo.InvariantCulture);
        }
    }
}
