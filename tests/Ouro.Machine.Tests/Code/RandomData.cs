using System.Globalization;
using BigInteger = System.Numerics.BigInteger;
using System.Text;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Code;

/// <summary>Random guest data of every kind that an image can hold, with sharing and cycles.</summary>
internal sealed class RandomData(VirtualMachine machine, Random random)
{
    private readonly List<Value> _made = [];
    private int _budget = 200;

    internal Value Datum()
    {
        if (--_budget < 0 || random.Next(3) == 0)
        {
            return Atom();
        }

        if (_made.Count > 0 && random.Next(5) == 0)
        {
            return _made[random.Next(_made.Count)];
        }

        switch (random.Next(4))
        {
            case 0:
                var items = ValueArrays.Filled(random.Next(6), Value.False);
                var vector = new Vector(items);
                Keep(vector, vector);
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = Datum();
                }

                return Value.Object(vector);
            case 1:
                var text = new Text(random.Next(8), 'x');
                for (int i = 0; i < text.Length; i++)
                {
                    text[i] = random.Next(4) switch { 0 => random.Next(0x80), 1 => random.Next(0x100), 2 => random.Next(0x10000), _ => random.Next(0x110000) };
                }

                Keep(text, text);
                return Value.Object(text);
            case 2:
                byte[] bytes = new byte[random.Next(5)];
                random.NextBytes(bytes);
                var bytevector = new Bytevector(bytes);
                Keep(bytevector, bytevector);
                return Value.Object(bytevector);
            default:
                var first = new Pair(Value.False, Value.EmptyList);
                Keep(first, null);
                var last = first;
                bool constant = random.Next(2) == 0;
                first.Car = Datum();
                for (int i = random.Next(6); i > 0; i--)
                {
                    var next = new Pair(Datum(), Value.EmptyList);
                    last.Cdr = Value.Object(next);
                    last = next;
                    if (constant)
                    {
                        machine.MarkConstant(next);
                    }

                    if (random.Next(4) == 0)
                    {
                        Keep(next, null);
                    }
                }

                if (random.Next(4) == 0)
                {
                    last.Cdr = Datum();
                }

                return Value.Object(first);
        }
    }

    private void Keep(object made, HeapObject? flagged)
    {
        _made.Add(Value.Object(made));
        if (flagged is not null && random.Next(2) == 0)
        {
            flagged.Flags |= ObjectFlags.Constant;
        }
    }

    private Value Atom()
    {
        switch (random.Next(16))
        {
            case 0:
                return Value.Fixnum(random.NextInt64(long.MinValue, long.MaxValue));
            case 1:
                return Value.Fixnum(random.Next(-100, 100));
            case 2:
                return Value.Flonum(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
            case 3:
                return Value.Character(random.Next(0x110000));
            case 4:
                return Value.Boolean(random.Next(2) == 0);
            case 5:
                return Value.EmptyList;
            case 6:
                return Value.Unspecified;
            case 7:
                return Value.EndOfFile;
            case 8:
                return Value.Absent;
            case 9:
                return Value.Integer(BigInteger.Pow(random.Next(-1000, 1000), random.Next(5, 60)));
            case 10:
                return Ratio();
            case 11:
                return random.Next(2) == 0
                    ? Value.Object(new Compnum(Value.Flonum(random.NextDouble()), Value.Flonum(-random.NextDouble())))
                    : Value.Object(new Compnum(Ratio(), Value.Fixnum(random.Next(1, 9))));
            case 12:
                return Value.Object(machine.GlobalCell(machine.Intern("module"), machine.Intern($"global{random.Next(3)}")));
            case 13:
                return Value.Object(machine.FindPrimitive("values")!);
            case 14 when _made.Count > 0:
                var symbol = new Symbol($"g{random.Next(3)}", interned: false);
                _made.Add(Value.Object(symbol));
                return Value.Object(symbol);
            default:
                return Value.Object(machine.Intern(random.Next(4) switch { 0 => "", 1 => "\u03BB\uD800", 2 => "caf\u00E9", _ => $"symbol{random.Next(5)}" }));
        }
    }

    private Value Ratio()
    {
        BigInteger numerator = random.Next(1, 1000), denominator = random.Next(2, 1000);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return denominator == divisor ? Value.Fixnum((long)(numerator / denominator)) : Value.Object(new Ratnum(numerator / divisor, denominator / divisor));
    }
}

/// <summary>Data as text that shows every difference: kinds, contents, flags, and which objects are the same.</summary>
internal static class Shape
{
    internal static string Of(VirtualMachine machine, Value datum)
    {
        var text = new StringBuilder();
        var numbers = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var queue = new Queue<Value>();
        queue.Enqueue(datum);
        while (queue.TryDequeue(out var value))
        {
            text.Append('\n');
            if (value.Ref is HeapObject or Pair && !(value.Ref is Symbol { IsInterned: true }))
            {
                if (!numbers.TryAdd(value.Ref, numbers.Count))
                {
                    text.Append(CultureInfo.InvariantCulture, $"same as {numbers[value.Ref]}");
                    continue;
                }
            }

            switch (value.Ref)
            {
                case Pair pair:
                    text.Append(machine.IsConstantPair(pair) ? "constant pair" : "pair");
                    queue.Enqueue(pair.Car);
                    queue.Enqueue(pair.Cdr);
                    break;
                case Vector vector:
                    text.Append(CultureInfo.InvariantCulture, $"{vector.Flags} vector {vector.Items.Length}");
                    foreach (var item in vector.Items)
                    {
                        queue.Enqueue(item);
                    }

                    break;
                case Text content:
                    text.Append(CultureInfo.InvariantCulture, $"{content.Flags} text {content.Length}");
                    for (int i = 0; i < content.Length; i++)
                    {
                        text.Append(CultureInfo.InvariantCulture, $" {content[i]}");
                    }

                    break;
                case Bytevector bytes:
                    text.Append(CultureInfo.InvariantCulture, $"{bytes.Flags} bytes {Convert.ToHexString(bytes.Bytes)}");
                    break;
                case Symbol symbol:
                    text.Append(CultureInfo.InvariantCulture, $"symbol {symbol.IsInterned} {symbol.Name}");
                    break;
                case Bignum big:
                    text.Append(CultureInfo.InvariantCulture, $"bignum {big.Value}");
                    break;
                case Ratnum ratio:
                    text.Append(CultureInfo.InvariantCulture, $"ratio {ratio.Numerator}/{ratio.Denominator}");
                    break;
                case Compnum complex:
                    text.Append("complex");
                    queue.Enqueue(complex.Real);
                    queue.Enqueue(complex.Imaginary);
                    break;
                case Cell cell:
                    text.Append(CultureInfo.InvariantCulture, $"cell {cell.Module} {cell.Name}");
                    break;
                case Machine.Code.PrimitiveProcedure primitive:
                    text.Append(CultureInfo.InvariantCulture, $"primitive {primitive.Name}");
                    break;
                default:
                    text.Append(CultureInfo.InvariantCulture, $"{value.Ref?.GetType().Name} {value.Ref} {value.Bits}");
                    break;
            }
        }

        return text.ToString();
    }
}
