using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Accounts;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

[Collection("host")]
public sealed class InvitationTests(TestHost host)
{
    [Fact]
    public async Task Who_has_an_account_may_at_once_and_counts_as_invited_until_they_open_the_session()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync("Plans");
        using var invited = await ana.AddAsync(session, ben.User.Email);
        Assert.Equal(HttpStatusCode.OK, invited.StatusCode);
        Assert.Equal("invited", (await invited.ReadAsync<JsonElement>()).GetProperty("status").GetString());
        Assert.Contains("Invited by Ana, has not opened it yet", (await ana.ReadPageAsync($"/chat/{session}/people")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ana", await InvitedByAsync(ben, session));
        Assert.Contains("Invitation from Ana", (await ben.ReadPageAsync("/sessions")).QuerySelector("nav.rail")!.TextContent, StringComparison.Ordinal);

        // Looking at who takes part is not opening it.
        Assert.Equal("Ana owner, Ben editor invited", await ben.PeopleAsync(session));
        await ben.OpenAsync(session);

        Assert.Equal("Ana owner, Ben editor", await ana.PeopleAsync(session));
        Assert.Null(await InvitedByAsync(ben, session));
        Assert.DoesNotContain("Invitation", (await ben.ReadPageAsync("/sessions")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_opens_it_by_following_it()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var (ben, cem) = (await ChatClient.SignInAsync(host, "Ben"), await ChatClient.SignInAsync(host, "Cem"));
        await ana.ShareAsync(session, ben);
        await ana.ShareAsync(session, cem);
        await using var stream = await ben.FollowJsonAsync(session);
        await stream.NextAsync("cm-hello");
        await using var socket = await SocketClient.WithKeyAsync(host, session, await cem.NewKeyAsync());
        await socket.NextAsync("welcome");
        Assert.Equal("Ana owner, Ben editor, Cem editor", await ana.PeopleAsync(session));
    }

    [Fact]
    public async Task An_invitation_is_declined_from_the_list()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var form = (await ben.ReadPageAsync("/sessions")).QuerySelector("main .item-acts form")!;
        using var declined = await ben.PostFormAsync(form.GetAttribute("action")!);
        Assert.Equal("/sessions", declined.Headers.Location!.OriginalString);
        Assert.Equal("Ana owner", await ana.PeopleAsync(session));
    }

    [Fact]
    public async Task People_are_invited_by_name_whatever_its_case_when_there_is_one_of_it()
    {
        var name = $"Zoë_{Guid.NewGuid():N} 100%";
        var (ana, zoe) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, name));
        var session = await ana.StartAsync();
        using var none = await ana.AddAsync(session, name[..^1] + "x");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        Assert.Contains("Nobody here has this name", await none.SentenceAsync(), StringComparison.Ordinal);

        using var one = await ana.AddAsync(session, name.ToUpperInvariant(), "viewer");
        Assert.Equal(zoe.User.Email, (await one.ReadAsync<JsonElement>()).GetProperty("email").GetString());

        await host.SignInAsync(name);
        using var several = await ana.AddAsync(session, name);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, several.StatusCode);
        Assert.Contains("Several people", await several.SentenceAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_an_account_waits_and_comes_in_with_the_account()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync("For later");
        var email = People.NewEmail();
        using var invited = await ana.AddAsync(session, $" {email.ToUpperInvariant()}", "commenter");
        Assert.Equal(HttpStatusCode.OK, invited.StatusCode);
        Assert.Equal("invited", (await invited.ReadAsync<JsonElement>()).GetProperty("status").GetString());
        Assert.Equal($"Ana owner, {email} commenter invited", await ana.PeopleAsync(session));

        // An account without a password belongs to nobody yet.
        var path = await (await host.AdminAsync()).InviteAsync(email);
        Assert.Contains($"{email} commenter invited", await ana.PeopleAsync(session), StringComparison.Ordinal);
        using var dana = host.NewClient();
        using var form = Form.Of(("displayName", "Dana"), ("password", People.Password));
        (await dana.PostAsync(path, form)).Dispose();

        await Soon.UntilAsync(() => ana.PeopleAsync(session), people => people == "Ana owner, Dana commenter invited");
        var list = await dana.GetFromJsonAsync<JsonElement>("/api/sessions");
        var only = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal(("For later", "Ana", "commenter"), (only.GetProperty("title").GetString(), only.GetProperty("invitedBy").GetString(), only.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task So_it_does_with_an_account_that_an_administrator_makes()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var email = People.NewEmail();
        (await ana.AddAsync(session, email, "viewer")).EnsureSuccessStatusCode();
        var newer = await ana.NewLinkAsync(session, new { role = "editor" });
        await (await host.AdminAsync()).AddAsync(email);
        await Soon.UntilAsync(() => ana.PeopleAsync(session), people => people == "Ana owner, Person viewer invited");

        // The owner gave it after the invitation, however late the account came.
        using var person = host.NewClient();
        (await person.SignInAsync(email)).EnsureSuccessStatusCode();
        (await person.PostAsJsonAsync("/api/join", new { token = newer })).EnsureSuccessStatusCode();
        Assert.Equal("Ana owner, Person editor invited", await ana.PeopleAsync(session));
    }

    [Fact]
    public async Task And_with_one_that_a_person_makes_where_that_is_open()
    {
        await using var open = await TestHost.StartNewAsync(settings => settings["Accounts:SignUp"] = "open");
        var ana = await ChatClient.SignInAsync(open, "Ana");
        var session = await ana.StartAsync();
        var email = People.NewEmail();
        (await ana.AddAsync(session, email, "viewer")).EnsureSuccessStatusCode();
        using var dana = open.NewClient();
        using var form = Form.Of(("email", email), ("displayName", "Dana"), ("password", People.Password), ("returnUrl", "/sessions"));
        using var made = await dana.PostAsync("/sign-up", form);
        Assert.Equal("/sessions", made.Headers.Location!.OriginalString);
        await Soon.UntilAsync(() => ana.PeopleAsync(session), people => people == "Ana owner, Dana viewer invited");
    }

    [Fact]
    public async Task A_waiting_invitation_gets_another_role_and_is_withdrawn()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var email = People.NewEmail();
        (await ana.AddAsync(session, email, "viewer")).EnsureSuccessStatusCode();
        (await ana.ChangeRoleAsync(session, email, "commenter")).EnsureSuccessStatusCode();
        Assert.Equal($"Ana owner, {email} commenter invited", await ana.PeopleAsync(session));
        (await ana.AddAsync(session, email, "editor")).EnsureSuccessStatusCode();
        Assert.Equal($"Ana owner, {email} editor invited", await ana.PeopleAsync(session));

        var form = (await ana.ReadPageAsync($"/chat/{session}/people")).QuerySelector($"form[action$='handler=Remove'] input[value='{email}']")!.Closest("form")!;
        (await ana.PostFormAsync(form.GetAttribute("action")!, ("email", email))).Dispose();
        Assert.Equal("Ana owner", await ana.PeopleAsync(session));
        await (await host.AdminAsync()).AddAsync(email);
        using var dana = host.NewClient();
        (await dana.SignInAsync(email)).Dispose();
        Assert.Empty((await dana.GetFromJsonAsync<JsonElement>("/api/sessions")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Only_the_owner_sees_which_addresses_wait()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var email = People.NewEmail();
        (await ana.AddAsync(session, email)).EnsureSuccessStatusCode();
        Assert.DoesNotContain(email, await ben.PeopleAsync(session), StringComparison.Ordinal);
        Assert.DoesNotContain(email, (await ben.ReadPageAsync($"/chat/{session}/people")).Body!.TextContent, StringComparison.Ordinal);
    }

    static async Task<string?> InvitedByAsync(ChatClient person, Guid session)
    {
        using var one = await person.User.GetAsync($"/api/sessions/{session}");
        using var all = await person.User.GetAsync("/api/sessions");
        var listed = (await all.ReadAsync<JsonElement>()).GetProperty("items").EnumerateArray().Single(s => s.GetProperty("id").GetGuid() == session);
        var by = (await one.ReadAsync<JsonElement>()).GetProperty("invitedBy").GetString();
        Assert.Equal(by, listed.GetProperty("invitedBy").GetString());
        return by;
    }
}
