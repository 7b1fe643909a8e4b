// Which of the methods of a name a call means. As in C#: those that the arguments fit are compared, and one must be better
// than all others. The types of guest values are what HostConversion says.

using System.Reflection;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>What became of a call: one candidate, or words why there is none.</summary>
/// <param name="Best">The method, or null.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="IsOnlyOne">No other method of the name takes so many arguments.</param>
internal readonly record struct Resolution(Candidate? Best, string? Problem, bool IsOnlyOne);

/// <summary>Chooses among methods.</summary>
internal static class OverloadResolution
{
    private const int MostShown = 8;

    /// <summary>Chooses.</summary>
    /// <param name="bridge">The machine's bridge.</param>
    /// <param name="methods">All of the name.</param>
    /// <param name="typeArguments">Explicit ones, or null: they are inferred.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="what">What is called, for messages: "method Append of System.Text.StringBuilder".</param>
    /// <param name="anySize">See <see cref="HostConversion.Cost"/>.</param>
    internal static Resolution Resolve(HostBridge bridge, IReadOnlyList<MethodBase> methods, Type[]? typeArguments, ReadOnlySpan<Value> arguments, string what, bool anySize = false)
    {
        var fitting = new List<Candidate>();
        int possible = 0;
        foreach (var method in methods)
        {
            var found = Fit(bridge, method, typeArguments, arguments, anySize, out bool takesSoMany);
            possible += takesSoMany ? 1 : 0;
            if (found is not null)
            {
                fitting.Add(found);
            }
        }

        var best = fitting.FirstOrDefault(candidate => fitting.TrueForAll(other => other == candidate || candidate.IsBetterThan(other)));
        return best is not null ? new Resolution(best, null, possible == 1)
            : new Resolution(null, fitting.Count == 0 ? NoneFits(methods, arguments, what) : SeveralFit(fitting, what), possible == 1);
    }

    private static string NoneFits(IReadOnlyList<MethodBase> methods, ReadOnlySpan<Value> arguments, string what)
    {
        bool refused = methods.All(method => method.GetParameters().Any(parameter => HostConversion.IsRefused(parameter.ParameterType)));
        return $"no {what} takes ({Describe(arguments)}); {(refused ? "spans and pointers cannot be given, and " : "")}there is {Show(methods)}";
    }

    private static string SeveralFit(List<Candidate> fitting, string what) =>
        $"more than one {what} fits: {Show([.. fitting.Select(candidate => candidate.Method)])}; cast an argument to the type that is meant";

    private static string Show(IReadOnlyList<MethodBase> methods) =>
        string.Join(", ", methods.Take(MostShown).Select(Candidate.Show)) + (methods.Count > MostShown ? $" and {methods.Count - MostShown} more" : "");

    private static string Describe(ReadOnlySpan<Value> arguments)
    {
        var parts = new List<string>();
        foreach (var argument in arguments)
        {
            parts.Add(argument.Ref switch
            {
                HostNull => "null",
                HostCast cast => TypeNames.Show(cast.Type),
                Procedure => "a procedure",
                Pair or Vector => "elements",
                Symbol symbol => symbol.Name,
                _ when argument.IsEmptyList => "elements",
                _ => HostConversion.NaturalType(argument) is { } type ? TypeNames.Show(type) : "a guest object",
            });
        }

        return string.Join(", ", parts);
    }

    private static Candidate? Fit(HostBridge bridge, MethodBase method, Type[]? typeArguments, ReadOnlySpan<Value> arguments, bool anySize, out bool takesSoMany)
    {
        var parameters = method.GetParameters();
        takesSoMany = false;
        if (Plan(parameters, arguments.Length, expanded: false) is { } plan)
        {
            takesSoMany = true;
            if (FitPlan(bridge, method, typeArguments, plan, arguments, anySize) is { } found)
            {
                return found;
            }
        }

        if (parameters.Length == 0 || !parameters[^1].IsDefined(typeof(ParamArrayAttribute)) || Plan(parameters, arguments.Length, expanded: true) is not { } expanded)
        {
            return null;
        }

        takesSoMany = true;
        return FitPlan(bridge, method, typeArguments, expanded, arguments, anySize);
    }

    private static ParameterPlan[]? Plan(ParameterInfo[] parameters, int count, bool expanded)
    {
        var plan = new ParameterPlan[parameters.Length];
        int next = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].IsOut && parameters[i].ParameterType.IsByRef && !parameters[i].IsIn)
            {
                plan[i] = new ParameterPlan(ArgumentSource.Out, -1);
            }
            else if (expanded && i == parameters.Length - 1)
            {
                plan[i] = new ParameterPlan(ArgumentSource.Rest, next);
                next = Math.Max(next, count);
            }
            else if (next < count)
            {
                plan[i] = new ParameterPlan(ArgumentSource.Given, next++);
            }
            else if (parameters[i].IsOptional)
            {
                plan[i] = new ParameterPlan(ArgumentSource.Default, -1);
            }
            else
            {
                return null;
            }
        }

        return next == count ? plan : null;
    }

    private static Candidate? FitPlan(HostBridge bridge, MethodBase method, Type[]? typeArguments, ParameterPlan[] plan, ReadOnlySpan<Value> arguments, bool anySize)
    {
        if (method.IsGenericMethodDefinition)
        {
            if (TypeInference.Instantiate((MethodInfo)method, typeArguments, plan, arguments) is not { } instance)
            {
                return null;
            }

            method = instance;
        }
        else if (typeArguments is not null)
        {
            return null;
        }

        var parameters = method.GetParameters();
        if (method is MethodInfo { ReturnType: var result } && (HostConversion.IsRefused(result) || result.IsByRef))
        {
            return null;
        }

        int[] costs = new int[arguments.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            var type = Candidate.TypeOf(parameters[i]);
            int from = plan[i].Index, to = plan[i].Source == ArgumentSource.Given ? from + 1 : plan[i].Source == ArgumentSource.Rest ? arguments.Length : from;
            if (HostConversion.IsRefused(type))
            {
                return null;
            }

            type = plan[i].Source == ArgumentSource.Rest ? type.GetElementType()! : type;
            for (int argument = from; argument < to; argument++)
            {
                if ((costs[argument] = HostConversion.Cost(bridge, arguments[argument], type, anySize)) == HostConversion.Never)
                {
                    return null;
                }
            }
        }

        return new Candidate(method, parameters, plan, costs);
    }
}
