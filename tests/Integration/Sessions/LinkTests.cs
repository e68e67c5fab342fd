using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Tests.Integration.Chat;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

[Collection("host")]
public sealed partial class LinkTests(TestHost host)
{
    [Fact]
    public async Task A_link_says_who_invites_to_what_and_lets_in_by_a_button()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync("Harbour plans");
        using var made = await ana.PostFormAsync($"/chat/{session}/people?handler=Link", ("role", "commenter"), ("days", "7"), ("maxUses", ""), ("password", ""), ("label", "On the board"));
        var address = (await made.PageAsync()).QuerySelector("#new-link")!.GetAttribute("value")!;
        Assert.StartsWith($"{host.BaseAddress.GetLeftPart(UriPartial.Authority)}/join/", address, StringComparison.Ordinal);
        Assert.InRange(address.Split('/')[^1].Length, 22, 100);
        var later = await ana.ReadPageAsync($"/chat/{session}/people");
        Assert.Null(later.QuerySelector("#new-link"));
        Assert.Contains("On the board", later.QuerySelector("#links")!.TextContent, StringComparison.Ordinal);

        var path = new Uri(address).PathAndQuery;
        var page = await ben.ReadPageAsync(path);
        Assert.Equal("Harbour plans", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Ana invites you", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("can read and comment", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#password"));
        Assert.Equal("Ana owner", await ana.PeopleAsync(session));

        using var joined = await ben.PostFormAsync(page.QuerySelector("main form")!.GetAttribute("action")!);
        Assert.Equal($"/chat/{session}", joined.Headers.Location!.OriginalString);
        Assert.Equal("Ana owner, Ben commenter", await ana.PeopleAsync(session));
        Assert.Contains("used once", (await ana.ReadPageAsync($"/chat/{session}/people")).QuerySelector("#links")!.TextContent, StringComparison.Ordinal);
        using var again = await ben.NavigateAsync(path);
        Assert.Equal($"/chat/{session}", again.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_and_comes_back()
    {
        var ana = await ChatClient.SignInAsync(host);
        var path = $"/join/{await ana.NewLinkAsync(await ana.StartAsync(), new { role = "viewer" })}";
        using var stranger = host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var sent = await stranger.SendAsync(request);
        Assert.Equal($"/sign-in?returnUrl={Uri.EscapeDataString(path)}", sent.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Neither_token_nor_password_is_in_the_database_or_shown_again()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var token = await ana.NewLinkAsync(session, new { role = "viewer", password = "open sesame 1", label = "Board" });
        var row = await TestDatabase.ScalarAsync<string>(host.ConnectionString, "select row_to_json(l)::text from sessions.links l where session_id = $1", session);
        var list = JsonSerializer.Serialize(await ana.LinksAsync(session));
        Assert.All(new[] { row, list }, text =>
        {
            Assert.Contains("Board", text, StringComparison.Ordinal);
            Assert.DoesNotContain(token, text, StringComparison.Ordinal);
            Assert.DoesNotContain("open sesame", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("owner", "viewer", "owner")]
    [InlineData("editor", "viewer", "editor")]
    [InlineData("editor", "editor", "editor")]
    [InlineData("viewer", "commenter", "commenter")]
    [InlineData("commenter", "editor", "editor")]
    public async Task A_link_never_lowers_a_role(string had, string gives, string has)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        if (had != "owner") await ana.ShareAsync(session, ben, had);
        var who = had == "owner" ? ana : ben;
        using var joined = await who.JoinAsync(await ana.NewLinkAsync(session, new { role = gives }));
        Assert.Equal(has, (await joined.ReadAsync<JsonElement>()).GetProperty("role").GetString());
        Assert.Contains($"{who.User.Name} {has}", await ana.PeopleAsync(session), StringComparison.Ordinal);
        Assert.Equal(had == has ? 0 : 1, Assert.Single(await ana.LinksAsync(session)).GetProperty("uses").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_from_before_the_owner_said_otherwise_gives_nothing_back(bool removed)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        var old = await ana.NewLinkAsync(session, new { role = "editor" });
        (await ben.JoinAsync(old)).EnsureSuccessStatusCode();
        using var said = await (removed ? ana.RemoveAsync(session, ben.User.Email) : ana.ChangeRoleAsync(session, ben.User.Email, "viewer"));

        using var again = await ben.JoinAsync(old);
        Assert.Equal(removed ? HttpStatusCode.Forbidden : HttpStatusCode.OK, again.StatusCode);
        if (removed) Assert.Contains("Ask them for a new invitation", await again.SentenceAsync(), StringComparison.Ordinal);
        Assert.Equal(removed ? "Ana owner" : "Ana owner, Ben viewer", await ana.PeopleAsync(session));
        Assert.Equal(1, Assert.Single(await ana.LinksAsync(session)).GetProperty("uses").GetInt32());

        // A new link is a new word of the owner's, and to others the old one is as good as ever.
        (await ben.JoinAsync(await ana.NewLinkAsync(session, new { role = "commenter" }))).EnsureSuccessStatusCode();
        var cem = await ChatClient.SignInAsync(host, "Cem");
        (await cem.JoinAsync(old)).EnsureSuccessStatusCode();
        Assert.Equal("Ana owner, Ben commenter, Cem editor", await ana.PeopleAsync(session));
    }

    [Fact]
    public async Task Who_left_by_themselves_comes_back_by_an_old_link_with_what_the_owner_last_gave_them()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        var link = await ana.NewLinkAsync(session, new { role = "editor" });
        await ben.AskForAccessAsync(session);
        (await ana.User.PostAsJsonAsync($"/api/sessions/{session}/access-requests/{ben.User.UserId}", new { role = "viewer" })).EnsureSuccessStatusCode();
        using var page = await ben.NavigateAsync($"/join/{link}");
        Assert.Equal($"/chat/{session}", page.Headers.Location!.OriginalString);
        (await ben.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();

        (await ben.JoinAsync(link)).EnsureSuccessStatusCode();
        Assert.Equal("Ana owner, Ben viewer", await ana.PeopleAsync(session));
    }

    [Fact]
    public async Task Of_fifty_at_the_same_moment_a_link_for_one_lets_in_one()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var token = await ana.NewLinkAsync(session, new { role = "viewer", maxUses = 1 });
        var crowd = new List<ChatClient>();
        while (crowd.Count < 50) crowd.Add(await ChatClient.SignInAsync(host, $"No. {crowd.Count}"));

        var answers = await Task.WhenAll(crowd.Select(async person =>
        {
            using var answer = await person.JoinAsync(token);
            return answer.StatusCode;
        }));

        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(49, answers.Count(a => a == HttpStatusCode.NotFound));
        Assert.Equal(1, Assert.Single(await ana.LinksAsync(session)).GetProperty("uses").GetInt32());
        Assert.Equal(2, (await ana.PeopleAsync(session)).Split(", ").Length);
    }

    [Fact]
    public async Task Links_that_ended_are_used_up_revoked_or_never_were_look_alike()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"), await ChatClient.SignInAsync(host, "Eve"));
        var (session, deleted) = (await ana.StartAsync(), await ana.StartAsync());
        var (revoked, ended, used, gone) = (await ana.NewLinkAsync(session, new { role = "viewer" }), await ana.NewLinkAsync(session, new { role = "viewer", password = "open sesame 1", expiresAt = DateTimeOffset.UtcNow.AddDays(1) }),
            await ana.NewLinkAsync(session, new { role = "viewer", maxUses = 1 }), await ana.NewLinkAsync(deleted, new { role = "viewer" }));
        var id = (await ana.LinksAsync(session)).Single(l => l.GetProperty("expiresAt").ValueKind is JsonValueKind.Null && l.GetProperty("maxUses").ValueKind is JsonValueKind.Null).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NoContent, (await ana.User.DeleteAsync($"/api/sessions/{session}/links/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.User.DeleteAsync($"/api/sessions/{session}/links/{id}")).StatusCode);
        (await ben.JoinAsync(used)).EnsureSuccessStatusCode();
        await ana.DeleteAsync(deleted);
        await using var scope = host.Services.CreateAsyncScope();
        var past = DateTimeOffset.UtcNow.AddSeconds(-1);
        await scope.ServiceProvider.GetRequiredService<SessionsDbContext>().Links.Where(l => l.SessionId == session && l.ExpiresAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, past));

        var (pages, problems) = (new List<string>(), new List<string>());
        foreach (var token in new[] { revoked, ended, used, gone, "never-was" })
        {
            using var page = await eve.NavigateAsync($"/join/{token}");
            using var posted = await eve.PostFormAsync($"/join/{token}", ("password", "open sesame 1"));
            using var api = await eve.JoinAsync(token, "open sesame 1");
            Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], [page.StatusCode, posted.StatusCode, api.StatusCode]);
            foreach (var shown in new[] { page, posted }) pages.Add(Alike.Of(Hue().Replace(await shown.Content.ReadAsStringAsync(), "hue")));
            problems.Add(WithoutTrace(await api.Content.ReadAsStringAsync()));
            // A person has ten tries a minute, and this is about more links than that.
            eve = await ChatClient.SignInAsync(host, "Eve");
        }
        Assert.Contains("This link does not work", Assert.Single(problems.Distinct()), StringComparison.Ordinal);
        Assert.Single(pages.Distinct());
    }

    [Fact]
    public async Task A_password_is_asked_for_and_tries_are_limited()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync("Secret");
        var token = await ana.NewLinkAsync(session, new { role = "editor", password = "open sesame 1" });
        Assert.Equal("password", (await ben.ReadPageAsync($"/join/{token}")).QuerySelector("#password")!.GetAttribute("type"));

        using var none = await ben.JoinAsync(token);
        Assert.Contains("Type the password", await none.SentenceAsync(), StringComparison.Ordinal);
        using var wrong = await ben.PostFormAsync($"/join/{token}", ("password", "open sesame 2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("not the password", (await wrong.PageAsync()).QuerySelector("#join-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ana owner", await ana.PeopleAsync(session));
        using var right = await ben.JoinAsync(token, "open sesame 1");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);

        var eve = await ChatClient.SignInAsync(host, "Eve");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 15; i++) statuses.Add((await eve.JoinAsync(token, $"guess number {i}")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        using var late = await eve.JoinAsync(token, "open sesame 1");
        Assert.Equal(HttpStatusCode.TooManyRequests, late.StatusCode);
        Assert.NotNull(late.Headers.RetryAfter);
    }

    [Fact]
    public async Task Before_its_password_is_given_a_link_says_neither_what_it_opens_nor_who_invites()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Anastasia"), await ChatClient.SignInAsync(host, "Ben"));
        var token = await ana.NewLinkAsync(await ana.StartAsync("Harbour plans"), new { role = "editor", password = "open sesame 1" });
        using var opened = await ben.NavigateAsync($"/join/{token}");
        using var wrong = await ben.PostFormAsync($"/join/{token}", ("password", "open sesame 2"));
        foreach (var page in new[] { opened, wrong })
        {
            var html = await page.Content.ReadAsStringAsync();
            Assert.Contains("Type the password of this link.", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Harbour plans", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Anastasia", html, StringComparison.Ordinal);
        }
        using var right = await ben.PostFormAsync($"/join/{token}", ("password", "open sesame 1"));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
    }

    [Fact]
    public async Task Many_accounts_together_cannot_guess_faster()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var token = await ana.NewLinkAsync(await ana.StartAsync(), new { role = "editor", password = "open sesame 1" });
        var crowd = new List<ChatClient>();
        while (crowd.Count < 5) crowd.Add(await ChatClient.SignInAsync(host));
        var statuses = new List<HttpStatusCode>();
        foreach (var eve in crowd)
            for (var i = 0; i < 9; i++) statuses.Add((await eve.JoinAsync(token, $"guess number {i}")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.InRange(statuses.Count(s => s == HttpStatusCode.UnprocessableEntity), 25, 40);
    }

    [Fact]
    public async Task Only_the_owner_makes_sees_and_revokes_links()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"), await ChatClient.SignInAsync(host, "Eve"));
        var (session, other) = (await ana.StartAsync(), await ben.StartAsync());
        await ana.ShareAsync(session, ben);
        await ana.NewLinkAsync(session, new { role = "viewer" });
        var id = Assert.Single(await ana.LinksAsync(session)).GetProperty("id").GetGuid();
        foreach (var (who, status) in new[] { (ben, HttpStatusCode.Forbidden), (eve, HttpStatusCode.NotFound) })
        {
            using var made = await who.MakeLinkAsync(session, new { role = "viewer" });
            using var listed = await who.User.GetAsync($"/api/sessions/{session}/links");
            using var revoked = await who.User.DeleteAsync($"/api/sessions/{session}/links/{id}");
            Assert.Equal([status, status, status], [made.StatusCode, listed.StatusCode, revoked.StatusCode]);
        }
        // Nor by the address of a session of one's own.
        using var foreign = await ben.User.DeleteAsync($"/api/sessions/{other}/links/{id}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Single(await ana.LinksAsync(session));
    }

    [Theory]
    [InlineData("""{"role":"owner"}""", "editor, commenter or viewer")]
    [InlineData("""{"role":"viewer","maxUses":0}""", "1 to 10,000 times")]
    [InlineData("""{"role":"viewer","maxUses":10001}""", "1 to 10,000 times")]
    [InlineData("""{"role":"viewer","password":"short"}""", "8 to 256 characters")]
    [InlineData("""{"role":"viewer","expiresAt":"2020-01-01T00:00:00Z"}""", "ended already")]
    [InlineData("""{"role":"viewer","label":"a\u0000b"}""", "one line of text")]
    public async Task A_link_that_makes_no_sense_is_refused_in_words(string link, string sentence)
    {
        var ana = await ChatClient.SignInAsync(host);
        using var body = new StringContent(link, null, "application/json");
        using var refused = await ana.User.PostAsync($"/api/sessions/{await ana.StartAsync()}/links", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(sentence, await refused.SentenceAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_keeps_what_was_typed_but_the_password()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        using var refused = await ana.PostFormAsync($"/chat/{session}/people?handler=Link", ("role", "viewer"), ("days", "none"), ("maxUses", "many"), ("password", "open sesame 1"), ("label", "Board"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var form = (await refused.PageAsync()).QuerySelector("details[open] form")!;
        Assert.Equal(["viewer", "none"], form.QuerySelectorAll("option[selected]").Select(o => o.GetAttribute("value")));
        Assert.Equal("Board", form.QuerySelector("#label")!.GetAttribute("value"));
        Assert.Null(form.QuerySelector("#link-password")!.GetAttribute("value"));
        Assert.Contains("1 to 10,000", form.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    // Each person's colour is their own.
    [GeneratedRegex(@"hue-\d")]
    private static partial Regex Hue();

    static string WithoutTrace(string problem) => JsonSerializer.Serialize(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(problem)!.Where(p => p.Key != "traceId").ToDictionary());
}
