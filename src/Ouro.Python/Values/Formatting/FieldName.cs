namespace Ouro.Python.Values.Formatting;

/// <summary>How the fields of one format text are numbered; starts undecided.</summary>
internal sealed class FieldNumbering
{
    private bool _isDecided;
    private bool _isAutomatic;
    private long _next;

    /// <summary>The number of a field.</summary>
    /// <param name="meter">Has the error.</param>
    /// <param name="given">The number in the text, or -1: the next one.</param>
    /// <returns>Null: the other way of numbering was used before.</returns>
    internal long? Number(Meter meter, long given)
    {
        bool automatic = given < 0;
        if (_isDecided && automatic != _isAutomatic)
        {
            meter.ValueError(automatic
                ? "cannot switch from manual field specification to automatic field numbering"
                : "cannot switch from automatic field numbering to manual field specification");
            return null;
        }

        _isDecided = true;
        _isAutomatic = automatic;
        return automatic ? _next++ : given;
    }
}

/// <summary>A step from an object to one of its attributes or elements.</summary>
/// <param name="IsAttribute">An attribute, not an element.</param>
/// <param name="Name">The name of the attribute or the key, if it is not a number.</param>
/// <param name="Index">The number in brackets, or -1.</param>
internal readonly record struct FieldStep(bool IsAttribute, Text Name, long Index);

/// <summary>The name of a field: an argument by name or number, and steps from there.</summary>
/// <param name="Name">The argument's name; empty if it has none.</param>
/// <param name="Index">Its number, or -1 if it is a name or empty.</param>
/// <param name="Steps">The steps.</param>
internal sealed record FieldName(Text Name, long Index, FieldStep[] Steps)
{
    /// <summary>Whether the field is numbered automatically.</summary>
    internal bool IsAutomatic => Name.Length == 0;

    /// <summary>Takes a name apart. Costs its length, which the parser of fields has charged.</summary>
    /// <returns>Null: see <see cref="Meter"/>.</returns>
    internal static FieldName? Parse(Meter meter, Text text, int start, int end)
    {
        int at = start;
        while (at < end && text[at] is not ('.' or '['))
        {
            at++;
        }

        int first = start;
        if (!Number(meter, text, start, at, out long index))
        {
            return null;
        }

        var name = text.Substring(first, at);
        var steps = new List<FieldStep>();
        while (at < end)
        {
            bool isAttribute = text[at] == '.';
            if (!isAttribute && text[at] != '[')
            {
                return Wrong(meter, "Only '.' or '[' may follow ']' in format field specifier");
            }

            int from = ++at;
            while (at < end && (isAttribute ? text[at] is not ('.' or '[') : text[at] != ']'))
            {
                at++;
            }

            if (!isAttribute && at == end)
            {
                return Wrong(meter, "Missing ']' in format string");
            }

            if (at == from)
            {
                return Wrong(meter, "Empty attribute in format string");
            }

            long element = -1;
            if (!isAttribute && !Number(meter, text, from, at, out element))
            {
                return null;
            }

            steps.Add(new FieldStep(isAttribute, text.Substring(from, at), element));
            at += isAttribute ? 0 : 1;
        }

        return new FieldName(name, index, [.. steps]);
    }

    /// <summary>The number that a part of the text is, or -1 if it is none.</summary>
    private static bool Number(Meter meter, Text text, int start, int end, out long number)
    {
        int at = start;
        bool isRead = FormatSpecification.ReadNumber(meter, text, ref at, end, out number);
        number = at == end ? number : -1;
        return isRead;
    }

    private static FieldName? Wrong(Meter meter, string message)
    {
        meter.ValueError(message);
        return null;
    }
}
