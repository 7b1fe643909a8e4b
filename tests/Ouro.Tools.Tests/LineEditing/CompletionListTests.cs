using Ouro.Tools.LineEditing;

namespace Ouro.Tools.Tests.LineEditing;

public sealed class CompletionListTests
{
    [Theory]
    [InlineData("vector-", "vector-map", "vector-ref")]
    [InlineData("one", "one")]
    [InlineData("", "a", "b")]
    [InlineData("")]
    [InlineData("x", "x😀", "x😁")]
    public void TheCommonPrefix(string prefix, params string[] candidates) => Assert.Equal(prefix, CompletionList.CommonPrefix(candidates));

    [Fact]
    public void CandidatesStandInColumnsReadDownwards() =>
        Assert.Equal(["a    dd", "bbb  e", "c"], CompletionList.Rows(["a", "bbb", "c", "dd", "e"], 10, 10));

    [Fact]
    public void WhatHasNoRoomIsCounted() =>
        Assert.Equal(["c0", "c1", "... and 8 more"], CompletionList.Rows([.. Enumerable.Range(0, 10).Select(i => "c" + i)], 4, 3));

    [Theory]
    [InlineData("a", 1)]
    [InlineData("日", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("😀", 2)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("☺️", 2)]
    [InlineData("\u200B", 0)]
    [InlineData("ｶﾞ", 2)]
    public void Widths(string text, int columns) => Assert.Equal(columns, CharacterWidth.Of(text));
}
