using System.Net;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A form that a browser posts by itself and that is refused ends in a page: the sentence, and the way back.</summary>
[Collection("chat")]
public sealed class RefusedFormTests(TestHost host)
{
    [Theory]
    [InlineData("/sessions/{session}/title", "title", "", 422, "A session needs a title.")]
    [InlineData("/sessions/{session}/answers", "answers", "never", 422, "Choose when agents answer")]
    [InlineData("/sessions/{theirs}/delete", "", "", 403, "Only the owner of this session")]
    [InlineData("/sessions/{session}/decline", "", "", 409, "You own this session.")]
    [InlineData("/chat/{theirs}/stop", "", "", 403, "not write in it")]
    [InlineData("/chat/{none}/stop", "", "", 404, "does not exist, or it is not shared with you")]
    [InlineData("/chat/{theirs}/share/revoke", "share", "{none}", 403, "Only the owner of a session can share it")]
    [InlineData("/messages/{none}/regenerate", "", "", 404, "This message does not exist")]
    [InlineData("/messages/{answer}/continue", "", "", 409, "This answer is complete.")]
    [InlineData("/messages/{answer}/reactions?emoji=no", "", "", 422, "exactly one emoji")]
    [InlineData("/deletions/{none}/undo", "", "", 409, "cannot be brought back any more")]
    public async Task People_get_the_sentence_on_a_page_and_programs_problem_details(string form, string field, string value, int status, string sentence)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var (session, theirs) = (await ana.StartAsync(), await ben.StartAsync());
        await ben.ShareAsync(theirs, ana, "viewer");
        var answer = (await ana.HearAsync(session, "An answer")).Id;
        string Named(string text) => text.Replace("{session}", $"{session}", StringComparison.Ordinal).Replace("{theirs}", $"{theirs}", StringComparison.Ordinal)
            .Replace("{answer}", $"{answer}", StringComparison.Ordinal).Replace("{none}", $"{Guid.NewGuid()}", StringComparison.Ordinal);
        var from = new Uri(host.BaseAddress, $"/chat/{session}?live=1").AbsoluteUri;

        using var refused = await PostAsync(ana, Named(form), "text/html", ("Referer", from), (field, Named(value)));
        Assert.Equal((status, "text/html"), ((int)refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        var main = (await refused.SeeAsync()).QuerySelector("main")!;
        Assert.NotEmpty(main.QuerySelector("h1")!.TextContent);
        Assert.Contains(sentence, main.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Go back", "Go to your sessions"], main.QuerySelectorAll("a").Select(a => a.TextContent));
        Assert.Equal(from, main.QuerySelector("a")!.GetAttribute("href"));

        using var told = await PostAsync(ana, Named(form), "application/json", ("Referer", from), (field, Named(value)));
        Assert.Equal((status, "application/problem+json"), ((int)told.StatusCode, told.Content.Headers.ContentType?.MediaType));
        Assert.Contains(sentence, JsonSerializer.Deserialize<JsonElement>(await told.Content.ReadAsStringAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task The_way_back_leads_to_no_other_site(string from)
    {
        var ana = await ChatClient.SignInAsync(host);
        using var refused = await PostAsync(ana, $"/sessions/{await ana.StartAsync()}/title", "text/html", ("Referer", from), ("title", ""));
        Assert.Equal(["/"], (await refused.SeeAsync()).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_form_on_another_site_ends_in_a_page_too()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("Mine");
        using var refused = await PostAsync(ana, $"/sessions/{session}/title", "text/html", ("Sec-Fetch-Site", "cross-site"), ("title", "Theirs"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("came from another site", (await refused.SeeAsync()).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Mine", await (await ana.NavigateAsync($"/chat/{session}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    static async Task<HttpResponseMessage> PostAsync(ChatClient person, string address, string accept, (string Name, string Value) header, (string Name, string Value) field)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([new(field.Name, field.Value)]) };
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await person.User.SendAsync(request);
    }
}
