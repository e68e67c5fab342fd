using System.Net;
using AngleSharp.Html.Dom;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The form, as a page without a script and as a panel with one.</summary>
[Collection("chat")]
public sealed class EditPageTests(TestHost host)
{
    [Theory]
    [InlineData(false, HttpStatusCode.Redirect)]
    [InlineData(true, HttpStatusCode.NoContent)]
    public async Task The_form_holds_the_words_and_saves_new_ones(bool panel, HttpStatusCode done)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        (await ana.EditAsync(question, "  Two\n<b>lines</b> & \"quotes\"")).EnsureSuccessStatusCode();

        var form = await OpenAsync(ana, question, panel);
        Assert.Equal("  Two\n<b>lines</b> & \"quotes\"", form.QuerySelector("textarea")!.TextContent);
        Assert.Equal(panel, form.QuerySelector("nav, main, h1") is null);
        using var saved = await SaveAsync(ana, question, panel, form, "Three\r\nlines");

        Assert.Equal(done, saved.StatusCode);
        if (!panel) Assert.Equal($"/chat/{session}?around={question}#message-{question}", saved.Headers.Location!.OriginalString);
        Assert.Equal("Three\nlines", (await ana.MessageAsync(session, question)).Content);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_changed_meanwhile_are_shown_beside_mine_and_nothing_typed_is_lost(bool panel)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        (await ana.EditAsync(question, "one two three")).EnsureSuccessStatusCode();
        var form = await OpenAsync(ana, question, panel);
        (await ana.EditAsync(question, "one 2 three")).EnsureSuccessStatusCode();

        using var late = await SaveAsync(ana, question, panel, form, "one two three four");

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var both = await late.SeeAsync();
        Assert.Equal("one two three four", both.QuerySelector("textarea")!.TextContent);
        Assert.Contains("one 2 three", both.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("[removed: 2]", both.QuerySelector(".diff del")!.TextContent);
        Assert.Equal(["[added: two]", "[added:  four]"], both.QuerySelectorAll(".diff ins").Select(i => i.TextContent));
        Assert.Equal("one 2 three", (await ana.MessageAsync(session, question)).Content);
        using var anyway = await SaveAsync(ana, question, panel, both, "one two three four");
        Assert.True(anyway.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.NoContent);
        Assert.Equal("one two three four", (await ana.MessageAsync(session, question)).Content);
    }

    [Fact]
    public async Task What_is_refused_stays_in_the_form_beside_the_sentence()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        var typed = new string('y', (32 * 1024) + 1);

        using var refused = await SaveAsync(ana, question, true, await OpenAsync(ana, question, true), typed);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var form = await refused.SeeAsync();
        Assert.Equal(typed, form.QuerySelector("textarea")!.TextContent);
        Assert.Contains("at most 32,768", form.QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_words_have_no_form_but_a_sentence()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;

        using var page = await ben.NavigateAsync($"/messages/{question}/edit");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        var shown = await page.SeeAsync();
        Assert.Null(shown.QuerySelector("textarea"));
        Assert.Contains("Only the person who wrote", shown.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.SubmitAsync($"/messages/{question}/edit", true, ("content", "Mine now"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.NavigateAsync($"/messages/{Guid.NewGuid()}/edit")).StatusCode);
    }

    static async Task<IHtmlDocument> OpenAsync(ChatClient person, Guid message, bool panel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/messages/{message}/edit");
        if (panel) request.Headers.Add("X-Requested-With", "fetch");
        using var page = await person.User.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return await page.SeeAsync();
    }

    static Task<HttpResponseMessage> SaveAsync(ChatClient person, Guid message, bool panel, IHtmlDocument form, string content) => person.SubmitAsync($"/messages/{message}/edit", panel,
        ("content", content), ("revision", form.QuerySelector("[name=revision]")!.GetAttribute("value")!), ("clientMessageId", form.QuerySelector("[name=clientMessageId]")!.GetAttribute("value")!));
}
