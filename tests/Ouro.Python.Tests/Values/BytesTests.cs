namespace Ouro.Python.Tests.Values;

using Ouro.Machine.Values;
using Ouro.Python.Syntax.Parsing;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Bytes;
using Ouro.Python.Values.Codecs;
using Ouro.Python.Values.Sequences;
using Ouro.Python.Values.Strings;

public sealed class BytesTests
{
    private static readonly string[] Handlers = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace", "namereplace"];

    /// <summary>The last two know encoding only; the registry of codecs wraps their complaint.</summary>
    private const int HandlersForDecoding = 6;

    private static readonly Codec[] Codecs = Enum.GetValues<Codec>();

    private readonly Meter _meter = Comparison.NewMeter();

    [Fact]
    public void FixedExpectations()
    {
        Assert.Equal("b'a\\x00\\xff\\n\"\\''", StringRepr.Repr(_meter, new byte[] { (byte)'a', 0, 255, 10, 34, 39 })!.ToString());
        Assert.Equal("a1:b2c3", BytesFunctions.Hex(_meter, [0xA1, 0xB2, 0xC3], new Text(":"), 2));
        Assert.Null(ErrorHandlers.Decode(_meter, Codec.Utf8, [0x61, 0xE2, 0x28]));
        var error = Assert.IsType<UnicodeValueError>(_meter.TakeError());
        Assert.Equal((1, 2, "invalid continuation byte"), (error.Start, error.End, error.Reason));
        Assert.Equal("'utf-8' codec can't decode byte 0xe2 in position 1: invalid continuation byte", error.Message);
        Assert.Equal([0x80], ErrorHandlers.Encode(_meter, Codec.Ascii, new Text("\uDC80"), "surrogateescape")!);
        var decoder = new Decoder(Codec.Utf8, [0x61, 0xE2, 0x82], isFinal: false);
        Assert.True(ErrorHandlers.Run(_meter, decoder, "strict"));
        Assert.Equal(1, decoder.Position);
    }

    [PythonFact]
    public void MethodsAreThoseOfTheHost()
    {
        var random = new Random(40);
        var all = new Comparison();
        for (int i = 0; i < 1000; i++)
        {
            byte[] bytes = RandomBytes(random, i % 2 == 0 ? "aB1 \t\r\n\u000B\u001C" : "aBz\u00E9'\"\\\u0000", 10);
            byte[] part = RandomBytes(random, "aB", 2);
            string self = Comparison.Ascii(bytes);
            long most = random.Next(-1, 4);
            all.Add($"repr({self})", Comparison.Ascii(Comparison.Ascii(bytes)));
            all.Add($"{self}.split(None, {most})", _meter, BytesFunctions.SplitAtSpace(_meter, bytes, most), pieces => Shown(bytes, pieces));
            all.Add($"{self}.rsplit(None, {most})", _meter, BytesFunctions.SplitAtSpace(_meter, bytes, most, true), pieces => Shown(bytes, pieces));
            all.Add($"{self}.split({Comparison.Ascii(part)}, {most})", _meter, BytesFunctions.Split(_meter, bytes, part, most), pieces => Shown(bytes, pieces));
            all.Add($"{self}.rsplit({Comparison.Ascii(part)}, {most})", _meter, BytesFunctions.Split(_meter, bytes, part, most, true), pieces => Shown(bytes, pieces));
            all.Add($"{self}.splitlines({i & 1})", _meter, BytesFunctions.SplitLines(_meter, bytes, (i & 1) != 0), pieces => Shown(bytes, pieces));
            all.Add($"[{self}.strip(), {self}.lstrip(), {self}.rstrip()]", Shown(bytes, [BytesFunctions.StripSpace(bytes), BytesFunctions.StripSpace(bytes, right: false), BytesFunctions.StripSpace(bytes, left: false)]));
            all.Add($"{self}.upper()", _meter, BytesFunctions.Upper(_meter, bytes), Comparison.Ascii);
            all.Add($"{self}.lower()", _meter, BytesFunctions.Lower(_meter, bytes), Comparison.Ascii);
            all.Add($"{self}.title()", _meter, BytesFunctions.Title(_meter, bytes), Comparison.Ascii);
            all.Add($"{self}.capitalize()", _meter, BytesFunctions.Capitalize(_meter, bytes), Comparison.Ascii);
            all.Add($"{self}.swapcase()", _meter, BytesFunctions.Swapcase(_meter, bytes), Comparison.Ascii);
            bool[] facts = [BytesFunctions.IsAlpha(bytes), BytesFunctions.IsDigit(bytes), BytesFunctions.IsAlnum(bytes), BytesFunctions.IsSpace(bytes), BytesFunctions.IsAscii(bytes), BytesFunctions.IsLower(bytes), BytesFunctions.IsUpper(bytes), BytesFunctions.IsTitle(bytes)];
            all.Add($"[getattr({self}, 'is' + n)() for n in 'alpha digit alnum space ascii lower upper title'.split()]", $"[{string.Join(", ", facts.Select(Comparison.Shown))}]");
            int group = random.Next(-3, 4);
            all.Add($"{self}.hex(':', {group})", _meter, BytesFunctions.Hex(_meter, bytes, new Text(":"), group), text => $"'{text}'");
            var digits = Comparison.RandomText(random, "0aF g\u00E9", 6);
            all.Add($"bytes.fromhex({Comparison.Ascii(digits)})", _meter, BytesFunctions.FromHex(_meter, digits), Comparison.Ascii);
            all.Add($"{self}.translate(bytes(range(255, -1, -1)), {Comparison.Ascii(part)})", _meter, BytesFunctions.Translate(_meter, bytes, [.. Enumerable.Range(0, 256).Select(n => (byte)(255 - n))], part), Comparison.Ascii);
            all.Add($"bytes.maketrans({self}, {Comparison.Ascii(part)})[:99]", _meter, BytesFunctions.MakeTranslation(_meter, bytes, part), table => Comparison.Ascii(table[..99]));
            all.Add($"{self}.replace({Comparison.Ascii(part)}, b'xyz', {most})", _meter, StringSearch.Replace(_meter, BytesFunctions.AsText(bytes), BytesFunctions.AsText(part), new Text("xyz"), most), text => Comparison.Ascii(text.Storage));
            all.Add($"{self}.center(14, b'*')", _meter, StringLayout.Center(_meter, BytesFunctions.AsText(bytes), 14, '*'), text => Comparison.Ascii(text.Storage));
        }

        all.Check();
    }

