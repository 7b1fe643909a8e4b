using System.Reflection;
using Ouro.Generators.Analysers;

namespace Ouro.Generators.Tests.Analysers;

public class StaticStateTests
{
    [Fact]
    public void FieldsPropertiesAndEvents() => Sources.CheckAnalyser(new StaticStateAnalyser(), """
        class C
        {
            static int s_count; // OURO005 's_count'
            static readonly int s_fixed = 1;
            const int One = 1;
            [ThreadStatic] static int s_thread; // OURO005
            public static int Level { get; set; } // OURO005 'Level'
            public static int Hidden { get; private set; } // OURO005
            public static int Lazy { get => field == 0 ? field = 1 : field; } // OURO005
            public static int Start { get; } = 1;
            public static int Computed { get => 1; set { } }
            public static event Action? Changed; // OURO005 'Changed'
            public static event Action? Forwarded { add { } remove { } }
            int _count;
            public int Own { get; set; }
            public event Action? OwnChanged;

            static class Inner
            {
                internal static object? s_last; // OURO005
            }
        }

        enum E { A, B }
        """);

    /// <summary>The analysers do not run on their own project, and a compiler process holds many compilations.</summary>
    [Fact]
    public void TheGeneratorsKeepNone()
    {
        IEnumerable<FieldInfo> state = typeof(OuroGenerator).Assembly.GetTypes()
            .Where(type => !type.Name.StartsWith('<') && type.DeclaringType?.Name.StartsWith('<') != true)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsInitOnly && !field.IsLiteral);
        Assert.Empty(state.Select(field => $"{field.DeclaringType}.{field.Name}"));
    }
}
