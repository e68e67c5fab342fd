using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatMonolith.Tests.Integration.Analytics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

[Collection("host")]
public sealed partial class OpenApiTests(TestHost host)
{
    [Theory]
    [InlineData("/api/sessions", "get", "post")]
    [InlineData("/api/sessions/{id}", "get", "patch", "delete")]
    [InlineData("/api/sessions/{id}/messages", "get", "post")]
    [InlineData("/api/sessions/{id}/events", "get")]
    [InlineData("/api/sessions/{id}/participants", "get", "post", "patch", "delete")]
    [InlineData("/api/sessions/{id}/transfer", "post")]
    [InlineData("/api/sessions/{id}/links", "get", "post")]
    [InlineData("/api/sessions/{id}/links/{linkId}", "delete")]
    [InlineData("/api/sessions/{id}/access-requests", "get", "post")]
    [InlineData("/api/sessions/{id}/access-requests/{userId}", "post", "delete")]
    [InlineData("/api/join", "post")]
    [InlineData("/api/runs/{id}/stop", "post")]
    [InlineData("/api/me/privacy", "get", "put")]
    [InlineData("/api/agents", "get")]
    [InlineData("/api/admin/users", "get", "post", "patch")]
    [InlineData("/api/sign-in", "post")]
    [InlineData("/api/keys", "get", "post")]
    [InlineData("/api/devices", "get")]
    [InlineData("/api/devices/{id}", "delete")]
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

    [Fact]
    public async Task Every_endpoint_of_the_api_says_what_it_answers_how_to_sign_in_and_how_it_refuses()
    {
        var document = await DocumentAsync();
        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("bearer", schemes.GetProperty("key").GetProperty("scheme").GetString());
        Assert.Equal("chatmonolith", schemes.GetProperty("cookie").GetProperty("name").GetString());

        var seen = 0;
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = "/" + Constraint().Replace(endpoint.RoutePattern.RawText!, "").Trim('/');
            if (!path.StartsWith("/api/", StringComparison.Ordinal)) continue;
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
            {
                seen++;
                Assert.True(document.GetProperty("paths").GetProperty(path).TryGetProperty(method.ToLowerInvariant(), out var operation), $"{method} {path} is not there");
                IsComplete($"{method} {path}", operation, anonymous: endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);
            }
        }
        Assert.True(seen > 15, $"Only {seen} endpoints were looked at.");
        IsComplete("GET /usage", document.GetProperty("paths").GetProperty("/usage").GetProperty("get"), anonymous: false);
    }

    static void IsComplete(string name, JsonElement operation, bool anonymous)
    {
        var responses = operation.GetProperty("responses").EnumerateObject().ToList();
        var successes = responses.Where(r => r.Name[0] == '2').ToList();
        Assert.True(successes.Count > 0, $"{name} does not say what it answers");
        Assert.All(successes, success => Assert.True(
            success.Name is "202" or "204" || success.Value.TryGetProperty("content", out var content) && content.EnumerateObject().All(c => c.Value.TryGetProperty("schema", out _)),
            $"{name} has no schema for {success.Name}"));
        if (anonymous) return;
        Assert.True(operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 2, $"{name} does not say how to sign in");
        Assert.True(responses.Exists(r => r.Name == "401"), $"{name} does not say that it refuses strangers");
    }

    [Fact]
    public async Task The_report_of_usage_is_as_its_schema_says()
    {
        var ana = await host.SignInAsync();
        await host.Services.DeliverAsync(UsageDriver.Run(ana.UserId, "2004-05-01T12:00:00Z"));
        var schema = (await DocumentAsync()).GetProperty("paths").GetProperty("/usage").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");

        var report = await ana.Client.ReportAsync("from=2004-05-01&to=2004-05-02&groupBy=day,user,agent,model,session");
        Fits("report", report, schema);
        Fits("totals", report.GetProperty("totals"), schema.GetProperty("properties").GetProperty("totals"));
        var row = schema.GetProperty("properties").GetProperty("rows").GetProperty("items");
        Fits("row", report.Rows().First(), row);
        Assert.Equal(row.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(), report.Rows().First().EnumerateObject().Select(p => p.Name).Order());
    }

    static void Fits(string what, JsonElement value, JsonElement schema)
    {
        var properties = schema.GetProperty("properties");
        Assert.All(value.EnumerateObject(), p => Assert.True(properties.TryGetProperty(p.Name, out _), $"{what}: {p.Name} is not in the schema"));
        Assert.All(schema.GetProperty("required").EnumerateArray(), name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{what}: {name} is required"));
    }

    async Task<JsonElement> DocumentAsync()
    {
        using var client = host.NewClient();
        return await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
    }

    [GeneratedRegex(@":[^}]+(?=\})")]
    private static partial Regex Constraint();
}
