using System.Net;
using ChatMonolith.Modules.Chat.Replies;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Stop where the answer is not written, and Stop that outlives who wrote it.</summary>
public sealed class StopElsewhereTests : IAsyncLifetime
{
    TestHost _first = null!;

    public async Task InitializeAsync() => _first = await TestHost.StartNewAsync(s => s["Node:Name"] = "first");

    public Task DisposeAsync() => _first.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_on_one_node_ends_what_another_writes(bool page)
    {
        var ana = await ChatClient.SignInAsync(_first, "Ana");
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("So far");
        await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content == "So far");
        await using var second = await TestHost.StartOnAsync(_first.ConnectionString, s => s["Node:Name"] = "second");
        var there = ana.At(second);

        using var stopped = page ? await there.User.PostAsync($"/chat/{session}/stop", null) : await there.StopAsync(sent.RunId);

        Assert.Equal(page ? HttpStatusCode.Redirect : HttpStatusCode.Accepted, stopped.StatusCode);
        await script.Aborted.SoonAsync(TimeSpan.FromSeconds(4));
        var answer = await there.EndOfAsync(session, sent.ReplyId);
        Assert.Equal(("stopped", "So far"), (answer.Status, answer.Content));
        Assert.Contains("Stopped by Ana", (await ana.OpenAsync(session)).Message(sent.ReplyId).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_whose_node_died_after_Stop_is_stopped_and_not_interrupted()
    {
        var ana = await ChatClient.SignInAsync(_first, "Ana");
        var session = await ana.StartAsync();
        var (reply, run) = await TranscriptSeed.LeaveRunningAsync(_first.ConnectionString, session, ana.User, "dead", "So far", DateTimeOffset.UtcNow);
        Assert.Equal(HttpStatusCode.Accepted, (await ana.StopAsync(run)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await ana.StopAsync(run)).StatusCode);

        await TestDatabase.ExecuteAsync(_first.ConnectionString, $"update chat.runs set heartbeat_at = now() - interval '2 minutes' where id = '{run}'");
        await _first.Services.GetRequiredService<RunRecovery>().ReapAsync(CancellationToken.None);

        var answer = await ana.EndOfAsync(session, reply);
        Assert.Equal(("stopped", "So far", null), (answer.Status, answer.Content, answer.Error));
        Assert.Contains("Stopped by Ana", (await ana.OpenAsync(session)).Message(reply).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_stopped_does_not_grow_when_who_wrote_it_ends_after_all()
    {
        var ana = await ChatClient.SignInAsync(_first);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Shown ");
        await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(_first.ConnectionString, "select count(*) from chat.run_pieces where run_id = $1", sent.RunId), n => n > 0);
        await using var second = await TestHost.StartOnAsync(_first.ConnectionString, s => s["Node:Name"] = "second");
        // Whoever writes it is away: it hears neither the Stop nor that it was taken for dead.
        var paused = _first.Services.GetRequiredService<LiveRuns>();
        var run = paused.OfRun(sent.RunId)!;
        paused.Remove(run);
        (await ana.At(second).StopAsync(sent.RunId)).EnsureSuccessStatusCode();
        await TestDatabase.ExecuteAsync(_first.ConnectionString, $"update chat.runs set heartbeat_at = now() - interval '2 minutes' where id = '{sent.RunId}'");
        await second.Services.GetRequiredService<RunRecovery>().ReapAsync(CancellationToken.None);

        _ = script.Say("and never asked for.").FinishAsync(new(10, 90));

        await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Usage is { OutputTokens: 90, Estimated: false });
        Assert.Equal(("stopped", "Shown "), await ana.MessageAsync(session, sent.ReplyId) is var m ? (m.Status, m.Content) : default);
    }
}
