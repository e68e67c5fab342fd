using System.Net;
using AngleSharp.Html.Parser;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A browser without JavaScript: plain form posts, and an answer that grows inside the response.</summary>
[Collection("chat")]
public sealed class NoScriptTests(TestHost host)
{
    [Fact]
    public async Task A_posted_message_leads_to_a_page_in_which_the_answer_grows()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);

        using var posted = await PostAsync(ana, session, ("content", question), ("clientMessageId", "plain-1"), ("agent", ChatClient.Agent));
        Assert.True(posted.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther);
        Assert.StartsWith($"/chat/{session}?live=1", posted.Headers.Location!.OriginalString, StringComparison.Ordinal);
        await script.Asked.SoonAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/chat/{session}?live=1");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using var response = await ana.User.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).SoonAsync();
        Assert.Equal(["identity"], response.Content.Headers.ContentEncoding);
        var body = new GrowingBody(await response.Content.ReadAsStreamAsync());

        await body.UntilAsync("<textarea");
        foreach (var state in new[] { "State one", " and two", ".\n\nState three", " and four", " and five" })
        {
            Assert.DoesNotContain("</html>", body.Text, StringComparison.Ordinal);
            await script.SendAsync(state);
            await body.UntilAsync(state.Trim('.', '\n', ' '));
        }
        Assert.Contains(question, body.Text, StringComparison.Ordinal);

        _ = script.FinishAsync();
        await body.UntilAsync("</html>");
        Assert.EndsWith("</html>", (await body.ToEndAsync()).TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("15 tokens", body.Text, StringComparison.Ordinal);
        // What the style sheet leaves visible, the last of each run of states, is the whole answer once.
        var shown = new HtmlParser().ParseDocument(body.Text).QuerySelector(".states")!.Children
            .Where(e => !(e.ClassList.Contains("tail") && e.NextElementSibling is not null)).Select(e => e.TextContent.Trim());
        Assert.Equal("State one and two.State three and four and five", string.Concat(shown));
    }

    [Fact]
    public async Task An_answer_that_fails_while_it_grows_ends_with_the_sentence_and_retry()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (_, script) = await ana.AskAsync(session);
        using var response = await ana.NavigateAsync($"/chat/{session}?live=1");
        var body = new GrowingBody(await response.Content.ReadAsStreamAsync());
        await script.SendAsync("Some words");
        await body.UntilAsync("Some words");
        _ = script.CutOffAsync();
        await body.UntilAsync("Retry");
        Assert.Contains("in the middle", await body.ToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_live_page_of_a_session_at_rest_is_the_usual_page()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "At rest");
        using var page = await ana.NavigateAsync($"/chat/{session}?live=1");
        Assert.Contains("At rest", new PageDom(await page.Content.ReadAsStringAsync()).Conversation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "at most 32,768 characters")]
    [InlineData(false, "Choose another one")]
    public async Task A_refused_message_stays_in_the_box_beside_the_reason(bool tooLong, string sentence)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var typed = tooLong ? new string('y', (32 * 1024) + 1) : "  Typed <b>with</b> care & \"quotes\"\n  and two lines  ";

        using var refused = await PostAsync(ana, session, ("content", typed), ("agent", tooLong ? ChatClient.Agent : "no/such"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Equal(typed, page.QuerySelector("textarea")!.TextContent);
        Assert.Equal("true", page.QuerySelector("textarea")!.GetAttribute("aria-invalid"));
        Assert.Contains(sentence, page.QuerySelector("#composer-error")!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await ana.ListAsync(session)).Items);
    }

    [Fact]
    public async Task Text_that_begins_with_an_empty_line_comes_back_whole_after_a_refusal()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        // An HTML parser drops one line end at the beginning of a text box.
        using var refused = await PostAsync(ana, session, ("content", "\n\nbelow"), ("agent", "no/such"));
        Assert.Equal("\n\nbelow", new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync()).QuerySelector("textarea")!.TextContent);
    }

    [Fact]
    public async Task The_same_form_posted_twice_is_one_message()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var id = (await ana.OpenAsync(session)).Document.QuerySelector("input[name=clientMessageId]")!.GetAttribute("value")!;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => PostAsync(ana, session, ("content", "Only once"), ("clientMessageId", id))));
        var messages = (await ana.ListAsync(session)).Items;
        Assert.Equal(2, messages.Count);
        await ana.EndOfAsync(session, messages[1].Id);
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_found_and_a_post_changes_nothing()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync("Secret plans");
        using var page = await eve.NavigateAsync($"/chat/{session}");
        using var posted = await PostAsync(eve, session, ("content", "Hello?"));
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], [page.StatusCode, posted.StatusCode]);
        Assert.DoesNotContain("Secret plans", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await ana.ListAsync(session)).Items);
    }

    static async Task<HttpResponseMessage> PostAsync(ChatClient person, Guid session, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/chat/{session}")
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        request.Headers.Accept.ParseAdd("text/html");
        return await person.User.SendAsync(request);
    }
}
