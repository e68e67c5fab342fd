using System.Net;
using ChatMonolith.Modules.Chat.Messages.History;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class HistoryTests(TestHost host)
{
    [Fact]
    public async Task All_texts_are_there_newest_first_with_what_changed_and_restoring_one_is_one_more()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        foreach (var text in new[] { "red green", "red <b>blue</b>" }) (await ana.EditAsync(question, text)).EnsureSuccessStatusCode();

        var seen = await OpenAsync(ben, question);
        var entries = seen.QuerySelectorAll(".versions-list > li").ToList();
        Assert.Equal(["Now", "Before", "At first"], entries.Select(e => e.QuerySelector("h2")!.TextContent));
        Assert.Contains("Ana", entries[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("[removed: green]", entries[0].QuerySelector("del")!.TextContent);
        Assert.Equal("[added: <b>blue</b>]", entries[0].QuerySelector("ins")!.TextContent);
        Assert.Empty(seen.QuerySelectorAll("main form"));
        Assert.Equal(HttpStatusCode.NotFound, (await eve.NavigateAsync($"/messages/{question}/history")).StatusCode);

        var mine = (await OpenAsync(ana, question)).QuerySelectorAll("main form").ToList();
        Assert.Equal(2, mine.Count);
        using var restored = await ana.SubmitAsync($"/messages/{question}/history", false, [.. mine[0].QuerySelectorAll("input").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!))]);
        Assert.Equal(HttpStatusCode.Redirect, restored.StatusCode);
        Assert.Equal("red green", (await ana.MessageAsync(session, question)).Content);
        Assert.Equal(4, (await OpenAsync(ben, question)).QuerySelectorAll(".versions-list > li").Length);
    }

    [Fact]
    public async Task Restoring_what_is_not_mine_not_there_or_changed_meanwhile_is_refused_with_a_sentence()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        var first = await ana.RevisionAsync(session, question);
        (await ana.EditAsync(question, "Second")).EnsureSuccessStatusCode();
        var second = await ana.RevisionAsync(session, question);
        (await ana.EditAsync(question, "Third")).EnsureSuccessStatusCode();

        async Task RefusedAsync(ChatClient person, HttpStatusCode status, string sentence, long restore, long revision)
        {
            using var refused = await person.SubmitAsync($"/messages/{question}/history", false, ("restore", $"{restore}"), ("revision", $"{revision}"));
            Assert.Equal(status, refused.StatusCode);
            Assert.Contains(sentence, (await refused.SeeAsync()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }
        await RefusedAsync(ben, HttpStatusCode.Forbidden, "Only the person who wrote", first, second);
        await RefusedAsync(ana, HttpStatusCode.NotFound, "does not exist any more", first + 1000, second);
        await RefusedAsync(ana, HttpStatusCode.Conflict, "changed meanwhile", first, second);
        Assert.Equal("Third", (await ana.MessageAsync(session, question)).Content);
    }

    [Fact]
    public async Task A_long_history_comes_in_pages()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        for (var i = 0; i < 25; i++) (await ana.EditAsync(question, $"Text {i}")).EnsureSuccessStatusCode();

        var page = await OpenAsync(ana, question);
        Assert.Equal(20, page.QuerySelectorAll(".versions-list > li").Length);
        using var next = await ana.NavigateAsync(page.QuerySelector(".way-on a")!.GetAttribute("href")!);
        var rest = (await next.SeeAsync()).QuerySelectorAll(".versions-list > li").Select(e => e.QuerySelector("h2")!.TextContent).ToList();
        Assert.Equal(6, rest.Count);
        Assert.Equal("At first", rest[^1]);
    }

    [Theory]
    [InlineData("", "all new")]
    [InlineData("one two three", "one 2 three")]
    [InlineData("a b a b a b", "b a b a b a")]
    [InlineData("line\n\nline two", "line\nline two\n")]
    [InlineData("same", "same")]
    public void A_comparison_contains_both_texts(string before, string after) => AssertBoth(before, after);

    [Fact]
    public void Comparing_two_long_texts_without_a_word_in_common_is_bounded()
    {
        var (before, after) = (string.Join(' ', Enumerable.Range(0, 5000)), string.Join(' ', Enumerable.Range(5000, 5000)));
        Assert.Equal(2, AssertBoth(before, after).Count);
        // A small change of a long text is still shown as one.
        Assert.Equal(["x"], TextDiff.Between(before, before.Replace(" 2500 ", " x ", StringComparison.Ordinal)).Where(p => p.Kind is DiffKind.Added).Select(p => p.Text));
    }

    static IReadOnlyList<DiffPiece> AssertBoth(string before, string after)
    {
        var pieces = TextDiff.Between(before, after);
        Assert.Equal(before, string.Concat(pieces.Where(p => p.Kind is not DiffKind.Added).Select(p => p.Text)));
        Assert.Equal(after, string.Concat(pieces.Where(p => p.Kind is not DiffKind.Removed).Select(p => p.Text)));
        return pieces;
    }

    static async Task<AngleSharp.Html.Dom.IHtmlDocument> OpenAsync(ChatClient person, Guid message)
    {
        using var page = await person.NavigateAsync($"/messages/{message}/history");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return await page.SeeAsync();
    }
}
