using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Ouro.Architecture.Tests;

/// <summary>A process holds many machines, so nothing may be shared between them that can change.</summary>
public sealed class StaticStateTests
{
    /// <summary>Static fields of a type that could change, each with the reason why it is right.</summary>
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["Ouro.Machine.Code.OpcodeTable.Decoded"] = "a cache of immutable rows: two threads that fill it store the same",
        ["Ouro.Machine.Code.CodeParts.None"] = "empty: its arrays have no elements that could change",
        ["Ouro.Machine.Code.ParameterShape.None"] = "empty: its arrays have no elements that could change",
        ["Ouro.Machine.Code.SpanTable.Empty"] = "empty: its arrays have no elements that could change",
        ["Ouro.Machine.Execution.DynamicState.Empty"] = "the state without winders, bindings and handlers: all its fields are null",
        ["Ouro.Machine.Values.Table.NoEntries"] = "an array without elements",
        ["Ouro.Machine.Values.Table.NoHeads"] = "one bucket, empty: a table without room for entries makes its own before it takes one",
        ["Ouro.Machine.Code.VariableTable.Empty"] = "a table without entries",
        ["Ouro.Machine.Values.ValueArrays.None"] = "an array without elements",
        ["Ouro.Scheme.Boot.Converter.s_anonymousLoop"] = "a name that no program can write and no machine sees",
        ["Ouro.Scheme.Boot.Tail.<OfProcedure>k__BackingField"] = "all its fields are null",
    };

    [Theory]
    [InlineData("Ouro.Machine")]
    [InlineData("Ouro.Scheme")]
    [InlineData("Ouro.Slf")]
    [InlineData("Ouro.Python")]
    [InlineData("Ouro.Tools")]
    [InlineData("ouro")]
    public void NoStaticFieldCanChange(string assembly)
    {
        var wrong = new List<string>();
        foreach (var type in Assembly.Load(assembly).GetTypes())
        {
            foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.IsLiteral || IsMadeByTheCompiler(type) || IsMadeByTheCompiler(field) && !field.Name.EndsWith("k__BackingField", StringComparison.Ordinal))
                {
                    continue;
                }

                string name = $"{type.FullName}.{field.Name}";
                if (!field.IsInitOnly)
                {
                    wrong.Add($"{name} can be assigned");
                }
                else if (!IsImmutable(field.FieldType) && !Reasons.ContainsKey(name))
                {
                    wrong.Add($"{name} is a {field.FieldType}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void EveryReasonIsNeeded()
    {
        foreach (string name in Reasons.Keys)
        {
            int dot = name.LastIndexOf('.');
            var type = Assembly.Load("Ouro.Machine").GetType(name[..dot]) ?? Assembly.Load("Ouro.Scheme").GetType(name[..dot]);
            Assert.True(type?.GetField(name[(dot + 1)..], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is not null, $"{name} is gone");
        }
    }

    private static bool IsMadeByTheCompiler(MemberInfo member) =>
        member.Name.Contains('<', StringComparison.Ordinal) && (member.IsDefined(typeof(CompilerGeneratedAttribute)) || member is Type { IsNested: false })
        || member is Type { DeclaringType: { } outer } && IsMadeByTheCompiler(outer)
        || member.Name.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);

    /// <summary>Whether a value of the type can never be seen to change: by its kind, or because all its fields are so.</summary>
    private static bool IsImmutable(Type type) => IsImmutable(type, []);

    private static bool IsImmutable(Type type, HashSet<Type> open)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(object) || type == typeof(Type) || type == typeof(decimal)
            || type == typeof(System.Numerics.BigInteger) || type == typeof(TimeSpan) || type == typeof(System.Text.UTF8Encoding) || type.IsPointer || type.IsFunctionPointer
            || typeof(StringComparer).IsAssignableFrom(type) || typeof(System.Buffers.SearchValues<char>).IsAssignableFrom(type) || typeof(System.Buffers.SearchValues<byte>).IsAssignableFrom(type)
            || typeof(System.Text.RegularExpressions.Regex).IsAssignableFrom(type) || !open.Add(type))
        {
            return true;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return IsImmutable(underlying, open);
        }

        if (type.IsGenericType && (type.Namespace == typeof(ImmutableArray).Namespace || type.GetGenericTypeDefinition() == typeof(FrozenDictionary<,>) || type.GetGenericTypeDefinition() == typeof(FrozenSet<>)))
        {
            return type.GetGenericArguments().All(argument => IsImmutable(argument, open));
        }

        if (type.IsArray || typeof(Delegate).IsAssignableFrom(type) || type.IsInterface || !(type.Assembly.GetName().Name ?? "").StartsWith("ouro", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // A class of ours: every field read-only and immutable itself, up the chain of base classes.
        for (Type? current = type; current is not null && current != typeof(object) && current != typeof(ValueType); current = current.BaseType)
        {
            foreach (var field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if ((!field.IsInitOnly && !type.IsValueType) || !IsImmutable(field.FieldType, open))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
