using Ouro.Machine.Execution;

namespace Ouro.Scheme.Tests.Reader;

public class SourcePrimitiveTests
{
    private readonly VirtualMachine _machine = TestMachines.New();

    [Fact]
    public void ReadsAllDataOfASource()
    {
        var map = TestMachines.Call(_machine, "make-source-map");
        var data = TestMachines.Call(
            _machine, "read-source", TestMachines.Text("(a)\n b"), TestMachines.Text("f.scm"), map);
        Assert.Equal("((a) b)", TestMachines.Print(_machine, data));
        var second = ((Pair)data.AsObject!).Cdr;
        var span = TestMachines.Call(_machine, "source-map-element", map, second);
        Assert.Equal("#<source-span f.scm:2:2>", TestMachines.Print(_machine, span));
        Assert.Equal("\"f.scm\"", TestMachines.Print(_machine, TestMachines.Call(_machine, "span-file", span)));
        Assert.Equal(2, TestMachines.Call(_machine, "span-line", span).AsFixnum);
        Assert.Equal(2, TestMachines.Call(_machine, "span-column", span).AsFixnum);
        Assert.Equal(2, TestMachines.Call(_machine, "span-end-line", span).AsFixnum);
        Assert.Equal(3, TestMachines.Call(_machine, "span-end-column", span).AsFixnum);
        var form = TestMachines.Call(_machine, "source-map-form", map, ((Pair)data.AsObject!).Car);
        Assert.Equal("#<source-span f.scm:1:1>", TestMachines.Print(_machine, form));
        Assert.True(TestMachines.Call(_machine, "source-map-form", map, second).IsFalse);
    }

    [Fact]
    public void ReadsWithoutAMap()
    {
        var data = TestMachines.Call(_machine, "read-source", TestMachines.Text(" "), TestMachines.Text("f"));
        Assert.True(data.IsEmptyList);
    }

    [Fact]
    public void FoldsCaseWhenAsked()
    {
        var map = TestMachines.Call(_machine, "make-source-map");
        var data = TestMachines.Call(
            _machine, "read-source", TestMachines.Text("ABC"), TestMachines.Text("f"), map, Value.True);
        Assert.Equal("(abc)", TestMachines.Print(_machine, data));
    }

    [Fact]
    public void RaisesReadErrors()
    {
        var result = _machine.FindPrimitive("read-source")!.Invoke(
            _machine, TestMachines.Text("(a"), TestMachines.Text("f"), TestMachines.Call(_machine, "make-source-map"));
        var condition = TestMachines.Pending(_machine, result);
        Assert.Equal(ConditionKind.Read, condition.Kind);
        Assert.Equal("f:1:1", condition.Span!.ToString());
    }

    [Fact]
    public void MapsCanBeWritten()
    {
        var map = TestMachines.Call(_machine, "make-source-map");
        var span = TestMachines.Call(
            _machine, "make-span", TestMachines.Text("g"), Value.Fixnum(1), Value.Fixnum(2), Value.Fixnum(3), Value.Fixnum(4));
        var pairs = new List<Value>();
        for (var i = 0; i < 1000; i++)
        {
            // More than one growth of the table, entries of both kinds.
            var pair = Value.Object(new Pair(Value.Fixnum(i), Value.EmptyList));
            pairs.Add(pair);
            _ = TestMachines.Call(_machine, i % 2 == 0 ? "source-map-set-form!" : "source-map-set-element!", map, pair, span);
        }

        for (var i = 0; i < pairs.Count; i++)
        {
            Assert.Equal(i % 2 == 0, TestMachines.Call(_machine, "source-map-form", map, pairs[i]).AsObject is SourceSpan);
            Assert.Equal(i % 2 == 1, TestMachines.Call(_machine, "source-map-element", map, pairs[i]).AsObject is SourceSpan);
        }

        _ = TestMachines.Call(_machine, "source-map-set-form!", map, pairs[0], Value.False);
        Assert.True(TestMachines.Call(_machine, "source-map-form", map, pairs[0]).IsFalse);
        var wrong = _machine.FindPrimitive("source-map-set-form!")!.Invoke(_machine, map, pairs[0], Value.True);
        Assert.Equal(ConditionKind.WrongType, TestMachines.Pending(_machine, wrong).Kind);
    }

    [Fact]
    public void RaisesSyntaxErrors()
    {
        var span = TestMachines.Call(
            _machine, "make-span", TestMachines.Text("g"), Value.Fixnum(1), Value.Fixnum(2), Value.Fixnum(3), Value.Fixnum(4));
        var primitive = _machine.FindPrimitive("raise-syntax-error")!;
        var condition = TestMachines.Pending(
            _machine, primitive.Invoke(_machine, TestMachines.Text("if: expected a test"), span, Value.Fixnum(7)));
        Assert.Equal(ConditionKind.Syntax, condition.Kind);
        Assert.Equal("if: expected a test 7", Scheme.Printer.Printer.Describe(condition));
        Assert.Equal(new SourceSpan("g", 1, 2, 3, 4), condition.Span);
        condition = TestMachines.Pending(_machine, primitive.Invoke(_machine, TestMachines.Text("x"), Value.False));
        Assert.Null(condition.Span);
        condition = TestMachines.Pending(_machine, primitive.Invoke(_machine, TestMachines.Text("x"), Value.True));
        Assert.Equal(ConditionKind.WrongType, condition.Kind);
    }
}
