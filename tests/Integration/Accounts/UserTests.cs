using System.Net;
using System.Net.Http.Json;
using ChatMonolith.Modules.Accounts.Contracts;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Accounts;

[Collection("host")]
public sealed class UserTests(TestHost host)
{
    [Fact]
    public async Task A_disabled_account_is_refused_everywhere_at_once()
    {
        var admin = await host.AdminAsync();
        var email = await admin.AddAsync();
        using var client = host.NewClient();
        (await client.SignInAsync(email)).EnsureSuccessStatusCode();
        var (_, key) = await client.NewKeyAsync();
        using var program = host.NewClient().WithKey(key);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/keys")).StatusCode);

        (await admin.ChangeAsync(new { email, disabled = true })).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/keys")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/keys")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignInAsync(email)).StatusCode);
        Assert.Null(await FindAsync(email));
    }

    [Fact]
    public async Task Enabling_an_account_does_not_bring_old_sign_ins_back()
    {
        var admin = await host.AdminAsync();
        var email = await admin.AddAsync();
        using var client = host.NewClient();
        (await client.SignInAsync(email)).EnsureSuccessStatusCode();

        (await admin.ChangeAsync(new { email, disabled = true })).EnsureSuccessStatusCode();
        (await admin.ChangeAsync(new { email, disabled = false })).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/keys")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SignInAsync(email)).StatusCode);
    }

    [Fact]
    public async Task Only_administrators_manage_people_and_a_lost_role_counts_at_once()
    {
        var admin = await host.AdminAsync();
        var email = await admin.AddAsync(role: "administrator");
        using var client = host.NewClient();
        (await client.SignInAsync(email)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/admin/users")).StatusCode);

        (await admin.ChangeAsync(new { email, role = "member" })).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/admin/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/admin/users")).StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var fresh = await TestHost.StartNewAsync(null);
        var first = await fresh.AdminAsync();
        var second = await first.AddAsync(role: "administrator");
        using var other = fresh.NewClient();
        (await other.SignInAsync(second)).EnsureSuccessStatusCode();
        var people = await first.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/admin/users");
        var firstEmail = people.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("email").GetString()).Single(e => e != second);

        var answers = await Task.WhenAll(first.ChangeAsync(new { email = second, role = "member" }), other.ChangeAsync(new { email = firstEmail, role = "member" }));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task One_address_has_one_account_whatever_its_case()
    {
        var admin = await host.AdminAsync();
        var email = await admin.AddAsync();

        using var again = await admin.PostAsJsonAsync("/api/admin/users", new { email = email.ToUpperInvariant(), password = People.Password, displayName = "Again" });

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(email, (await FindAsync(email.ToUpperInvariant()))!.Email);
    }

    [Fact]
    public async Task An_invited_person_is_not_found_before_coming()
    {
        var email = People.NewEmail();
        await (await host.AdminAsync()).InviteAsync(email);

        Assert.Null(await FindAsync(email));
    }

    [Theory]
    [InlineData("not an address", "Name", "invalid_email")]
    [InlineData("a\0b@example.org", "Name", "invalid_email")]
    [InlineData("a@example.org", "Na\0me", "invalid_name")]
    [InlineData("a@example.org", " ", "invalid_name")]
    public async Task Bad_input_gets_a_sentence(string email, string displayName, string code)
    {
        using var answer = await (await host.AdminAsync()).PostAsJsonAsync("/api/admin/users", new { email, displayName, password = People.Password });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    async Task<UserSummary?> FindAsync(string email)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FindUserByEmail(email));
    }
}
