using System.Reflection;

namespace Ouro.Machine.HostTypes;

/// <summary>Where the content of a parameter comes from.</summary>
internal enum ArgumentSource
{
    /// <summary>The argument with that index.</summary>
    Given,

    /// <summary>Nothing was given: the parameter's default.</summary>
    Default,

    /// <summary>An <c>out</c> parameter: nothing goes in.</summary>
    Out,

    /// <summary>All arguments from that index on, as an array.</summary>
    Rest,
}

/// <summary>Where the content of one parameter comes from.</summary>
/// <param name="Index">From 0; of the argument, or of the first.</param>
internal readonly record struct ParameterPlan(ArgumentSource Source, int Index);

/// <summary>A method, constructor or accessor that fits a call.</summary>
internal sealed class Candidate(MethodBase method, ParameterInfo[] parameters, ParameterPlan[] plan, int[] costs)
{
    internal readonly MethodBase Method = method;
    internal readonly ParameterInfo[] Parameters = parameters;
    internal readonly ParameterPlan[] Plan = plan;

    private readonly int[] _costs = costs;

    private int Defaults => Plan.Count(part => part.Source == ArgumentSource.Default);

    private bool IsExpanded => Plan.Any(part => part.Source == ArgumentSource.Rest);

    /// <summary>Whether a parameter's content comes back as a value.</summary>
    internal static bool ComesBack(ParameterInfo parameter) => parameter.ParameterType.IsByRef && !(parameter.IsIn && !parameter.IsOut);

    /// <summary>The type of a parameter without its being a reference.</summary>
    internal static Type TypeOf(ParameterInfo parameter) => parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;

    /// <summary>Whether this is the better one, as in C#: no argument fits worse and one fits better; where all fit the same, the more special method.</summary>
    internal bool IsBetterThan(Candidate other)
    {
        bool better = false;
        for (int i = 0; i < _costs.Length; i++)
        {
            if (_costs[i] > other._costs[i])
            {
                return false;
            }

            better |= _costs[i] < other._costs[i];
        }

        return better || MoreSpecial(other) > 0;
    }

    private int MoreSpecial(Candidate other)
    {
        if (IsExpanded != other.IsExpanded)
        {
            return IsExpanded ? -1 : 1;
        }

        if (Defaults != other.Defaults)
        {
            return other.Defaults - Defaults;
        }

        if (Method.IsGenericMethod != other.Method.IsGenericMethod)
        {
            return Method.IsGenericMethod ? -1 : 1;
        }

        int types = MoreSpecialTypes(other);
        return types != 0 ? types
            : Method.DeclaringType != other.Method.DeclaringType && Method.DeclaringType is { } mine && other.Method.DeclaringType is { } others ? others.IsAssignableFrom(mine) ? 1 : -1
            : 0;
    }

    /// <summary>Of parameters that an argument fits equally well the ones with the more derived types win.</summary>
    private int MoreSpecialTypes(Candidate other)
    {
        int mine = 0, others = 0;
        for (int i = 0; i < Math.Min(Parameters.Length, other.Parameters.Length); i++)
        {
            Type left = TypeOf(Parameters[i]), right = TypeOf(other.Parameters[i]);
            if (left != right)
            {
                mine += right.IsAssignableFrom(left) ? 1 : 0;
                others += left.IsAssignableFrom(right) ? 1 : 0;
            }
        }

        return mine > 0 && others == 0 ? 1 : others > 0 && mine == 0 ? -1 : 0;
    }

    /// <summary>A method as it stands in messages.</summary>
    internal static string Show(MethodBase method) =>
        $"{(method.IsConstructor ? TypeNames.Show(method.DeclaringType!) : method.Name)}{(method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeNames.Show))}>" : "")}"
        + $"({string.Join(", ", method.GetParameters().Select(Show))})";

    private static string Show(ParameterInfo parameter)
    {
        string type = TypeNames.Show(parameter.ParameterType);
        return (parameter.IsOut && type.StartsWith("ref ", StringComparison.Ordinal) ? "out " + type["ref ".Length..] : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " + type : type)
            + (parameter.IsOptional ? " = default" : "");
    }
}
