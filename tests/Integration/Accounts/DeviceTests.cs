using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Accounts;

/// <summary>Browsers that are signed in: each can be ended alone, with everything that it has open.</summary>
[Collection("host")]
public sealed class DeviceTests(TestHost host)
{
    static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Each_browser_is_listed_with_what_it_calls_itself()
    {
        var (here, there) = await TwoAsync("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        var devices = await ListAsync(here);
        Assert.Equal([("A program", true), ("Firefox on Linux", false)], devices.Select(d => (d.GetProperty("name").GetString()!, d.GetProperty("isCurrent").GetBoolean())));
        Assert.Equal("Firefox on Linux", (await ListAsync(there))[0].GetProperty("name").GetString());

        using var page = await here.NavigateAsync("/settings/devices");
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("This browser", text, StringComparison.Ordinal);
        Assert.Contains("Sign out everywhere else", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("all others")]
    [InlineData("the password")]
    public async Task What_one_browser_ends_closes_on_the_other_and_not_here(string how)
    {
        var (here, there) = await TwoAsync();
        var session = await here.StartAsync();
        await using var mine = await Open.AtAsync(here, session);
        await using var theirs = await Open.AtAsync(there, session);

        using var done = how switch
        {
            "one" => await here.User.DeleteAsync($"/api/devices/{(await ListAsync(here)).Single(d => !d.GetProperty("isCurrent").GetBoolean()).GetProperty("id").GetGuid()}"),
            "all others" => await here.SubmitAsync("/settings/devices?handler=Others", panel: false),
            _ => await here.SubmitAsync("/settings/profile?handler=Password", panel: false, ("CurrentPassword", TestHost.Password), ("NewPassword", "another battery staple")),
        };

        Assert.Contains(done.StatusCode, new[] { HttpStatusCode.NoContent, HttpStatusCode.Redirect });
        await theirs.EndAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.User.GetAsync("/api/devices")).StatusCode);
        // Here everything goes on, on the same device.
        await mine.GoesOnAsync(here, session);
        Assert.Single(await ListAsync(here));
    }

