using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Quoting without a script, and summaries of threads.</summary>
[Collection("chat")]
public sealed class QuoteTests(TestHost host)
{
    [Fact]
    public async Task The_link_brings_the_message_box_with_the_quotation_in_it()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana *Berg*");
        var session = await ana.StartAsync();
        var answer = await ana.HearAsync(session, "Two **things**:\n\nand `code`");
        var link = (await ana.OpenAsync(session)).Message(answer.Id).QuerySelector("[data-quote]")!.GetAttribute("href")!;
        Assert.Equal($"?quote={answer.Id}#message", link);

        var draft = (await ana.OpenAsync(session, $"?quote={answer.Id}")).Document.QuerySelector("#message")!.TextContent;
        Assert.Equal(["> **test-model:**", "> Two things:"], draft.Split('\n').Take(2));
        Assert.EndsWith("and code\n\n", draft, StringComparison.Ordinal);
        Assert.All(draft.TrimEnd().Split('\n'), l => Assert.StartsWith(">", l, StringComparison.Ordinal));

        var aside = await ana.HearInThreadAsync(session, answer.Id, $"{new string('x', 498)}🌊{new string('x', 100)}");
        Assert.Equal($"?quote={aside.Id}#message",
            (await ana.OpenThreadAsync(session, answer.Id)).Message(aside.Id).QuerySelector("[data-quote]")!.GetAttribute("href"));
        var longer = (await ana.OpenThreadAsync(session, answer.Id, $"?quote={aside.Id}")).Document.QuerySelector("#message")!.TextContent;
        Assert.Contains($"> {new string('x', 498)}…\n", longer, StringComparison.Ordinal);
        Assert.Contains("> **Ana Berg:**", (await ana.OpenAsync(session, $"?quote={answer.ParentId}")).Document.QuerySelector("#message")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_another_session_or_deleted_is_not_quoted()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var secret = await ben.HearAsync(await ben.StartAsync(), "Secret");
        var session = await ana.StartAsync();
        var answer = await ana.HearAsync(session, "Deleted words");
        await ana.GoneAsync(answer.Id);
        foreach (var id in new[] { secret.Id, answer.Id })
            Assert.Equal("", (await ana.OpenAsync(session, $"?quote={id}")).Document.QuerySelector("#message")!.TextContent);
    }

    [Fact]
    public async Task A_summary_of_a_thread_is_an_answer_in_the_conversation_that_whoever_asks_pays()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var root = await ana.HearAsync(session, "Bold plan");
        var last = await ana.HearAsync(session, "Came later");
        await ana.HearInThreadAsync(session, root.Id, "Found aside");
        var script = host.Provider.Next($"/chat/{session}/thread/{root.Id}");

        using var asked = await ben.SubmitAsync($"/chat/{session}/thread/{root.Id}?handler=summary", panel: false, ("clientMessageId", "s-1"));
        Assert.Equal($"/chat/{session}#latest", asked.Headers.Location?.OriginalString);
        var read = (await script.Asked.SoonAsync()).LastUserMessage;
        _ = script.Say("In short: yes.").FinishAsync();
        foreach (var words in new[] { "Bold plan", "Found aside", "Summarise this side thread" }) Assert.Contains(words, read, StringComparison.Ordinal);
        Assert.DoesNotContain("Came later", read, StringComparison.Ordinal);

        using (await ben.SubmitAsync($"/chat/{session}/thread/{root.Id}?handler=summary", panel: false, ("clientMessageId", "s-1"))) { }
        var said = (await ana.ListAsync(session)).Items;
        Assert.Equal(6, said.Count);
        Assert.Equal((ben.User.UserId.ToString(), last.Id), (said[^2].Author.Id, said[^2].ParentId));
        Assert.Contains($"href=\"/chat/{session}/thread/{root.Id}\"", said[^2].Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Bold plan", said[^2].Content, StringComparison.Ordinal);
        Assert.Equal("In short: yes.", (await ana.EndOfAsync(session, said[^1].Id)).Content);
        Assert.Equal(ben.User.UserId, await TestDatabase.ScalarAsync<Guid>(host.ConnectionString, "select user_id from chat.runs where message_id = $1", said[^1].Id));
        Assert.Equal(2, (await ana.MessageAsync(session, root.Id)).Thread!.Count);

        using var nothing = await ben.SubmitAsync($"/chat/{session}/thread/{last.Id}?handler=summary", panel: false);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, nothing.StatusCode);
        Assert.Contains("nothing in this thread yet", (await nothing.SeeAsync()).Body!.TextContent, StringComparison.Ordinal);
    }
}
