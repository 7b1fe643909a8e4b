// A calculator for tests: expressions in prefix notation over numbers, strings and primitives, so that a case is one line of text.

using System.Reflection;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;

namespace Ouro.Machine.Tests.Values;

/// <summary>Reads and evaluates <c>(primitive argument ...)</c>; an error evaluates to its kind in angle brackets.</summary>
internal sealed class Expressions
{
    private delegate Value Variadic(VirtualMachine machine, ReadOnlySpan<Value> rest);

    private delegate Value OneAndVariadic(VirtualMachine machine, Value first, ReadOnlySpan<Value> rest);

    private static readonly Dictionary<string, MethodInfo> Primitives = FindPrimitives();

    internal VirtualMachine Machine { get; } = new();

    private static Dictionary<string, MethodInfo> FindPrimitives()
    {
        var found = new Dictionary<string, MethodInfo>();
        foreach (var type in new[] { typeof(NumberPrimitives), typeof(NumberPredicates), typeof(NumberFunctions), typeof(TablePrimitives) })
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            {
                if (method.GetCustomAttribute<PrimitiveAttribute>() is { } attribute)
                {
                    found.Add(attribute.Name, method);
                }
            }
        }

        foreach (var (name, method) in new[] { ("quotient", "Quotient"), ("remainder", "Remainder"), ("modulo", "Modulo") })
        {
            found.Add(name, typeof(Arithmetic).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!);
        }

        return found;
    }

    internal static IEnumerable<string> Names => Primitives.Keys;

    /// <summary>The printed result of an expression.</summary>
    internal string Evaluate(string expression)
    {
        var position = 0;
        return Print(Read(expression, ref position));
    }

    internal string Print(Value value)
    {
        if (value.IsSignal)
        {
            Machine.Pending = PendingSignal.None;
            var condition = (Condition)Machine.PendingValue.AsObject!;
            return $"<{condition.Kind}>";
        }

        return value.AsObject switch
        {
            MultipleValues several => string.Join(' ', several.Items.Select(Print)),
            Text text => '"' + text.ToString() + '"',
            _ => value.IsTrue ? "#t" : value.IsFalse ? "#f" : NumberPrinter.ToString(value, 10),
        };
    }

    private Value Read(string text, ref int position)
    {
        SkipSpaces(text, ref position);
        if (text[position] == '"')
        {
            var close = text.IndexOf('"', position + 1);
            var content = text[(position + 1)..close];
            position = close + 1;
            return Value.Object(new Text(content));
        }

        if (text[position] != '(')
        {
            var token = Token(text, ref position);
            return token switch
            {
                "#t" => Value.True,
                "#f" => Value.False,
                _ when NumberReader.TryParse(token, 10, out var number) => number,
                _ => Value.Object(Machine.Intern(token)),
            };
        }

        position++;
        var name = Token(text, ref position);
        var arguments = new List<Value>();
        for (SkipSpaces(text, ref position); text[position] != ')'; SkipSpaces(text, ref position))
        {
            arguments.Add(Read(text, ref position));
        }

        position++;
        return arguments.Exists(argument => argument.IsSignal) ? Value.Signal : Apply(name, [.. arguments]);
    }

    private static void SkipSpaces(string text, ref int position)
    {
        while (text[position] == ' ')
        {
            position++;
        }
    }

    private static string Token(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && text[position] is not (' ' or ')' or '('))
        {
            position++;
        }

        return text[start..position];
    }

    /// <summary>Applies a primitive by its guest name.</summary>
    internal Value Apply(string name, params Value[] arguments)
    {
        var method = Primitives[name];
        var parameters = method.GetParameters();
        if (parameters[^1].ParameterType == typeof(ReadOnlySpan<Value>))
        {
            return parameters.Length == 2
                ? method.CreateDelegate<Variadic>()(Machine, arguments)
                : method.CreateDelegate<OneAndVariadic>()(Machine, arguments[0], arguments.AsSpan(1));
        }

        if (parameters.Length == 3 && parameters[1].ParameterType == typeof(Value).MakeByRefType() && parameters[2].ParameterType == typeof(int))
        {
            return Machine.FindPrimitive(name)!.Invoke(Machine, arguments);
        }

        var given = new object?[parameters.Length];
        var next = 0;
        for (var index = 0; index < parameters.Length; index++)
        {
            var type = parameters[index].ParameterType;
            type = type.IsByRef ? type.GetElementType()! : type;
            given[index] = type == typeof(VirtualMachine) ? Machine
                : next == arguments.Length ? null
                : type == typeof(Value) || type == typeof(Value?) || type == typeof(Value).MakeByRefType() ? arguments[next++]
                : type == typeof(int?) ? (int)arguments[next++].AsFixnum
                : arguments[next++].AsObject;
        }

        return method.Invoke(null, given) switch
        {
            Value value => value,
            bool truth => Value.Boolean(truth),
            long integer => Value.Fixnum(integer),
            var other => throw new InvalidOperationException($"{name} gave {other}"),
        };
    }
}
