using Ouro.Machine.Execution;
using Ouro.Python.Execution;

namespace Ouro.Python.Objects;

/// <summary>
/// The parameters of a built-in function, from their declaration in Python's own notation: <c>self, key, /, default=None, *rest, last=0,
/// **named</c>. Arguments come to the function in that order; what was not given is <see cref="Value.Absent"/>, whatever stands
/// behind the = sign, the rest is a tuple and the named ones a dict.
/// </summary>
internal sealed class Signature
{
    private readonly string[] _names;
    private readonly int _required;
    private readonly int _positionOnly;
    private readonly int _positions;
    private readonly int _rest = -1;
    private readonly int _named = -1;
    private readonly bool[] _isRequired;

    /// <summary>Whether so many arguments, all by position, are what a function without collecting parameters takes.</summary>
    internal bool TakesPositional(int count) => !Collects && count >= _required && count <= _positions && _positions == Count;

    /// <summary>Reads a declaration.</summary>
    internal Signature(string declaration)
    {
        Declaration = declaration;
        var names = new List<string>();
        var required = new List<bool>();
        bool keywordOnly = false;
        foreach (string part in declaration.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            switch (part)
            {
                case "/":
                    _positionOnly = names.Count;
                    continue;
                case "*":
                    keywordOnly = true;
                    continue;
            }

            if (part.StartsWith("**", StringComparison.Ordinal))
            {
                _named = names.Count;
            }
            else if (part[0] == '*')
            {
                _rest = names.Count;
                keywordOnly = true;
            }
            else if (!keywordOnly)
            {
                _positions++;
            }

            int equal = part.IndexOf('=', StringComparison.Ordinal);
            names.Add((equal < 0 ? part : part[..equal]).Trim('*'));
            bool isRequired = equal < 0 && part[0] != '*';
            required.Add(isRequired);
            if (isRequired && !keywordOnly)
            {
                _required++;
            }
        }

        _names = [.. names];
        _isRequired = [.. required];
    }

    /// <summary>As it was declared.</summary>
    internal string Declaration { get; }

    /// <summary>How many arguments come to the function.</summary>
    internal int Count => _names.Length;

    /// <summary>Some arguments are collected in a tuple or dict.</summary>
    internal bool Collects => _rest >= 0 || _named >= 0;

    /// <summary>Puts arguments where the function wants them.</summary>
    /// <param name="names">Of the last arguments, or null.</param>
    /// <returns>Null with a pending raise.</returns>
    internal Value[]? Bind(PythonRuntime python, BuiltinFunction function, ReadOnlySpan<Value> given, string[]? names)
    {
        int named = names?.Length ?? 0;
        int positional = given.Length - named;
        if ((positional > _positions && _rest < 0) || (named == 0 && positional < _required))
        {
            _ = python.TypeError(CountMessage(function, positional));
            return null;
        }

        var arguments = ValueArrays.Filled(_names.Length, Value.Absent);
        given[..Math.Min(positional, _positions)].CopyTo(arguments);
        if (_rest >= 0)
        {
            var rest = positional > _positions ? given[_positions..positional].ToArray() : ValueArrays.None;
            if (!python.Machine.ChargeAllocation(PyTuple.SizeOf(rest.Length)))
            {
                return null;
            }

            arguments[_rest] = python.Tuple(rest);
        }

        PyDict? collected = null;
        if (_named >= 0)
        {
            arguments[_named] = Value.Object(collected = new PyDict(python.Types.Dict));
        }

        for (int i = 0; i < named; i++)
        {
            string name = names![i];
            int at = Array.IndexOf(_names, name);
            if (at >= 0 && at >= _positionOnly && at != _rest && at != _named)
            {
                if (!arguments[at].IsAbsent)
                {
                    _ = python.TypeError($"argument for {function.Name}() given by name ('{name}') and position ({at + (function.Owner is null ? 1 : 0)})");
                    return null;
                }

                arguments[at] = given[positional + i];
            }
            else if (collected is not null)
            {
                collected.Store(name, given[positional + i]);
            }
            else if (!IgnoresKeywords(python, function, given))
            {
                _ = python.TypeError(TakesKeywords ? $"'{name}' is an invalid keyword argument for {function.MessageName}()" : $"{(function.Name == "__init__" ? function.Owner!.Name : function.FullName)}() takes no keyword arguments");
                return null;
            }
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (_isRequired[i] && arguments[i].IsAbsent)
            {
                _ = python.TypeError($"{function.MessageName}() missing required argument '{_names[i]}' (pos {i + (function.Owner is null || (function.IsStatic && function.Name != "__new__") ? 1 : 0)})");
                return null;
            }
        }

        return arguments;
    }

    /// <summary>Whether keywords are meant for the other of __new__ and __init__: a class that derives from a built-in type has one of its own.</summary>
    private static bool IgnoresKeywords(PythonRuntime python, BuiltinFunction function, ReadOnlySpan<Value> given) =>
        function.Owner is { } owner && owner != python.Types.Object && given.Length > 0
        && (function is { IsStatic: true, Name: "__new__" } ? given[0].Ref is PyType { IsHeapType: true } type && type.Lookup("__init__").Ref is not BuiltinFunction
            : function.Name == "__init__" && python.TypeOf(given[0]) is { IsHeapType: true } made && (made.Lookup("__new__").Ref as PyMethodWrapper)?.Function.Ref is Closure);

    private bool TakesKeywords => _positionOnly < _names.Length - (_rest >= 0 ? 1 : 0);

    private string CountMessage(BuiltinFunction function, int given)
    {
        int self = function.Owner is null || (function.IsStatic && function.Name != "__new__") ? 0 : 1;
        int least = _required - self, most = _positions - self, got = given - self;
        string name = function.FullName;
        if (got < 0 && function.Name == "__new__")
        {
            return $"{function.FullName}.__new__(): not enough arguments";
        }

        if (got < 0)
        {
            return $"unbound method {name}() needs an argument";
        }

        if (_rest < 0 && most == 0)
        {
            return $"{name}() takes no arguments ({got} given)";
        }

        if (_rest < 0 && least == most && most == 1 && !TakesKeywords)
        {
            return $"{name}() takes exactly one argument ({got} given)";
        }

        if (TakesKeywords && got < least)
        {
            return $"{function.MessageName}() missing required argument '{_names[got + self]}' (pos {got + 1})";
        }

        if (TakesKeywords)
        {
            return $"{function.MessageName}() takes {(least == most ? "exactly" : "at most")} {most} {(_names.Length - self > most ? "positional " : "")}argument{(most == 1 ? "" : "s")} ({got} given)";
        }

        int bound = got < least ? least : most;
        return $"{function.MessageName} expected {(least == most && _rest < 0 ? "" : got < least ? "at least " : "at most ")}{bound} argument{(bound == 1 ? "" : "s")}, got {got}";
    }
}
