using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A tab that shows what was true some time ago must not delete what came since.</summary>
[Collection("chat")]
public sealed class StaleDeleteTests(TestHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_edited_since_is_shown_first_and_deleted_only_after_that(bool panel)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "Answer")).ParentId!.Value;
        var form = await OpenAsync(ana, question);
        (await ana.EditAsync(question, "What it <b>really</b> says")).EnsureSuccessStatusCode();

        using var stale = await ana.SubmitAsync($"/messages/{question}/delete", panel, [("scope", "message"), .. Fields(form)]);

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        var shown = await stale.SeeAsync();
        Assert.Equal("What it <b>really</b> says", shown.QuerySelector(".passage-text")!.TextContent);
        Assert.Contains("nothing was deleted", shown.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("What it <b>really</b> says", (await ana.MessageAsync(session, question)).Content);
        using var again = await ana.SubmitAsync($"/messages/{question}/delete", panel, [("scope", "message"), .. Fields(shown)]);
        Assert.Equal(panel ? HttpStatusCode.NoContent : HttpStatusCode.Redirect, again.StatusCode);
        Assert.Equal("", (await ana.MessageAsync(session, question)).Content);
    }

    [Fact]
    public async Task This_and_below_takes_nothing_that_came_after_its_number_was_shown()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "First")).ParentId!.Value;
        var form = await OpenAsync(ana, question);
        Assert.Contains("(2 messages)", form.Body!.TextContent, StringComparison.Ordinal);
        await ana.HearAsync(session, "Said meanwhile");

        using var stale = await ana.SubmitAsync($"/messages/{question}/delete", false, [("scope", "below"), .. Fields(form)]);

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        var shown = await stale.SeeAsync();
        Assert.Contains("It would now be 4 messages", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Said meanwhile", shown.QuerySelector(".passage-text")!.TextContent);
        Assert.All((await ana.ListAsync(session)).Items, m => Assert.NotEqual("", m.Content));
        using var again = await ana.SubmitAsync($"/messages/{question}/delete", false, [("scope", "below"), .. Fields(shown)]);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.All((await ana.ListAsync(session)).Items, m => Assert.Equal("", m.Content));
    }

    [Fact]
    public async Task A_program_that_says_what_it_saw_is_told_what_is_there_and_one_that_does_not_deletes_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var answer = await ana.HearAsync(session, "First");
        var (question, seen) = (answer.ParentId!.Value, await ana.RevisionAsync(session, answer.ParentId.Value));
        (await ana.EditAsync(question, "Newer words")).EnsureSuccessStatusCode();

        using var stale = await ana.EraseAsync(question, "message", $"&revision={seen}");
        var problem = JsonSerializer.Deserialize<JsonElement>(await stale.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.Conflict, "delete_conflict", "Newer words", 1),
            (stale.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("content").GetString(), problem.GetProperty("count").GetInt32()));

        var now = problem.GetProperty("revision").GetInt64();
        Assert.Equal(HttpStatusCode.Conflict, (await ana.EraseAsync(question, "below", $"&revision={now}&count=3")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await ana.EraseAsync(question, "below", $"&revision={now}&count=2")).StatusCode);
        var other = await ana.HearAsync(session, "Second");
        Assert.Equal(HttpStatusCode.Accepted, (await ana.EraseAsync(other.Id)).StatusCode);
    }

    static async Task<IHtmlDocument> OpenAsync(ChatClient person, Guid message)
    {
        using var page = await person.NavigateAsync($"/messages/{message}/delete");
        return await page.SeeAsync();
    }

    static (string Name, string Value)[] Fields(IHtmlDocument form) =>
        [.. form.QuerySelectorAll("form input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!))];
}
