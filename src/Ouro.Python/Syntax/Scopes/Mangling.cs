namespace Ouro.Python.Syntax.Scopes;

/// <summary>Names that begin with two underscores belong to their class.</summary>
internal static class Mangling
{
    /// <summary>The name that a name in a class stands for.</summary>
    internal static string Mangle(string? type, string name)
    {
        if (type is null || name.Length < 3 || name[0] != '_' || name[1] != '_' || name.EndsWith("__", StringComparison.Ordinal) || name.Contains('.', StringComparison.Ordinal))
        {
            return name;
        }

        string stripped = type.TrimStart('_');
        return stripped.Length == 0 ? name : $"_{stripped}{name}";
    }
}
