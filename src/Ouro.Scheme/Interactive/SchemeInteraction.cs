// Scheme as a REPL talks to it. What needs the compiler is Scheme itself (lib/interaction.scm); what must work on texts
// that are half typed is here and in SchemeScanner.

using System.Text;
using Ouro.Machine.Code;
using Ouro.Machine.Execution;
using Ouro.Machine.Languages;
using Ouro.Scheme.Printer;
using Ouro.Scheme.Reader;
using Ouro.Scheme.Runtime;

namespace Ouro.Scheme.Interactive;

/// <summary>Scheme with the environment that (interaction-environment) gives.</summary>
internal sealed class SchemeInteraction : Interaction
{
    private const string Library = "ouro interaction";

    private readonly VirtualMachine _machine;
    private readonly SchemeLanguage _language;
    private readonly Dictionary<string, (Value Procedure, Value Tracer)> _traced = new(StringComparer.Ordinal);
    private HashSet<string>? _macros;

    private SchemeInteraction(VirtualMachine machine, SchemeLanguage language)
    {
        _machine = machine;
        _language = language;
    }

    /// <summary>A form and the map of its text.</summary>
    private sealed record Part(Pair Form, Value Map);

    /// <summary>Makes one.</summary>
    /// <param name="problem">How that failed, when the result is null.</param>
    internal static SchemeInteraction? Start(VirtualMachine machine, SchemeLanguage language, out Outcome? problem)
    {
        problem = SchemeRuntime.Of(machine).Instantiate(Value.Object(machine.Intern(Library)));
        return problem is null ? new SchemeInteraction(machine, language) : null;
    }

    /// <inheritdoc/>
    public override VirtualMachine Machine => _machine;

    /// <inheritdoc/>
    public override Language Language => _language;

    /// <inheritdoc/>
    public override InputState StateOf(string text) => Scan(text).State;

    /// <inheritdoc/>
    public override int Indentation(string text) => Scan(text).Indentation();

    /// <inheritdoc/>
    public override IReadOnlyList<SourceToken> Tokens(string text) => Scan(text).Tokens;

    /// <inheritdoc/>
    public override int NameStart(string text, int end)
    {
        int start = end;
        while (start > 0 && !SchemeReader.IsDelimiter(text[start - 1]))
        {
            start--;
        }

        return Scan(text[..end]).EndsInText ? end : start;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Names() => Symbols("names-in-scope");

    /// <inheritdoc/>
    public override Outcome Read(SourceText source, List<object> parts)
    {
        Value map = Value.Object(new SourceMap());
        var outcome = _machine.Run(Value.Object(_machine.FindPrimitive("read-source")!), Value.Object(new Text(source.Text)), Value.Object(new Text(source.Name)), map);
        for (Value rest = outcome.Value; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            parts.Add(new Part(pair, map));
        }

        return outcome;
    }

    /// <inheritdoc/>
    public override Outcome Evaluate(object part, Action beforeRun)
    {
        var form = (Part)part;
        _macros = null;
        return Execute(Call("compile-part", Value.Object(form.Form), form.Map), beforeRun);
    }

    /// <inheritdoc/>
    public override bool Define(string name, Value value)
    {
        if (Call("declare-variable!", Symbol(name)).Kind != OutcomeKind.Value || CellOf(name) is not { } cell)
        {
            return false;
        }

        cell.Content = value;
        return true;
    }

    /// <inheritdoc/>
    public override Outcome EvaluateIn(object part, IReadOnlyList<LiveVariable> variables, Action beforeRun)
    {
        var form = (Part)part;
        var visible = new List<LiveVariable>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            if (names.Add(variable.Name))
            {
                visible.Add(variable);
            }
        }

        if (visible.Count == 0 || Call("definition-part?", Value.Object(form.Form)).Value.IsTrue)
        {
            return Evaluate(part, beforeRun);
        }

        Value list = Value.EmptyList;
        for (int i = visible.Count - 1; i >= 0; i--)
        {
            list = Value.Object(new Pair(Symbol(visible[i].Name), list));
        }

        var made = Execute(Call("compile-in-scope", Value.Object(form.Form), form.Map, list), () => { });
        if (made.Kind != OutcomeKind.Value)
        {
            return made;
        }

        made = _machine.Run(made.Value, visible.ConvertAll(variable => variable.Value).ToArray());
        if (made.Kind != OutcomeKind.Value || made.Value.AsObject is not Pair procedures)
        {
            return made;
        }

        beforeRun();
        var outcome = _machine.Run(procedures.Car);
        StoreBack(visible, _machine.Run(procedures.Cdr));
        return outcome;
    }

