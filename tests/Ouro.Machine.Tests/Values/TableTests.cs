using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Ouro.Machine.Execution;
using Vector = Ouro.Machine.Values.Vector;

namespace Ouro.Machine.Tests.Values;

/// <summary>Tables against a list of pairs, and equality.</summary>
public sealed class TableTests
{
    private readonly VirtualMachine _machine = new();

    private static Value List(params Value[] items) =>
        items.Reverse().Aggregate(Value.EmptyList, (rest, item) => Value.Object(new Pair(item, rest)));

    private static Value Str(string text) => Value.Object(new Text(text));

    /// <summary>Keys that exercise every way a key is found; equal numbers give equal keys, in fresh objects.</summary>
    private static Value Key(int number) => (number % 8) switch
    {
        0 => Value.Fixnum(number),
        1 => Value.Fixnum((long)number << 40),
        2 => Str("key" + number),
        3 => Value.Integer((BigInteger.One << 80) + number),
        4 => Value.Flonum(number / 16.0),
        5 => List(Value.Fixnum(number), Str("x")),
        6 => Value.Object(new Vector([Value.Fixnum(number), List(Value.True)])),
        _ => Real.Ratio(number * 8 + 1, 8),
    };

    [Fact]
    public void EveryOperationIsThatOfAnInsertionOrderedList()
    {
        var operations = Gen.ArrayOf(Gen.Choose(0, 1199)).Resize(400).ToArbitrary();
        Prop.ForAll(operations, numbers =>
        {
            var table = new Table(_machine, TableKind.Equal);
            var model = new List<(int Key, int Content)>();
            foreach (var number in numbers)
            {
                var (key, action) = (number % 60, number / 60 % 20);
                var at = model.FindIndex(entry => entry.Key == key);
                if (action < 11)
                {
                    Assert.True(table.Set(Key(key), Value.Fixnum(number)));
                    if (at < 0)
                    {
                        model.Add((key, number));
                    }
                    else
                    {
                        model[at] = (key, number);
                    }
                }
                else if (action < 19)
                {
                    Assert.Equal(at >= 0, table.Remove(Key(key)) >= 0);
                    if (at >= 0)
                    {
                        model.RemoveAt(at);
                    }
                }
                else if (number % 5 == 0)
                {
                    table.Clear();
                    model.Clear();
                }
            }

            return Matches(table, model) && Matches(table.Copy()!, model);
        }).QuickCheckThrowOnFailure();
    }

    private static bool Matches(Table table, List<(int Key, int Content)> model)
    {
        var contents = new List<int>();
        for (var position = 0; table.TryNext(ref position, out _, out var content);)
        {
            contents.Add((int)content.AsFixnum);
        }

        return table.Count == model.Count
            && contents.SequenceEqual(model.Select(entry => entry.Content))
            && Enumerable.Range(0, 60).All(key =>
            {
                var found = table.Get(Key(key), Value.Unbound);
                var at = model.FindIndex(entry => entry.Key == key);
                return at < 0 ? found.IsUnbound : found.AsFixnum == model[at].Content;
            });
    }

    [Fact]
    public void KindsDiffer()
    {
        var big = Value.Integer(BigInteger.One << 80);
        var sameBig = Value.Integer(BigInteger.One << 80);
        foreach (var (kind, numbers, texts) in new[] { (TableKind.Identity, false, false), (TableKind.Eqv, true, false), (TableKind.Equal, true, true) })
        {
            var table = new Table(_machine, kind);
            table.Set(big, Value.True);
            table.Set(Str("a"), Value.True);
            table.Set(Value.Fixnum(5), Value.True);
            Assert.Equal(numbers, table.Get(sameBig, Value.False).IsTrue);
            Assert.Equal(texts, table.Get(Str("a"), Value.False).IsTrue);
            Assert.True(table.Get(Value.Fixnum(5), Value.False).IsTrue);
            Assert.True(table.Get(big, Value.False).IsTrue);
            Assert.True(table.Get(Value.Flonum(5), Value.False).IsFalse);
        }
    }

    [Fact]
    public void NaNIsOneKeyAndZerosAreTwo()
    {
        var table = new Table(_machine, TableKind.Eqv);
        table.Set(Value.Flonum(double.NaN), Value.Fixnum(1));
        table.Set(Value.Flonum(BitConverter.Int64BitsToDouble(0x7FF8000000000001)), Value.Fixnum(2));
        table.Set(Value.Flonum(0.0), Value.Fixnum(3));
        table.Set(Value.Flonum(-0.0), Value.Fixnum(4));
        Assert.Equal(3, table.Count);
        Assert.Equal(2, table.Get(Value.Flonum(double.NaN), Value.Unbound).AsFixnum);
    }