    [Theory]
    [InlineData("an administrator's password")]
    [InlineData("a link to a new one")]
    [InlineData("the account switched off")]
    public async Task What_somebody_else_changes_closes_every_browser(string how)
    {
        var (here, there) = await TwoAsync();
        var session = await here.StartAsync();
        await using var mine = await Open.AtAsync(here, session);
        await using var theirs = await Open.AtAsync(there, session);
        var admin = await host.AdminAsync();
        if (how == "a link to a new one")
        {
            using var form = Form.Of(("displayName", "Person"), ("password", "another battery staple"));
            using var visitor = host.NewClient();
            Assert.Equal(HttpStatusCode.Redirect, (await visitor.PostAsync(await admin.NewLinkAsync(here.User.Email), form)).StatusCode);
        }
        else
        {
            object change = how == "the account switched off" ? new { email = here.User.Email, disabled = true } : new { email = here.User.Email, password = "another battery staple" };
            (await admin.ChangeAsync(change)).EnsureSuccessStatusCode();
        }

        foreach (var open in new[] { mine, theirs }) await open.EndAsync();
        foreach (var person in new[] { here, there }) Assert.Equal(HttpStatusCode.Unauthorized, (await person.User.GetAsync("/api/devices")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_closes_what_is_open_in_this_browser_and_nothing_elsewhere()
    {
        var (here, there) = await TwoAsync();
        var session = await here.StartAsync();
        await using var mine = await Open.AtAsync(here, session);
        await using var theirs = await Open.AtAsync(there, session);
        var cookie = here.User.Cookies.GetAllCookies().Single(c => c.Name == "chatmonolith").Value;

        using var left = await here.SubmitAsync("/sign-out", panel: false);

        Assert.Equal("\"cache\", \"storage\"", left.Headers.GetValues("Clear-Site-Data").Single());
        await mine.EndAsync();
        await theirs.GoesOnAsync(there, session);
        // A cookie that somebody copied is worth nothing either.
        using var thief = host.NewClient();
        thief.DefaultRequestHeaders.Add("Cookie", $"chatmonolith={cookie}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/devices")).StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_revoked_closes_what_was_opened_with_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (id, key) = await ana.User.NewKeyAsync();
        using var program = host.NewClient().WithKey(key);
        await using var events = await SseClient.OpenAsync(program, $"/api/sessions/{session}/events");
        await using var socket = await SocketClient.WithKeyAsync(host, session, key);
        await events.NextAsync("cm-hello");
        await socket.NextAsync("welcome");
        await using var page = await Open.AtAsync(ana, session);

        (await ana.User.DeleteAsync($"/api/keys/{id}")).EnsureSuccessStatusCode();

        await events.NextAsync("cm-close", Soonest);
        Assert.Equal(4401, await socket.Closed.SoonAsync(Soonest));
        await page.GoesOnAsync(ana, session);
    }

    [Fact]
    public async Task Nobody_signs_out_a_browser_of_somebody_else()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var id = (await ListAsync(ana)).Single().GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NotFound, (await ben.User.DeleteAsync($"/api/devices/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await ben.SubmitAsync("/settings/devices", panel: false, ("id", id.ToString()))).StatusCode);
        Assert.Single(await ListAsync(ana));
    }

    [Fact]
    public async Task A_right_that_ends_while_a_stream_is_being_opened_ends_the_stream()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var viewer = host.Services.GetRequiredService<SessionViewer>();
        var who = viewer.Arriving(session, new CurrentUser(ben.User.UserId, "Ben", ben.User.Email, false));
        await using var open = await ben.FollowAsync(session);
        await open.NextAsync("cm-hello");

        // It was checked, and is not listened to yet.
        (await ana.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        await open.NextAsync("cm-close", Soonest);

        using var deadline = new CancellationTokenSource(Soonest);
        string? last = null;
        await foreach (var item in viewer.FollowAsync(session, who, null, null, View.Page(null, null), deadline.Token)) last = item.Name;
        Assert.Equal(ChatFeed.Close, last);
    }

    /// <summary>One person at two browsers.</summary>
    async Task<(ChatClient Here, ChatClient There)> TwoAsync(string? userAgent = null)
    {
        var here = await ChatClient.SignInAsync(host);
        var user = new TestUser(new CookieContainer()) { BaseAddress = host.BaseAddress, Email = here.User.Email, Name = here.User.Name, UserId = here.User.UserId };
        if (userAgent is not null) user.DefaultRequestHeaders.Add("User-Agent", userAgent);
        (await user.SignInAsync(user.Email, TestHost.Password)).EnsureSuccessStatusCode();
        return (here, new(host, user));
    }

    static async Task<JsonElement[]> ListAsync(ChatClient person) => (await person.User.GetFromJsonAsync<JsonElement[]>("/api/devices"))!;

    /// <summary>Pages that are open: a session's with its stream and its socket, and another one with its stream.</summary>
    sealed class Open(SseClient events, SocketClient socket, SseClient list) : IAsyncDisposable
    {
        public static async Task<Open> AtAsync(ChatClient person, Guid session)
        {
            var open = (Events: await person.FollowAsync(session), Socket: await SocketClient.AsPageAsync(person, session));
            await open.Events.NextAsync("cm-hello");
            await open.Socket.NextAsync("welcome");
            return new(open.Events, open.Socket, await person.FollowListAsync());
        }

        public async Task EndAsync()
        {
            foreach (var stream in new[] { events, list }) Assert.Contains("signed_out", (await stream.NextAsync("cm-close", Soonest)).Data, StringComparison.Ordinal);
            Assert.Empty(await list.ToEndAsync(Soonest));
            Assert.Equal(4401, await socket.Closed.SoonAsync(Soonest));
        }

        public async Task GoesOnAsync(ChatClient person, Guid session)
        {
            var title = $"Title {Guid.NewGuid()}";
            (await person.RenameAsync(session, title)).EnsureSuccessStatusCode();
            foreach (var stream in new[] { events, list }) await stream.NextAsync(i => i.Data.Contains(title, StringComparison.Ordinal));
            await socket.SendAsync(new { type = "ping" });
            await socket.NextAsync("pong");
            Assert.DoesNotContain(events.Seen.Concat(list.Seen), i => i.Event == "cm-close");
        }

        public async ValueTask DisposeAsync()
        {
            await events.DisposeAsync();
            await socket.DisposeAsync();
            await list.DisposeAsync();
        }
    }
}
