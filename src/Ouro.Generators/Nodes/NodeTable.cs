using Ouro.Generators.Support;

namespace Ouro.Generators.Nodes;

/// <summary>How many values a field of a node has.</summary>
internal enum FieldCount
{
    One,
    Optional,
    Many,
    ManyOptional,
}

/// <summary>A field of a node: its name and type as the table has them, and the minor version of the language that introduced it (0: always there).</summary>
internal sealed record NodeField(string Name, string Type, FieldCount Count, int Since);

/// <summary>A node, or a name of an enumeration (without fields).</summary>
internal sealed record NodeModel(string Name, string Class, EquatableArray<NodeField> Fields);

/// <summary>What a heading of the table opens: <c>sum</c>, <c>product</c> or <c>enum</c>.</summary>
internal sealed record NodeGroup(string Kind, string Name, string Class, bool HasPlace, EquatableArray<NodeModel> Nodes);

/// <summary>Reads a table of nodes; the table itself says how it is written.</summary>
internal static class NodeTable
{
    /// <summary>The groups of the table.</summary>
    /// <exception cref="FormatException">A line that is none of the forms; the message has the line.</exception>
    internal static List<NodeGroup> Read(string text)
    {
        var groups = new List<NodeGroup>();
        string[]? heading = null;
        var nodes = new List<NodeModel>();
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.TrimEnd();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] words = line.Trim().Split(' ');
            if (line[0] != ' ')
            {
                Close();
                if (words.Length is < 3 or > 4 || words[0] is not ("sum" or "product" or "enum") || words.Length == 4 && words[3] != "at")
                {
                    throw new FormatException($"expected 'sum', 'product' or 'enum' with a name and a class, and perhaps 'at': {line}");
                }

                heading = words;
            }
            else if (heading is null)
            {
                throw new FormatException($"a node before the first heading: {line}");
            }
            else if (heading[0] == "enum")
            {
                nodes.AddRange(words.Select(word => new NodeModel(word, word, default)));
            }
            else
            {
                nodes.Add(new NodeModel(words[0], heading[0] == "product" ? heading[2] : words[0], new([.. words.Skip(1).Select(Field)])));
            }
        }

        Close();
        return groups;

        void Close()
        {
            if (heading is not null)
            {
                groups.Add(new NodeGroup(heading[0], heading[1], heading[2], heading.Length == 4, new([.. nodes])));
                nodes.Clear();
            }
        }
    }

    private static NodeField Field(string word)
    {
        int colon = word.IndexOf(':');
        if (colon <= 0)
        {
            throw new FormatException($"expected name:type: {word}");
        }

        string name = word.Substring(0, colon);
        string type = word.Substring(colon + 1);
        int since = 0;
        int at = name.IndexOf("@3.", StringComparison.Ordinal);
        if (at > 0)
        {
            since = int.Parse(name.Substring(at + 3), System.Globalization.CultureInfo.InvariantCulture);
            name = name.Substring(0, at);
        }

        var count = type.EndsWith("?*", StringComparison.Ordinal) ? FieldCount.ManyOptional
            : type.EndsWith("*", StringComparison.Ordinal) ? FieldCount.Many
            : type.EndsWith("?", StringComparison.Ordinal) ? FieldCount.Optional
            : FieldCount.One;
        return new NodeField(name, type.TrimEnd('?', '*'), count, since);
    }
}
