namespace Ouro.Python.Tests.Values;

using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Machine.Values;
using Ouro.Python.Tests.Host;
using Ouro.Python.Values;
using Ouro.Python.Values.Modules;
using Ouro.Python.Values.Numbers;

/// <summary>struct, binascii, random and hashes, against the host's modules.</summary>
public sealed class ModuleTests
{
    private readonly Meter _meter = Comparison.NewMeter();

    [Fact]
    public void FixedExpectations()
    {
        // The test vector of CRC-32, and the generator's numbers for the key of its authors' test program.
        Assert.Equal(0xCBF43926, BinaryText.Crc32("123456789"u8));
        var twister = new MersenneTwister();
        twister.Seed([0x123, 0x234, 0x345, 0x456]);
        Assert.Equal([1067595299u, 955945823u, 477289528u, 4107218783u], new uint[] { twister.NextWord(), twister.NextWord(), twister.NextWord(), twister.NextWord() });
        Assert.Equal(33, StructLayout.Parse(_meter, new Text("bhilqP?"))!.Size);
        Assert.Equal(0, new SipHash(0, 0).Of(new Text("")));
    }

    [PythonFact]
    public void RandomNumbersAreThoseOfTheHost()
    {
        var random = new Random(60);
        var all = new Comparison();
        foreach (var seed in new[] { BigInteger.Zero, 1, 42, -42, BigInteger.Pow(10, 50), NumberTests.RandomInteger(random) })
        {
            var twister = new MersenneTwister();
            twister.Seed(seed);
            var shown = new List<string>();
            for (int i = 0; i < 300; i++)
            {
                shown.Add(FloatText.Repr(twister.NextDouble()));
                shown.Add(twister.NextBits(_meter, i)!.Value.ToString(CultureInfo.InvariantCulture));
            }

            uint[] state = twister.GetState();
            all.Add($"(lambda r: [f for i in range(300) for f in (r.random(), r.getrandbits(i))] + [sum(r.getstate()[1])])(random.Random({seed}))", $"[{string.Join(", ", shown)}, {state.Sum(word => (long)word)}]");
            var other = new MersenneTwister();
            Assert.True(other.SetState(_meter, state));
            Assert.Equal(twister.NextWord(), other.NextWord());
        }

        all.Check();
    }

    [PythonFact]
    public void StructsAreThoseOfTheHost()
    {
        var random = new Random(61);
        var all = new Comparison();
        for (int i = 0; i < 1500; i++)
        {
            string format = new[] { "", "@", "=", "<", ">", "!" }[random.Next(6)];
            for (int count = random.Next(1, 5); count > 0; count--)
            {
                format += random.Next(3) == 0 ? random.Next(4).ToString(CultureInfo.InvariantCulture) : "";
                format += random.Next(40) == 0 ? "z" : "xbBhHiIlLqQnNPefds"[random.Next(18)].ToString();
            }

            var text = new Text(format);
            var layout = StructLayout.Parse(_meter, text);
            all.Add($"struct.calcsize('{format}')", _meter, layout, parsed => parsed.Size.ToString(CultureInfo.InvariantCulture));
            if (layout is null)
            {
                continue;
            }

            var arguments = new List<string>();
            byte[]? packed = Pack(random, layout, format, arguments);
            all.Add($"struct.pack('{format}', {string.Join(", ", arguments)})", _meter, packed, Comparison.Ascii);
            byte[] bytes = new byte[layout.Size];
            random.NextBytes(bytes);
            all.Add($"[*struct.unpack('{format}', {Comparison.Ascii(bytes)})]", Unpack(layout, bytes));
        }

        foreach (string wrong in (string[])["3", "2 i", "99999999999999999999i", "9999999999999999q", "<n", " i i", "b0q"])
        {
            all.Add($"struct.calcsize({Comparison.Ascii(wrong)})", _meter, StructLayout.Parse(_meter, new Text(wrong)), layout => layout.Size.ToString(CultureInfo.InvariantCulture));
        }

        var one = StructLayout.Parse(_meter, new Text("i"))!;
        foreach (int offset in (int[])[0, 3, -2, -4, -20, 9])
        {
            long from = one.OffsetIn(_meter, 7, offset, isPack: false);
            all.Add($"struct.unpack_from('i', bytes(7), {offset})", from < 0 ? Comparison.Shown(_meter) : "(0,)");
            from = one.OffsetIn(_meter, 7, offset, isPack: true);
            all.Add($"struct.pack_into('i', bytearray(7), {offset}, 0)", from < 0 ? Comparison.Shown(_meter) : "None");
        }

        all.Check();
    }

