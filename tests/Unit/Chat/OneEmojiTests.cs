using System.Globalization;
using ChatMonolith.Modules.Chat.Reactions;
using ChatMonolith.Modules.Chat.Reactions.React;
using Xunit;

namespace ChatMonolith.Tests.Unit.Chat;

public class OneEmojiTests
{
    [Theory]
    [InlineData("👍", "👍")]
    [InlineData(" 👍 ", "👍")]
    [InlineData("👍\uFE0F", "👍")]
    [InlineData("👍🏽", "👍🏽")]
    [InlineData("\u2764", "\u2764\uFE0F")]
    [InlineData("\u2764\uFE0F", "\u2764\uFE0F")]
    [InlineData("\u261D🏽", "\u261D🏽")]
    [InlineData("👨\u200D👩\u200D👧\u200D👦", "👨\u200D👩\u200D👧\u200D👦")]
    [InlineData("👩🏻\u200D\u2764\uFE0F\u200D💋\u200D👨🏿", "👩🏻\u200D\u2764\uFE0F\u200D💋\u200D👨🏿")]
    [InlineData("🏃🏽\u200D\u2640", "🏃🏽\u200D\u2640\uFE0F")]
    [InlineData("🏳\uFE0F\u200D🌈", "🏳\uFE0F\u200D🌈")]
    [InlineData("🇩🇪", "🇩🇪")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F")]
    [InlineData("1\u20E3", "1\uFE0F\u20E3")]
    [InlineData("#\uFE0F\u20E3", "#\uFE0F\u20E3")]
    public void One_emoji_is_taken_in_one_spelling(string text, string read) => Assert.Equal(read, OneEmoji.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("#")]
    [InlineData(":)")]
    [InlineData("+1")]
    [InlineData("👍👍")]
    [InlineData("👍a")]
    [InlineData("a👍")]
    [InlineData("👍\0")]
    [InlineData("👍\u200D")]
    [InlineData("\u200D👍")]
    [InlineData("\uFE0F")]
    [InlineData("🇩")]
    [InlineData("🇩🇪🇫🇷")]
    [InlineData("🚗🏽")]
    [InlineData("🏴\U000E0067\U000E007F")]
    [InlineData("👍\u0301")]
    [InlineData("<b>")]
    [InlineData("é")]
    [InlineData("漢")]
    [InlineData("👍\u200D👍\u200D👍\u200D👍\u200D👍")]
    public void Anything_else_is_refused(string? text) => Assert.Null(OneEmoji.Read(text));

    [Fact]
    public void Halves_of_a_pair_are_refused() => Assert.Null(OneEmoji.Read("\uD83D"));

    [Fact]
    public void What_is_offered_is_taken_as_it_is()
    {
        Assert.All(ReactModel.Common, c => Assert.Equal(c.Emoji, OneEmoji.Read(c.Emoji)));
        Assert.All(ReactModel.Common, c => Assert.Equal(1, new StringInfo(c.Emoji).LengthInTextElements));
        Assert.Equal(ReactModel.Common.Count, ReactModel.Common.DistinctBy(c => c.Name).DistinctBy(c => c.Emoji).Count());
    }

    [Fact]
    public void Of_many_people_the_first_are_named()
    {
        ReactionView Of(int count) => new("👍", count, [.. Enumerable.Range(1, count).Select(i => new ReactorView(Guid.NewGuid(), $"P{i}"))]);
        Assert.Equal("👍 1, from P1", Of(1).Label);
        Assert.Equal("👍 2, from P1 and P2", Of(2).Label);
        Assert.Equal("P1, P2, P3, P4, P5, P6, P7, P8, P9, P10 and 2 more", Of(12).Names);
    }
}
