using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What is on the wire: how large, how often, how padded.</summary>
[Collection("chat")]
public sealed class WireTests(TestHost host)
{
    [Fact]
    public async Task No_event_is_over_64_KB_however_long_the_answer()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await using var program = await StreamViewer.OpenAsync(ana, session);
        await events.NextAsync("cm-hello");
        var (sent, script) = await ana.AskAsync(session);
        var prose = string.Concat(Enumerable.Range(0, 900).Select(i => $"Paragraph {i} of a **long** answer that says a little more than nothing.\n\n"));
        var code = "```\n" + string.Concat(Enumerable.Range(0, 1800).Select(i => $"if (a < {i}) Call(\"é\", {i});\n")) + "```\n\nThe end.";

        await script.SendAsync(prose);
        await events.NextAsync(i => i.IsContent && i.Data.Contains("Paragraph 89", StringComparison.Ordinal));
        var late = await ana.OpenAsync(session);
        await using var lates = await ana.FollowAsync(session, since: late.Since);
        await lates.NextAsync("cm-hello");
        await script.SendAsync(code);
        _ = script.FinishAsync();
        foreach (var stream in new[] { events, lates }) await stream.NextAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal));
        await program.UntilOverAsync(sent.ReplyId);

        Assert.Contains(events.Seen, i => i.Event == EventParts.Part);
        Assert.All(events.Seen.Concat(lates.Seen).Concat(program.Seen), i => Assert.InRange(Encoding.UTF8.GetByteCount(i.Data), 0, 64 * 1024));
        var fresh = (await ana.OpenAsync(session)).Conversation;
        Assert.Equal(fresh, page.Apply(events.Seen).Conversation);
        Assert.Equal(fresh, late.Apply(lates.Seen).Conversation);
        Assert.Equal(prose + code, program.Text.TextOf(sent.ReplyId));
        Assert.Equal(prose + code, (await ana.EndOfAsync(session, sent.ReplyId)).Content);
    }

    [Fact]
    public async Task An_answer_makes_at_most_20_events_a_second()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowAsync(session);
        await events.NextAsync("cm-hello");
        var (_, script) = await ana.AskAsync(session);
        for (var i = 0; i < 300; i++)
        {
            await script.SendAsync(i % 10 == 9 ? $"{i}.\n\n" : $"word{i} ");
            // More comes when some of it is shown: as fast as anybody can write, and for as long as it takes. Some of it in the middle of a paragraph.
            if (i % 4 == 3) await events.NextAsync(Grows);
        }
        _ = script.FinishAsync();
        await events.NextAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal));

        var parts = events.Seen.Where(Grows).ToList();
        Assert.Contains(parts, i => i.Event == Deltas.Text);
        var seconds = Stopwatch.GetElapsedTime(parts[0].At, parts[^1].At).TotalSeconds;
        Assert.InRange(parts.Count, 10, (20 * seconds) + 3);

        // All that make the answer grow; not the message's coming and its end.
        static bool Grows(SseItem item) => item.Event == Deltas.Text || (item.IsContent && !item.Data.Contains("<article", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Padding_hides_lengths_reaches_no_page_and_is_counted_apart()
    {
        await using var padded = await TestHost.StartNewAsync(s => s["Chat:PadEvents"] = "on");
        long padding = 0;
        using var listener = new MeterListener { InstrumentPublished = (i, l) => { if (i.Name == "live.padding.bytes") l.EnableMeasurementEvents(i); } };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref padding, value));
        listener.Start();
        foreach (var (server, expected) in new[] { (padded, true), (host, false) })
        {
            var ana = await ChatClient.SignInAsync(server);
            var session = await ana.StartAsync();
            var page = await ana.OpenAsync(session);
            await using var raw = await ana.User.GetStreamAsync($"/chat/{session}/events?since={page.Since}");
            var first = new byte[4096];
            var length = await raw.ReadAsync(first);
            Assert.StartsWith("retry: 1000\nevent: cm-hello\n", Encoding.UTF8.GetString(first, 0, length), StringComparison.Ordinal);
            Assert.Equal(expected, length % 128 == 0);

            await using var events = await ana.FollowAsync(session, since: page.Since);
            await events.NextAsync("cm-hello");
            await ana.HearAsync(session, "Some **words**\n\nand more");
            await events.NextAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal));
            Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Apply(events.Seen).Conversation);
        }
        Assert.True(padding > 0);
    }

    [Fact]
    public async Task An_agents_new_state_reaches_pages_and_programs()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowAsync(session);
        await using var program = await ana.FollowJsonAsync(session);
        foreach (var stream in new[] { events, program }) await stream.NextAsync("cm-hello");
        var agents = new Agents();
        var states = new AgentStates(host.Services.GetRequiredService<SessionFeeds>(), [agents]);
        await states.StartAsync(CancellationToken.None);

        agents.Change(new("test/other", AgentStatus.Degraded));

        Assert.Equal("""{"agent":"test/other","status":"degraded"}""", (await events.NextAsync("cm-agent")).Data);
        Assert.Contains("\"type\":\"agent\",\"agent\":\"test/other\",\"status\":\"degraded\"", (await program.NextAsync(i => i.IsContent)).Data, StringComparison.Ordinal);
        await states.StopAsync(CancellationToken.None);
        Assert.False(agents.IsHeard);
    }

    sealed class Agents : IAgentStatus
    {
        public event Action<AgentStatusChanged>? Changed;
        public bool IsHeard => Changed is not null;
        public void Change(AgentStatusChanged change) => Changed?.Invoke(change);
    }
}
