using Ouro.Machine.Code;

namespace Ouro.Generators.Tests.Generated;

/// <summary>Looking names up in generated catalogues.</summary>
public class PrimitiveTableTests
{
    private readonly PrimitiveTable _table = new();

    public PrimitiveTableTests()
    {
        _table.Add(Machine.GeneratedPrimitives.Catalogue);
        _table.Add(GeneratedPrimitives.Catalogue);
    }

    [Fact]
    public void EveryNameIsFound()
    {
        Assert.True(_table.Names.Count > 100);
        foreach (string name in _table.Names)
        {
            PrimitiveProcedure? primitive = _table.Find(name);
            Assert.Equal(name, primitive?.Name);
            Assert.Same(primitive, _table.Find(name));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ca")]
    [InlineData("cars")]
    [InlineData("car ")]
    [InlineData("~")]
    [InlineData("λ")]
    public void OtherNamesAreNot(string name) => Assert.Null(_table.Find(name));

    [Fact]
    public void ALongNameIsNot() => Assert.Null(_table.Find(new string('x', 300)));

    [Fact]
    public void NamesDifferWithinACatalogue()
    {
        PrimitiveTable table = new();
        table.Add(Machine.GeneratedPrimitives.Catalogue);
        Assert.Equal(table.Names.Count, table.Names.Distinct().Count());
    }

    [Fact]
    public void TheFirstCatalogueCounts()
    {
        PrimitiveTable table = new();
        table.Add(new Fixed("car 1 1 0 0 0 0 0 0\n"));
        table.Add(new Fixed("car 2 2 0 0 0 0 1 0\ncdr 3 -1 3 17 0 1 2 0\n"));
        Assert.Equal(1, table.Find("car")!.Minimum);
        PrimitiveProcedure other = table.Find("cdr")!;
        Assert.Equal((3, -1, true, true, Effects.ReadBox | Effects.ReadPair), (other.Minimum, other.Maximum, other.Foldable, other.Undoable, other.Effects));
        Assert.Equal(["car", "car", "cdr"], table.Names);
    }

    /// <summary>Every entry has code. A pointer that is 0 would only be found when the primitive is called.</summary>
    [Fact]
    public void EveryEntryIsResolved()
    {
        foreach (PrimitiveCatalogue catalogue in (PrimitiveCatalogue[])[Machine.GeneratedPrimitives.Catalogue, GeneratedPrimitives.Catalogue])
        {
            string rows = System.Text.Encoding.UTF8.GetString(catalogue.Rows);
            foreach (string row in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] fields = row.Split(' ');
                int group = int.Parse(fields[5]), local = int.Parse(fields[6]);
                Assert.NotEqual(0, catalogue.Resolve(group, local));
            }
        }
    }

    private sealed class Fixed(string rows) : PrimitiveCatalogue
    {
        public override ReadOnlySpan<byte> Rows => System.Text.Encoding.UTF8.GetBytes(rows);

        public override nint Resolve(int group, int local) => throw new NotSupportedException();
    }
}
