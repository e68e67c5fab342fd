using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

[Collection("host")]
public sealed class OpenApiTests(TestHost host)
{
    [Theory]
    [InlineData("/api/sessions", "get", "post")]
    [InlineData("/api/sessions/{id}", "get", "patch", "delete")]
    [InlineData("/api/sessions/{id}/messages", "get", "post")]
    [InlineData("/api/sessions/{id}/events", "get")]
    [InlineData("/api/sessions/{id}/participants", "get", "post", "delete")]
    [InlineData("/api/runs/{id}/stop", "post")]
    [InlineData("/api/me/privacy", "get", "put")]
    [InlineData("/api/agents", "get")]
    [InlineData("/api/admin/users", "get", "post", "patch")]
    [InlineData("/api/sign-in", "post")]
    [InlineData("/api/keys", "get", "post")]
    [InlineData("/usage", "get")]
    public async Task The_document_lists_what_the_contract_promises(string path, params string[] methods)
    {
        var paths = (await DocumentAsync()).GetProperty("paths");

        Assert.True(paths.TryGetProperty(path, out var operations), $"{path} is not among {string.Join(", ", paths.EnumerateObject().Select(p => p.Name))}");
        Assert.All(methods, method => Assert.True(operations.TryGetProperty(method, out _), $"{method} {path}"));
    }

    [Fact]
    public async Task It_lists_nothing_else_than_the_api()
    {
        var paths = (await DocumentAsync()).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.All(paths, path => Assert.True(path == "/usage" || path.StartsWith("/api/", StringComparison.Ordinal), path));
    }

    async Task<JsonElement> DocumentAsync()
    {
        using var client = host.NewClient();
        return await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
    }
}
