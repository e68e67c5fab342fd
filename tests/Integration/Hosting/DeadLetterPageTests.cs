using System.Net;
using System.Text.Json;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Tests.Integration.Analytics;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

[Collection("host")]
public sealed class DeadLetterPageTests(TestHost host)
{
    [Fact]
    public async Task An_event_that_was_given_up_is_shown_and_told_once_more_when_an_administrator_says_so()
    {
        var ana = await host.SignInAsync();
        var run = UsageDriver.Run(ana.UserId, "2005-06-01T12:00:00Z");
        var id = await GiveUpAsync(run);
        var admin = await host.AdminAsync();
        using (var page = await host.OpenAsync("/admin/events", admin))
        {
            var item = page.QuerySelectorAll("li").Single(li => li.QuerySelector($"input[value='{id}']") is not null);
            Assert.Contains("chat.run-completed.v1", item.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("10 tries. RecordUsage: <out of ink>", item.TextContent, StringComparison.Ordinal);
            Assert.Equal("Retry chat.run-completed.v1", item.QuerySelector("button")!.TextContent.Trim());
        }

        using var retried = await RetryAsync(admin, "chat", id);
        Assert.Equal((HttpStatusCode.Redirect, "/admin/events"), (retried.StatusCode, retried.Headers.Location?.OriginalString));
        await Soon.UntilAsync(() => CountAsync("select count(*) from chat.outbox where id = $1", id), rows => rows == 0);

        Assert.Equal(1, await CountAsync("select count(*) from analytics.usage_ledger where run_id = $1", run.RunId));
        Assert.Equal(HttpStatusCode.NotFound, (await RetryAsync(admin, "chat", id)).StatusCode);
        using var after = await host.OpenAsync("/admin/events", admin);
        Assert.Null(after.QuerySelector($"input[value='{id}']"));
    }

    [Fact]
    public async Task Nobody_else_sees_or_retries_it_and_what_is_not_there_is_not_found()
    {
        var ana = await host.SignInAsync();
        var id = await GiveUpAsync(UsageDriver.Run(ana.UserId, "2005-06-02T12:00:00Z"));

        using var page = await host.OpenAsync("/admin/events", ana, HttpStatusCode.Forbidden);
        Assert.DoesNotContain("chat.run-completed.v1", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await RetryAsync(ana, "chat", id)).StatusCode);
        Assert.Equal(1, await CountAsync("select count(*) from chat.outbox where id = $1 and dead_at is not null", id));

        var admin = await host.AdminAsync();
        foreach (var (schema, letter) in new[] { ("chat", Guid.NewGuid()), ("sessions", id), ("chat.outbox set name = 'x' --", id), ("", id) })
            Assert.Equal(HttpStatusCode.NotFound, (await RetryAsync(admin, schema, letter)).StatusCode);
        Assert.Equal(1, await CountAsync("select count(*) from chat.outbox where id = $1 and dead_at is not null", id));
        await TestDatabase.ExecuteAsync(host.ConnectionString, $"delete from chat.outbox where id = '{id}'");
    }

    async Task<Guid> GiveUpAsync(RunCompleted run)
    {
        var id = Guid.CreateVersion7();
        var payload = JsonSerializer.Serialize(run, JsonSerializerOptions.Web).Replace("'", "''", StringComparison.Ordinal);
        await TestDatabase.ExecuteAsync(host.ConnectionString, $"""
            insert into chat.outbox (id, name, payload, created_at, attempts, next_attempt_at, last_error, dead_at)
            values ('{id}', 'chat.run-completed.v1', '{payload}', now(), 10, now(), 'RecordUsage: <out of ink>', now())
            """);
        return id;
    }

    static async Task<HttpResponseMessage> RetryAsync(HttpClient client, string schema, Guid id)
    {
        using var form = new FormUrlEncodedContent([new("schema", schema), new("id", id.ToString())]);
        return await client.PostAsync("/admin/events", form);
    }

    Task<long> CountAsync(string sql, Guid id) => TestDatabase.ScalarAsync<long>(host.ConnectionString, sql, id);
}
