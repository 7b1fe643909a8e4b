// Values of two machines that run the same program are the same when an observer inside the program could not tell: numbers
// and text by content, data part by part, with the same sharing, procedures by their code and what they captured. Data may be deep and
// circular, so pairs of objects that are taken for the same are remembered, and what is still to be looked at is on a list.

using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Jit.Verification;

/// <summary>Two values that should be the same and are not.</summary>
/// <param name="Place">The way to them, in words.</param>
internal sealed record HeapDifference(string Place, Value Left, Value Right);

/// <summary>Compares values of two machines. Objects that were found the same once are not looked at again by the same instance.</summary>
/// <param name="most">After so many objects it looks at no more of them.</param>
internal sealed class HeapComparison(int most)
{
    private readonly Dictionary<object, object> _rightOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, object> _leftOf = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<(Value Left, Value Right, Step Way)> _waiting = new();

    /// <summary>One step on the way to a value: a part of the value before.</summary>
    private sealed record Step(string Part, Step? Whole)
    {
        public override string ToString()
        {
            var parts = new List<string>();
            for (var step = this; step is not null && parts.Count < 12; step = step.Whole)
            {
                parts.Add(step.Part);
            }

            return string.Join(" of ", parts);
        }
    }

    /// <summary>The first difference between two values, or null.</summary>
    /// <param name="place">Where they are, in words.</param>
    internal HeapDifference? Compare(Value left, Value right, string place)
    {
        _waiting.Push((left, right, new Step(place, null)));
        while (_waiting.TryPop(out var pair))
        {
            if (!IsSame(pair.Left, pair.Right, pair.Way))
            {
                _waiting.Clear();
                return new HeapDifference(pair.Way.ToString(), pair.Left, pair.Right);
            }
        }

        return null;
    }

    /// <summary>Whether two procedures' code is the same. When it was prepared does not matter: the JIT does so for what it inlines.</summary>
    internal static bool IsSameCode(CodeObject left, CodeObject right)
    {
        left = Newest(left);
        right = Newest(right);
        return left.Name?.Name == right.Name?.Name
            && left.FreeCount == right.FreeCount
            && (!left.IsPrepared || !right.IsPrepared || left.Instructions.AsSpan().SequenceEqual(right.Instructions));
    }

    private static CodeObject Newest(CodeObject code)
    {
        while (code.Replacement is { } next)
        {
            code = next;
        }

        return code;
    }

    private bool IsSame(in Value left, in Value right, Step way)
    {
        if (left.Ref is null || right.Ref is null || left.Ref is Type)
        {
            // A result that is no number may have any bits.
            return left.Ref == right.Ref && (left.Bits == right.Bits || (left.IsFlonum && double.IsNaN(left.AsFlonum) && double.IsNaN(right.AsFlonum)));
        }

        if (left.Ref.GetType() != right.Ref.GetType())
        {
            return false;
        }

        switch (left.Ref, right.Ref)
        {
            case (Bignum one, Bignum other):
                return one.Value == other.Value;
            case (Ratnum one, Ratnum other):
                return one.Numerator == other.Numerator && one.Denominator == other.Denominator;
            case (Symbol one, Symbol other):
                return one.Name == other.Name && one.IsInterned == other.IsInterned;
        }

        if (_rightOf.TryGetValue(left.Ref, out object? known) || _leftOf.ContainsKey(right.Ref))
        {
            // Procedures and promises have no parts that change: two for one are no difference.
            return known == right.Ref || left.Ref is Procedure;
        }

        if (_rightOf.Count >= most)
        {
            return true;
        }

        _rightOf.Add(left.Ref, right.Ref);
        _leftOf.Add(right.Ref, left.Ref);
        return HasSameParts(left.Ref, right.Ref, way);
    }

    private bool HasSameParts(object left, object right, Step way)
    {
        switch (left, right)
        {
            case (Pair one, Pair other):
                Later(one.Cdr, other.Cdr, "the cdr", way);
                Later(one.Car, other.Car, "the car", way);
                return true;
            case (Vector one, Vector other):
                return All(one.Items, other.Items, "element", way);
            case (Record one, Record other):
                return one.Type.Name.Name == other.Type.Name.Name && All(one.Fields, other.Fields, "field", way);
            case (MultipleValues one, MultipleValues other):
                return All(one.Items, other.Items, "value", way);
            case (Text one, Text other):
                return one.Equals(other);
            case (Bytevector one, Bytevector other):
                return one.Bytes.AsSpan().SequenceEqual(other.Bytes);
            case (Compnum one, Compnum other):
                Later(one.Real, other.Real, "the real part", way);
                Later(one.Imaginary, other.Imaginary, "the imaginary part", way);
                return true;
            case (Box one, Box other):
                Later(one.Content, other.Content, "the content", way);
                return true;
            case (Cell one, Cell other):
                Later(one.Content, other.Content, "the content", way);
                return one.Name.Name == other.Name.Name && one.Module.Name == other.Module.Name;
            case (Promise one, Promise other):
                Later(one.State.Content, other.State.Content, "the content", way);
                return one.State.Stage == other.State.Stage;
            case (Table one, Table other):
                return HasSameEntries(one, other, way);
            case (Condition one, Condition other):
                return one.Kind == other.Kind && one.Message == other.Message && All(one.Irritants, other.Irritants, "irritant", way);
            case (CodeObject one, CodeObject other):
                return IsSameCode(one, other);
            case (Procedure one, Procedure other):
                return IsSameProcedure(one, other, way);
            default:
                // Ports, continuations and what else hosts made: of the same class, and that is all that is known.
                return true;
        }
    }

    private bool IsSameProcedure(Procedure left, Procedure right, Step way)
    {
        switch (left, right)
        {
            case (Closure one, Closure other):
                for (int i = 0; i < Math.Min(one.Code.FreeCount, other.Code.FreeCount); i++)
                {
                    Later(one.Variable(i), other.Variable(i), $"captured variable {i}", way);
                }

                return IsSameCode(one.Code, other.Code);
            case (CaseLambda one, CaseLambda other):
                for (int i = 0; i < Math.Min(one.Clauses.Length, other.Clauses.Length); i++)
                {
                    Later(Value.Object(one.Clauses[i]), Value.Object(other.Clauses[i]), $"clause {i}", way);
                }

                return one.Clauses.Length == other.Clauses.Length;
            case (Parameter one, Parameter other):
                Later(one.Default, other.Default, "the default", way);
                Later(one.Converter, other.Converter, "the converter", way);
                return true;
            default:
                return left.DisplayName == right.DisplayName;
        }
    }

    private bool HasSameEntries(Table left, Table right, Step way)
    {
        int place = 0;
        int otherPlace = 0;
        for (int i = 0; left.TryNext(ref place, out var key, out var content); i++)
        {
            if (!right.TryNext(ref otherPlace, out var otherKey, out var otherContent))
            {
                return false;
            }

            Later(key, otherKey, $"key {i}", way);
            Later(content, otherContent, $"content {i}", way);
        }

        return left.Count == right.Count;
    }

    private bool All(Value[] left, Value[] right, string part, Step way)
    {
        // Of a large vector the parts are numbers, most often.
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (left[i].Ref is not null || right[i].Ref is not null || left[i].Bits != right[i].Bits)
            {
                Later(left[i], right[i], $"{part} {i}", way);
            }
        }

        return left.Length == right.Length;
    }

    private void Later(in Value left, in Value right, string part, Step way) => _waiting.Push((left, right, new Step(part, way)));
}
