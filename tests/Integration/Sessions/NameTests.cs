using System.Net;
using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Participants;
using ChatMonolith.Tests.Integration.Accounts;
using ChatMonolith.Tests.Integration.Chat;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

/// <summary>Who changes their name is known by the new one in all their sessions.</summary>
[Collection("host")]
public sealed class NameTests(TestHost host)
{
    static int _names;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_name_reaches_the_people_page_open_pages_programs_and_mentions(bool byThemselves)
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"), await ChatClient.SignInAsync(host, "Eve"));
        var (session, others) = (await ana.StartAsync("Tides"), await eve.StartAsync());
        await ana.ShareAsync(session, ben);
        await ben.AskForAccessAsync(others);
        await using var page = await ana.FollowAsync(session);
        await using var program = await ana.FollowJsonAsync(session);
        await using var stranger = await eve.FollowJsonAsync(others);
        await using var open = await SocketClient.AsPageAsync(ben, session);
        await open.NextAsync("welcome");
        foreach (var stream in new[] { page, program, stranger }) await stream.NextAsync("cm-hello");

        var name = $"Benedikt {Interlocked.Increment(ref _names)} {byThemselves}";
        await RenameAsync(ben, name, byThemselves);
        await page.NextAsync("cm-people");
        Assert.Contains("\"role\":\"editor\",\"left\":false", (await program.NextAsync(i => i.Data.Contains(name, StringComparison.Ordinal))).Data, StringComparison.Ordinal);
        Assert.Equal($"Ana owner, {name} editor", await ana.PeopleAsync(session));
        Assert.Contains(name, (await ana.ReadPageAsync($"/chat/{session}/people")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([name], await eve.AskingAsync(others));

        // Whoever comes is told the new name, also of a page that he had open before.
        await using var late = await SocketClient.AsPageAsync(ana, session);
        Assert.Contains(name, (await late.NextAsync("welcome")).GetProperty("present").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        await ana.CommentAsync(session, $"Look at this, @{name}");
        Assert.Equal(1, (await ben.ListedAsync(session)).Mentions);
        // Nobody else learns of it: what comes after it shows that it did not come.
        using var last = await eve.RenameAsync(others, "Last word");
        await stranger.NextAsync(i => i.Data.Contains("Last word", StringComparison.Ordinal));
        Assert.DoesNotContain(stranger.Seen, i => i.Data.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_older_name_that_is_told_after_a_newer_one_does_not_come_back()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"), await ChatClient.SignInAsync(host, "Eve"));
        var (session, others) = (await ana.StartAsync(), await eve.StartAsync());
        await ana.ShareAsync(session, ben);
        await ben.AskForAccessAsync(others);
        await using var open = await SocketClient.AsPageAsync(ben, session);
        await open.NextAsync("welcome");
        await using var program = await ana.FollowJsonAsync(session);
        await program.NextAsync("cm-hello");
        var number = Interlocked.Increment(ref _names);
        var (older, newer) = ($"Older {number}", $"Newer {number}");
        foreach (var name in new[] { older, newer })
        {
            await RenameAsync(ben, name, byThemselves: true);
            await program.NextAsync(i => i.Data.Contains(name, StringComparison.Ordinal));
        }
        var told = program.Seen.Count;

        // As by a try that failed at first.
        var delivery = host.Services.GetRequiredService<EventDelivery>();
        await delivery.DeliverAsync(Guid.CreateVersion7(), new UserRenamed(ben.User.UserId, older), typeof(FollowNames), default);
        await delivery.DeliverAsync(Guid.CreateVersion7(), new ParticipantRenamed(ben.User.UserId, older), typeof(FollowMembership), default);

        Assert.Equal($"Ana owner, {newer} editor", await ana.PeopleAsync(session));
        Assert.Equal([newer], await eve.AskingAsync(others));
        await using var late = await SocketClient.AsPageAsync(ana, session);
        Assert.Contains(newer, (await late.NextAsync("welcome")).GetProperty("present").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        using var last = await ana.RenameAsync(session, "Last word");
        await program.NextAsync(i => i.Data.Contains("Last word", StringComparison.Ordinal));
        Assert.DoesNotContain(program.Seen.Skip(told), i => i.Data.Contains(older, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Telling_many_open_sessions_of_a_new_name_asks_as_often_as_telling_one()
    {
        var counts = new List<int>();
        foreach (var many in new[] { 1, 6 })
        {
            var ana = await ChatClient.SignInAsync(host);
            var sessions = await Task.WhenAll(Enumerable.Range(0, many).Select(_ => ana.StartAsync()));
            var programs = await Task.WhenAll(sessions.Select(s => ana.FollowJsonAsync(s)));
            foreach (var program in programs) await program.NextAsync("cm-hello");

            using var statements = new Statements();
            var name = $"Anastasia {Interlocked.Increment(ref _names)}";
            using var request = new HttpRequestMessage(HttpMethod.Post, "/settings/profile") { Content = new FormUrlEncodedContent([new("displayName", name)]) };
            statements.Mark(request);
            (await ana.User.SendAsync(request)).Dispose();
            foreach (var program in programs)
            {
                await program.NextAsync(i => i.Data.Contains(name, StringComparison.Ordinal));
                await program.DisposeAsync();
            }
            // The request itself asks for more when who it is has been forgotten.
            counts.Add(statements.Seen.Count(s => s.Contains("sessions.", StringComparison.Ordinal)));
        }
        Assert.Equal(counts[0], counts[1]);
        Assert.InRange(counts[0], 4, 8);
    }

    async Task RenameAsync(ChatClient person, string name, bool byThemselves)
    {
        using var renamed = byThemselves ? await person.PostFormAsync("/settings/profile", ("displayName", name))
            : await (await host.AdminAsync()).ChangeAsync(new { email = person.User.Email, displayName = name });
        Assert.Equal(byThemselves ? HttpStatusCode.Redirect : HttpStatusCode.NoContent, renamed.StatusCode);
    }
}
