using System.Net;
using System.Net.Http.Json;
using ChatMonolith.Modules.Accounts.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Accounts;

[Collection("host")]
public sealed class KeyTests(TestHost host)
{
    [Fact]
    public async Task A_key_acts_as_its_owner_until_it_is_revoked()
    {
        using var owner = await host.SignInAsync(null);
        var (id, key) = await owner.NewKeyAsync();
        Assert.StartsWith("cm_", key, StringComparison.Ordinal);
        using var program = host.NewClient().WithKey(key);
        Assert.Contains(id, await program.GetStringAsync("/api/keys"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await owner.DeleteAsync($"/api/keys/{id}")).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/keys")).StatusCode);
    }

    [Fact]
    public async Task Only_the_hash_of_a_key_is_stored_and_its_use_is_noted()
    {
        using var owner = await host.SignInAsync(null);
        var (id, key) = await owner.NewKeyAsync();
        using var program = host.NewClient().WithKey(key);
        var list = await program.GetStringAsync("/api/keys");

        await using var scope = host.Services.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<AccountsDbContext>().Keys.SingleAsync(k => k.Id == Guid.Parse(id));
        Assert.Equal(32, stored.Hash.Length);
        Assert.NotNull(stored.LastUsedAt);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_key_is_refused()
    {
        using var owner = await host.SignInAsync(null);
        var (id, key) = await owner.NewKeyAsync(DateTimeOffset.UtcNow.AddDays(1));
        await using var scope = host.Services.CreateAsyncScope();
        var past = DateTimeOffset.UtcNow.AddSeconds(-1);
        await scope.ServiceProvider.GetRequiredService<AccountsDbContext>().Keys.Where(k => k.Id == Guid.Parse(id))
            .ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresAt, past));
        using var program = host.NewClient().WithKey(key);

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/keys")).StatusCode);
    }

    [Fact]
    public async Task Nobody_revokes_a_key_of_somebody_else()
    {
        using var owner = await host.SignInAsync(null);
        using var other = await host.SignInAsync(null);
        var (id, key) = await owner.NewKeyAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await other.DeleteAsync($"/api/keys/{id}")).StatusCode);
        using var program = host.NewClient().WithKey(key);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/keys")).StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_even_beside_a_valid_cookie()
    {
        using var client = await host.SignInAsync(null);
        using var answer = await client.WithKey("cm_wrong").GetAsync("/settings/profile");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task A_key_that_has_expired_before_it_was_made_is_refused()
    {
        using var client = await host.SignInAsync(null);

        using var answer = await client.PostAsJsonAsync("/api/keys", new { name = "late", expiresAt = DateTimeOffset.UtcNow.AddDays(-1) });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }
}
