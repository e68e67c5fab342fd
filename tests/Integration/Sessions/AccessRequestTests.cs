using System.Net;
using System.Net.Http.Json;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

[Collection("host")]
public sealed class AccessRequestTests(TestHost host)
{
    [Fact]
    public async Task Asking_tells_nothing_about_what_exists()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Eve"));
        var (hers, deleted, nowhere) = (await ana.StartAsync("Hers"), await ana.StartAsync("Deleted"), Guid.NewGuid());
        await ana.DeleteAsync(deleted);
        var seen = new List<string>();
        foreach (var session in new[] { hers, deleted, nowhere })
        {
            using var page = await eve.NavigateAsync($"/chat/{session}");
            using var people = await eve.NavigateAsync($"/chat/{session}/people");
            using var form = await eve.NavigateAsync($"/chat/{session}/ask");
            using var asked = await eve.PostFormAsync($"/chat/{session}/ask");
            using var htmx = await HtmxAsync(eve, $"/chat/{session}/ask");
            using var api = await eve.AskForAccessAsync(session);
            var all = new List<string>();
            foreach (var answer in new[] { page, people, form, asked, htmx, api })
                all.Add($"{(int)answer.StatusCode} {Alike.Of(await answer.Content.ReadAsStringAsync()).Replace(session.ToString(), "{id}", StringComparison.Ordinal)}");
            Assert.Equal(["404", "404", "200", "200", "200", "202"], all.Select(a => a[..3]));
            Assert.Contains("Ask for access", all[0], StringComparison.Ordinal);
            Assert.Contains("If there is a session at this address", all[3], StringComparison.Ordinal);
            Assert.StartsWith("<div", all[4][4..].Trim(), StringComparison.Ordinal);
            seen.Add(string.Join("\n\n", all));
        }
        Assert.Single(seen.Distinct());
        Assert.Equal(["Eve"], await ana.AskingAsync(hers));
    }

    [Fact]
    public async Task The_owner_sees_who_asks_at_once_and_lets_them_in()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"), await ChatClient.SignInAsync(host, "Eve"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var hers = await ana.FollowAsync(session);
        await using var his = await ben.FollowAsync(session);
        await hers.NextAsync("cm-hello");
        await his.NextAsync("cm-hello");

        (await eve.PostFormAsync($"/chat/{session}/ask")).Dispose();

        await hers.NextAsync("cm-people", TimeSpan.FromSeconds(5));
        Assert.Contains(" asks for access", await ana.User.GetStringAsync($"/sessions/{session}/people"), StringComparison.Ordinal);
        Assert.Contains("1 asks for access", (await ana.OpenAsync(session)).Document.QuerySelector(".people")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("for access", await ben.User.GetStringAsync($"/sessions/{session}/people"), StringComparison.Ordinal);
        Assert.DoesNotContain("Eve", (await ben.ReadPageAsync($"/chat/{session}/people")).Body!.TextContent, StringComparison.Ordinal);

        var form = (await ana.ReadPageAsync($"/chat/{session}/people")).QuerySelector("select[aria-label='Role for Eve']")!.Closest("form")!;
        (await ana.PostFormAsync(form.GetAttribute("action")!, ("person", eve.User.UserId.ToString()), ("role", "commenter"), ("accept", "true"))).Dispose();
        Assert.Equal("Ana owner, Ben editor invited, Eve commenter invited", await ana.PeopleAsync(session));
        Assert.Empty(await ana.AskingAsync(session));
        Assert.DoesNotContain("for access", await ana.User.GetStringAsync($"/sessions/{session}/people"), StringComparison.Ordinal);
        await eve.OpenAsync(session);
        await hers.NextAsync("cm-people");
        await his.NextAsync("cm-people");
        Assert.DoesNotContain(his.Seen.SkipLast(1), i => i.Event == "cm-people");
    }

    [Fact]
    public async Task Who_is_declined_stays_out_and_may_ask_again()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Eve"));
        var session = await ana.StartAsync();
        await eve.AskForAccessAsync(session);
        await eve.AskForAccessAsync(session);
        Assert.Equal(["Eve"], await ana.AskingAsync(session));
        using var declined = await ana.User.DeleteAsync($"/api/sessions/{session}/access-requests/{eve.User.UserId}");
        using var twice = await ana.User.DeleteAsync($"/api/sessions/{session}/access-requests/{eve.User.UserId}");
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NotFound], [declined.StatusCode, twice.StatusCode]);
        Assert.Equal("Ana owner", await ana.PeopleAsync(session));
        await eve.AskForAccessAsync(session);
        Assert.Equal(["Eve"], await ana.AskingAsync(session));
    }

    [Fact]
    public async Task A_request_is_done_when_the_person_comes_in_by_another_way()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Eve"));
        var session = await ana.StartAsync();
        await eve.AskForAccessAsync(session);
        (await eve.JoinAsync(await ana.NewLinkAsync(session, new { role = "viewer" }))).Dispose();
        Assert.Empty(await ana.AskingAsync(session));
        await eve.AskForAccessAsync(session);
        Assert.Empty(await ana.AskingAsync(session));
        Assert.DoesNotContain("for access", await ana.User.GetStringAsync($"/sessions/{session}/people"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_owner_answers()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"), await ChatClient.SignInAsync(host, "Eve"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await eve.AskForAccessAsync(session);
        foreach (var (who, status) in new[] { (ben, HttpStatusCode.Forbidden), (eve, HttpStatusCode.NotFound) })
        {
            var one = $"/api/sessions/{session}/access-requests/{eve.User.UserId}";
            using var list = await who.User.GetAsync($"/api/sessions/{session}/access-requests");
            using var accept = await who.User.PostAsJsonAsync(one, new { role = "editor" });
            using var decline = await who.User.DeleteAsync(one);
            Assert.Equal([status, status, status], [list.StatusCode, accept.StatusCode, decline.StatusCode]);
        }
        using var owner = await ana.User.PostAsJsonAsync($"/api/sessions/{session}/access-requests/{eve.User.UserId}", new { role = "owner" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, owner.StatusCode);
        Assert.Equal(["Eve"], await ana.AskingAsync(session));
    }

    [Fact]
    public async Task Asking_is_limited_in_speed_whatever_exists()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Eve"));
        for (var i = 0; i < 12; i++) (await eve.AskForAccessAsync(Guid.NewGuid())).Dispose();
        var bodies = new List<string>();
        foreach (var session in new[] { await ana.StartAsync(), Guid.NewGuid() })
        {
            using var refused = await eve.PostFormAsync($"/chat/{session}/ask");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            bodies.Add(Alike.Of(await refused.Content.ReadAsStringAsync()).Replace(session.ToString(), "{id}", StringComparison.Ordinal));
        }
        Assert.Contains("Too many tries", Assert.Single(bodies.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_twenty_of_one_person_do_not_wait()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Eve"));
        var sessions = new List<Guid>();
        while (sessions.Count < 21) sessions.Add(await ana.StartAsync());
        // Beside the limit of speed, which would take minutes here.
        foreach (var session in sessions.SkipLast(1))
            await TestDatabase.ScalarAsync<Guid>(host.ConnectionString, "insert into sessions.access_requests (session_id, user_id, name, email, asked_at) values ($1, $2, 'Eve', 'eve@example.org', now()) returning session_id", session, eve.User.UserId);
        using var over = await eve.AskForAccessAsync(sessions[^1]);
        Assert.Equal(HttpStatusCode.Accepted, over.StatusCode);
        Assert.Empty(await ana.AskingAsync(sessions[^1]));

        await ana.User.DeleteAsync($"/api/sessions/{sessions[0]}/access-requests/{eve.User.UserId}");
        using var next = await eve.AskForAccessAsync(sessions[^1]);
        Assert.Equal(["Eve"], await ana.AskingAsync(sessions[^1]));
    }

    static async Task<HttpResponseMessage> HtmxAsync(ChatClient person, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Add("HX-Request", "true");
        request.Headers.Accept.ParseAdd("text/html");
        return await person.User.SendAsync(request);
    }
}
