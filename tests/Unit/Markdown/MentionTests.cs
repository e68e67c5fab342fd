using System.Diagnostics;
using AngleSharp.Html.Parser;
using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class MentionTests
{
    private static readonly KnownNames Names = new(["Ana", "Ana Maria", "gpt-4", "gpt-4.1-mini", "🦊", "👩", "Dr. No", "o'Neil & <b>", "test/model_x", ""]);

    [Theory]
    [InlineData("@Ana", "Ana")]
    [InlineData("hello @ana, how are you?", "ana")]
    [InlineData("(@Ana)", "Ana")]
    [InlineData("**@Ana**", "Ana")]
    [InlineData("@Ana's turn", "Ana")]
    [InlineData("@Ana Maria and @Ana", "Ana Maria|Ana")]
    [InlineData("@Ana and @ANA", "Ana")]
    [InlineData("- @Ana\n- @gpt-4", "Ana|gpt-4")]
    [InlineData("| a |\n|---|\n| @Ana |", "Ana")]
    [InlineData("# @Ana", "Ana")]
    [InlineData("> @Ana\nand @gpt-4.", "Ana|gpt-4")]
    [InlineData("@gpt-4.1-mini", "gpt-4.1-mini")]
    [InlineData("@🦊!", "🦊")]
    [InlineData("👋@Ana", "Ana")]
    [InlineData("@Dr. No", "Dr. No")]
    [InlineData("@o'Neil & <b>", "o'Neil & <b>")]
    [InlineData("@test/model_x", "test/model_x")]
    [InlineData("@Ana, @gpt-4", "Ana|gpt-4")]
    public void Names_are_found_the_longest_first(string text, string names) => Assert.Equal(names.Split('|'), SafeMarkdown.MentionsIn(text, Names));

    [Theory]
    [InlineData("`@Ana`")]
    [InlineData("``code ` @Ana``")]
    [InlineData("```\n@Ana\n```")]
    [InlineData("~~~ @Ana\nx\n~~~")]
    [InlineData("```\n@Ana, never closed")]
    [InlineData("    @Ana")]
    [InlineData("$@Ana$")]
    [InlineData("ben@Ana")]
    [InlineData("ben@ana.example")]
    [InlineData("mailto:x@ana.example")]
    [InlineData("https://social.example/@Ana")]
    [InlineData("[a](https://social.example/@Ana)")]
    [InlineData("<https://social.example/@Ana>")]
    [InlineData("a/@Ana")]
    [InlineData("\\@Ana")]
    [InlineData("@@Ana")]
    [InlineData("@Anatol")]
    [InlineData("@Ana_x")]
    [InlineData("@Ana2")]
    [InlineData("@Ana-Lena")]
    [InlineData("@ana.example")]
    [InlineData("@gpt-4o")]
    [InlineData("@gpt-4.5")]
    [InlineData("@👩‍💻")]
    [InlineData("@👩🏽")]
    [InlineData("@Ana\u0308")]
    [InlineData("@ Ana")]
    [InlineData("@")]
    [InlineData("Ana")]
    [InlineData("")]
    public void Nothing_else_is_a_name(string text) => Assert.Empty(SafeMarkdown.MentionsIn(text, Names));

    [Fact]
    public void What_is_found_is_marked_and_still_encoded() => Assert.Equal(
        "<p dir=\"auto\">Hi <span class=\"mention\">@o'Neil &amp; &lt;b&gt;</span>, <code>@Ana</code></p>", SafeMarkdown.ToHtml("Hi @o'Neil & <b>, `@Ana`", "m1", Names));

    [Fact]
    public void Marking_changes_nothing_else() => Assert.All(MarkdownCorpus.All.Concat(HostileCorpus.All), text =>
    {
        Assert.Equal(SafeMarkdown.ToHtml(text, "m1"), SafeMarkdown.ToHtml(text, "m1", new KnownNames(["no such name"])));
        Assert.Equal(SafeMarkdown.ToHtml(text, "m1"), SafeMarkdown.ToHtml(text, "m1", new KnownNames([])));
    });

    [Fact]
    public void Names_like_markup_stay_text() => Assert.All(HostileCorpus.All.Where(t => t.Length is > 0 and < 200), name =>
    {
        var html = SafeMarkdown.ToHtml($"a @{name} b", "m1", new KnownNames([name]));
        Assert.True(HtmlVerifier.IsSafe(html, "m1"), html);
        Assert.Empty(new HtmlParser().ParseDocument(html).QuerySelectorAll("script, img, iframe, [onclick], [hx-get]"));
    });

    [Theory]
    [InlineData("@", 100_000)]
    [InlineData("@A ", 33_000)]
    [InlineData("@Ana\n\n", 17_000)]
    [InlineData("`@", 50_000)]
    [InlineData("@\n", 50_000)]
    public void A_hundred_kilobytes_of_it_cost_little(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));
        _ = SafeMarkdown.MentionsIn(piece, Names);
        var watch = Stopwatch.StartNew();
        _ = SafeMarkdown.MentionsIn(text, Names);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 3);
    }

    [Fact]
    public void The_names_found_find_the_same_again()
    {
        const string Text = "@Ana Maria, @Ana, @gpt-4.1-mini and @gpt-4 met @ANA MARIA";
        var found = new KnownNames(SafeMarkdown.MentionsIn(Text, Names));
        Assert.Equal(SafeMarkdown.ToHtml(Text, "m1", Names), SafeMarkdown.ToHtml(Text, "m1", found));
    }
}
