using System.Text;
using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Tests.LineEditing;

public sealed class InputDecoderTests
{
    [Theory]
    [InlineData("a", "Character:a")]
    [InlineData("é日😀", "Character:é Character:日 Character:😀")]
    [InlineData("\r", "Enter")]
    [InlineData("\n", "Enter+Control")]
    [InlineData("\t", "Tab")]
    [InlineData("\e[Z", "BackTab")]
    [InlineData("\u007F\b", "Backspace Backspace")]
    [InlineData("\u0001\u001A\u001F", "Character:a+Control Character:z+Control Character:_+Control")]
    [InlineData("\e[A\e[B\e[C\e[D", "Up Down Right Left")]
    [InlineData("\eOA\eOH\eOF", "Up Home End")]
    [InlineData("\e[H\e[F\e[1~\e[4~\e[7~\e[8~", "Home End Home End Home End")]
    [InlineData("\e[2~\e[3~\e[5~\e[6~", "Insert Delete PageUp PageDown")]
    [InlineData("\e[1;5C\e[1;3D\e[3;5~", "Right+Control Left+Alt Delete+Control")]
    [InlineData("\eb\e\u007F\e\r", "Character:b+Alt Backspace+Alt Enter+Alt")]
    [InlineData("\e[200~two\r\nlines \e[A\e[201~x", "Paste:two\nlines \e[A Character:x")]
    [InlineData("\e[99~\e[?1;2c\e[27;5;9~", "Unknown Unknown+Shift Unknown+Control")]
    [InlineData("\e\eb", "Escape Character:b+Alt")]
    public void BytesAreKeys(string sent, string keys)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(sent);
        Assert.Equal(keys, Decode(bytes, bytes.Length));

        // In whatever pieces they come.
        Assert.Equal(keys, Decode(bytes, 1));
        Assert.Equal(keys, Decode(bytes, 3));
    }

    [Fact]
    public void AnEscapeAloneIsKnownWhenNothingFollows()
    {
        var decoder = new InputDecoder();
        decoder.Feed("\e"u8);
        Assert.False(decoder.TryTake(out _));
        Assert.True(decoder.IsPending);
        decoder.Flush();
        Assert.True(decoder.TryTake(out var key));
        Assert.Equal(KeyCode.Escape, key.Code);
        Assert.False(decoder.HasMore);
    }

    [Fact]
    public void BytesThatAreNoTextBecomeTheReplacementCharacter()
    {
        Assert.Equal("Character:\uFFFD Character:a", Decode([0xFF, (byte)'a'], 2));
        var decoder = new InputDecoder();
        decoder.Feed([0xE6, 0x97]);
        decoder.Flush();
        Assert.True(decoder.TryTake(out var key));
        Assert.Equal("\uFFFD", key.Text);
    }

    [Fact]
    public void ALargePasteIsOneKey()
    {
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"(define 変数{i} \"é\")\n"));
        var decoder = new InputDecoder();
        byte[] bytes = Encoding.UTF8.GetBytes("\e[200~" + text + "\e[201~");
        for (int at = 0; at < bytes.Length; at += 4096)
        {
            decoder.Feed(bytes.AsSpan(at, Math.Min(4096, bytes.Length - at)));
        }

        Assert.True(decoder.TryTake(out var key));
        Assert.Equal(text, key.Text);
        Assert.False(decoder.HasMore);
    }

    [Fact]
    public void RandomBytesNeverStopIt()
    {
        var random = new Random(1);
        var decoder = new InputDecoder();
        byte[] bytes = new byte[64];
        for (int i = 0; i < 5_000; i++)
        {
            random.NextBytes(bytes);
            bytes[random.Next(64)] = 0x1B;
            bytes[random.Next(64)] = (byte)'[';
            decoder.Feed(bytes.AsSpan(0, random.Next(64)));
            if (i % 3 == 0)
            {
                decoder.Flush();
            }

            while (decoder.TryTake(out _))
            {
            }
        }

        decoder.Feed("\e[201~"u8);
        decoder.Flush();
        while (decoder.TryTake(out _))
        {
        }

        decoder.Feed("q"u8);
        Assert.True(decoder.TryTake(out var key));
        Assert.Equal("q", key.Text);
    }

    private static string Decode(byte[] bytes, int piece)
    {
        var decoder = new InputDecoder();
        for (int at = 0; at < bytes.Length; at += piece)
        {
            decoder.Feed(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }

        var keys = new List<string>();
        while (decoder.TryTake(out var key))
        {
            keys.Add(key.Code + (key.Text.Length > 0 ? ":" + key.Text : "") + (key.Modifiers == KeyModifiers.None ? "" : "+" + key.Modifiers));
        }

        return string.Join(' ', keys);
    }
}
