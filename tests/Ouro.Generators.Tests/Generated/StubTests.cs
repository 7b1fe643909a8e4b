using System.Numerics;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Values;

namespace Ouro.Generators.Tests.Generated;

/// <summary>The stubs of the sample primitives: counts, types, unwrapping, wrapping.</summary>
public class StubTests
{
    private readonly VirtualMachine _machine = new();
    private readonly PrimitiveTable _table = new();

    public StubTests() => _table.Add(GeneratedPrimitives.Catalogue);

    private static Value One => Value.Fixnum(1);

    private static Value Abc => Value.Object(new Text("abc"));

    [Fact]
    public void FactsAboutPrimitives()
    {
        var tail = _table.Find("tail-length")!;
        Assert.Equal((2, 3, PrimitiveKind.Many, Effects.ReadText, false, true), (tail.Minimum, tail.Maximum, tail.Kind, tail.Effects, tail.Foldable, tail.Undoable));
        var successor = _table.Find("successor")!;
        Assert.Equal((1, 1, PrimitiveKind.One, Effects.None, true, false), (successor.Minimum, successor.Maximum, successor.Kind, successor.Effects, successor.Foldable, successor.Undoable));
        Assert.Equal((2, 2, PrimitiveKind.Two), (_table.Find("second-of")!.Minimum, _table.Find("second-of")!.Maximum, _table.Find("second-of")!.Kind));
        Assert.Equal((1, -1), (_table.Find("count-rest")!.Minimum, _table.Find("count-rest")!.Maximum));
        Assert.Equal((0, 0, PrimitiveKind.Many), (_table.Find("nothing")!.Minimum, _table.Find("nothing")!.Maximum, _table.Find("nothing")!.Kind));
        var give = _table.Find("give")!;
        Assert.Equal((1, 3, PrimitiveKind.Native, 2), (give.Minimum, give.Maximum, give.Kind, give.Registers));
    }

    [Fact]
    public void Results()
    {
        Assert.Equal(Value.Fixnum(8), Call("successor", Value.Fixnum(7)));
        Assert.Equal(Value.Flonum(3.5), Call("half", Value.Fixnum(7)));
        Assert.Equal(Value.False, Call("negation", One));
        Assert.Equal(Value.True, Call("negation", Value.False));
        Assert.Equal(Value.Character('b'), Call("next-character", Value.Character('a')));
        Assert.Equal(Value.Unspecified, Call("nothing"));
        Assert.Equal(Value.Fixnum(14), Call("double", Value.Fixnum(7)));
        Value large = Call("double", Value.Fixnum(long.MaxValue));
        Assert.Equal(new BigInteger(long.MaxValue) * 2, Assert.IsType<Bignum>(large.AsObject).Value);
        Value second = Abc;
        Assert.Equal(second, Call("second-of", Abc, second));
        Assert.Equal(Value.EmptyList, Call("same", Value.EmptyList));
    }

    [Fact]
    public void OptionalArguments()
    {
        Assert.Equal(Value.Fixnum(2), Call("tail-length", Abc, One));
        Assert.Equal(Value.Fixnum(8), Call("tail-length", Abc, One, Value.Fixnum(9)));
        Assert.Equal(Value.Fixnum(2), Call("tail-length", Abc, One, Value.Absent));
        Assert.Equal(Value.Fixnum(11), Call("step", One));
        Assert.Equal(Value.Fixnum(3), Call("step", One, Value.Fixnum(2)));
        Assert.Equal(Value.Fixnum(11), Call("step", One, Value.Absent));
    }

    [Fact]
    public void FurtherArguments()
    {
        Assert.Equal(Value.Fixnum(0), Call("count-rest", One));
        Assert.Equal(Value.Fixnum(3), Call("count-rest", One, One, One, One));
        Assert.Equal(Value.True, Call("last", One, One, Value.True));
        CheckFailure("last", [], "nothing is last");
    }

    [Fact]
    public void NumbersOfArguments()
    {
        CheckFailure("successor", [], "successor takes 1 argument, got 0");
        CheckFailure("successor", [One, One], "successor takes 1 argument, got 2");
        CheckFailure("second-of", [Abc], "second-of takes 2 arguments, got 1");
        CheckFailure("tail-length", [Abc], "tail-length takes 2 to 3 arguments, got 1");
        CheckFailure("count-rest", [], "count-rest takes at least 1 argument, got 0");
        CheckFailure("nothing", [One], "nothing takes 0 arguments, got 1");
    }

