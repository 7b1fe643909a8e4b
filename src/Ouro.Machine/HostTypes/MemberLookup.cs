using System.Reflection;

namespace Ouro.Machine.HostTypes;

/// <summary>What a call site does.</summary>
internal enum CallKind
{
    /// <summary>Makes an object.</summary>
    New,

    /// <summary>Calls a method.</summary>
    Call,

    /// <summary>Reads a property or a field.</summary>
    Get,

    /// <summary>Sets a property or a field.</summary>
    Set,

    /// <summary>Reads an element, by an indexer or of an array.</summary>
    Item,

    /// <summary>Sets an element.</summary>
    SetItem,
}

/// <summary>The members that a name may mean.</summary>
/// <param name="Methods">Methods, constructors or accessors.</param>
/// <param name="Field">Or a field.</param>
/// <param name="IsOfType">They belong to System.Type itself: the target is a type as an object.</param>
internal readonly record struct Members(IReadOnlyList<MethodBase> Methods, FieldInfo? Field, bool IsOfType = false)
{
    internal bool Any => Methods.Count > 0 || Field is not null;
}

/// <summary>Finds public members.</summary>
internal static class MemberLookup
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy;
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>The members that are meant.</summary>
    /// <param name="kind">What is done.</param>
    /// <param name="type">The type of the target, or the target.</param>
    /// <param name="isStatic">The target is the type itself.</param>
    /// <param name="name">The member's name; nothing for constructors and elements.</param>
    internal static Members Find(CallKind kind, Type type, bool isStatic, string name)
    {
        if (kind == CallKind.New)
        {
            return new Members(type.GetConstructors(Instance), null);
        }

        var found = On(kind, type, isStatic ? Static : Instance, name);
        if (!found.Any && isStatic && On(kind, typeof(Type), Instance, name) is { Any: true } ofType)
        {
            return ofType with { IsOfType = true };
        }

        if (!found.Any && !isStatic)
        {
            // Of what a class implements without showing it.
            foreach (var implemented in type.GetInterfaces())
            {
                if (On(kind, implemented, Instance, name) is { Any: true } hidden)
                {
                    return hidden;
                }
            }
        }

        return found;
    }

    private static Members On(CallKind kind, Type type, BindingFlags flags, string name) => kind switch
    {
        CallKind.Call => new Members([.. type.GetMethods(flags).Where(method => method.Name == name)], null),
        CallKind.Get or CallKind.Set => OfProperty(kind, type, flags, name),
        _ => new Members(Indexers(kind, type), null),
    };

    private static Members OfProperty(CallKind kind, Type type, BindingFlags flags, string name)
    {
        // A class may hide a property of the class that it extends: the first is the most derived.
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            foreach (var property in current.GetProperties(flags | BindingFlags.DeclaredOnly).Where(property => property.Name == name && property.GetIndexParameters().Length == 0))
            {
                if ((kind == CallKind.Get ? property.GetGetMethod() : property.GetSetMethod()) is { } accessor)
                {
                    return new Members([accessor], null);
                }
            }

            if (current.GetField(name, flags | BindingFlags.DeclaredOnly) is { } field && (kind == CallKind.Get || !(field.IsInitOnly || field.IsLiteral)))
            {
                return new Members([], field);
            }
        }

        return new Members([], null);
    }

    private static MethodBase[] Indexers(CallKind kind, Type type)
    {
        if (type.IsArray)
        {
            return [type.GetMethod(kind == CallKind.Item ? "Get" : "Set")!];
        }

        return type.IsInterface
            ? [.. type.GetProperties(Instance).Where(property => property.GetIndexParameters().Length > 0).Select(property => kind == CallKind.Item ? property.GetGetMethod() : property.GetSetMethod()).OfType<MethodBase>()]
            : [.. type.GetDefaultMembers().OfType<PropertyInfo>().Select(property => kind == CallKind.Item ? property.GetGetMethod() : property.GetSetMethod()).OfType<MethodBase>()];
    }

    /// <summary>"; did you mean X?" if there is a member whose name is like it, otherwise "; there is none".</summary>
    internal static string Hint(Type type, bool isStatic, string name)
    {
        var members = type.GetMembers(isStatic ? Static : Instance).Where(member => member is MethodInfo { IsSpecialName: false } or PropertyInfo or FieldInfo or EventInfo);
        return members.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Name != name) is { } near ? $"; did you mean {near.Name}?" : "";
    }
}
