using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A page that shows old messages, as a link to one of them opens it.</summary>
[Collection("chat")]
public sealed class MiddleTests(TestHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_sees_what_changes_there_and_not_what_comes_far_below(bool wasAway)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 120);
        var old = await TestDatabase.ScalarAsync<Guid>(host.ConnectionString, "select id from chat.messages where session_id = $1 and ordinal = 21", session);
        var page = await ana.OpenAsync(session, $"?around={old}");
        var stream = page.Document.QuerySelector("#stream")!.GetAttribute("hx-sse:connect")!;
        // An id of a feed that is gone, as after a restart.
        var gone = $"0123456789{page.Since.Split('.')[0][10..]}.{page.Since.Split('.')[1]}.0";

        if (wasAway) await ChangeAsync();
        await using var events = await SseClient.OpenAsync(ana.User, stream, wasAway ? gone : null);
        await events.NextAsync("cm-hello");
        if (!wasAway) await ChangeAsync();
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("In other words", StringComparison.Ordinal)));

        Assert.Contains("In other words", page.Message(old).TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Far below", page.Transcript.TextContent, StringComparison.Ordinal);
        Assert.Equal((await ana.OpenAsync(session, $"?around={old}")).Conversation, page.Conversation);

        async Task ChangeAsync()
        {
            await ana.HearAsync(session, "Far below");
            (await ana.EditAsync(old, "In other words")).EnsureSuccessStatusCode();
        }
    }
}
