using System.Net;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

[Collection("host")]
public sealed class RoleTests(TestHost host)
{
    [Theory]
    [InlineData("editor", HttpStatusCode.Accepted)]
    [InlineData("commenter", HttpStatusCode.Forbidden)]
    [InlineData("viewer", HttpStatusCode.Forbidden)]
    public async Task A_changed_role_counts_for_the_next_message(string role, HttpStatusCode sends)
    {
        var (ana, ben, session) = await TogetherAsync(role == "viewer" ? "editor" : "viewer");
        using var changed = await ana.ChangeRoleAsync(session, ben.User.Email.ToUpperInvariant(), role);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var sent = await ben.PostAsync(session, new { content = ChatClient.Question() });
        Assert.Equal(sends, sent.StatusCode);
        Assert.Contains($"{ben.User.Name} {role}", await ana.PeopleAsync(session), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_owner_changes_roles_and_their_own_stays()
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        var eve = await ChatClient.SignInAsync(host, "Eve");
        using var own = await ben.ChangeRoleAsync(session, ben.User.Email, "viewer");
        using var owners = await ana.ChangeRoleAsync(session, ana.User.Email, "viewer");
        using var strangers = await eve.ChangeRoleAsync(session, ben.User.Email, "viewer");
        using var nobodys = await ana.ChangeRoleAsync(session, eve.User.Email, "viewer");
        using var nul = await ana.ChangeRoleAsync(session, "\0@example.org", "viewer");
        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            new[] { own, owners, strangers, nobodys, nul }.Select(a => a.StatusCode));
        Assert.Contains("Make somebody else the owner", await owners.SentenceAsync(), StringComparison.Ordinal);
        Assert.Contains("does not exist, or it is not shared", await strangers.SentenceAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("king")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("editor,viewer")]
    public async Task What_is_no_role_to_give_is_refused(string? role)
    {
        var (ana, ben, session) = await TogetherAsync("commenter");
        using var refused = await ana.ChangeRoleAsync(session, ben.User.Email, role);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("editor, commenter or viewer", await refused.SentenceAsync(), StringComparison.Ordinal);
        Assert.Contains("Ben commenter", await ana.PeopleAsync(session), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_persons_pages_are_told_their_role_and_everybody_that_the_people_changed()
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        await using var hers = await ana.FollowAsync(session);
        await using var his = await ben.FollowAsync(session);
        await using var program = await ana.FollowJsonAsync(session);
        await using var socket = await SocketClient.WithKeyAsync(host, session, await ana.NewKeyAsync());
        foreach (var stream in new[] { hers, his, program }) await stream.NextAsync("cm-hello");
        var welcome = await socket.NextAsync("welcome");

        await ana.ChangeRoleAsync(session, ben.User.Email, "commenter");

        Assert.Equal("""{"role":"commenter"}""", (await his.NextAsync("cm-role", TimeSpan.FromSeconds(5))).Data);
        await his.NextAsync("cm-people");
        await hers.NextAsync("cm-people");
        Assert.DoesNotContain(hers.Seen, i => i.Event == "cm-role");
        // That Ben joined may be told only now.
        var told = await program.NextAsync(i => i.Data.Contains("\"participant\"", StringComparison.Ordinal) && !i.Data.Contains("\"editor\"", StringComparison.Ordinal));
        Assert.Contains($$"""
            {"type":"participant","user":{"id":"{{ben.User.UserId}}","name":"Ben"},"role":"commenter","left":false
            """, told.Data, StringComparison.Ordinal);
        // From the welcome on: what comes while a socket is being opened is told to who asks for it.
        await socket.SendAsync(new { type = "resume", lastEventId = welcome.GetProperty("lastEventId").GetString() });
        Assert.Equal("commenter", (await socket.NextAsync("participant", f => f.GetProperty("role").GetString() != "editor")).GetProperty("role").GetString());
    }

    [Fact]
    public async Task Programs_hear_who_comes_and_who_goes()
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        var cem = await ChatClient.SignInAsync(host, "Cem");
        await using var program = await ana.FollowJsonAsync(session);
        await program.NextAsync("cm-hello");
        await ana.ShareAsync(session, cem, "viewer");
        Assert.Contains("\"name\":\"Cem\"},\"role\":\"viewer\",\"left\":false", (await program.NextAsync(IsParticipant)).Data, StringComparison.Ordinal);
        await ana.RemoveAsync(session, ben.User.Email);
        Assert.Contains("\"name\":\"Ben\"},\"left\":true", (await program.NextAsync(IsParticipant)).Data, StringComparison.Ordinal);

        static bool IsParticipant(SseItem item) => item.Data.Contains("\"type\":\"participant\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_comes_back_with_an_old_role_is_told_the_new_one()
    {
        var (ana, ben, session) = await TogetherAsync("editor");
        var page = await ben.OpenAsync(session);
        var address = page.Document.QuerySelector("#stream")!.GetAttribute("hx-sse:connect")!;
        Assert.Equal("editor", page.Document.QuerySelector("main")!.GetAttribute("data-role"));
        await using (var before = await SseClient.OpenAsync(ben.User, address))
        {
            await before.NextAsync("cm-hello");
            await ana.ChangeRoleAsync(session, ben.User.Email, "viewer");
            await before.NextAsync("cm-role");
        }
        await using var after = await SseClient.OpenAsync(ben.User, address);
        Assert.Equal("""{"role":"viewer"}""", (await after.NextAsync("cm-role")).Data);
    }

    [Fact]
    public async Task An_old_link_offers_the_role_that_it_gives()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        var old = await ana.NewLinkAsync(session, new { role = "editor" });
        (await ben.JoinAsync(old)).EnsureSuccessStatusCode();
        (await ana.ChangeRoleAsync(session, ben.User.Email, "viewer")).EnsureSuccessStatusCode();
        (await ben.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();

        Assert.Contains("Your role: Viewer", (await ben.ReadPageAsync($"/join/{old}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        (await ben.JoinAsync(old)).EnsureSuccessStatusCode();
        Assert.Equal("Ana owner, Ben viewer", await ana.PeopleAsync(session));
    }

    [Fact]
    public async Task A_reader_has_no_message_box_and_reads_why()
    {
        var (_, ben, session) = await TogetherAsync("viewer");
        var page = (await ben.OpenAsync(session)).Document;
        Assert.Null(page.QuerySelector("#message"));
        Assert.Contains("Ask its owner", page.QuerySelector("#dock .reads")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_the_owner_changes_a_role_by_a_plain_form()
    {
        var (ana, ben, session) = await TogetherAsync("viewer");
        var page = await ana.ReadPageAsync($"/chat/{session}/people");
        var form = page.QuerySelector("select[aria-label='Role of Ben']")!.Closest("form")!;
        Assert.Equal("viewer", form.QuerySelector("option[selected]")!.GetAttribute("value"));

        using var saved = await ana.PostFormAsync(form.GetAttribute("action")!, ("email", ben.User.Email), ("role", "editor"));
        Assert.Equal($"/chat/{session}/people", saved.Headers.Location!.OriginalString);
        Assert.Equal("Ana owner, Ben editor invited", await ana.PeopleAsync(session));
        using var refused = await ana.PostFormAsync(form.GetAttribute("action")!, ("email", ben.User.Email), ("role", "owner"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("editor, commenter or viewer", (await refused.PageAsync()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_the_owner_sees_the_people_and_no_ways_in()
    {
        var (_, ben, session) = await TogetherAsync("editor");
        var page = await ben.ReadPageAsync($"/chat/{session}/people");
        Assert.Equal(["Ana", "Ben (you)"], page.QuerySelectorAll(".list h2").Select(h => h.TextContent));
        Assert.Contains("Editor: can write and ask agents", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main select, main input:not([type=hidden])"));
        Assert.NotNull(page.QuerySelector("form[action$='handler=Leave']"));
        foreach (var handler in new[] { "", "?handler=Role", "?handler=Link", "?handler=Revoke", "?handler=Transfer", "?handler=Answer" })
        {
            using var refused = await ben.PostFormAsync($"/chat/{session}/people{handler}", ("who", "x@example.org"), ("email", ben.User.Email), ("role", "editor"));
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{handler}: {refused.StatusCode}");
            Assert.Contains("Only the owner", (await refused.PageAsync()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }
    }

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> TogetherAsync(string role)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, role);
        return (ana, ben, session);
    }
}
