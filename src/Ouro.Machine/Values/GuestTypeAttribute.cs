namespace Ouro.Machine.Values;

/// <summary>Names a class whose instances are guest values. Error texts and typed primitive parameters use the name ("a pair").</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GuestTypeAttribute(string name) : Attribute
{
    /// <summary>The name with its article, as it reads in "expected ...".</summary>
    public string Name { get; } = name;
}