    [PythonFact]
    public void DecodingIsThatOfTheHost()
    {
        var random = new Random(41);
        var all = new Comparison();
        string[] alphabets = ["a\u0080\u00C3\u00E2\u0082\u00AC\u00ED\u00A0\u00F0\u009F\u0098\u00F4\u0090\u00FF\u00C0", "\u0000a\u00D8\u00DC\u0001\u0010\u00FE\u00FF", "\\uUxN{}017afBELrnt'\n", "\u0081\u0080\u009F\u00E9a"];
        for (int i = 0; i < 4000; i++)
        {
            int kind = i % 4;
            byte[] bytes = RandomBytes(random, alphabets[kind], 14);
            var codec = kind switch
            {
                0 => Codec.Utf8,
                1 => new[] { Codec.Utf16, Codec.Utf16BigEndian, Codec.Utf16LittleEndian, Codec.Utf32, Codec.Utf32BigEndian, Codec.Utf32LittleEndian }[random.Next(6)],
                2 => random.Next(2) == 0 ? Codec.UnicodeEscape : Codec.RawUnicodeEscape,
                _ => new[] { Codec.Ascii, Codec.Latin1, Codec.Cp1252 }[random.Next(3)],
            };
            Decode(all, codec, bytes, Handlers[random.Next(HandlersForDecoding)]);
        }

        foreach (string escape in (string[])["\\N{LATIN SMALL LETTER A}", "\\N{latin small letter a}x", "\\N{BEL}", "\\N{foo}", "\\N{}", "\\N{", "\\N", "\\U0010ffff", "\\U00110000", "\\u12", "\\x4", "\\777", "\\8", "\\\n"])
        {
            Decode(all, Codec.UnicodeEscape, System.Text.Encoding.ASCII.GetBytes(escape), "strict");
            Decode(all, Codec.RawUnicodeEscape, System.Text.Encoding.ASCII.GetBytes(escape), "replace");
        }

        all.Check();
    }

    [PythonFact]
    public void EncodingIsThatOfTheHost()
    {
        var random = new Random(42);
        var all = new Comparison();
        for (int i = 0; i < 3000; i++)
        {
            var text = Comparison.RandomText(random, i % 3 == 0 ? "a\n\\\u00E9\u20AC\u0153\u1234\U0001F600\u0081" : "a\uD800\uDC80\uDCFF\uDC00\u00E9\uAC01\u4E01", 8);
            var codec = Codecs[random.Next(Codecs.Length)];
            string errors = Handlers[random.Next(Handlers.Length)];
            string name = codec == Codec.Cp1252 ? "cp1252" : CodecNames.NameOf(codec) switch { "unicodeescape" => "unicode_escape", "rawunicodeescape" => "raw_unicode_escape", var other => other };
            all.Add($"{Comparison.Ascii(text)}.encode('{name}', '{errors}')", _meter, ErrorHandlers.Encode(_meter, codec, text, errors), Comparison.Ascii);
        }

        all.Check();
    }

    [PythonFact]
    public void NamesOfCharactersAreThoseOfTheHost()
    {
        var all = new Comparison();
        for (int code = 0; code < 0x30000; code += code < 0x3400 ? 1 : 37)
        {
            if (System.Globalization.CharUnicodeInfo.GetUnicodeCategory(code) is not (System.Globalization.UnicodeCategory.OtherNotAssigned or System.Globalization.UnicodeCategory.Surrogate))
            {
                string? name = CharacterNames.NameOf(code);
                all.Add($"unicodedata.name(chr({code}), {(name is null ? "None" : $"'{name}'")})", name is null ? "None" : $"'{name}'");
            }
        }

        all.Check();
    }

    private static byte[] RandomBytes(Random random, string alphabet, int longest) => Comparison.RandomText(random, alphabet, longest).Storage;

    private static string Shown(byte[] bytes, List<Piece> pieces) => $"[{string.Join(", ", pieces.Select(piece => Comparison.Ascii(bytes[piece.Start..piece.End])))}]";

    private void Decode(Comparison all, Codec codec, byte[] bytes, string errors)
    {
        string name = codec == Codec.Cp1252 ? "cp1252" : CodecNames.NameOf(codec) switch { "unicodeescape" => "unicode_escape", "rawunicodeescape" => "raw_unicode_escape", var other => other };
        all.Add($"{Comparison.Ascii(bytes)}.decode('{name}', '{errors}')", _meter, ErrorHandlers.Decode(_meter, codec, bytes, errors));
    }
}
