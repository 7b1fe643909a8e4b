using System.Numerics;
using Ouro.Machine.Execution;
using Ouro.Python.Execution;
using Ouro.Python.Objects;
using Ouro.Python.Values.Modules;

namespace Ouro.Python.Modules;

/// <summary>A generator of pseudo-random numbers as an object.</summary>
internal sealed class PyRandom(PyType type) : PyObject(type)
{
    internal readonly MersenneTwister Twister = new();
}

/// <summary>The module _random.</summary>
internal static class RandomModule
{
    internal static void Fill(PythonRuntime python, PyModule module) => python.Types.MakeIn(module, "Random", typeof(RandomMethods));
}

/// <summary>_random.Random.</summary>
internal static class RandomMethods
{
    private static PyRandom Self(in Value value) => (PyRandom)value.Ref!;

    [PythonFunction("__new__", "cls, /, *args, **kwargs", Kind = FunctionKind.Static)]
    internal static async Work<Value> New(PythonRuntime python, Value[] a)
    {
        if (!python.Machine.ChargeAllocation(2700))
        {
            return Value.Signal;
        }

        Value random = Value.Object(new PyRandom((PyType)a[0].Ref!));
        var given = ((PyTuple)a[1].Ref!).Items;
        Value seeded = await Seed(python, [random, given.Length > 0 ? given[0] : Value.Absent]);
        return seeded.IsSignal ? seeded : random;
    }

    [PythonFunction("seed", "self, n=None, /")]
    internal static async Work<Value> Seed(PythonRuntime python, Value[] a)
    {
        if (a[1].IsAbsent || a[1].IsUnspecified)
        {
            // A machine that is not to see the world outside gets the same numbers each time.
            Self(a[0]).Twister.Seed(python.Machine.Capabilities.HasFlag(Capability.Clock) ? new BigInteger(Random.Shared.NextInt64()) : BigInteger.Zero);
            return Value.Unspecified;
        }

        Value number = PythonRuntime.Inner(a[1]);
        if (Keys.AsNumber(number).Ref is not (null or Bignum) || number.IsFlonum)
        {
            Value hash = await python.Hash(a[1]);
            if (hash.IsSignal)
            {
                return hash;
            }

            Self(a[0]).Twister.Seed(new BigInteger((ulong)hash.Bits));
            return Value.Unspecified;
        }

        var seed = Real.ToBigInteger(Keys.AsNumber(number));
        if (!python.Machine.ChargeTicks(624 + (seed.GetByteCount() >> 2)))
        {
            return Value.Signal;
        }

        Self(a[0]).Twister.Seed(seed);
        return Value.Unspecified;
    }

    [PythonFunction("random", "self, /")]
    internal static Value Next(PythonRuntime python, ReadOnlySpan<Value> a) => Value.Flonum(Self(a[0]).Twister.NextDouble());

    [PythonFunction("getrandbits", "self, k, /")]
    internal static async Work<Value> Bits(PythonRuntime python, Value[] a) =>
        await python.SizeOf(a[1]) is { } count ? python.Parsed(Self(a[0]).Twister.NextBits(python.Meter, count)) : Value.Signal;

    [PythonFunction("getstate", "self, /")]
    internal static Value GetState(PythonRuntime python, ReadOnlySpan<Value> a) =>
        python.Machine.ChargeAllocation(PyTuple.SizeOf(MersenneTwister.Size + 1)) ? python.Tuple(Array.ConvertAll(Self(a[0]).Twister.GetState(), word => Value.Fixnum(word))) : Value.Signal;

    [PythonFunction("setstate", "self, state, /")]
    internal static async Work<Value> SetState(PythonRuntime python, Value[] a)
    {
        if (a[1].Ref is not PyTuple tuple)
        {
            return python.TypeError("state vector must be a tuple");
        }

        if (tuple.Items.Length != MersenneTwister.Size + 1)
        {
            return python.ValueError("state vector is the wrong size");
        }

        uint[] state = new uint[tuple.Items.Length];
        for (int i = 0; i < state.Length; i++)
        {
            if (await python.SizeOf(tuple.Items[i]) is not { } word)
            {
                return Value.Signal;
            }

            if (i < MersenneTwister.Size && word < 0)
            {
                return python.OverflowError("can't convert negative value to unsigned int");
            }

            state[i] = word > uint.MaxValue ? uint.MaxValue : (uint)word;
        }

        return Self(a[0]).Twister.SetState(python.Meter, state) ? Value.Unspecified : python.Failed();
    }
}
