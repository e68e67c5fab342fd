using System.Net;
using ChatMonolith.Tests.Integration.Sessions;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>People who name each other.</summary>
[Collection("chat")]
public sealed class MentionTests(TestHost host)
{
    static int _names;

    /// <summary>Two people with names like no others, the first in a session of hers with the second.</summary>
    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> TogetherAsync(TestHost? at = null)
    {
        var number = Interlocked.Increment(ref _names);
        var (ana, ben) = (await ChatClient.SignInAsync(at ?? host, $"Ana {number}"), await ChatClient.SignInAsync(at ?? host, $"Ben {number}"));
        var session = await ana.StartAsync("Tides");
        await ana.ShareAsync(session, ben, answers: "auto");
        return (ana, ben, session);
    }

    static async Task<int> CountAsync(ChatClient person, Guid session) => (await person.ListedAsync(session)).Mentions;

    static async Task<PageDom> MentionsAsync(ChatClient person) => new(await (await person.NavigateAsync("/mentions")).Content.ReadAsStringAsync());

    [Fact]
    public async Task Who_is_named_finds_it_on_a_page_until_the_session_was_opened()
    {
        var (ana, ben, session) = await TogetherAsync();
        var said = await ana.SayAsync(session, $"Can you **look** at this, @{ben.User.Name.ToUpperInvariant()}? And I, @{ana.User.Name}, too.");
        Assert.Equal((1, 0), (await CountAsync(ben, session), await CountAsync(ana, session)));

        var list = await MentionsAsync(ben);
        var item = Assert.Single(list.Document.QuerySelectorAll("main .list > li"));
        Assert.Contains("New", item.TextContent, StringComparison.Ordinal);
        Assert.Contains("Can you look at this", item.TextContent, StringComparison.Ordinal);
        var link = item.QuerySelector("a")!;
        Assert.Equal(("Tides", $"/chat/{session}?around={said.MessageId}#message-{said.MessageId}"), (link.TextContent, link.GetAttribute("href")));
        Assert.Empty((await MentionsAsync(ana)).Document.QuerySelectorAll("main .list > li"));

        using var opened = await ben.NavigateAsync(link.GetAttribute("href")!.Split('#')[0]);
        Assert.True(new PageDom(await opened.Content.ReadAsStringAsync()).Has(said.MessageId));
        Assert.Equal(0, await CountAsync(ben, session));
        Assert.DoesNotContain("New", Assert.Single((await MentionsAsync(ben)).Document.QuerySelectorAll("main .list > li")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_the_session_open_and_reads_what_names_them_has_seen_it()
    {
        var (ana, ben, session) = await TogetherAsync();
        await using var socket = await SocketClient.AsPageAsync(ben, session);
        await socket.NextAsync("welcome");
        var (read, unread) = (await ana.CommentAsync(session, $"First, @{ben.User.Name}"), await ana.CommentAsync(session, $"Second, @{ben.User.Name}"));
        Assert.Equal((2, 2), (await CountAsync(ben, session), await NewAsync()));

        await socket.SendAsync(new { type = "read", messageId = read.MessageId });
        await socket.SendAsync(new { type = "ping", n = 1 });
        await socket.NextAsync("pong");
        Assert.Equal((1, 1), (await CountAsync(ben, session), await NewAsync()));
        await socket.SendAsync(new { type = "read", messageId = unread.MessageId });
        await socket.SendAsync(new { type = "ping", n = 2 });
        await socket.NextAsync("pong");
        Assert.Equal((0, 0), (await CountAsync(ben, session), await NewAsync()));

        async Task<int> NewAsync() => (await MentionsAsync(ben)).Document.QuerySelectorAll("main .badge").Length;
    }

    [Fact]
    public async Task The_menu_counts_what_is_new_in_all_sessions()
    {
        var (ana, ben, session) = await TogetherAsync();
        var other = await ana.StartAsync("Currents");
        await ana.ShareAsync(other, ben, answers: "auto");
        Assert.Null(await MenuAsync("/mentions"));
        await ana.SayAsync(session, $"First, @{ben.User.Name}");
        await ana.SayAsync(other, $"Second, @{ben.User.Name}");
        var third = await ana.SayAsync(other, $"Third, @{ben.User.Name}");
        Assert.Equal("3 new", await MenuAsync("/mentions"));
        await ana.GoneAsync(third.MessageId);
        Assert.Equal("2 new", await MenuAsync("/settings/profile"));
        // A page that missed changes fetches it with the list.
        Assert.Equal("2 new", await MenuAsync("/sessions/list"));
        // The page that shows them does not count them any more.
        Assert.Equal("1 new", await MenuAsync($"/chat/{other}"));
        Assert.Null(await MenuAsync($"/chat/{session}"));

        async Task<string?> MenuAsync(string address)
        {
            using var page = await ben.NavigateAsync(address);
            var count = (await page.SeeAsync()).GetElementById("mentions-count")!;
            return count.HasAttribute("hidden") ? null : count.TextContent;
        }
    }

    [Fact]
    public async Task Names_of_people_and_agents_are_marked_for_everybody_also_when_the_text_is_rendered_anew()
    {
        var (ana, ben, session) = await TogetherAsync();
        var page = await ben.OpenAsync(session);
        await using var events = await ben.FollowAsync(session, since: page.Since);
        var said = await ana.SayAsync(session, $"@{ben.User.Name} <b>and</b> @test-model, not `@{ben.User.Name}` and not @nobody");
        await ana.EndOfAsync(session, said.ReplyId!.Value);

        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("\"done\"", StringComparison.Ordinal)));
        Assert.Equal([$"@{ben.User.Name}", "@test-model"], page.Message(said.MessageId).QuerySelectorAll(".mention").Select(m => m.TextContent));
        var html = (await ben.MessageAsync(session, said.MessageId)).Html;
        await TestDatabase.ScalarAsync<Guid>(host.ConnectionString, "update chat.messages set html_version = 0, html = '' where id = $1 returning id", said.MessageId);
        Assert.Equal(html, (await ben.MessageAsync(session, said.MessageId)).Html);
        Assert.Equal((await ben.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Fact]
    public async Task An_edit_names_others_and_names_nobody_twice()
    {
        var (ana, ben, session) = await TogetherAsync();
        var cem = await ChatClient.SignInAsync(host, $"Cem {ben.User.Name}");
        await ana.ShareAsync(session, cem, "viewer", answers: "auto");
        var said = await ana.SayAsync(session, $"@{ben.User.Name}");
        await ben.OpenAsync(session);

        (await ana.EditAsync(said.MessageId, $"@{ben.User.Name} and @{cem.User.Name}")).EnsureSuccessStatusCode();
        Assert.Equal((0, 1), (await CountAsync(ben, session), await CountAsync(cem, session)));
        Assert.Equal([$"@{ben.User.Name}", $"@{cem.User.Name}"], (await ana.OpenAsync(session)).Message(said.MessageId).QuerySelectorAll(".mention").Select(m => m.TextContent));

        (await ana.EditAsync(said.MessageId, "Nobody")).EnsureSuccessStatusCode();
        Assert.Equal(0, await CountAsync(cem, session));
        Assert.Empty((await MentionsAsync(ben)).Document.QuerySelectorAll("main .list > li"));
    }

    [Fact]
    public async Task What_is_deleted_names_nobody_and_what_comes_back_does()
    {
        var (ana, ben, session) = await TogetherAsync();
        var said = await ana.SayAsync(session, $"@{ben.User.Name}");
        var deletion = await ana.GoneAsync(said.MessageId);
        Assert.Equal(0, await CountAsync(ben, session));
        Assert.Empty((await MentionsAsync(ben)).Document.QuerySelectorAll("main .list > li"));
        (await ana.UndoAsync(deletion.DeletionId)).EnsureSuccessStatusCode();
        Assert.Equal(1, await CountAsync(ben, session));
    }

    [Fact]
    public async Task Nothing_of_it_stays_when_the_text_is_wiped()
    {
        await using var quick = await TestHost.StartNewAsync(s => s["Chat:UndoSeconds"] = "0");
        var (ana, ben, session) = await TogetherAsync(quick);
        var said = await ana.SayAsync(session, $"@{ben.User.Name}");
        await ana.GoneAsync(said.MessageId);
        await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(quick.ConnectionString,
            "select (select count(*) from chat.mentions) + (select count(*) from chat.messages where id = $1 and (content <> '' or mentioned_names is not null))", said.MessageId), left => left == 0);
    }

    [Fact]
    public async Task Who_left_is_not_told_any_more_and_who_never_was_there_is_never_told()
    {
        var (ana, ben, session) = await TogetherAsync();
        var eve = await ChatClient.SignInAsync(host, $"Eve {ana.User.Name}");
        await ana.SayAsync(session, $"@{ben.User.Name} and @{eve.User.Name}");
        Assert.Equal(0L, await StoredAsync(eve));
        (await ana.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        // At once by asking who takes part; a moment later nothing of it is left.
        Assert.DoesNotContain("Tides", (await MentionsAsync(ben)).Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await Soon.UntilAsync(() => StoredAsync(ben), count => count == 0);
        await ana.SayAsync(session, $"Farewell, @{ben.User.Name}");
        Assert.Equal(0L, await StoredAsync(ben));

        Task<long> StoredAsync(ChatClient person) =>
            TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.mentions where session_id = $1 and user_id = $2", session, person.User.UserId);
    }

    [Fact]
    public async Task The_composer_knows_whom_to_offer()
    {
        var (ana, ben, session) = await TogetherAsync();
        var names = (await ana.OpenAsync(session)).Document.QuerySelector("#mention-names")!.GetAttribute("data-names")!;
        Assert.Contains(ben.User.Name, names, StringComparison.Ordinal);
        Assert.Contains("test-model", names, StringComparison.Ordinal);
        Assert.DoesNotContain(ana.User.Name, names, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/mentions?page=99999999")]
    [InlineData("/mentions?page=-1")]
    public async Task Any_number_of_a_page_is_answered(string address)
    {
        var ana = await ChatClient.SignInAsync(host);
        using var answer = await ana.NavigateAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
