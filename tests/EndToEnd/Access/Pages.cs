using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>The pages of the running program, as it knows them itself: a new one is looked at without anybody thinking of it.</summary>
static class Pages
{
    /// <summary>An address of each. A page with a value in its address that is not known here fails the test.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(TestHost host, TestUser owner, Guid session)
    {
        var messages = (await owner.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}/messages")).GetProperty("items").EnumerateArray().ToList();
        var (question, answer) = (messages.First(m => KindOf(m) == "user"), messages.First(m => KindOf(m) == "agent"));
        var (share, link) = (await MakeAsync("shares", new { kind = "live" }), await MakeAsync("links", new { role = "viewer" }));
        var patterns = host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct();
        return [.. patterns.Select(Address)];

        string Address(string pattern) => pattern switch
        {
            "/messages/{id:guid}/ask" => Fill(pattern, IdOf(answer)),
            _ when pattern.StartsWith("/messages/{id:guid}/", StringComparison.Ordinal) => Fill(pattern, IdOf(question)),
            "/chat/{id:guid}/thread/{thread:guid}" => $"/chat/{session}/thread/{IdOf(answer)}",
            _ when pattern.StartsWith("/chat/{id:guid}", StringComparison.Ordinal) => Fill(pattern, session.ToString()),
            // Who added one looks at it in a test of its own, and so does who is invited.
            "/agents/documents/{id:guid}" => Fill(pattern, Guid.Empty.ToString()),
            "/invite/{token}" => "/invite/x",
            "/share/{token}" => share,
            "/join/{token}" => link,
            _ when !pattern.Contains('{', StringComparison.Ordinal) => pattern,
            _ => throw new InvalidOperationException($"Say here how to open {pattern}."),
        };

        async Task<string> MakeAsync(string what, object body)
        {
            using var made = await owner.PostAsJsonAsync($"/api/sessions/{session}/{what}", body);
            made.EnsureSuccessStatusCode();
            return new Uri((await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!).AbsolutePath;
        }
    }

    static string KindOf(JsonElement message) => message.GetProperty("author").GetProperty("kind").GetString()!;
    static string IdOf(JsonElement message) => message.GetProperty("id").GetString()!;
    static string Fill(string pattern, string id) => pattern.Replace("{id:guid}", id, StringComparison.Ordinal);
}
