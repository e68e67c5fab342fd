using System.Net;
using ChatMonolith.Modules.Accounts.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Accounts;

[Collection("host")]
public sealed class InviteTests(TestHost host)
{
    [Fact]
    public async Task An_invited_person_chooses_a_password_and_is_in()
    {
        var email = People.NewEmail();
        var path = await (await host.AdminAsync()).InviteAsync(email);
        using var client = host.NewClient();
        Assert.Contains(email, await client.GetStringAsync(path), StringComparison.Ordinal);

        using var form = Form.Of(("displayName", "Dana"), ("password", People.Password));
        using var answer = await client.PostAsync(path, form);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains(email, await client.GetStringAsync("/settings/profile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_works_for_one_of_many_who_use_it_at_once()
    {
        var path = await (await host.AdminAsync()).InviteAsync(People.NewEmail());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var client = host.NewClient();
            using var form = Form.Of(("displayName", $"Person {i}"), ("password", $"a long enough sentence {i}"));
            using var answer = await client.PostAsync(path, form);
            return answer.StatusCode;
        }));

        Assert.Single(answers, HttpStatusCode.Redirect);
        Assert.Equal(7, answers.Count(a => a == HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task An_old_link_opens_nothing()
    {
        var email = People.NewEmail();
        var path = await (await host.AdminAsync()).InviteAsync(email);
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        var past = DateTimeOffset.UtcNow.AddSeconds(-1);
        await db.Invites.Where(i => db.Users.Any(u => u.Id == i.UserId && u.Email == email)).ExecuteUpdateAsync(set => set.SetProperty(i => i.ExpiresAt, past));
        using var client = host.NewClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_new_link_replaces_the_old_one_and_resets_a_password()
    {
        var admin = await host.AdminAsync();
        var email = await admin.AddAsync();
        var path = await admin.NewLinkAsync(email);
        Assert.DoesNotContain("id=\"link\"", await admin.GetStringAsync("/admin/users"), StringComparison.Ordinal);

        using var client = host.NewClient();
        using var password = Form.Of(("displayName", "Dana"), ("password", "another long sentence"));
        using var answer = await client.PostAsync(path, password);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignInAsync(email)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignInAsync(email, "another long sentence")).StatusCode);
    }

    [Theory]
    [InlineData("invite", HttpStatusCode.NotFound)]
    [InlineData("closed", HttpStatusCode.NotFound)]
    [InlineData("open", HttpStatusCode.Redirect)]
    public async Task Strangers_come_in_only_when_sign_up_is_open(string mode, HttpStatusCode expected)
    {
        await using var fresh = await TestHost.StartNewAsync(settings => settings["Accounts:SignUp"] = mode);
        using var client = fresh.NewClient();
        using var form = Form.Of(("email", People.NewEmail()), ("displayName", "Stranger"), ("password", People.Password));

        using var answer = await client.PostAsync("/sign-up", form);

        Assert.Equal(expected, answer.StatusCode);
    }
}
