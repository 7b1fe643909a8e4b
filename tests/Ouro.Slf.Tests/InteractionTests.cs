using Ouro.Machine.Execution;
using Ouro.Machine.Languages;

namespace Ouro.Slf.Tests;

/// <summary>What a REPL asks of slf.</summary>
public class InteractionTests
{
    private readonly SlfMachine _machine = new();

    [Theory]
    [InlineData("", InputState.Blank)]
    [InlineData("\n", InputState.Blank)]
    [InlineData("  # only a comment\n", InputState.Blank)]
    [InlineData("x = 1\n", InputState.Complete)]
    [InlineData("x = 1", InputState.Complete)]
    [InlineData("f(1,\n", InputState.Incomplete)]
    [InlineData("f(1,\n  2)\n", InputState.Complete)]
    [InlineData("x = \\\n", InputState.Incomplete)]
    [InlineData("x = \\\n  1\n", InputState.Complete)]
    [InlineData("if 1:\n", InputState.Incomplete)]
    [InlineData("if 1: # a comment\n", InputState.Incomplete)]
    [InlineData("if 1:\n    x\n", InputState.Incomplete)]
    [InlineData("if 1:\n    x\n\n", InputState.Complete)]
    [InlineData("if 1:\n    x\n    ", InputState.Complete)]
    [InlineData("if 1:\n    x\nelse:\n", InputState.Incomplete)]
    [InlineData("if 1:\n    x\ny\n", InputState.Complete)]
    [InlineData("x)\n", InputState.Complete)]
    [InlineData("x = \"(\n", InputState.Complete)]
    public void ATextIsWholeOrNot(string text, InputState state) => Assert.Equal(state, Interaction().StateOf(text));

    [Fact]
    public void TheModuleStays()
    {
        var interaction = Interaction();
        Assert.Equal(OutcomeKind.Value, Evaluate(interaction, "def f(a):\n    a mul(k)\n").Kind);
        Assert.Equal(OutcomeKind.Uncaught, Evaluate(interaction, "f(2)").Kind);
        _ = Evaluate(interaction, "k = 21");
        Assert.Equal(42, Evaluate(interaction, "f(2)").Value.AsFixnum);
        Assert.Equal(OutcomeKind.Uncaught, Evaluate(interaction, "x = ").Kind);
        var names = interaction.Names().ToList();
        foreach (string name in new[] { "f", "k", "puts", "math", "while", "__parent__" })
        {
            Assert.Contains(name, names);
        }
    }

    [Fact]
    public void TokensCoverATextAndBracketsKnowTheirPartners()
    {
        const string Text = "def f(a): # c\n    a $int_add(-12) \"s\" ?";
        var tokens = Interaction().Tokens(Text);
        Assert.Equal(
            "Keyword:def Plain:f Bracket:( Plain:a Bracket:) Plain:: Comment:# c Plain:a Keyword:$int_add Bracket:( Number:-12 Bracket:) String:\"s\" Error:?",
            string.Join(' ', tokens.Select(token => $"{token.Kind}:{Text.Substring(token.Start, token.Length)}")));
        Assert.Equal(7, tokens.Single(token => token.Start == 5).Partner);
        Assert.Equal(5, tokens.Single(token => token.Start == 7).Partner);
    }

    [Fact]
    public void LinesInABlockAreIndented()
    {
        Assert.Equal(4, Interaction().Indentation("if 1:"));
        Assert.Equal(8, Interaction().Indentation("if 1:\n    while x:"));
        Assert.Equal(4, Interaction().Indentation("if 1:\n    x"));
        Assert.Equal(0, Interaction().Indentation("x"));
    }

    private Interaction Interaction() => _machine.Language.Interact(_machine.Machine, out _)!;

    private static Outcome Evaluate(Interaction interaction, string text)
    {
        var parts = new List<object>();
        var outcome = interaction.Read(new SourceText("input", text), parts);
        foreach (object part in parts)
        {
            outcome = interaction.Evaluate(part, () => { });
        }

        return outcome;
    }
}
