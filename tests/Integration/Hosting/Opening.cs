using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

static class Opening
{
    /// <summary>The page at the address as somebody sees it; <c>{session}</c> in it becomes a session of theirs.</summary>
    public static async Task<IHtmlDocument> OpenAsync(this TestHost host, string address, HttpClient? visitor, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var stranger = visitor is null ? host.NewClient() : null;
        var client = visitor ?? stranger!;
        if (address.Contains("{session}", StringComparison.Ordinal)) address = address.Replace("{session}", await client.NewSessionAsync(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await client.SendAsync(request);
        Assert.True(answer.StatusCode == expected, $"{address}: {(int)answer.StatusCode} {answer.Headers.Location}");
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
    }

    public static async Task<string> NewSessionAsync(this HttpClient client, string title = "A session")
    {
        using var answer = await client.PostAsJsonAsync("/api/sessions", new { title });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }
}
