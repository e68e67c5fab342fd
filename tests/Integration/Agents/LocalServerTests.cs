using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.Hosting;
using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

public sealed class LocalServerTests : IAsyncLifetime
{
    const string Section = "section[aria-labelledby=local-servers]";
    OpenAiTestServer _ollama = null!, _studio = null!;
    WebApplication _page = null!;

    public async Task InitializeAsync()
    {
        (_ollama, _studio) = (await OpenAiTestServer.StartAsync("llama3:8b", "qwen3"), await OpenAiTestServer.StartAsync("studio-model"));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _page = builder.Build();
        _page.Run(context => context.Response.WriteAsync("""{"data":"of something else","object":"page"}"""));
        await _page.StartAsync();
    }

    [Fact]
    public async Task What_is_found_becomes_agents_at_a_press_several_at_once_and_after_a_restart()
    {
        await using var host = await StartAsync();
        var admin = await host.AdminAsync();
        using (var page = await host.OpenAsync("/agents", admin))
            Assert.Equal([("Ollama", "Use it: Ollama"), ("LM Studio", "Use it: LM Studio")], Rows(page));

        foreach (var address in new[] { AddressOf(_ollama), AddressOf(_studio) })
            Assert.Equal(HttpStatusCode.Redirect, (await UseAsync(admin, address)).StatusCode);

        Assert.Equal(["test/test-model", "ollama/llama3:8b", "ollama/qwen3", "lm-studio/studio-model", "guide"], await AgentsAsync(admin));
        using (var page = await host.OpenAsync("/agents", admin))
            Assert.Equal([("Ollama", "Stop using it: Ollama"), ("LM Studio", "Stop using it: LM Studio")], Rows(page));
        await AssertAnswersAsync(host, "lm-studio/studio-model");

        await using (var again = await TestHost.StartOnAsync(host.ConnectionString, Configure))
        {
            var client = await again.AdminAsync();
            Assert.Contains("ollama/qwen3", await AgentsAsync(client));
            await AssertAnswersAsync(again, "ollama/qwen3");
        }

        // Its new models come by themselves, as those of any provider do; and it can be left again.
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(admin, "StopUsing", "provider", "ollama")).StatusCode);
        Assert.Equal(["test/test-model", "lm-studio/studio-model", "guide"], await AgentsAsync(admin));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(admin, "StopUsing", "provider", "ollama")).StatusCode);
        using var after = await host.OpenAsync("/agents", admin);
        Assert.Equal([("Ollama", "Use it: Ollama"), ("LM Studio", "Stop using it: LM Studio")], Rows(after));
    }

    [Fact]
    public async Task What_is_configured_is_not_offered_and_nothing_else_can_be_used()
    {
        await using var host = await StartAsync(settings => settings["OLLAMA_HOST"] = AddressOf(_ollama));
        var admin = await host.AdminAsync();
        using (var page = await host.OpenAsync("/agents", admin)) Assert.Equal([("LM Studio", "Use it: LM Studio")], Rows(page));

        foreach (var address in new[] { AddressOf(_ollama), _page.Urls.Single(), "http://127.0.0.1:1", "http://example.org", "", "a\0b" })
        {
            using var refused = await UseAsync(admin, address);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            Assert.Contains("No model server answers at this address any more", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(0L, await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from agents.used_servers"));
    }

    [Fact]
    public async Task Others_are_not_told_and_may_not_use_or_leave_one()
    {
        await using var host = await StartAsync();
        await UseAsync(await host.AdminAsync(), AddressOf(_ollama));
        var ana = await host.SignInAsync();
        using (var page = await host.OpenAsync("/agents", ana)) Assert.Null(page.QuerySelector(Section));

        Assert.Equal(HttpStatusCode.Forbidden, (await UseAsync(ana, AddressOf(_studio))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(ana, "StopUsing", "provider", "ollama")).StatusCode);
        Assert.Equal(["test/test-model", "ollama/llama3:8b", "ollama/qwen3", "guide"], await AgentsAsync(ana));
    }

    Task<TestHost> StartAsync(Action<Dictionary<string, string?>>? more = null) => TestHost.StartNewAsync(settings =>
    {
        Configure(settings);
        more?.Invoke(settings);
    });

    void Configure(Dictionary<string, string?> settings)
    {
        (string Name, string Address)[] places =
            [("Ollama", AddressOf(_ollama)), ("LM Studio", AddressOf(_studio)), ("A web page", _page.Urls.Single()), ("Nobody", "http://127.0.0.1:1"), ("Elsewhere", "http://example.org")];
        foreach (var (i, place) in places.Index())
            (settings[$"Agents:LocalServers:{i}:Name"], settings[$"Agents:LocalServers:{i}:Address"]) = (place.Name, place.Address);
    }

    static string AddressOf(OpenAiTestServer server) => server.BaseUrl[..^"/v1".Length];

    static (string, string)[] Rows(IDocument page) =>
        [.. page.QuerySelectorAll($"{Section} li").Select(li => (li.QuerySelector("h3")!.TextContent, li.QuerySelector("button")!.TextContent))];

    static async Task AssertAnswersAsync(TestHost host, string agent)
    {
        var person = new ChatClient(host, await host.AdminAsync());
        var session = await person.StartAsync(agent: agent);
        var sent = await person.SendAsync(session, "Are you there?");
        Assert.Equal("Echo: Are you there?", (await person.EndOfAsync(session, sent.ReplyId)).Content);
    }

    static async Task<string[]> AgentsAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/agents")).EnumerateArray().Select(a => a.GetProperty("id").GetString()!)];

    static Task<HttpResponseMessage> UseAsync(HttpClient client, string address) => PostAsync(client, "Use", "address", address);

    static async Task<HttpResponseMessage> PostAsync(HttpClient client, string handler, string name, string value)
    {
        using var form = new FormUrlEncodedContent([new(name, value)]);
        return await client.PostAsync($"/agents?handler={handler}", form);
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _ollama.DisposeAsync();
        await _studio.DisposeAsync();
    }
}