    /// <inheritdoc/>
    public override Outcome? Expand(object part, TextWriter output)
    {
        var form = (Part)part;
        var outcome = Call("expand-part", Value.Object(form.Form), form.Map);
        for (Value rest = outcome.Value; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            output.Write((_language.PrintResult(_machine, pair.Car) ?? "") + "\n");
        }

        return outcome;
    }

    /// <inheritdoc/>
    public override Outcome? Disassemble(object part, TextWriter output)
    {
        var form = (Part)part;
        if (form.Form.Car.AsObject is Symbol name)
        {
            switch (CellOf(name.Name)?.Content.AsObject)
            {
                case Closure closure:
                    var compiled = Call("compiled-procedure", Value.Object(closure));
                    output.Write(CodeListing.Of(closure.Code.Replacement ?? closure.Code));
                    return compiled;
                case CaseLambda several:
                    foreach (var clause in several.Clauses)
                    {
                        output.Write(CodeListing.Of(clause.Code));
                    }

                    return new Outcome(OutcomeKind.Value, Value.Unspecified, []);
            }

            if (Meaning(name.Name) is { } meaning && KindOf(meaning) == "primitive")
            {
                output.Write($"{name.Name} is a primitive of the machine: it has no code of its own\n");
                return new Outcome(OutcomeKind.Value, Value.Unspecified, []);
            }
        }

        var outcome = Call("compiled-part", Value.Object(form.Form), form.Map);
        if (outcome.Kind == OutcomeKind.Value)
        {
            output.Write(CodeListing.Of((CodeObject)outcome.Value.AsObject!));
        }

        return outcome;
    }

