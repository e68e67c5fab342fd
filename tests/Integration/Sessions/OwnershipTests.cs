using System.Net;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Tests.Integration.Chat;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

[Collection("host")]
public sealed class OwnershipTests(TestHost host)
{
    [Fact]
    public async Task The_owner_hands_over_goes_on_as_an_editor_and_can_then_leave()
    {
        var (ana, ben, session) = await TogetherAsync("viewer");
        await using var hers = await ana.FollowAsync(session);
        await using var his = await ben.FollowAsync(session);
        await hers.NextAsync("cm-hello");
        await his.NextAsync("cm-hello");
        await ben.OpenAsync(session);
        using var handed = await ana.PostFormAsync($"/chat/{session}/people?handler=Transfer", ("email", ben.User.Email));
        Assert.Equal($"/chat/{session}/people", handed.Headers.Location!.OriginalString);
        Assert.Equal("Ana editor, Ben owner", await ana.PeopleAsync(session));
        Assert.Contains("editor", (await hers.NextAsync("cm-role", TimeSpan.FromSeconds(5))).Data, StringComparison.Ordinal);
        Assert.Contains("owner", (await his.NextAsync("cm-role", TimeSpan.FromSeconds(5))).Data, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await ana.AddAsync(session, "x@example.org")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ana.TransferAsync(session, ana.User.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ben.ChangeRoleAsync(session, ana.User.Email, "viewer")).StatusCode);
        using var left = await ana.PostFormAsync($"/chat/{session}/people?handler=Leave");
        Assert.Equal("/", left.Headers.Location!.OriginalString);
        Assert.Equal("Ben owner", await ben.PeopleAsync(session));
    }

