using System.Net;
using System.Text;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Who makes links, who reads by them, and when they end.</summary>
[Collection("chat")]
public sealed class ShareTests(TestHost host)
{
    [Fact]
    public async Task A_stranger_reads_without_an_account_and_the_answer_is_kept_nowhere()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync("Tides");
        var answer = await ana.HearAsync(session, "The *moon*");
        var share = await ana.ShareByLinkAsync(session);
        using var reader = host.NewClient();

        using var answered = await reader.VisitAsync(share.Path);
        var page = new PageDom(await answered.Content.ReadAsStringAsync());

        Assert.Equal("Tides", page.Document.QuerySelector("h1")!.TextContent);
        Assert.Equal("The moon", page.Message(answer.Id).QuerySelector(".body")!.TextContent.Trim());
        Assert.Equal("noindex, nofollow, noarchive", page.Document.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Contains("noindex", answered.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
        Assert.Equal("same-origin", answered.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(answered.Headers.CacheControl!.NoStore);
        Assert.False(answered.Headers.Contains("Set-Cookie"));
        Assert.Empty(page.Document.QuerySelectorAll("#transcript form, #transcript button, #composer, nav.rail"));
        Assert.Equal(1, (await ana.SharesAsync(session)).Single().GetProperty("views").GetInt32());
    }

    [Fact]
    public async Task The_token_is_long_and_stored_only_as_a_hash()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var shares = new[] { await ana.ShareByLinkAsync(session), await ana.ShareByLinkAsync(session, "snapshot", "a long password") };

        Assert.All(shares, s => Assert.Equal(43, s.Token.Length));
        Assert.NotEqual(shares[0].Token, shares[1].Token);
        foreach (var secret in new[] { shares[0].Token, shares[1].Token, "a long password" })
        {
            var found = await TestDatabase.ScalarAsync<long>(host.ConnectionString,
                "select count(*) from chat.shares s where position($1 in to_jsonb(s)::text) > 0 or position($2 in to_jsonb(s)::text) > 0", secret, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)));
            Assert.Equal(0, found);
        }
        Assert.Equal(2, await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.shares where session_id = $1 and length(token_hash) = 32", session));
        Assert.DoesNotContain(await ana.SharesAsync(session), s => s.GetRawText().Contains(shares[0].Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_owner_makes_sees_and_ends_links()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var (session, other) = (await ana.StartAsync(), await eve.StartAsync());
        await ana.ShareAsync(session, ben);
        var share = await ana.ShareByLinkAsync(session);
        foreach (var (person, status) in new[] { (ben, HttpStatusCode.Forbidden), (eve, HttpStatusCode.NotFound) })
        {
            Assert.Equal(status, (await person.TryShareAsync(session, "live")).StatusCode);
            Assert.Equal(status, (await person.User.GetAsync($"/api/sessions/{session}/shares")).StatusCode);
            Assert.Equal(status, (await person.RevokeAsync(session, share.Id)).StatusCode);
            Assert.Equal(status, (await person.NavigateAsync($"/chat/{session}/share")).StatusCode);
        }
        // Through a session of one's own no link of another one is reached.
        (await eve.RevokeAsync(other, share.Id)).EnsureSuccessStatusCode();
        using var reader = host.NewClient();
        await reader.ReadShareAsync(share);
    }

    [Fact]
    public async Task What_is_no_link_is_one_and_the_same()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("Secret plans");
        var (revoked, ended) = (await ana.ShareByLinkAsync(session), await ana.ShareByLinkAsync(session, expiresAt: DateTimeOffset.UtcNow.AddHours(1)));
        var gone = await ana.ShareByLinkAsync(await ana.StartAsync());
        (await ana.RevokeAsync(session, revoked.Id)).EnsureSuccessStatusCode();
        await TestDatabase.ExecuteAsync(host.ConnectionString, $"update chat.shares set expires_at = now() - interval '1 second' where id = '{ended.Id}'");
        using var reader = host.NewClient();
        var bodies = new HashSet<string>();
        foreach (var path in new[] { revoked.Path, ended.Path, "/share/never-was", $"/share/{new string('a', 43)}" })
        {
            using var page = await reader.VisitAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
            Assert.True(page.Headers.CacheControl!.NoStore);
            bodies.Add(NonceLess(await page.Content.ReadAsStringAsync()));
            using var posted = await reader.PostAsync(path, new FormUrlEncodedContent([new("password", "x")]));
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
            await using var events = await SseClient.OpenAsync(reader, $"{path}/events");
            Assert.Equal(HttpStatusCode.NotFound, events.Status);
        }
        Assert.Single(bodies);
        Assert.DoesNotContain("Secret", bodies.Single(), StringComparison.Ordinal);
        await reader.ReadShareAsync(gone);
        Assert.True((await ana.SharesAsync(session)).Single().GetProperty("expired").GetBoolean());
    }

    [Fact]
    public async Task Revoking_cuts_open_pages_within_a_second_and_leaves_other_links()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "Said");
        using var reader = host.NewClient();
        foreach (var kind in new[] { "live", "snapshot" })
        {
            var (share, other) = (await ana.ShareByLinkAsync(session, kind), await ana.ShareByLinkAsync(session, kind));
            await using var events = await reader.FollowShareAsync(share);
            await using var others = await reader.FollowShareAsync(other);
            await events.NextAsync("cm-hello");
            await others.NextAsync("cm-hello");

            (await ana.RevokeAsync(session, share.Id)).EnsureSuccessStatusCode();
            var close = await events.NextAsync("cm-close", TimeSpan.FromSeconds(1));
            Assert.Contains("revoked", close.Data, StringComparison.Ordinal);
            Assert.Empty(await events.ToEndAsync(TimeSpan.FromSeconds(1)));
            Assert.Equal(HttpStatusCode.NotFound, (await reader.VisitAsync(share.Path)).StatusCode);
            await reader.ReadShareAsync(other);
            (await ana.RevokeAsync(session, other.Id)).EnsureSuccessStatusCode();
            await others.NextAsync("cm-close", TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_password_is_asked_for_and_guessed_only_so_often()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("Behind a door");
        await ana.HearAsync(session, "Hidden words");
        var share = await ana.ShareByLinkAsync(session, password: "open sesame");
        using var reader = host.NewClient();

        using var door = await reader.VisitAsync(share.Path);
        var asked = await door.Content.ReadAsStringAsync();
        Assert.DoesNotContain("Hidden", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Behind a door", asked, StringComparison.Ordinal);
        Assert.Contains("type=\"password\"", asked, StringComparison.Ordinal);
        await using (var events = await reader.FollowShareAsync(share)) Assert.Equal(HttpStatusCode.NotFound, events.Status);

        Task<HttpResponseMessage> TryAsync(HttpClient by, string password) => by.PostAsync(share.Path, new FormUrlEncodedContent([new("password", password)]));
        using var wrong = await TryAsync(reader, "open");
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Contains("not the password", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var right = await TryAsync(reader, "open sesame");
        Assert.Equal(share.Path, right.Headers.Location!.OriginalString);
        var cookie = right.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains($"path={share.Path}", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Hidden words", (await reader.ReadShareAsync(share)).Conversation, StringComparison.Ordinal);
        await using (var events = await reader.FollowShareAsync(share)) await events.NextAsync("cm-hello");

        // The pass of one link opens no other.
        var second = await ana.ShareByLinkAsync(session, password: "another one");
        using var request = new HttpRequestMessage(HttpMethod.Get, second.Path);
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        Assert.DoesNotContain("Hidden", await (await host.NewClient().SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var guesser = host.NewClient();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++) statuses.Add((await TryAsync(guesser, $"guess {i}")).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync(guesser, "open sesame")).StatusCode);
        // Who is inside stays inside.
        await reader.ReadShareAsync(share);
    }

    [Fact]
    public async Task What_a_link_cannot_be_is_said()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        foreach (var (field, refused) in new[]
        {
            ("kind", await ana.TryShareAsync(session, "mirror")), ("kind", await ana.TryShareAsync(session, null)),
            ("password", await ana.TryShareAsync(session, "live", "short")), ("password", await ana.TryShareAsync(session, "live", new('x', 201))),
            ("expiresAt", await ana.TryShareAsync(session, "live", expiresAt: DateTimeOffset.UtcNow.AddMinutes(-1))), ("label", await ana.TryShareAsync(session, "live", label: new('x', 81))),
        })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains($"\"field\":\"{field}\"", await refused.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal(HttpStatusCode.Created, (await ana.TryShareAsync(session, "live", label: "a\0b")).StatusCode);
        for (var i = 1; i < 50; i++) await ana.ShareByLinkAsync(session);
        Assert.Equal(HttpStatusCode.Conflict, (await ana.TryShareAsync(session, "live")).StatusCode);
    }

    [Fact]
    public async Task Links_and_snapshots_go_with_the_session()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "Said");
        var (live, snapshot) = (await ana.ShareByLinkAsync(session), await ana.ShareByLinkAsync(session, "snapshot"));
        using var reader = host.NewClient();
        await using var events = await reader.FollowShareAsync(snapshot);
        await events.NextAsync("cm-hello");

        (await ana.DeleteAsync(session)).EnsureSuccessStatusCode();

        await events.NextAsync("cm-close");
        foreach (var share in new[] { live, snapshot })
            await Soon.UntilAsync(async () => (await reader.VisitAsync(share.Path)).StatusCode, s => s == HttpStatusCode.NotFound);
        await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.shared_messages where share_id = $1", snapshot.Id), n => n == 0);
    }

    static string NonceLess(string html) => System.Text.RegularExpressions.Regex.Replace(html, "nonce=\"[^\"]*\"", "");
}
