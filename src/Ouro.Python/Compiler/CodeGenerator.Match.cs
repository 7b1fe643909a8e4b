using Ouro.Machine.Code;
using Ouro.Python.Execution;
using Ouro.Python.Syntax.Tree;

namespace Ouro.Python.Compiler;

// match: names are bound when the whole pattern fits.
internal sealed partial class CodeGenerator
{
    private void MatchStatement(Match node)
    {
        int subject = Pushed(node.Subject);
        int end = _builder.NewLabel();
        var before = Copy(_assigned);
        HashSet<string>? after = null;
        bool isTotal = false;
        foreach (var matchCase in node.Cases)
        {
            int next = _builder.NewLabel();
            int mark = _top;
            _assigned = Copy(before);
            var bindings = new List<(string Name, int Register)>();
            PatternFits(matchCase.Pattern, subject, next, bindings);
            foreach (var (name, register) in bindings)
            {
                StoreName(name, register);
            }

            if (matchCase.Guard is { } guard)
            {
                Condition(guard, false, next);
            }
            else
            {
                isTotal |= matchCase.Pattern is MatchAs { Pattern: null };
            }

            _top = mark;
            Body(matchCase.Body);
            Jump(end);
            if (after is null)
            {
                after = _assigned;
            }
            else
            {
                after.IntersectWith(_assigned);
            }

            _builder.Mark(next);
            _top = mark;
        }

        _assigned = after ?? before;
        if (!isTotal)
        {
            _assigned.IntersectWith(before);
        }

        _builder.Mark(end);
    }

    /// <summary>Goes to a label if a value does not fit; values for names stay in registers.</summary>
    private void PatternFits(PatternNode pattern, int value, int fails, List<(string Name, int Register)> bindings)
    {
        switch (pattern)
        {
            case MatchValue literal:
                int expected = Operand(literal.Value);
                int test = Temp();
                Mark(pattern);
                Test(ComparisonOperator.Eq, test, value, expected);
                BranchIf(test, false, fails);
                break;
            case MatchSingleton singleton:
                int constant = Temp();
                Load(ValueOf(Python, singleton.Value), constant);
                _builder.Emit(Opcode.BranchEq, value, constant, 0, fails);
                break;
            case MatchAs { Pattern: null, Name: null }:
                break;
            case MatchAs { Pattern: null } capture:
                int copy = Temp();
                Move(copy, value);
                bindings.Add((capture.Name!, copy));
                break;
            case MatchAs binding:
                PatternFits(binding.Pattern!, value, fails, bindings);
                int kept = Temp();
                Move(kept, value);
                bindings.Add((binding.Name!, kept));
                break;
            case MatchOr alternatives:
                Alternatives(alternatives, value, fails, bindings);
                break;
            case MatchSequence sequence:
                SequenceFits(sequence, value, fails, bindings);
                break;
            case MatchMapping mapping:
                MappingFits(mapping, value, fails, bindings);
                break;
            case MatchClass type:
                ClassFits(type, value, fails, bindings);
                break;
            default:
                _program.Refuse(pattern.NodeName, pattern);
                break;
        }
    }

    private void Alternatives(MatchOr node, int value, int fails, List<(string Name, int Register)> bindings)
    {
        int fits = _builder.NewLabel();
        Dictionary<string, int>? shared = null;
        for (int i = 0; i < node.Patterns.Length; i++)
        {
            bool last = i == node.Patterns.Length - 1;
            int next = last ? fails : _builder.NewLabel();
            var own = new List<(string Name, int Register)>();
            if (shared is null)
            {
                // All alternatives bind the same names: the registers come first.
                shared = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (string name in NamesOf(node.Patterns[0]))
                {
                    shared[name] = Temp();
                    Load(Value.Unspecified, shared[name]);
                    bindings.Add((name, shared[name]));
                }
            }

            int mark = _top;
            PatternFits(node.Patterns[i], value, next, own);
            foreach (var (name, register) in own)
            {
                Move(shared[name], register);
            }

            _top = mark;
            if (!last)
            {
                Jump(fits);
                _builder.Mark(next);
            }
        }

        _builder.Mark(fits);
    }

    private static IEnumerable<string> NamesOf(PatternNode pattern) => pattern switch
    {
        MatchAs binding => (binding.Pattern is null ? [] : NamesOf(binding.Pattern)).Concat(binding.Name is null ? [] : [binding.Name]),
        MatchStar { Name: { } name } => [name],
        MatchOr or => NamesOf(or.Patterns[0]),
        MatchSequence sequence => sequence.Patterns.SelectMany(NamesOf),
        MatchMapping mapping => mapping.Patterns.SelectMany(NamesOf).Concat(mapping.Rest is null ? [] : [mapping.Rest]),
        MatchClass type => type.Patterns.Concat(type.KwdPatterns).SelectMany(NamesOf),
        _ => [],
    };

    private void SequenceFits(MatchSequence node, int value, int fails, List<(string Name, int Register)> bindings)
    {
        int star = Array.FindIndex(node.Patterns, pattern => pattern is MatchStar);
        int before = star < 0 ? node.Patterns.Length : star, after = star < 0 ? 0 : node.Patterns.Length - star - 1;
        int items = Temp();
        Mark(node);
        Op1(new MatchSequenceOperation(Python, before, after, star >= 0), items, value);
        _builder.Emit(Opcode.BranchAbsent, items, 1, fails);
        for (int i = 0; i < node.Patterns.Length; i++)
        {
            switch (node.Patterns[i])
            {
                case MatchStar { Name: null } or MatchAs { Pattern: null, Name: null }:
                    continue;
                case MatchStar rest:
                    int list = Temp();
                    Op1(Shared.Item(i), list, items);
                    bindings.Add((rest.Name!, list));
                    continue;
            }

            int item = Temp();
            Op1(Shared.Item(i), item, items);
            PatternFits(node.Patterns[i], item, fails, bindings);
        }
    }

    private void MappingFits(MatchMapping node, int value, int fails, List<(string Name, int Register)> bindings)
    {
        int first = Temp();
        Move(first, value);
        foreach (var key in node.Keys)
        {
            _ = Pushed(key);
        }

        int items = Temp();
        Mark(node);
        OpN(node.Rest is null ? Shared.MatchMapping : Shared.MatchMappingWithRest, items, first, 1 + node.Keys.Length);
        _builder.Emit(Opcode.BranchAbsent, items, 1, fails);
        for (int i = 0; i < node.Patterns.Length; i++)
        {
            int item = Temp();
            Op1(Shared.Item(i), item, items);
            PatternFits(node.Patterns[i], item, fails, bindings);
        }

        if (node.Rest is { } rest)
        {
            int dictionary = Temp();
            Op1(Shared.Item(node.Keys.Length), dictionary, items);
            bindings.Add((rest, dictionary));
        }
    }

    private void ClassFits(MatchClass node, int value, int fails, List<(string Name, int Register)> bindings)
    {
        int type = Pushed(node.Cls);
        int items = Temp();
        Mark(node);
        Op2(new MatchClassOperation(Python, node.Patterns.Length, node.KwdAttrs), items, value, type);
        _builder.Emit(Opcode.BranchAbsent, items, 1, fails);
        int index = 0;
        foreach (var pattern in node.Patterns.Concat(node.KwdPatterns))
        {
            int item = Temp();
            Op1(Shared.Item(index++), item, items);
            PatternFits(pattern, item, fails, bindings);
        }
    }
}