    /// <inheritdoc/>
    public override string? Describe(string name)
    {
        if (Meaning(name) is not { } meaning)
        {
            return null;
        }

        switch (KindOf(meaning))
        {
            case "keyword":
                return $"{name} is a keyword of the language";
            case "macro":
                return $"{name} is a macro";
            case "conflict":
                return $"{name} is imported twice, with different meanings";
            case "primitive":
                return $"{name} is a primitive procedure{Takes(_machine.FindPrimitive(Item(meaning, 1).AsObject!.ToString()!)!)}";
        }

        var cell = CellOf(meaning);
        string origin = Item(meaning, 3).IsTrue ? $", from ({cell.Module.Name})" : "";
        if (cell.Content.IsUnbound)
        {
            return $"{name} is a variable without a value{origin}";
        }

        var text = new StringBuilder();
        Value content = _traced.TryGetValue(name, out var traced) && traced.Tracer.AsObject == cell.Content.AsObject ? traced.Procedure : cell.Content;
        switch (content.AsObject)
        {
            case Procedure procedure:
                text.Append(name).Append(" is a procedure").Append(Takes(procedure)).Append(origin);
                if (procedure is Closure { Code: var code } && code.SpanAt(0) is { } span)
                {
                    text.Append("\ndefined at ").Append(span);
                }

                break;
            default:
                text.Append(name).Append(" is a variable").Append(origin).Append("\nits value is ").Append(_language.Print(cell.Content, 400));
                break;
        }

        if (_traced.ContainsKey(name))
        {
            text.Append("\nit is traced");
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override string? Trace(string name)
    {
        if (Meaning(name) is not { } meaning)
        {
            return $"{name} has no meaning here";
        }

        string kind = KindOf(meaning);
        if (kind is not ("variable" or "primitive"))
        {
            return $"{name} is a {kind}: only procedures can be traced";
        }

        Value procedure = kind == "primitive" ? Value.Object(_machine.FindPrimitive(Item(meaning, 1).AsObject!.ToString()!)!) : CellOf(meaning).Content;
        if (procedure.AsObject is not Procedure)
        {
            return procedure.IsUnbound ? $"{name} has no value yet" : $"{name} is no procedure: it is {_language.Print(procedure, 60)}";
        }

        if (_traced.TryGetValue(name, out var earlier) && earlier.Tracer.AsObject == procedure.AsObject)
        {
            return $"{name} is traced already";
        }

        var made = Call("make-tracer", Symbol(name), procedure, Value.Object(_machine.Ports.Output));
        if (made.Kind != OutcomeKind.Value || !Define(name, made.Value))
        {
            return $"{name} cannot be traced";
        }

        _traced[name] = (procedure, made.Value);
        return null;
    }

    /// <inheritdoc/>
    public override string? Untrace(string name)
    {
        if (!_traced.Remove(name, out var pair))
        {
            return $"{name} is not traced";
        }

        // Unless the program has given it another value meanwhile.
        if (CellOf(name) is { } cell && cell.Content.AsObject == pair.Tracer.AsObject)
        {
            cell.Content = pair.Procedure;
        }

        return null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Traced => [.. _traced.Keys];

    /// <inheritdoc/>
    public override string EvaluationPolicy(string policy)
    {
        if (policy.Length > 0 && Call("set-eval-policy!", Symbol(policy)).Kind != OutcomeKind.Value)
        {
            return $"there is no policy {policy}: it is interpret, compile, or automatic, which compiles what is called often";
        }

        return _language.Print(Call("eval-policy").Value, 100);
    }

    /// <inheritdoc/>
    public override string? ImportText(string libraries) =>
        $"(import {(libraries.TrimStart().StartsWith('(') ? libraries : "(" + libraries + ")")})";

    private SchemeScanner Scan(string text) => SchemeScanner.Scan(text, IsKeyword);

    /// <summary>The language's own keywords, and the user's macros, asked for after each evaluation once.</summary>
    private bool IsKeyword(string name) => SchemeKeywords.Contains(name) || (_macros ??= [.. Symbols("macros-in-scope")]).Contains(name);

    private void StoreBack(List<LiveVariable> variables, Outcome now)
    {
        if (now.Kind != OutcomeKind.Value)
        {
            return;
        }

        Value rest = now.Value;
        foreach (var variable in variables)
        {
            if (rest.AsObject is not Pair pair)
            {
                return;
            }

            if (!pair.Car.Equals(variable.Value))
            {
                _ = variable.Set?.Invoke(pair.Car);
            }

            rest = pair.Cdr;
        }
    }

    private Outcome Execute(Outcome compiled, Action beforeRun)
    {
        if (compiled.Kind != OutcomeKind.Value)
        {
            return compiled;
        }

        beforeRun();
        return _machine.Run(Value.Object(new Closure((CodeObject)compiled.Value.AsObject!)));
    }

    private Outcome Call(string name, params ReadOnlySpan<Value> arguments) =>
        _machine.Run(_machine.GlobalCell(_machine.Intern(Library), _machine.Intern(name)).Content, arguments);

    private IEnumerable<string> Symbols(string procedure)
    {
        var names = new List<string>();
        var outcome = Call(procedure);
        for (Value rest = outcome.Value; outcome.Kind == OutcomeKind.Value && rest.AsObject is Pair pair; rest = pair.Cdr)
        {
            if (pair.Car.AsObject is Symbol symbol)
            {
                names.Add(symbol.Name);
            }
        }

        return names;
    }

    private Value Symbol(string name) => Value.Object(_machine.Intern(name));

    private Value? Meaning(string name) =>
        Call("meaning-of", Symbol(name)) is { Kind: OutcomeKind.Value } outcome && outcome.Value.AsObject is Pair ? outcome.Value : null;

    private static string KindOf(Value meaning) => ((Symbol)((Pair)meaning.AsObject!).Car.AsObject!).Name;

    private static Value Item(Value list, int index)
    {
        for (; index > 0; index--)
        {
            list = ((Pair)list.AsObject!).Cdr;
        }

        return ((Pair)list.AsObject!).Car;
    }

    private Cell CellOf(Value meaning) => _machine.GlobalCell((Symbol)Item(meaning, 1).AsObject!, (Symbol)Item(meaning, 2).AsObject!);

    private Cell? CellOf(string name) => Meaning(name) is { } meaning && KindOf(meaning) == "variable" ? CellOf(meaning) : null;

    private static string Takes(Procedure procedure) => procedure switch
    {
        Closure closure => " that takes " + Count(closure.Code.Parameters.Required, closure.Code.Parameters.HasRest ? -1 : closure.Code.Parameters.Required + closure.Code.Parameters.Optional),
        PrimitiveProcedure primitive => " that takes " + Count(primitive.Minimum, primitive.Maximum),
        CaseLambda several => $" with {several.Clauses.Length} clauses",
        _ => "",
    };

    private static string Count(int minimum, int maximum) =>
        maximum == minimum ? $"{minimum} argument{(minimum == 1 ? "" : "s")}"
        : maximum < 0 ? $"{minimum} or more arguments"
        : $"{minimum} to {maximum} arguments";
}
