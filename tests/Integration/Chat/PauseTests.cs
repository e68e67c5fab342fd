using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What people see while a model thinks in the middle of a word, to itself, or is stopped there.</summary>
[Collection("chat")]
public sealed class PauseTests(TestHost host)
{
    [Fact]
    public async Task A_half_typed_marker_is_shown_when_the_stream_pauses()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);

        await script.SendAsync("Take **bo");
        page.Apply(await events.ThroughAsync(i => i.IsContent && i.Data.Contains("<strong>bo", StringComparison.Ordinal)));
        Assert.Contains("Take bo", page.Message(sent.ReplyId).TextContent, StringComparison.Ordinal);

        _ = script.Say("th** of them.").FinishAsync();
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Fact]
    public async Task Thoughts_are_kept_apart_from_the_text_in_a_closed_box()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);

        await script.SendEventAsync(Thought("First <b>I</b> "));
        await script.SendEventAsync(Thought("think."));
        _ = script.Say("Then I speak.").FinishAsync();
        var answer = await ana.EndOfAsync(session, sent.ReplyId);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.Equal(("Then I speak.", "First <b>I</b> think."), (answer.Content, answer.Reasoning));
        var box = page.Message(sent.ReplyId).QuerySelector("details.reasoning")!;
        Assert.False(box.HasAttribute("open"));
        Assert.Contains("First <b>I</b> think.", box.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("think", page.Message(sent.ReplyId).QuerySelector(".body")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Fact]
    public async Task After_Stop_the_text_does_not_grow()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await using var events = await ana.FollowJsonAsync(session);
        var shown = "";
        for (var i = 0; i < 20; i++) _ = script.SendAsync($"word{i} ");

        var seen = await events.ThroughAsync(i => i.Data.Contains("message.delta", StringComparison.Ordinal));
        (await ana.StopAsync(sent.RunId)).EnsureSuccessStatusCode();
        for (var i = 20; i < 40; i++) _ = script.SendAsync($"word{i} ");
        seen = [.. seen, .. await events.ThroughAsync(i => i.Data.Contains("message.completed", StringComparison.Ordinal))];
        foreach (var item in seen.Where(i => i.Data.Contains("message.delta", StringComparison.Ordinal)))
        {
            using var delta = System.Text.Json.JsonDocument.Parse(item.Data);
            shown = shown[..delta.RootElement.GetProperty("offset").GetInt32()] + delta.RootElement.GetProperty("text").GetString();
        }

        Assert.Equal(shown, (await ana.EndOfAsync(session, sent.ReplyId)).Content);
    }

    static string Thought(string text) =>
        System.Text.Json.JsonSerializer.Serialize(new { choices = new[] { new { index = 0, delta = new { reasoning_content = text } } } });
}
