using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

[Collection("host")]
public sealed class AccessTests(TestHost host)
{
    const string Navigation = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    static readonly string Nowhere = Guid.Empty.ToString();

    [Theory]
    [InlineData("/")]
    [InlineData("/agents")]
    [InlineData("/usage")]
    [InlineData("/sessions")]
    [InlineData("/mentions")]
    [InlineData("/admin/users")]
    [InlineData("/settings/keys")]
    [InlineData("/settings/notifications")]
    [InlineData("/beside?left=00000000-0000-0000-0000-000000000000")]
    [InlineData("/settings/privacy")]
    [InlineData("/chat/00000000-0000-0000-0000-000000000000?live=1")]
    public async Task A_stranger_who_opens_a_page_signs_in_and_comes_back_to_it(string page)
    {
        using var client = host.NewClient();
        using var answer = await AskAsync(client, HttpMethod.Get, page, Navigation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in?returnUrl=" + Uri.EscapeDataString(page), answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("GET", "/api/agents", "application/json")]
    [InlineData("GET", "/api/sessions", Navigation)]
    [InlineData("POST", "/api/sessions", "application/json")]
    [InlineData("GET", "/api/sessions/00000000-0000-0000-0000-000000000000/messages", "*/*")]
    [InlineData("GET", "/api/sessions/00000000-0000-0000-0000-000000000000/events", "text/event-stream")]
    [InlineData("GET", "/chat/00000000-0000-0000-0000-000000000000/events", "text/event-stream")]
    [InlineData("GET", "/events", "text/event-stream")]
    [InlineData("GET", "/usage", "text/csv")]
    public async Task A_program_or_stream_without_a_session_gets_a_bare_refusal(string method, string path, string accept)
    {
        using var client = host.NewClient();
        using var answer = await AskAsync(client, new HttpMethod(method), path, accept);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        var body = await answer.Content.ReadAsStringAsync();
        if (accept == "text/event-stream") Assert.Empty(body);
        else Assert.Equal("signed_out", JsonSerializer.Deserialize<JsonElement>(body).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_site_cannot_post_with_somebodys_cookie(string header, string value)
    {
        var ana = await host.SignInAsync();
        foreach (var path in new[] { "/api/sessions", "/sessions", "/sign-out", "/sign-in", "/settings/appearance", "/settings/notifications", "/settings/privacy", "/usage" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("title", "Stolen")]) };
            request.Headers.Add(header, value);
            using var answer = await ana.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{path}: {answer.StatusCode}");
            Assert.Contains("another site", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Empty((await ana.GetFromJsonAsync<JsonElement>("/api/sessions")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task This_site_and_programs_can()
    {
        var ana = await host.SignInAsync();
        foreach (var origin in new[] { null, host.BaseAddress.GetLeftPart(UriPartial.Authority) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sessions") { Content = JsonContent.Create(new { title = "Mine" }) };
            if (origin is not null) request.Headers.Add("Origin", origin);
            using var answer = await ana.SendAsync(request);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }

    [Fact]
    public async Task What_is_somebody_elses_looks_like_what_does_not_exist()
    {
        var ana = await host.SignInAsync();
        var ben = await host.SignInAsync();
        var session = (await (await ana.PostAsJsonAsync("/api/sessions", new { title = "Hers" })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

        foreach (var path in new[] { "/api/sessions/{0}", "/api/sessions/{0}/messages", "/api/sessions/{0}/events", "/api/sessions/{0}/participants", "/api/sessions/{0}/links", "/api/sessions/{0}/access-requests", "/sessions/{0}/people", "/chat/{0}/events", "/chat/{0}", "/chat/{0}/people", "/beside?left={0}" })
        {
            using var foreign = await ben.GetAsync(path.Replace("{0}", session, StringComparison.Ordinal));
            using var missing = await ben.GetAsync(path.Replace("{0}", Nowhere, StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            Assert.DoesNotContain("Hers", await foreign.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    static async Task<HttpResponseMessage> AskAsync(HttpClient client, HttpMethod method, string path, string accept)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.ParseAdd(accept);
        if (method == HttpMethod.Post) request.Content = JsonContent.Create(new { });
        return await client.SendAsync(request);
    }
}
