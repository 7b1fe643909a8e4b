// From the name of a type, as C# writes it, to the type: System.Collections.Generic.Dictionary<string, int[]>, int?,
// Outer.Inner. Names of reflection (List`1, Outer+Inner) work, too.

using System.Reflection;

namespace Ouro.Machine.HostTypes;

/// <summary>Reads one name of a type.</summary>
internal ref struct TypeNames
{
    private const int DeepestNesting = 50;

    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _depth;
    private string? _problem;

    private TypeNames(ReadOnlySpan<char> text)
    {
        _text = text;
        _position = 0;
        _depth = 0;
        _problem = null;
    }

    /// <summary>Finds a type.</summary>
    /// <param name="name">As in C#, with namespaces.</param>
    /// <param name="arguments">Type arguments for a name without its own; usually none.</param>
    /// <param name="problem">In words, when the result is null.</param>
    internal static Type? Find(string name, Type[] arguments, out string? problem)
    {
        var reader = new TypeNames(name);
        var type = reader.Read(arguments);
        reader.SkipBlanks();
        if (type is not null && reader._position < name.Length)
        {
            type = null;
            reader._problem = $"the name of a type has something after its end: {name}";
        }

        problem = type is null ? reader._problem ?? $"this is no name of a type: {name}" : null;
        return type;
    }

    /// <summary>The type that a keyword of C# names, or null.</summary>
    private static Type? Keyword(string name) => name switch
    {
        "bool" => typeof(bool),
        "byte" => typeof(byte),
        "sbyte" => typeof(sbyte),
        "char" => typeof(char),
        "decimal" => typeof(decimal),
        "double" => typeof(double),
        "float" => typeof(float),
        "int" => typeof(int),
        "uint" => typeof(uint),
        "nint" => typeof(nint),
        "nuint" => typeof(nuint),
        "long" => typeof(long),
        "ulong" => typeof(ulong),
        "short" => typeof(short),
        "ushort" => typeof(ushort),
        "object" => typeof(object),
        "string" => typeof(string),
        "void" => typeof(void),
        _ => null,
    };

    private Type? Read(Type[] given)
    {
        if (++_depth > DeepestNesting)
        {
            _problem = "the name of a type is nested too deeply";
            return null;
        }

        SkipBlanks();
        int start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '_' or '.' or '+' or '`'))
        {
            _position++;
        }

        string name = _text[start.._position].ToString();
        var arguments = new List<Type>(given);
        SkipBlanks();
        if (name.Length > 0 && Next('<'))
        {
            do
            {
                if (Read([]) is not { } argument)
                {
                    return null;
                }

                arguments.Add(argument);
                SkipBlanks();
            }
            while (Next(','));
            if (!Next('>'))
            {
                _problem = $"the type arguments of {name} are not closed by >";
                return null;
            }
        }

        if (name.Length == 0 || (Keyword(name) ?? Named(name, arguments)) is not { } type)
        {
            return null;
        }

        _depth--;
        return WithSuffixes(type);
    }

    private Type? WithSuffixes(Type type)
    {
        while (true)
        {
            SkipBlanks();
            if (Next('?'))
            {
                type = type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type;
            }
            else if (Next('['))
            {
                int rank = 1;
                while (Next(','))
                {
                    rank++;
                }

                if (!Next(']') || rank > 32)
                {
                    return null;
                }

                type = rank == 1 ? type.MakeArrayType() : type.MakeArrayType(rank);
            }
            else
            {
                return type;
            }
        }
    }

    private Type? Named(string name, List<Type> arguments)
    {
        string full = arguments.Count > 0 && !name.Contains('`') ? $"{name}`{arguments.Count}" : name;
        if (Search(full) is not { } type)
        {
            _problem = $"there is no type {name}{(arguments.Count > 0 ? $" with {arguments.Count} type {(arguments.Count == 1 ? "argument" : "arguments")}" : "")}";
            return null;
        }

        if (arguments.Count == 0)
        {
            return type;
        }

        try
        {
            return type.MakeGenericType([.. arguments]);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or TypeLoadException)
        {
            _problem = $"{name} cannot have these type arguments: {exception.Message}";
            return null;
        }
    }

    /// <summary>Looks in what is loaded, then in assemblies of the runtime: those that are called as the namespace is, then all.</summary>
    private static Type? Search(string name)
    {
        foreach (string candidate in Nestings(name))
        {
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                if (Visible(assembly.GetType(candidate, throwOnError: false)) is { } type)
                {
                    return type;
                }
            }
        }

        foreach (string file in RuntimeAssemblies(name))
        {
            foreach (string candidate in Nestings(name))
            {
                if (Visible(Load(file)?.GetType(candidate, throwOnError: false)) is { } type)
                {
                    return type;
                }
            }
        }

        return null;
    }

    private static Type? Visible(Type? type) => type is { IsVisible: true } ? type : null;

    /// <summary>a.b.C, then a.b+C, then a+b+C: the type may be nested.</summary>
    private static IEnumerable<string> Nestings(string name)
    {
        yield return name;
        for (int dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            name = name[..dot] + '+' + name[(dot + 1)..];
            yield return name;
        }
    }

    private static IEnumerable<string> RuntimeAssemblies(string name)
    {
        if ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string)?.Split(Path.PathSeparator) is not { } files)
        {
            return [];
        }

        string first = name.Split('.')[0];
        return files
            .Where(file => Path.GetFileName(file).StartsWith(first + ".", StringComparison.Ordinal))
            .OrderByDescending(file => name.StartsWith(Path.GetFileNameWithoutExtension(file) + ".", StringComparison.Ordinal) ? Path.GetFileName(file).Length : 0);
    }

    private static Assembly? Load(string file)
    {
        try
        {
            return Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(file)));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && _text[_position] == ' ')
        {
            _position++;
        }
    }

    private bool Next(char character)
    {
        bool found = _position < _text.Length && _text[_position] == character;
        _position += found ? 1 : 0;
        return found;
    }

    /// <summary>A type as C# writes it.</summary>
    internal static string Show(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Show(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Show(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Show(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        string name = type == typeof(bool) ? "bool" : type == typeof(byte) ? "byte" : type == typeof(char) ? "char" : type == typeof(decimal) ? "decimal"
            : type == typeof(double) ? "double" : type == typeof(float) ? "float" : type == typeof(int) ? "int" : type == typeof(long) ? "long"
            : type == typeof(object) ? "object" : type == typeof(sbyte) ? "sbyte" : type == typeof(short) ? "short" : type == typeof(string) ? "string"
            : type == typeof(uint) ? "uint" : type == typeof(ulong) ? "ulong" : type == typeof(ushort) ? "ushort" : type == typeof(void) ? "void"
            : (type.FullName ?? type.Namespace + "." + type.Name).Split('[')[0].Replace('+', '.');
        if (!type.IsGenericType)
        {
            return name;
        }

        int tick = name.IndexOf('`');
        return $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(Show))}>";
    }
}
