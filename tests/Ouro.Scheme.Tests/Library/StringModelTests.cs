using System.Globalization;
using Ouro.Machine.Execution;

namespace Ouro.Scheme.Tests.Library;

/// <summary>Strings against the plainest model of them, arrays of code points, under random operations.</summary>
public class StringModelTests
{
    // One for each width that a string can be stored in, and those whose case is not one to one.
    private static readonly int[] s_points = ['a', 'Z', ' ', 0, 0xE9, 0xDF, 0x3BB, 0x3A3, 0x4E2D, 0xFB01, 0x1F600, 0x10FFFF];

    private readonly VirtualMachine _machine = TestMachines.New();

    [Fact]
    public void OperationsAgreeWithTheModel()
    {
        var random = new Random(20240711);
        int rounds = TestMachines.IsLongRun ? 300_000 : 15_000;
        int[] model = [];
        Value text = Make(model);
        for (int round = 0; round < rounds; round++)
        {
            (text, model) = Step(random, text, model);
            if (model.Length > 40)
            {
                (text, model) = (Call("substring", text, Number(10), Number(25)), model[10..25]);
            }

            AssertSame(model, text);
        }
    }

    /// <summary>One operation, on the string and on the model.</summary>
    private (Value Text, int[] Model) Step(Random random, Value text, int[] model)
    {
        int start = random.Next(model.Length + 1);
        int end = random.Next(start, model.Length + 1);
        int point = s_points[random.Next(s_points.Length)];
        switch (random.Next(9))
        {
            case 0:
                return (Call("substring", text, Number(start), Number(end)), model[start..end]);
            case 1:
                int[] other = Points(random);
                return (Call("string-append", text, Make(other), text), [.. model, .. other, .. model]);
            case 2 when model.Length > 0:
                int index = random.Next(model.Length);
                _ = Call("string-set!", text, Number(index), Value.Character(point));
                int[] changed = [.. model];
                changed[index] = point;
                return (text, changed);
            case 3:
                _ = Call("string-fill!", text, Value.Character(point), Number(start), Number(end));
                return (text, [.. model[..start], .. Enumerable.Repeat(point, end - start), .. model[end..]]);
            case 4:
                // Within one string: what is read is what was there before.
                int at = random.Next(model.Length - (end - start) + 1);
                _ = Call("string-copy!", text, Number(at), text, Number(start), Number(end));
                int[] copied = [.. model];
                model[start..end].CopyTo(copied, at);
                return (text, copied);
            case 5:
                return (Call("list->string", Call("string->list", text, Number(start))), model[start..]);
            case 6:
                return (Call("vector->string", Call("string->vector", text), Number(start), Number(end)), model[start..end]);
            case 7:
                return (Call("utf8->string", Call("string->utf8", text)), model);
            default:
                int[] more = Points(random);
                Assert.Equal(Compare(model, more) < 0, Call("string<?", text, Make(more)).IsTrue);
                Assert.Equal(Compare(model, more) == 0, Call("string=?", text, Make(more)).IsTrue);
                return (Call("string-copy", Make([.. model, .. more])), [.. model, .. more]);
        }
    }

    private void AssertSame(int[] model, Value text)
    {
        Assert.Equal(model.Length, Call("string-length", text).AsFixnum);
        for (int i = 0; i < model.Length; i++)
        {
            int got = Call("string-ref", text, Number(i)).AsCharacter;
            Assert.True(got == model[i], string.Create(CultureInfo.InvariantCulture, $"character {i} is {got:X}, not {model[i]:X}"));
        }
    }

    private Value Make(int[] points) => Call("string", points.Select(point => Value.Character(point)).ToArray());

    private Value Call(string primitive, params Value[] arguments) => TestMachines.Call(_machine, primitive, arguments);

    private static Value Number(int number) => Value.Fixnum(number);

    private static int[] Points(Random random) =>
        Enumerable.Range(0, random.Next(6)).Select(_ => s_points[random.Next(s_points.Length)]).ToArray();

    private static int Compare(int[] left, int[] right)
    {
        int at = 0;
        while (at < left.Length && at < right.Length && left[at] == right[at])
        {
            at++;
        }

        return at < left.Length && at < right.Length ? left[at] - right[at] : left.Length - right.Length;
    }
}
