// The type arguments of a generic method, from the arguments of a call. A type parameter is what the arguments that it stands for
// naturally are; what only the result of a procedure could say becomes object.

using System.Reflection;
using Ouro.Machine.Execution;

namespace Ouro.Machine.HostTypes;

/// <summary>Infers type arguments.</summary>
internal static class TypeInference
{
    /// <summary>The method with its type arguments, or null if they cannot be found or are not allowed.</summary>
    /// <param name="definition">A generic method.</param>
    /// <param name="given">Explicit type arguments, or null.</param>
    /// <param name="plan">Which argument goes where.</param>
    /// <param name="arguments">The arguments.</param>
    internal static MethodInfo? Instantiate(MethodInfo definition, Type[]? given, ParameterPlan[] plan, ReadOnlySpan<Value> arguments)
    {
        var variables = definition.GetGenericArguments();
        if (given is not null && given.Length != variables.Length)
        {
            return null;
        }

        var bound = given ?? new Type[variables.Length];
        if (given is null)
        {
            var parameters = definition.GetParameters();
            for (int i = 0; i < parameters.Length; i++)
            {
                var type = Candidate.TypeOf(parameters[i]);
                int from = plan[i].Index, to = plan[i].Source == ArgumentSource.Given ? from + 1 : plan[i].Source == ArgumentSource.Rest ? arguments.Length : from;
                type = plan[i].Source == ArgumentSource.Rest ? type.GetElementType()! : type;
                for (int argument = from; argument < to; argument++)
                {
                    if (!Unify(type, arguments[argument], bound))
                    {
                        return null;
                    }
                }
            }

            for (int i = 0; i < bound.Length; i++)
            {
                if (bound[i] is null && !IsResultOfProcedure(variables[i], parameters, plan, arguments))
                {
                    return null;
                }

                bound[i] ??= typeof(object);
            }
        }

        try
        {
            return definition.MakeGenericMethod(bound);
        }
        catch (Exception exception) when (exception is ArgumentException or TypeLoadException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool IsResultOfProcedure(Type variable, ParameterInfo[] parameters, ParameterPlan[] plan, ReadOnlySpan<Value> arguments)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (plan[i].Source == ArgumentSource.Given && arguments[plan[i].Index].Ref is Procedure
                && parameters[i].ParameterType.GetMethod("Invoke")?.ReturnType is { } result && Mentions(result, variable))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Mentions(Type type, Type variable) =>
        type == variable || (type.IsGenericType && type.GetGenericArguments().Any(argument => Mentions(argument, variable)));

    /// <summary>Makes a parameter's type and an argument agree.</summary>
    private static bool Unify(Type parameter, in Value argument, Type?[] bound)
    {
        if (!parameter.ContainsGenericParameters)
        {
            return true;
        }

        if (parameter.IsGenericParameter)
        {
            return HostConversion.NaturalType(argument) is not { } natural ? argument.Ref is HostNull || Bind(parameter, typeof(object), bound) : Bind(parameter, natural, bound);
        }

        if (HostConversion.NaturalType(argument) is { } type)
        {
            return UnifyTypes(parameter, type, bound);
        }

        if (HostConversion.ElementTypeOf(parameter) is { } element && (argument.Ref is Pair or Vector || argument.IsEmptyList) && HostConversion.Elements(argument) is { } elements)
        {
            return UnifyTypes(element, CommonType(elements), bound);
        }

        // What a procedure takes and gives follows from the other arguments.
        return argument.Ref is Procedure or HostNull;
    }

    /// <summary>The natural type of all elements, or object.</summary>
    private static Type CommonType(IReadOnlyList<Value> elements)
    {
        Type? common = null;
        foreach (var element in elements)
        {
            var natural = HostConversion.NaturalType(element) ?? typeof(object);
            if (common is not null && common != natural)
            {
                return typeof(object);
            }

            common = natural;
        }

        return common ?? typeof(object);
    }

    private static bool UnifyTypes(Type parameter, Type argument, Type?[] bound)
    {
        if (parameter.IsGenericParameter)
        {
            return Bind(parameter, argument, bound);
        }

        if (!parameter.ContainsGenericParameters)
        {
            return true;
        }

        if (parameter.IsArray)
        {
            return argument.IsArray && parameter.GetArrayRank() == argument.GetArrayRank() && UnifyTypes(parameter.GetElementType()!, argument.GetElementType()!, bound);
        }

        var definition = parameter.GetGenericTypeDefinition();
        for (Type? current = argument; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == definition)
            {
                return UnifyArguments(parameter, current, bound);
            }
        }

        return argument.GetInterfaces().FirstOrDefault(implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == definition) is { } found
            && UnifyArguments(parameter, found, bound);
    }

    private static bool UnifyArguments(Type parameter, Type argument, Type?[] bound)
    {
        var left = parameter.GetGenericArguments();
        var right = argument.GetGenericArguments();
        for (int i = 0; i < left.Length; i++)
        {
            if (!UnifyTypes(left[i], right[i], bound))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A type parameter that two arguments say something about is the type that the other converts to.</summary>
    private static bool Bind(Type variable, Type type, Type?[] bound)
    {
        if (!variable.IsGenericMethodParameter)
        {
            return true;
        }

        ref var place = ref bound[variable.GenericParameterPosition];
        if (place is null || place == type || type.IsAssignableFrom(place))
        {
            place = type;
            return true;
        }

        return place.IsAssignableFrom(type);
    }
}