    [Fact]
    public void TypesOfArguments()
    {
        CheckFailure("tail-length", [One, One], "argument 1 must be a string, got");
        CheckFailure("tail-length", [Abc, Value.False], "argument 2 must be an index, got");
        CheckFailure("tail-length", [Abc, One, Abc], "argument 3 must be an index, got");
        CheckFailure("second-of", [Abc, Value.EmptyList], "argument 2 must be a string, got");
        CheckFailure("successor", [Value.Flonum(1)], "argument 1 must be an exact integer, got");
        CheckFailure("double", [Value.True], "argument 1 must be an exact integer, got");
        CheckFailure("half", [Abc], "argument 1 must be a real number, got");
        CheckFailure("next-character", [Value.Fixnum('a')], "argument 1 must be a character, got");
    }

    [Fact]
    public void RangesOfArguments()
    {
        Value large = Value.Integer(BigInteger.One << 64);
        CheckFailure("tail-length", [Abc, Value.Fixnum(-1)], "argument 2 must be an index, 0 or more, got");
        CheckFailure("tail-length", [Abc, Value.Fixnum(1L << 31)], "argument 2 must be an index, 0 or more, got");
        CheckFailure("tail-length", [Abc, large], "argument 2 must be an index, 0 or more, got");
        CheckFailure("successor", [large], "argument 1 must be an exact integer of at most 64 bits, got");
        Assert.Equal(Value.Fixnum(int.MaxValue), Call("step", Value.Fixnum(int.MaxValue), Value.Fixnum(0)));
    }

    [Fact]
    public void AllRealNumbersAreDoubles()
    {
        Assert.Equal(Value.Flonum(0.25), Call("half", Value.Flonum(0.5)));
        Assert.Equal(Value.Flonum(Math.ScaleB(1, 99)), Call("half", Value.Integer(BigInteger.One << 100)));
        Assert.Equal(Value.Flonum(1.0 / 6), Call("half", Value.Object(new Ratnum(1, 3))));
    }

    [Fact]
    public void ANativeActivationIsNoPrimitiveCall() =>
        CheckFailure("give", [One], "give calls procedures, so it must itself be called as one, not as a primitive");

    [Fact]
    public void RowsAsPrimitives()
    {
        Value pair = CallRow("cons", One, Value.True);
        Assert.Equal(Value.True, CallRow("cdr", pair));
        Assert.Equal(Value.Fixnum(128), CallRow("add-immediate", One, Value.Fixnum(127)));
        CheckRowFailure("car", [One], "argument 1 must be a pair, got");
        CheckRowFailure("car", [pair, pair], "car takes 1 argument, got 2");
        CheckRowFailure("add-immediate", [One, Value.Fixnum(128)], "argument 2 must be an integer from -128 to 127, got");
        CheckRowFailure("add-immediate", [One, Value.True], "argument 2 must be an exact integer, got");
        Assert.Equal(Value.Unspecified, CallRow("set-car!", pair, Value.False));
        Assert.Equal(Value.False, CallRow("car", pair));
    }

    /// <summary>What names registers, jumps, constants or guest code means nothing outside an activation.</summary>
    [Theory]
    [InlineData("call")]
    [InlineData("return")]
    [InlineData("loop")]
    [InlineData("branch-less")]
    [InlineData("call-global")]
    [InlineData("primitive-1")]
    [InlineData("pack-values")]
    [InlineData("statement")]
    public void RowsThatAreNoPrimitives(string name)
    {
        Assert.NotNull(OpcodeTable.Find(name));
        Assert.Null(_machine.FindPrimitive(name));
    }

    private Value Call(string name, params Value[] arguments) => Call(_table.Find(name)!, arguments);

    private Value CallRow(string name, params Value[] arguments) => Call(_machine.FindPrimitive(name)!, arguments);

    /// <summary>Calls by every way there is for that number of arguments; all must agree.</summary>
    private Value Call(PrimitiveProcedure primitive, Value[] arguments)
    {
        Value result = primitive.Invoke(_machine, arguments);
        if (primitive.Accepts(arguments.Length) && !primitive.Effects.HasFlag(Effects.Allocate))
        {
            Value again = arguments.Length switch
            {
                1 => primitive.Invoke1(_machine, arguments[0]),
                2 => primitive.Invoke2(_machine, arguments[0], arguments[1]),
                _ => result,
            };
            Assert.Equal((result.AsObject as Bignum)?.Value, (again.AsObject as Bignum)?.Value);
            Assert.True(result == again || result.AsObject is Bignum);
        }

        return result;
    }

    private void CheckFailure(string name, Value[] arguments, string message) => CheckFailure(_table.Find(name)!, arguments, message);

    private void CheckRowFailure(string name, Value[] arguments, string message) => CheckFailure(_machine.FindPrimitive(name)!, arguments, message);

    private void CheckFailure(PrimitiveProcedure primitive, Value[] arguments, string message)
    {
        Assert.Equal(Value.Signal, Call(primitive, arguments));
        Assert.Equal(PendingSignal.Raise, _machine.Pending);
        Assert.Equal(message, Assert.IsType<Condition>(_machine.PendingValue.AsObject).Message);
    }
}