    [Fact]
    public void SingletonsAndObjectsAreKeys()
    {
        var keys = new[]
        {
            Value.True, Value.False, Value.EmptyList, Value.Unspecified, Value.EndOfFile, Value.Character('a'), Value.Fixnum('a'),
            Value.Object(_machine.Intern("a")), Value.Object(new Symbol("a", interned: false)), Value.Object(new Pair(Value.True, Value.True)),
            Value.Object(new object()),
        };
        var table = new Table(_machine, TableKind.Identity);
        for (var index = 0; index < keys.Length; index++)
        {
            table.Set(keys[index], Value.Fixnum(index));
        }

        Assert.Equal(keys.Length, table.Count);
        for (var index = 0; index < keys.Length; index++)
        {
            Assert.Equal(index, table.Get(keys[index], Value.Unbound).AsFixnum);
        }
    }

    [Fact]
    public void DeletionDuringIterationIsSafe()
    {
        var table = new Table(_machine, TableKind.Eqv);
        for (var key = 0; key < 1000; key++)
        {
            table.Set(Value.Fixnum(key), Value.Fixnum(key));
        }

        var seen = 0;
        for (var position = 0; table.TryNext(ref position, out var key, out _);)
        {
            Assert.Equal(2 * seen++, key.AsFixnum);
            table.Remove(key);
            table.Remove(Value.Fixnum(key.AsFixnum + 1));
        }

        Assert.Equal(500, seen);
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void TheVersionSeesEveryChange()
    {
        var table = new Table(_machine, TableKind.Eqv);
        var versions = new List<long> { table.Version };
        table.Set(Value.Fixnum(1), Value.True);
        versions.Add(table.Version);
        table.Set(Value.Fixnum(1), Value.False);
        versions.Add(table.Version);
        table.Remove(Value.Fixnum(1));
        versions.Add(table.Version);
        table.Clear();
        versions.Add(table.Version);
        Assert.Equal(versions.Distinct().Order(), versions);
        table.Get(Value.Fixnum(1), Value.False);
        table.Remove(Value.Fixnum(1));
        Assert.Equal(versions[^1], table.Version);
    }

    [Fact]
    public void ChurnDoesNotGrowTheTable()
    {
        var table = new Table(_machine, TableKind.Eqv);
        for (var key = 0; key < 100_000; key++)
        {
            table.Set(Value.Fixnum(key), Value.True);
            table.Remove(Value.Fixnum(key - 3));
        }

        Assert.Equal(3, table.Count);
        Assert.True(table.Limit <= 16);
    }

    [Fact]
    public void CollidingKeysAreCharged()
    {
        // Structures whose difference is beyond what the hash looks at.
        var table = new Table(_machine, TableKind.Equal);
        var before = _machine.TicksUsed;
        for (var key = 0; key < 600; key++)
        {
            table.Set(List([.. Enumerable.Repeat(Value.True, 100), Value.Fixnum(key)]), Value.True);
        }

        Assert.Equal(600, table.Count);
        Assert.True(_machine.TicksUsed - before > 100_000);
    }

    [Fact]
    public void IdentitiesAreIssuedInOrder()
    {
        var objects = Enumerable.Range(0, 5).Select(index => index % 2 == 0 ? new Vector([]) : (object)new Pair(Value.True, Value.True)).ToArray();
        var first = objects.Select(_machine.IdentityOf).ToArray();
        Assert.Equal(Enumerable.Range(first[0], 5), first);
        Assert.Equal(first, objects.Select(_machine.IdentityOf));
    }

    [Fact]
    public void PrimitivesWork()
    {
        var expressions = new Expressions();
        var table = expressions.Apply("make-equal-table");
        Assert.Equal("#t", expressions.Print(expressions.Apply("table?", table)));
        Assert.Equal("#f", expressions.Print(expressions.Apply("table?", Value.True)));
        foreach (var kind in new[] { "make-eq-table", "make-eqv-table" })
        {
            Assert.Equal("#t", expressions.Print(expressions.Apply("table?", expressions.Apply(kind))));
        }

        expressions.Apply("table-set!", table, Str("b"), Value.Fixnum(1));
        expressions.Apply("table-set!", table, Str("a"), Value.Fixnum(2));
        Assert.Equal(1, expressions.Apply("table-ref", table, Str("b")).AsFixnum);
        Assert.Equal(7, expressions.Apply("table-ref", table, Str("c"), Value.Fixnum(7)).AsFixnum);
        Assert.Equal("<OutOfRange>", expressions.Print(expressions.Apply("table-ref", table, Str("c"))));
        Assert.True(expressions.Apply("table-contains?", table, Str("a")).IsTrue);
        Assert.Equal(2, expressions.Apply("table-count", table).AsFixnum);
        Assert.Equal(2, expressions.Apply("table-version", table).AsFixnum);
        Assert.True(expressions.Apply("equal?", expressions.Apply("table-keys", table), List(Str("b"), Str("a"))).IsTrue);
        Assert.True(expressions.Apply("equal?", expressions.Apply("table-values", table), List(Value.Fixnum(1), Value.Fixnum(2))).IsTrue);
        var pairs = List(Value.Object(new Pair(Str("b"), Value.Fixnum(1))), Value.Object(new Pair(Str("a"), Value.Fixnum(2))));
        Assert.True(expressions.Apply("equal?", expressions.Apply("table->alist", table), pairs).IsTrue);
        var copy = expressions.Apply("table-copy", table);
        Assert.True(expressions.Apply("table-delete!", table, Str("a")).IsTrue);
        Assert.True(expressions.Apply("table-delete!", table, Str("a")).IsFalse);
        Assert.True(expressions.Apply("table-contains?", table, Str("a")).IsFalse);
        Assert.True(expressions.Apply("table-contains?", copy, Str("a")).IsTrue);
        expressions.Apply("table-clear!", table);
        Assert.Equal(0, expressions.Apply("table-count", table).AsFixnum);
        ((Table)copy.AsObject!).Flags |= ObjectFlags.Constant;
        Assert.Equal("<Immutable>", expressions.Print(expressions.Apply("table-set!", copy, Str("a"), Value.True)));
        Assert.Equal("<Immutable>", expressions.Print(expressions.Apply("table-delete!", copy, Str("a"))));
        Assert.Equal("<Immutable>", expressions.Print(expressions.Apply("table-clear!", copy)));
    }

    [Fact]
    public void EqualComparesContents()
    {
        foreach (var (left, right, expected) in new[]
        {
            (List(Value.Fixnum(1), Str("a")), List(Value.Fixnum(1), Str("a")), true),
            (List(Value.Fixnum(1)), List(Value.Flonum(1)), false),
            (List(Value.True), Value.Object(new Pair(Value.True, Value.True)), false),
            (Value.Object(new Vector([Str("a"), List(Value.True)])), Value.Object(new Vector([Str("a"), List(Value.True)])), true),
            (Value.Object(new Vector([Value.True])), Value.Object(new Vector([])), false),
            (Value.Object(new Vector([])), Value.Object(new Vector([])), true),
            (Value.Object(new Bytevector([1, 2])), Value.Object(new Bytevector([1, 2])), true),
            (Value.Object(new Bytevector([1, 2])), Value.Object(new Bytevector([1, 3])), false),
            (List(Value.Object(new Vector([])), Value.Object(new Vector([Value.True]))), List(Value.Object(new Vector([])), Value.Object(new Vector([]))), false),
            (Value.Object(new Box(Value.True)), Value.Object(new Box(Value.True)), false),
        })
        {
            Assert.Equal(expected, Equality.Equal(_machine, left, right).IsTrue);
            Assert.Equal(expected, Equality.Equal(_machine, right, left).IsTrue);
        }
    }

    [Fact]
    public void EqualEndsOnCycles()
    {
        Value Cycle(int length)
        {
            var last = new Pair(Value.True, Value.EmptyList);
            var first = Value.Object(last);
            for (var count = 1; count < length; count++)
            {
                first = Value.Object(new Pair(Value.True, first));
            }

            last.Cdr = first;
            return first;
        }

        Assert.True(Equality.Equal(_machine, Cycle(2), Cycle(3)).IsTrue);
        var odd = Cycle(3);
        ((Pair)odd.AsObject!).Car = Value.False;
        Assert.True(Equality.Equal(_machine, odd, Cycle(3)).IsFalse);
        var (inner, other) = (new Vector([Value.True]), new Vector([Value.True]));
        inner.Items[0] = Value.Object(inner);
        other.Items[0] = Value.Object(other);
        Assert.True(Equality.Equal(_machine, Value.Object(inner), Value.Object(other)).IsTrue);
        Assert.Equal(Hashing.OfEqual(_machine, Value.Object(inner)), Hashing.OfEqual(_machine, Value.Object(other)));
    }

    [Fact]
    public void EqualIsLinearInSharedStructureAndNeedsNoHostStack()
    {
        static Value Shared(int depth)
        {
            var value = Value.EmptyList;
            for (var count = 0; count < depth; count++)
            {
                value = Value.Object(new Pair(value, value));
            }

            return value;
        }

        var before = _machine.TicksUsed;
        Assert.True(Equality.Equal(_machine, Shared(200), Shared(200)).IsTrue);
        Assert.True(_machine.TicksUsed - before < 20_000);

        static Value Deep(int depth)
        {
            var value = Value.EmptyList;
            for (var count = 0; count < depth; count++)
            {
                value = Value.Object(new Pair(value, Value.True));
            }

            return value;
        }

        Assert.True(Equality.Equal(_machine, Deep(1_000_000), Deep(1_000_000)).IsTrue);
        Assert.True(Equality.Equal(_machine, Deep(1_000_000), Deep(999_999)).IsFalse);
    }

    [Fact]
    public void ALimitStopsLongComparisons()
    {
        var machine = TestMachine.New();
        machine.SetLimits(new MachineLimits { Ticks = 1000 });
        Value Long() => List(Enumerable.Repeat(Value.True, 100_000).ToArray());
        Assert.True(Equality.Equal(machine, Long(), Long()).IsSignal);
        Assert.Equal(ConditionKind.Limit, ((Condition)machine.PendingValue.AsObject!).Kind);
    }
}