    [Fact]
    public async Task An_owner_who_leaves_is_told_to_hand_over_first()
    {
        var (ana, _, session) = await TogetherAsync("editor");
        using var page = await ana.PostFormAsync($"/chat/{session}/people?handler=Leave");
        using var api = await ana.RemoveAsync(session, ana.User.Email);
        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.Conflict], [page.StatusCode, api.StatusCode]);
        foreach (var text in new[] { (await page.PageAsync()).QuerySelector(".notice[role=alert]")!.TextContent, await api.SentenceAsync() })
            Assert.Contains("Make somebody else the owner before you leave", text, StringComparison.Ordinal);
        Assert.Equal("Ana owner, Ben editor invited", await ana.PeopleAsync(session));
    }

    [Fact]
    public async Task A_session_goes_only_to_somebody_who_takes_part_and_to_one_of_them()
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        var (cem, eve) = (await ChatClient.SignInAsync(host, "Cem"), await ChatClient.SignInAsync(host, "Eve"));
        await ana.ShareAsync(session, cem);
        foreach (var person in new[] { ben, cem }) await person.OpenAsync(session);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.TransferAsync(session, eve.User.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ana.TransferAsync(session, ana.User.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.TransferAsync(session, ben.User.Email)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.TransferAsync(session, eve.User.Email)).StatusCode);

        var answers = await Task.WhenAll(ana.TransferAsync(session, ben.User.Email), ana.TransferAsync(session, cem.User.Email));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden], answers.Select(a => a.StatusCode).Order());
        Assert.Single((await ana.PeopleAsync(session)).Split(", "), p => p.Contains("owner", StringComparison.Ordinal));
        Array.ForEach(answers, a => a.Dispose());
    }

    [Fact]
    public async Task Nobody_is_made_the_owner_before_they_have_come()
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        Assert.Null((await ana.ReadPageAsync($"/chat/{session}/people")).QuerySelector("#heir"));
        using var api = await ana.TransferAsync(session, ben.User.Email);
        using var form = await ana.PostFormAsync($"/chat/{session}/people?handler=Transfer", ("email", ben.User.Email));
        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.Conflict], [api.StatusCode, form.StatusCode]);
        Assert.Contains("\"code\":\"not_joined\"", await api.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("has not opened the session yet", (await form.PageAsync()).QuerySelector(".notice[role=alert]")!.TextContent, StringComparison.Ordinal);

        await ben.OpenAsync(session);
        Assert.Equal(["", ben.User.Email], (await ana.ReadPageAsync($"/chat/{session}/people")).QuerySelectorAll("#heir option").Select(o => o.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.OK, (await ana.TransferAsync(session, ben.User.Email)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_removed_or_leaves_loses_page_stream_and_socket_within_five_seconds(bool leaves)
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        await using var page = await ben.FollowAsync(session);
        await using var program = await ben.FollowJsonAsync(session);
        await using var socket = await SocketClient.AsPageAsync(ben, session);
        await page.NextAsync("cm-hello");
        await program.NextAsync("cm-hello");
        await socket.NextAsync("welcome");

        var five = TimeSpan.FromSeconds(5);
        using var gone = await (leaves ? ben : ana).RemoveAsync(session, ben.User.Email);
        await Task.WhenAll(page.NextAsync("cm-close", five), program.NextAsync("cm-close", five), socket.Closed.SoonAsync(five));
        Assert.Equal(4403, await socket.Closed);
        await page.ToEndAsync(five);
        foreach (var address in new[] { $"/chat/{session}/events", $"/api/sessions/{session}/events" })
        {
            await using var back = await SseClient.OpenAsync(ben.User, address);
            Assert.Equal(HttpStatusCode.NotFound, back.Status);
        }
    }

    [Fact]
    public async Task Who_was_taken_out_and_let_in_again_while_away_comes_back_and_goes_on()
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        var page = await ben.FollowAsync(session);
        var program = await ben.FollowJsonAsync(session);
        await page.NextAsync("cm-hello");
        await program.NextAsync("cm-hello");
        using var renamed = await ana.RenameAsync(session, "Seen by both");
        await page.NextAsync("cm-title");
        await program.NextAsync(i => i.Data.Contains("Seen by both", StringComparison.Ordinal));
        var (pages, programs) = (page.LastId, program.LastId);
        await using var witness = await ana.FollowJsonAsync(session);
        await witness.NextAsync("cm-hello");
        (await ana.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        await page.ToEndAsync();
        await program.ToEndAsync();
        await ana.ShareAsync(session, ben);
        await witness.NextAsync(i => i.Data.Contains("\"role\":\"editor\"", StringComparison.Ordinal));

        await using var pageAgain = await ben.FollowAsync(session, pages);
        await using var programAgain = await ben.FollowJsonAsync(session, programs);
        await pageAgain.NextAsync("cm-hello");
        await programAgain.NextAsync("cm-hello");
        using var later = await ana.RenameAsync(session, "Seen again");
        await pageAgain.NextAsync(i => i.Data.Contains("Seen again", StringComparison.Ordinal));
        await programAgain.NextAsync(i => i.Data.Contains("Seen again", StringComparison.Ordinal));
        Assert.DoesNotContain(pageAgain.Seen.Concat(programAgain.Seen), i => i.Event == "cm-close");
    }

    [Fact]
    public async Task Word_of_a_removal_that_comes_late_does_not_cut_who_is_in_again()
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        await using var page = await ben.FollowAsync(session);
        await using var socket = await SocketClient.AsPageAsync(ben, session);
        await page.NextAsync("cm-hello");
        await socket.NextAsync("welcome");
        using (var scope = host.Services.CreateScope())
            await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(new ParticipantRemoved(session, ben.User.UserId, "Ben"));
        using var renamed = await ana.RenameAsync(session, "Goes on");
        await page.NextAsync(i => i.Data.Contains("Goes on", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Seen, i => i.Event == "cm-close");
        Assert.False(socket.Closed.IsCompleted);
    }

    [Fact]
    public async Task What_goes_with_a_deleted_session_is_gone_from_the_database()
    {
        var (ana, _, session) = await TogetherAsync("editor");
        var eve = await ChatClient.SignInAsync(host, "Eve");
        (await ana.AddAsync(session, "waits@example.org")).EnsureSuccessStatusCode();
        await ana.NewLinkAsync(session, new { role = "viewer" });
        await eve.AskForAccessAsync(session);
        Assert.Equal(3L, await DoorsAsync());
        (await ana.DeleteAsync(session)).EnsureSuccessStatusCode();
        Assert.Equal(0L, await DoorsAsync());

        Task<long> DoorsAsync() => TestDatabase.ScalarAsync<long>(host.ConnectionString,
            "select (select count(*) from sessions.invitations where session_id = $1) + (select count(*) from sessions.links where session_id = $1) + (select count(*) from sessions.access_requests where session_id = $1)", session);
    }

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> TogetherAsync(string role)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, role);
        return (ana, ben, session);
    }
}
