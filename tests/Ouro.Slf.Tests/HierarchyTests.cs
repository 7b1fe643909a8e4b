// Lookup against a model that keeps nothing: random programs make objects, exchange parents and set slots, and after each change
// names are looked up. The model computes each linearisation anew, as C3 is usually written down.

using System.Globalization;
using System.Text;
using Ouro.Machine.Execution;

namespace Ouro.Slf.Tests;

public class HierarchyTests
{
    private static int Rounds => SlfMachine.IsLongRun ? 5_000 : 300;

    private sealed class Thing(string name)
    {
        internal string Name { get; } = name;

        internal List<string> ParentSlots { get; } = [];

        internal Dictionary<string, Thing> Parents { get; } = [];

        internal Dictionary<string, int> Slots { get; } = [];
    }

    private sealed class NoHierarchyException(string reason) : Exception(reason);

    [Fact]
    public void LookupFollowsTheModel()
    {
        var random = new Random(20240613);
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int round = 0; round < Rounds; round++)
        {
            var (program, expected, end) = MakeProgram(random);
            ends[end] = ends.GetValueOrDefault(end) + 1;
            var (outcome, output) = new SlfMachine(new MachineOptions { Hostile = round % 10 == 9 }).Run(program);
            Assert.True(output == expected, $"expected {expected}\ngot {output}\n{program}");
            string problem = outcome.Value.AsObject is Condition condition && outcome.Kind == OutcomeKind.Uncaught ? condition.Message : "";
            Assert.True(end.Length == 0 ? outcome.Kind == OutcomeKind.Value : problem.Contains(end, StringComparison.Ordinal), $"expected the end: {end}\ngot {outcome.Kind} {problem}\n{program}");
        }

        // All kinds of ends must have come up.
        Assert.True(ends.Count == 5, string.Join(", ", ends));
    }

    /// <summary>A program, what it prints, and a part of the error that ends it; nothing if it ends well.</summary>
    private static (string Program, string Output, string End) MakeProgram(Random random)
    {
        var program = new StringBuilder();
        var output = new List<int>();
        var module = new Thing("module");
        var things = new List<Thing>();
        int value = 0;
        for (int i = 0; i < 3; i++)
        {
            // Most names can be found at the end of all hierarchies.
            program.Append(CultureInfo.InvariantCulture, $"s{i} = {++value}\n");
            module.Slots["s" + i.ToString(CultureInfo.InvariantCulture)] = value;
        }

        for (int step = 0; step < 30; step++)
        {
            int choice = random.Next(10);
            var one = things.Count == 0 ? null : things[random.Next(things.Count)];
            var other = things.Count == 0 ? null : things[random.Next(things.Count)];
            if (one is null || other is null || (choice < 3 && things.Count < 9))
            {
                var made = new Thing("o" + things.Count.ToString(CultureInfo.InvariantCulture));
                var parents = things.OrderBy(_ => random.Next()).Take(random.Next(Math.Min(things.Count, 3) + 1)).ToList();
                for (int i = 0; i < parents.Count; i++)
                {
                    string slot = "p" + i.ToString(CultureInfo.InvariantCulture);
                    made.ParentSlots.Add(slot);
                    made.Parents[slot] = parents[i];
                }

                made.Parents["__parent__"] = module;
                string list = parents.Count == 0 ? "" : "(" + string.Join(", ", made.ParentSlots.Select(slot => slot + "=" + made.Parents[slot].Name)) + ")";
                program.Append(CultureInfo.InvariantCulture, $"object {made.Name}{list}:\n    s{random.Next(4)} = {++value}\n");
                made.Slots[program.ToString().Split('\n')[^2].Trim().Split(' ')[0]] = value;
                if (Problem(() => Linearise(made, [])) is { } wrong)
                {
                    return (program.ToString(), string.Join(' ', output), wrong);
                }

                things.Add(made);
            }
            else if (choice < 5)
            {
                string slot = one.ParentSlots.Count > 0 && random.Next(3) > 0 ? one.ParentSlots[random.Next(one.ParentSlots.Count)] : "__parent__";
                program.Append(CultureInfo.InvariantCulture, $"{one.Name} {slot} = {other.Name}\n");
                one.Parents[slot] = other;
            }
            else if (choice < 7)
            {
                string slot = "s" + random.Next(4).ToString(CultureInfo.InvariantCulture);
                program.Append(CultureInfo.InvariantCulture, $"{one.Name} {slot} = {++value}\n");
                one.Slots[slot] = value;
            }
            else
            {
                string slot = "s" + (random.Next(20) == 0 ? 3 : random.Next(3)).ToString(CultureInfo.InvariantCulture);
                program.Append(CultureInfo.InvariantCulture, $"{one.Name} {slot} $puts\n");
                int found = 0;
                if (Problem(() => found = Lookup(one, slot)) is { } wrong)
                {
                    return (program.ToString(), string.Join(' ', output), wrong);
                }

                output.Add(found);
            }
        }

        return (program.ToString(), string.Join(' ', output), "");
    }

    private static string? Problem(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (NoHierarchyException problem)
        {
            return problem.Message;
        }
    }

    private static int Lookup(Thing thing, string slot)
    {
        if (thing.Slots.TryGetValue(slot, out int own))
        {
            return own;
        }

        foreach (var ancestor in Linearise(thing, []))
        {
            if (ancestor.Slots.TryGetValue(slot, out int found))
            {
                return found;
            }
        }

        throw new NoHierarchyException("is found nowhere");
    }

    private static List<Thing> Linearise(Thing thing, List<Thing> path)
    {
        if (path.Contains(thing))
        {
            throw new NoHierarchyException("the hierarchy is cyclic");
        }

        path = [.. path, thing];
        var parents = thing.ParentSlots.Append("__parent__").Where(thing.Parents.ContainsKey).Select(slot => thing.Parents[slot]).ToList();
        var lists = parents.Select(parent => Linearise(parent, path)).ToList();
        if (parents.Distinct().Count() != parents.Count)
        {
            throw new NoHierarchyException("has the same parent twice");
        }

        lists.Add(parents);
        var result = new List<Thing> { thing };
        while (true)
        {
            lists.RemoveAll(list => list.Count == 0);
            if (lists.Count == 0)
            {
                return result;
            }

            var good = lists.Select(list => list[0]).FirstOrDefault(head => !lists.Any(list => list.Skip(1).Contains(head))) ?? throw new NoHierarchyException("is inconsistent");
            result.Add(good);
            lists = [.. lists.Select(list => list[0] == good ? list[1..] : list)];
        }
    }
}
