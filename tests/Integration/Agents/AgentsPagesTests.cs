using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Modules.Agents.Contracts;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

[Collection("host")]
public sealed class AgentsPagesTests(TestHost host)
{
    [Fact]
    public async Task The_list_has_the_model_first_and_the_guide_last()
    {
        var client = await host.SignInAsync();
        var agents = await client.GetFromJsonAsync<JsonElement>("/api/agents");
        Assert.Equal("test/test-model", agents[0].GetProperty("id").GetString());
        Assert.True(agents[0].GetProperty("isDefault").GetBoolean());
        var guide = agents.EnumerateArray().Last();
        Assert.Equal(("guide", "ready"), (guide.GetProperty("id").GetString(), guide.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Others_see_no_forms_and_may_not_post()
    {
        var client = await host.SignInAsync();
        var page = await client.GetStringAsync("/agents");
        Assert.Contains("test-model", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Save prices", page, StringComparison.Ordinal);
        foreach (var handler in new[] { "Price", "Switch", "Default" })
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, $"/agents?handler={handler}", ("id", "test/test-model"), ("on", "false"), ("input", "1"), ("output", "1"), ("currency", "USD"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri("/agents/documents", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, "/agents/documents", ("title", "x"), ("text", "y"))).StatusCode);
    }

    [Fact]
    public async Task A_price_holds_at_once_and_a_wrong_one_is_explained_beside_what_was_typed()
    {
        var admin = await host.AdminAsync();
        var before = (await FindAsync())!;
        await PostAsync(admin, "/agents?handler=Price", ("id", "test/test-model"), ("input", "1,25"), ("output", "2.5"), ("currency", "eur"));
        Assert.Equal((1.25m, 2.5m, "EUR"), ((await FindAsync())!.InputPrice, (await FindAsync())!.OutputPrice, (await FindAsync())!.Currency));

        var refused = await PostAsync(admin, "/agents?handler=Price", ("id", "test/test-model"), ("input", "cheap"), ("output", "3"), ("currency", "USD"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("value=\"cheap\"", page, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", page, StringComparison.Ordinal);
        Assert.Contains("such as 2.50", page, StringComparison.Ordinal);

        await PostAsync(admin, "/agents?handler=Price", ("id", "test/test-model"),
            ("input", FormattableString.Invariant($"{before.InputPrice}")), ("output", FormattableString.Invariant($"{before.OutputPrice}")), ("currency", before.Currency));
    }

    [Fact]
    public async Task A_switched_off_agent_is_not_offered()
    {
        var admin = await host.AdminAsync();
        await PostAsync(admin, "/agents?handler=Switch", ("id", "test/test-model"), ("on", "false"));
        try
        {
            Assert.Null(await FindAsync());
            Assert.Equal("guide", (await SendAsync(new FindAgent(null)))!.Id);
            Assert.Contains("Switched off", await admin.GetStringAsync("/agents"), StringComparison.Ordinal);
        }
        finally { await PostAsync(admin, "/agents?handler=Switch", ("id", "test/test-model"), ("on", "true")); }
        Assert.NotNull(await FindAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(admin, "/agents?handler=Switch", ("id", "guide"), ("on", "false"))).StatusCode);
    }

    [Fact]
    public async Task A_document_is_refused_with_what_was_typed_added_and_removed()
    {
        var admin = await host.AdminAsync();
        var refused = await PostAsync(admin, "/agents/documents", ("title", ""), ("text", "kept text"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("kept text", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(admin, "/agents/documents", ("title", "alone"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(admin, "/agents?handler=Switch", ("id", "a\0b"), ("on", "true"))).StatusCode);

        using var binary = new MultipartFormDataContent { { new ByteArrayContent([0xFF, 0xFE, 0x00, 0x80, 0xC0]), "file", "picture.md" } };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostAsync(new Uri("/agents/documents", UriKind.Relative), binary)).StatusCode);

        var name = $"notes {Guid.NewGuid():N}";
        using var file = new MultipartFormDataContent { { new StringContent($"# Plan\n\n<b>bold</b> {name}"), "file", name + ".md" } };
        await admin.PostAsync(new Uri("/agents/documents", UriKind.Relative), file);
        var list = await admin.GetStringAsync("/agents/documents");
        Assert.Contains(name, list, StringComparison.Ordinal);

        var id = System.Text.RegularExpressions.Regex.Match(list, $"/agents/documents/([0-9a-f-]{{36}})\">{name}").Groups[1].Value;
        var client = await host.SignInAsync();
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt;", await client.GetStringAsync($"/agents/documents/{id}"), StringComparison.Ordinal);

        await PostAsync(admin, "/agents/documents?handler=Remove", ("id", id));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"/agents/documents/{id}", UriKind.Relative))).StatusCode);
    }

    Task<AgentSummary?> FindAsync() => SendAsync(new FindAgent("test/test-model"));

    async Task<AgentSummary?> SendAsync(FindAgent request)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient client, string url, params (string Name, string Value)[] fields) =>
        client.PostAsync(new Uri(url, UriKind.Relative), new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
}
