// What is different in two images that should be the same: the libraries whose code or descriptor differ, each with the
// first line of its listing that does. Bytes alone say nothing: one more constant moves everything after it.

using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Code.Images;
using Ouro.Machine.Execution;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme;

/// <summary>Compares two images by their contents.</summary>
internal static class ImageDifference
{
    private const int LongestLine = 200;

    /// <summary>Writes a few lines for each library that differs; says so when only the arrangement of the bytes does.</summary>
    internal static void Write(byte[] first, byte[] second, TextWriter output)
    {
        var left = Libraries(first);
        var right = Libraries(second);
        bool found = false;
        for (int i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var (name, content) = i < left.Count ? left[i] : ("(none)", "");
            var (otherName, otherContent) = i < right.Count ? right[i] : ("(none)", "");
            if (name != otherName)
            {
                output.WriteLine($"library {i + 1} is {name} in image 1 and {otherName} in image 2");
                return;
            }

            if (content != otherContent)
            {
                found = true;
                output.WriteLine($"{name} differs:");
                WriteFirstDifference(content, otherContent, output);
            }
        }

        if (!found)
        {
            output.WriteLine("all libraries have the same code: constants are flagged, shared or ordered differently");
        }
    }

    private static List<(string Name, string Content)> Libraries(byte[] image)
    {
        var libraries = new List<(string Name, string Content)>();
        var machine = new VirtualMachine();
        machine.AddPrimitives(GeneratedPrimitives.Catalogue);
        if (ImageReader.Open(machine, image, "image", out var problem) is not { } reader)
        {
            libraries.Add((problem!.Message, ""));
            return libraries;
        }

        foreach (var unit in reader.Units)
        {
            var content = new StringBuilder(Disassembler.Disassemble(unit.Body)).Append('\n');
            _ = Printer.Printer.Append(machine, content, unit.Descriptor, Printer.PrintStyle.Write);
            libraries.Add((SchemeRuntime.KeyOf(unit.Name), content.ToString()));
        }

        return libraries;
    }

    private static void WriteFirstDifference(string left, string right, TextWriter output)
    {
        string[] leftLines = left.Split('\n');
        string[] rightLines = right.Split('\n');
        int line = 0;
        while (line < leftLines.Length && line < rightLines.Length && leftLines[line] == rightLines[line])
        {
            line++;
        }

        output.WriteLine($"  image 1: {Shown(leftLines, line)}");
        output.WriteLine($"  image 2: {Shown(rightLines, line)}");
    }

    private static string Shown(string[] lines, int line)
    {
        string text = line < lines.Length ? lines[line].Trim() : "(nothing)";
        return text.Length <= LongestLine ? text : text[..LongestLine] + "...";
    }
}
