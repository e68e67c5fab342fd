using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Hosting;
using Xunit;

namespace ChatMonolith.Tests.Integration.Kernel.Data;

/// <summary>A module that is switched off is left out whole, and the others do not miss it.</summary>
public sealed class OptionalModuleTests
{
    [Theory]
    [InlineData("Analytics", "/usage", "analytics")]
    [InlineData("Theming", "/settings/appearance", null)]
    public async Task Without_it_the_rest_goes_on(string module, string page, string? schema)
    {
        await using var host = await TestHost.StartNewAsync(settings => settings[$"Modules:{module}:Enabled"] = "false");
        var ana = await host.SignInAsync();
        var session = await ana.NewSessionAsync();
        using var sent = await ana.PostAsJsonAsync($"/api/sessions/{session}/messages", new { content = "Hello there" });
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        Assert.Equal("Echo: Hello there", await AnswerAsync(ana, session));

        using var chat = await host.OpenAsync($"/chat/{session}", ana);
        Assert.Contains("Echo: Hello there", chat.QuerySelector("#transcript")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(chat.QuerySelectorAll($"a[href='{page}']"));
        using var gone = await host.OpenAsync(page, ana, HttpStatusCode.NotFound);
        Assert.Equal("Not found", gone.QuerySelector("h1")!.TextContent);
        if (schema is not null)
            Assert.Equal(0L, await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from pg_namespace where nspname = $1", schema));
        var document = await ana.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        Assert.False(document.GetProperty("paths").TryGetProperty(page, out _));
    }

    static async Task<string?> AnswerAsync(HttpClient client, string session)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var answer = (await client.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}/messages", patience.Token)).GetProperty("items").EnumerateArray().Last();
            if (answer.GetProperty("status").GetString() is not ("queued" or "running")) return answer.GetProperty("content").GetString();
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }
}
