using Ouro.Generators.Nodes;

namespace Ouro.Generators.Tests.Nodes;

public sealed class NodeTableTests
{
    private const string Table = """
        # comment
        sum tree TreeNode at
          Leaf name:identifier value@3.12:int
          Branch kids:tree* last:tree? op:sign
        product pair Pair
          pair left:tree right:tree?*
        enum sign Sign
          Plus Minus
        """;

    [Fact]
    public void GroupsNodesAndFieldsAreRead()
    {
        var groups = NodeTable.Read(Table);
        Assert.Equal(["tree", "pair", "sign"], groups.Select(group => group.Name));
        Assert.True(groups[0].HasPlace);
        Assert.Equal(["Leaf", "Branch"], groups[0].Nodes.Select(node => node.Name));
        Assert.Equal(new NodeField("value", "int", FieldCount.One, 12), groups[0].Nodes[0].Fields[1]);
        Assert.Equal(new NodeField("last", "tree", FieldCount.Optional, 0), groups[0].Nodes[1].Fields[1]);
        Assert.Equal("Pair", groups[1].Nodes[0].Class);
        Assert.Equal(FieldCount.ManyOptional, groups[1].Nodes[0].Fields[1].Count);
        Assert.Equal(["Plus", "Minus"], groups[2].Nodes.Select(node => node.Name));
    }

    [Fact]
    public void ClassesVisitorAndDumpingAreWritten()
    {
        string text = NodeWriter.Write("Some.Space", NodeTable.Read(Table));
        Assert.Contains("namespace Some.Space;", text, StringComparison.Ordinal);
        Assert.Contains("internal sealed class Branch(TreeNode[] @kids, TreeNode? @last, Sign @op, SourceSpan span) : TreeNode(span)", text, StringComparison.Ordinal);
        Assert.Contains("internal virtual void VisitPair(Pair node) => node.VisitChildren(this);", text, StringComparison.Ordinal);
        Assert.Contains("dumper.Number(\"value\", Value, since: 12);", text, StringComparison.Ordinal);
        Assert.Contains("dumper.Names(\"op\", Op.ToString());", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  Leaf", "a node before the first heading:   Leaf")]
    [InlineData("some tree TreeNode", "expected 'sum', 'product' or 'enum' with a name and a class, and perhaps 'at': some tree TreeNode")]
    [InlineData("sum tree TreeNode\n  Leaf name", "expected name:type: name")]
    public void OtherLinesAreRefused(string table, string message) => Assert.Equal(message, Assert.Throws<FormatException>(() => NodeTable.Read(table)).Message);

    [Fact]
    public void AnUnknownTypeIsRefused() =>
        Assert.Equal("no such type: name:nothing", Assert.Throws<FormatException>(() => NodeWriter.Write("S", NodeTable.Read("sum tree TreeNode\n  Leaf name:nothing"))).Message);
}
