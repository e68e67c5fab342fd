using System.Net;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Setup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Accounts;

[Collection("host")]
public sealed class SetupTests(TestHost host)
{
    const string Password = "a long enough sentence";

    [Fact]
    public async Task Fifty_people_with_the_link_make_one_administrator()
    {
        await using var fresh = await TestHost.StartNewAsync(settings =>
        {
            settings["Setup:AdminEmail"] = settings["Setup:AdminPassword"] = null;
            settings["Accounts:TriesPerMinute"] = "1000";
        });
        var token = await NewTokenAsync(fresh);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using var client = fresh.NewClient();
            using var form = Form.Of(("token", token), ("email", $"first{i}@example.org"), ("displayName", $"First {i}"), ("password", Password));
            using var answer = await client.PostAsync("/setup", form);
            return answer.StatusCode;
        }));

        Assert.Single(answers, HttpStatusCode.Redirect);
        Assert.Equal(49, answers.Count(a => a == HttpStatusCode.NotFound));
        await using var scope = fresh.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        Assert.Equal(1, await db.Users.CountAsync());
        Assert.Equal(1, await db.UserRoles.CountAsync());
        Assert.Equal(await db.Users.Select(u => (Guid?)u.Id).SingleAsync(), await db.Bootstrap.Select(b => b.UserId).SingleAsync());
    }

    [Fact]
    public async Task Nodes_that_start_together_with_the_same_configuration_make_one_administrator()
    {
        await using var fresh = await TestHost.StartNewAsync(settings => settings["Setup:AdminEmail"] = settings["Setup:AdminPassword"] = null);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            await using var scope = fresh.Services.CreateAsyncScope();
            var first = scope.ServiceProvider.GetRequiredService<FirstAdministrator>();
            return await first.CreateByConfigurationAsync(new("root@example.org", "Root", DateTimeOffset.UtcNow), Password, "cm_configured_key_1", default);
        }));

        Assert.Single(outcomes, o => !o.Failed);
        Assert.All(outcomes.Where(o => o.Failed), o => Assert.Equal(FirstAdministrator.AlreadySetUp, o.Error));
        using var client = fresh.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "cm_configured_key_1");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/admin/users")).StatusCode);
    }

    [Fact]
    public async Task A_wrong_or_replaced_link_opens_nothing()
    {
        await using var fresh = await TestHost.StartNewAsync(settings => settings["Setup:AdminEmail"] = settings["Setup:AdminPassword"] = null);
        var old = await NewTokenAsync(fresh);
        var current = await NewTokenAsync(fresh);
        using var client = fresh.NewClient();

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"/setup?token={old}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/setup")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/setup?token={current}")).StatusCode);
    }

    [Fact]
    public async Task A_server_that_is_set_up_says_so()
    {
        using var client = host.NewClient();

        using var answer = await client.GetAsync("/setup?token=anything");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("already set up", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().NewTokenAsync(default));
    }

    [Fact]
    public async Task A_refused_form_keeps_what_was_typed_and_the_link_stays_open()
    {
        await using var fresh = await TestHost.StartNewAsync(settings => settings["Setup:AdminEmail"] = settings["Setup:AdminPassword"] = null);
        var token = await NewTokenAsync(fresh);
        using var client = fresh.NewClient();
        using var form = Form.Of(("token", token), ("email", "dana@example.org"), ("displayName", "Dana"), ("password", "short"));

        using var answer = await client.PostAsync("/setup", form);

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Use at least 12 characters", page, StringComparison.Ordinal);
        Assert.Contains("value=\"dana@example.org\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"short\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/setup?token={token}")).StatusCode);
    }

    static async Task<string> NewTokenAsync(TestHost fresh)
    {
        await using var scope = fresh.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().NewTokenAsync(default))!;
    }
}
