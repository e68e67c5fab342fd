using System.Net;
using System.Net.Http.Headers;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

[Collection("host")]
public sealed class MetricsTests(TestHost host)
{
    const string Key = "a key that only the collector knows";

    [Fact]
    public async Task Without_a_key_in_the_settings_there_is_no_such_address()
    {
        var admin = await host.AdminAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(admin, null)).StatusCode);
        using var stranger = host.NewClient();
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(stranger, "Bearer ")).StatusCode);
    }

    [Fact]
    public async Task The_key_opens_the_figures_also_while_the_database_is_away_and_nothing_else_does()
    {
        await using var counted = await TestHost.StartNewAsync(settings => settings["Metrics:Key"] = Key);
        var ana = await counted.SignInAsync();
        var session = await ana.NewSessionAsync();
        await ana.GetAsync($"/chat/{session}");
        await using (var events = await SseClient.OpenAsync(ana, $"/chat/{session}/events")) await events.NextAsync("cm-hello");
        using var collector = counted.NewClient();
        foreach (var wrong in new[] { null, "Bearer", "Bearer wrong", $"Bearer {Key}, {Key}", $"Basic {Key}", Key })
        {
            using var refused = await AskAsync(collector, wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
            Assert.DoesNotContain("# TYPE", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await collector.GetAsync($"/metrics?key={Uri.EscapeDataString(Key)}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(await counted.AdminAsync(), null)).StatusCode);

        await TestDatabase.CloseAsync(counted.ConnectionString);
        using var answer = await AskAsync(collector, $"Bearer {Key}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/openmetrics-text", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var figures = await answer.Content.ReadAsStringAsync();
        Assert.EndsWith("# EOF\n", figures, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^http_server_request_duration_seconds_count\{.*http_route=""chat/\{id:guid\}"".*\} \d", figures);
        Assert.DoesNotContain("Password", figures, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("db_client_connection_pool_name=\"chatmonolith\"", figures, StringComparison.Ordinal);
        foreach (var name in new[] { "kestrel_active_connections", "dotnet_gc_collections_total", "db_client_connection", "live_events" })
            Assert.Contains($"\n{name}", figures, StringComparison.Ordinal);
    }

    static async Task<HttpResponseMessage> AskAsync(HttpClient client, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        return await client.SendAsync(request);
    }
}
