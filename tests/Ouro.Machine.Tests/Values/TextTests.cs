using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Ouro.Machine.Tests.Values;

/// <summary>Guest strings against a plain array of code points.</summary>
public sealed class TextTests
{
    /// <summary>Code points of all widths, surrogates included.</summary>
    private static readonly int[] Samples = [0, 'a', 'z', 0xFF, 0x100, 0x4E00, 0xD800, 0xDFFF, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF];

    private static readonly Arbitrary<int[]> CodePoints =
        Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0, 0xFF), Gen.Choose(0, 0x10FFFF), Gen.Elements(Samples))).ToArbitrary();

    private static Text Make(int[] codePoints)
    {
        var text = new Text(codePoints.Length, 'x');
        for (var index = 0; index < codePoints.Length; index++)
        {
            text[index] = codePoints[index];
        }

        return text;
    }

    private static int[] Elements(Text text)
    {
        var elements = new int[text.Length];
        for (var index = 0; index < elements.Length; index++)
        {
            elements[index] = text[index];
        }

        return elements;
    }

    [Fact]
    public void StoresWidenAndKeepTheRest() =>
        Prop.ForAll(CodePoints, model => Elements(Make(model)).SequenceEqual(model)).QuickCheckThrowOnFailure();

    [Fact]
    public void SlicesCopiesAndFillsAreThoseOfAnArray() =>
        Prop.ForAll(CodePoints, CodePoints, (model, other) =>
        {
            var (start, end) = (model.Length / 3, model.Length - (model.Length / 4));
            var text = Make(model);
            var isFine = Elements(text.Substring(start, end)).AsSpan().SequenceEqual(model.AsSpan(start, end - start))
                && Elements(text.Copy()).SequenceEqual(model)
                && Elements(Text.Concat(text, Make(other))).SequenceEqual(model.Concat(other));
            var count = Math.Min(end - start, other.Length);
            var target = Make(other);
            text.CopyTo(start, start + count, target, other.Length - count);
            var expected = other.ToArray();
            Array.Copy(model, start, expected, other.Length - count, count);
            isFine &= Elements(target).SequenceEqual(expected);
            target.Fill(0, count, 0x1F600);
            Array.Fill(expected, 0x1F600, 0, count);
            return isFine && Elements(target).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 5, 2)]
    [InlineData(2, 7, 0)]
    [InlineData(3, 3, 7)]
    public void CopiesWithinOneTextMayOverlap(int start, int end, int at)
    {
        foreach (var last in new[] { 'h', 0x4E00, 0x1F600 })
        {
            var model = new[] { 'a', 'b', 'c', 'd', 'e', 'f', 'g', last };
            var text = Make(model);
            text.CopyTo(start, end, text, at);
            Array.Copy(model, start, model, at, end - start);
            Assert.Equal(model, Elements(text));
        }
    }

    [Fact]
    public void EqualityOrderAndHashSeeCodePointsOnly() =>
        Prop.ForAll(CodePoints, CodePoints, (left, right) =>
        {
            var (a, b) = (Make(left), Make(right));

            // The same content in the widest storage.
            var wide = Make(left);
            if (left.Length > 0)
            {
                wide[0] = 0x10FFFF;
                wide[0] = left[0];
            }

            return a.Equals(wide) && a.GetHashCode() == wide.GetHashCode() && a.CompareTo(wide) == 0
                && a.Equals(b) == left.SequenceEqual(right)
                && Math.Sign(a.CompareTo(b)) == Math.Sign(left.AsSpan().SequenceCompareTo(right));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void OrderIsByCodePointNotByUtf16() =>
        Assert.True(new Text("\uFFFF").CompareTo(new Text("\U0001F600")) < 0);

    [Fact]
    public void HashIsTheSameInEveryProcess() => Assert.Equal(-1816646307, new Text("hash").GetHashCode());

    [Fact]
    public void StoringForgetsTheHash()
    {
        var text = new Text("abc");
        var before = text.GetHashCode();
        text[1] = 'x';
        Assert.NotEqual(before, text.GetHashCode());
        Assert.Equal(new Text("axc").GetHashCode(), text.GetHashCode());
        text.Fill(0, 3, 'y');
        Assert.Equal(new Text("yyy").GetHashCode(), text.GetHashCode());
    }

    [Fact]
    public void Utf16GoesThroughUnchanged()
    {
        foreach (var sample in new[] { "", "abc", "\u00e9\u00ff", "\u4e00x", "a\U0001F600b", "\ud83dlone", "lone\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00" })
        {
            var text = new Text(sample);
            Assert.Equal(sample, text.ToString());
            var builder = new TextBuilder();
            builder.Append('\u4e00');
            builder.Append(sample);
            builder.Append(text);
            builder.Append(0x1F600);
            builder.Append(sample);
            Assert.Equal("\u4e00" + sample + sample + "\U0001F600" + sample, builder.ToString());
        }

        Assert.Equal(3, new Text("a\U0001F600b").Length);
        Assert.Equal(0x1F600, new Text("a\U0001F600b")[1]);
    }

    [Fact]
    public void BuilderIsAnArrayThatGrows() =>
        Prop.ForAll(CodePoints, CodePoints, (left, right) =>
        {
            var builder = new TextBuilder();
            foreach (var codePoint in left)
            {
                builder.Append(codePoint);
            }

            builder.Append(Make(right), 0, right.Length);
            return builder.Length == left.Length + right.Length && Elements(builder.ToText()).SequenceEqual(left.Concat(right));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void IndexOfFindsTheFirst() =>
        Prop.ForAll(CodePoints, model => Samples.All(sample =>
            Make(model).IndexOf(sample) == Array.IndexOf(model, sample)
            && (model.Length == 0 || Make(model).IndexOf(sample, 1) == Array.IndexOf(model, sample, 1)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Utf8IsThatOfTheHost() =>
        Prop.ForAll(CodePoints, model =>
        {
            var scalars = model.Where(Rune.IsValid).ToArray();
            var text = Make(scalars);
            var bytes = Utf8.Encode(text, 0, text.Length);
            var back = Utf8.Decode(bytes, out var invalidAt);
            return bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text.ToString())) && invalidAt == -1 && back.Equals(text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Utf8DecodesAnyBytesAsTheHostDoes()
    {
        var random = new Random(3);
        for (var count = 0; count < 20_000; count++)
        {
            var bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            if (count % 2 == 0)
            {
                var sample = Encoding.UTF8.GetBytes("\u00e9\u4e00\U0001F600");
                Array.Copy(sample, random.Next(5), bytes, 0, Math.Min(bytes.Length, 4));
            }

            var text = Utf8.Decode(bytes, out var invalidAt);
            Assert.Equal(Encoding.UTF8.GetString(bytes), text.ToString());
            Assert.Equal(!System.Text.Unicode.Utf8.IsValid(bytes), invalidAt >= 0);
        }
    }

    [Fact]
    public void LoneSurrogatesInUtf8()
    {
        var text = Make(['a', 0xD800, 'b']);
        Assert.Equal(new byte[] { 0x61, 0xEF, 0xBF, 0xBD, 0x62 }, Utf8.Encode(text, 0, 3));
        Assert.Equal(new byte[] { 0x61, 0xED, 0xA0, 0x80, 0x62 }, Utf8.Encode(text, 0, 3, keepSurrogates: true));
    }
}
