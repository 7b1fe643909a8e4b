using Ouro.Machine.Execution;
using Ouro.Python.Objects;

namespace Ouro.Python.Execution;

/// <summary>What the clauses of a try with except* have taken and raised so far.</summary>
[GuestType("a group that is being handled")]
internal sealed class GroupHandling(PyException original) : PyObjectData
{
    internal readonly PyException Original = original;

    /// <summary>What no clause has taken yet.</summary>
    internal PyException? Rest = original;

    internal readonly List<PyException> Raised = [];
}

// Groups of exceptions: an exception whose arguments are a message and a sequence of exceptions; a tuple of them is its second part.
internal sealed partial class PythonRuntime
{
    private PyType GroupType => Types.Exception("BaseExceptionGroup");

    /// <summary>The exceptions of a group.</summary>
    internal static Value[] PartsOf(PyException group) => group.Parts?.Items ?? ValueArrays.None;

    internal bool IsGroup(PyException exception) => exception.Type.IsSubtypeOf(GroupType);

    /// <summary>A new group: ExceptionGroup if all are of Exception.</summary>
    internal PyException NewGroup(Value message, Value[] parts)
    {
        bool plain = Array.TrueForAll(parts, part => TypeOf(part).IsSubtypeOf(Types.Exception("Exception")));
        var group = NewException(plain ? Types.Exception("ExceptionGroup") : GroupType, message, List([.. parts]));
        group.Parts = (PyTuple)Tuple([.. parts]).Ref!;
        return group;
    }

    /// <summary>A group like another with other exceptions (its derive method), with the same traceback, cause, context and notes.</summary>
    private async Work<Value> Derive(PyException group, Value[] parts)
    {
        Value derived = await Call(group.Type.Lookup("derive"), Value.Object(group), List([.. parts]));
        if (derived.IsSignal)
        {
            return derived;
        }

        if (derived.Ref is not PyException exception || !IsGroup(exception))
        {
            return TypeError("derive must return an instance of BaseExceptionGroup");
        }

        (exception.Traceback, exception.Cause, exception.Context, exception.SuppressContext) = (group.Traceback, group.Cause, group.Context, group.SuppressContext);
        if (group.OwnAttribute("__notes__") is { IsUnbound: false } notes)
        {
            exception.SetOwnAttribute("__notes__", notes.Ref is PyList list ? List(list.Span.ToArray()) : notes);
        }

        return derived;
    }

    /// <summary>Splits an exception by a test of those that are no groups, and of groups as a whole.</summary>
    /// <returns>A tuple: what fits, or None, and the rest, or None; the signal.</returns>
    internal async Work<Value> SplitGroup(PyException exception, Func<PyException, Work<Value>> test)
    {
        if (IsDeep)
        {
            // Deeper than the host's stack allows: groups nest as deep as the guest makes them.
            return Raise("RecursionError", "maximum recursion depth exceeded in exceptiongroup_split_recursive");
        }

        Value fits = await test(exception);
        if (fits.IsSignal || fits.IsTrue)
        {
            return fits.IsSignal ? fits : Tuple(Value.Object(exception), Value.Unspecified);
        }

        if (!IsGroup(exception))
        {
            return Tuple(Value.Unspecified, Value.Object(exception));
        }

        var matched = new List<Value>();
        var rest = new List<Value>();
        foreach (Value part in PartsOf(exception))
        {
            if (!Machine.ChargeTicks(1))
            {
                return Value.Signal;
            }

            Enter();
            Value halves = await SplitGroup((PyException)part.Ref!, test);
            Leave();
            if (halves.Ref is not PyTuple { Items: [var one, var other] })
            {
                return Value.Signal;
            }

            if (!one.IsUnspecified)
            {
                matched.Add(one);
            }

            if (!other.IsUnspecified)
            {
                rest.Add(other);
            }
        }

        Value left = matched.Count == 0 ? Value.Unspecified : await Derive(exception, [.. matched]);
        Value right = left.IsSignal ? left : rest.Count == 0 ? Value.Unspecified : await Derive(exception, [.. rest]);
        return right.IsSignal ? right : Tuple(left, right);
    }

    /// <summary>What an except* clause takes, which is being handled then; absent: nothing.</summary>
    internal async Work<Value> MatchGroup(GroupHandling handling, Value type)
    {
        foreach (Value one in type.Ref is PyTuple tuple ? tuple.Items : [type])
        {
            if (one.Ref is not PyType clause || !clause.IsSubtypeOf(Types.BaseException))
            {
                return TypeError("catching classes that do not inherit from BaseException is not allowed");
            }

            if (clause.IsSubtypeOf(GroupType))
            {
                return TypeError("catching ExceptionGroup with except* is not allowed. Use except instead.");
            }
        }

        if (handling.Rest is not { } rest)
        {
            return Value.Absent;
        }

        if (!IsGroup(rest))
        {
            if (!ExceptionMatches(Value.Object(rest), type).IsTrue)
            {
                return Value.Absent;
            }

            handling.Rest = null;
            var group = NewGroup(Str(""), [Value.Object(rest)]);
            group.Arguments = (PyTuple)Tuple(Str(""), Tuple(Value.Object(rest))).Ref!;
            return Value.Object(group);
        }

        Value halves = await SplitGroup(rest, exception => ExceptionMatches(Value.Object(exception), type));
        if (halves.Ref is not PyTuple { Items: [var taken, var left] })
        {
            return Value.Signal;
        }

        if (taken.IsUnspecified)
        {
            return Value.Absent;
        }

        handling.Rest = left.Ref as PyException;
        return taken;
    }

    /// <summary>What is raised after the clauses; absent: nothing.</summary>
    internal async Work<Value> EndGroup(GroupHandling handling)
    {
        var original = handling.Original;
        if (!IsGroup(original))
        {
            return handling.Raised.Count > 0 ? Value.Object(handling.Raised[0]) : handling.Rest is { } naked ? Value.Object(naked) : Value.Absent;
        }

        var raised = new List<Value>();
        var again = new HashSet<PyException>();
        foreach (var exception in handling.Rest is { } rest ? [.. handling.Raised, rest] : handling.Raised)
        {
            if (IsGroup(exception) && exception.Traceback == original.Traceback && Value.Same(exception.Cause, original.Cause) && Value.Same(exception.Context, original.Context))
            {
                AddLeaves(exception, again);
            }
            else
            {
                raised.Add(Value.Object(exception));
            }
        }

        if (again.Count > 0)
        {
            Value halves = await SplitGroup(original, exception => Value.Boolean(again.Contains(exception)));
            if (halves.Ref is not PyTuple { Items: [var projected, _] })
            {
                return Value.Signal;
            }

            if (raised.Count == 0)
            {
                return projected;
            }

            raised.Add(projected);
        }

        return raised.Count switch
        {
            0 => Value.Absent,
            1 => raised[0],
            _ => Value.Object(NewGroup(Str(""), [.. raised])),
        };
    }

    private void AddLeaves(PyException exception, HashSet<PyException> leaves)
    {
        var waiting = new Stack<PyException>([exception]);
        while (waiting.TryPop(out var one))
        {
            if (!IsGroup(one))
            {
                leaves.Add(one);
                continue;
            }

            foreach (Value part in PartsOf(one))
            {
                waiting.Push((PyException)part.Ref!);
            }
        }
    }
}
