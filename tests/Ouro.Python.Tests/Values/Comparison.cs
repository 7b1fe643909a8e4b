namespace Ouro.Python.Tests.Values;

using System.Text;
using Ouro.Machine.Values;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Strings;

/// <summary>Collects expressions with what our algorithms give for them, and compares with what the host's python3 gives. Answers are in ASCII.</summary>
internal sealed class Comparison
{
    private static readonly Lazy<int> HostVersion = new(() =>
    {
        try
        {
            using var host = new HostPython();
            return host.Version;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Without a host nothing is compared with it.
            return 11;
        }
    });

    private readonly List<(string Expression, string Ours)> _cases = [];

    internal int Count => _cases.Count;

    /// <summary>A meter that charges nobody and has the words of the host's version.</summary>
    internal static Meter NewMeter() => new(null, HostVersion.Value);

    /// <summary>An answer that is a value, written as Python's <c>ascii</c> writes it.</summary>
    internal void Add(string expression, string ours) => _cases.Add((expression, ours));

    /// <summary>A value, or the error that a meter kept if it is null.</summary>
    internal void Add<T>(string expression, Meter meter, T? ours, Func<T, string> show)
        where T : class => Add(expression, ours is null ? Shown(meter) : show(ours));

    /// <summary>The same for values.</summary>
    internal void AddValue<T>(string expression, Meter meter, T? ours, Func<T, string> show)
        where T : struct => Add(expression, ours is { } value ? show(value) : Shown(meter));

    /// <summary>A text.</summary>
    internal void Add(string expression, Meter meter, Text? ours) => Add(expression, meter, ours, Ascii);

    /// <summary>Texts in a list.</summary>
    internal void Add(string expression, Meter meter, Text[]? ours) => Add(expression, meter, ours, ShownList);

    /// <summary>Asks the host and asserts that there is no difference.</summary>
    internal void Check()
    {
        using var host = new HostPython();
        Check(host);
    }

    internal void Check(HostPython host)
    {
        Assert.NotEmpty(_cases);
        string[] theirs = host.Ask("values", string.Join('\n', _cases.Select(entry => entry.Expression)))[1..].Split('\n');
        Assert.Equal(_cases.Count, theirs.Length);
        var wrong = new List<string>();
        for (int i = 0; i < theirs.Length; i++)
        {
            if (theirs[i] != _cases[i].Ours)
            {
                wrong.Add($"{Cut(_cases[i].Expression)}\n  python {Cut(theirs[i])}\n  ouro   {Cut(_cases[i].Ours)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {theirs.Length} differ\n{string.Join('\n', wrong.Take(25))}");
    }

    /// <summary>The error of a meter as the host's answers have it.</summary>
    internal static string Shown(Meter meter)
    {
        var error = meter.TakeError();
        Assert.NotNull(error);
        string type = error.Type[(error.Type.LastIndexOf('.') + 1)..];
        string quoted = Ascii(new Text($"!{type}: {error.Message}"));
        return quoted[1..^1];
    }

    internal static string Ascii(Text text) => StringRepr.Ascii(new Meter(null), text)!.ToString();

    internal static string Ascii(string text) => Ascii(new Text(text));

    internal static string Ascii(byte[] bytes) => StringRepr.Repr(new Meter(null), bytes)!.ToString();

    internal static string ShownList(IEnumerable<Text> texts) => $"[{string.Join(", ", texts.Select(Ascii))}]";

    internal static string Shown(bool value) => value ? "True" : "False";

    /// <summary>A text of code points from an alphabet.</summary>
    internal static Text RandomText(Random random, string alphabet, int longest)
    {
        var letters = new Text(alphabet);
        var builder = new TextBuilder();
        for (int count = random.Next(longest + 1); count > 0; count--)
        {
            builder.Append(letters[random.Next(letters.Length)]);
        }

        return builder.ToText();
    }

    private static string Cut(string text) => text.Length < 600 ? text : $"{text.AsSpan(0, 600)}...";
}