    [PythonFact]
    public void BinaryTextIsThatOfTheHost()
    {
        var random = new Random(62);
        var all = new Comparison();
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(20)];
            random.NextBytes(bytes);
            string shown = Comparison.Ascii(bytes);
            all.Add($"binascii.b2a_base64({shown}, newline={i % 2 == 0})", _meter, BinaryText.ToBase64(_meter, bytes, i % 2 == 0), Comparison.Ascii);
            all.Add($"binascii.crc32({shown}, {i}), binascii.crc_hqx({shown}, {i}), zlib.adler32({shown}, {i + 1})", $"({BinaryText.Crc32(bytes, (uint)i)}, {BinaryText.CrcHqx(bytes, (uint)i)}, {BinaryText.Adler32(bytes, (uint)i + 1)})");
            byte[] text = Comparison.RandomText(random, "abcdQ==+/\n!", 9).Storage;
            bool strict = random.Next(2) == 0;
            all.Add($"binascii.a2b_base64({Comparison.Ascii(text)}, strict_mode={strict})", _meter, BinaryText.FromBase64(_meter, text, strict), Comparison.Ascii);
            byte[] digits = Comparison.RandomText(random, "0123456789abcdefAF" + (i % 3 == 0 ? "g\u00E9" : ""), 6).Storage;
            all.Add($"binascii.unhexlify({Comparison.Ascii(digits)})", _meter, BinaryText.FromHexadecimal(_meter, digits), Comparison.Ascii);
        }

        all.Check();
    }

    [PythonFact]
    public void HashesAreThoseOfTheHostWithoutRandomisation()
    {
        string[] texts = ["", "a", "abc", "abcdefg", "abcdefgh", "abcdefghi", "caf\u00E9", "\u20AC", "a\U0001F600", new string('x', 100)];
        string list = string.Join(", ", texts.Select(text => $"{Comparison.Ascii(text)}"));
        var start = new ProcessStartInfo(HostPython.Command, ["-c", $"print([(hash(t), hash(t.encode())) for t in [{list}]])"]) { RedirectStandardOutput = true };
        start.Environment["PYTHONHASHSEED"] = "0";
        using var process = Process.Start(start)!;
        string theirs = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        var hash = new SipHash(0, 0);
        Assert.Equal(theirs, $"[{string.Join(", ", texts.Select(text => $"({hash.Of(new Text(text))}, {hash.Of(System.Text.Encoding.UTF8.GetBytes(text))})"))}]");
    }

    [PythonFact]
    public void TimesAreThoseOfTheHost()
    {
        var random = new Random(63);
        var all = new Comparison();
        for (int i = 0; i < 1500; i++)
        {
            long seconds = i % 3 == 0 ? random.NextInt64(-60_000_000_000, 200_000_000_000) : random.NextInt64(0, 2_000_000_000);
            var time = TimeText.FromSeconds(seconds);
            string fields = $"{time.Year}, {time.Month}, {time.Day}, {time.Hour}, {time.Minute}, {time.Second}, {time.Weekday}, {time.DayOfYear}, 0";
            all.Add($"tuple(time.gmtime({seconds}))", $"({fields})");
            all.Add($"time.asctime(({fields}))", Comparison.Ascii(TimeText.Ascii(time)));
            string format = string.Concat(Enumerable.Range(0, 6).Select(_ => $"{(random.Next(6) == 0 ? "x" : "")}%{(random.Next(6) == 0 ? "-" : "")}{"aAbBcCdDeFgGHIjklmMnprRStTuUVwWxXyY%Q"[random.Next(37)]}"));
            all.Add($"time.strftime({Comparison.Ascii(format)}, ({fields}))", _meter, TimeText.Format(_meter, format, time), text => Comparison.Ascii(text));
        }

        all.Check();
    }

    [Fact]
    public void LimitsHoldBeforeTheWork()
    {
        var machine = new VirtualMachine();
        var meter = new Meter(machine);
        machine.SetLimits(new MachineLimits { Allocation = 1_000_000 });
        Assert.Null(new MersenneTwister().NextBits(meter, 1L << 40));
        Assert.Null(meter.Error);
        machine.SetLimits(new MachineLimits { Ticks = 1000 });
        Assert.Null(BinaryText.FromBase64(meter, new byte[1_000_000]));
        Assert.Null(meter.Error);
    }

    private byte[]? Pack(Random random, StructLayout layout, string format, List<string> arguments)
    {
        byte[] packed = new byte[layout.Size];
        bool isNative = format[0] is not ('=' or '<' or '>' or '!');
        bool good = true;
        foreach (var field in layout.Fields)
        {
            for (long i = 0; i < field.Values; i++)
            {
                var target = packed.AsSpan((int)(field.Offset + i * field.Size));
                if (StructLayout.IsInteger(field.Code))
                {
                    var integer = random.Next(8) == 0 ? NumberTests.RandomInteger(random) : random.Next(0, 100);
                    arguments.Add(integer.ToString(CultureInfo.InvariantCulture));
                    good = good && layout.Write(_meter, field, integer, target);
                }
                else if (field.Code == 's')
                {
                    byte[] bytes = Comparison.RandomText(random, "abc", 4).Storage;
                    arguments.Add(Comparison.Ascii(bytes));
                    StructLayout.Write(field, bytes, target);
                }
                else
                {
                    double number = NumberTests.AnyDouble(random);
                    arguments.Add($"float.fromhex('{FloatText.ToHexadecimal(number)}')");
                    good = good && layout.Write(_meter, field, number, target, isNative);
                }
            }
        }

        return good ? packed : null;
    }

    private static string Unpack(StructLayout layout, byte[] bytes)
    {
        var values = new List<string>();
        foreach (var field in layout.Fields)
        {
            for (long i = 0; i < field.Values; i++)
            {
                var source = bytes.AsSpan((int)(field.Offset + i * field.Size));
                values.Add(field.Code == 's' ? Comparison.Ascii(StructLayout.ReadBytes(field, source).ToArray())
                    : StructLayout.IsInteger(field.Code) ? NumberPrinter.ToString(layout.ReadInteger(field, source), 10)
                    : FloatText.Repr(layout.ReadFloat(field, source)));
            }
        }

        return $"[{string.Join(", ", values)}]";
    }
}
