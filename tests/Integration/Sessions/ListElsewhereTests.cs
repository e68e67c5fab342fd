using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.Hosting;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

/// <summary>Pages that show no session keep their list as well, by a stream of the person's own.</summary>
[Collection("host")]
public sealed class ListElsewhereTests(TestHost host)
{
    [Theory]
    [InlineData("/sessions", true)]
    [InlineData("/mentions", true)]
    [InlineData("/agents", true)]
    [InlineData("/usage", true)]
    [InlineData("/settings/profile", true)]
    [InlineData("/chat/{session}/people", true)]
    [InlineData("/beside?left={session}", true)]
    [InlineData("/chat/{session}", false)]
    [InlineData("/?sessions=Tides", false)]
    public async Task Every_page_says_where_its_list_stands_but_a_session_which_has_its_own_stream_and_what_was_searched_for(string address, bool says)
    {
        using var page = await host.OpenAsync(address, await host.SignInAsync());
        Assert.Equal(says, page.GetElementById("rail-list")!.GetAttribute("data-list") is { Length: > 0 });
        var isSession = address == "/chat/{session}";
        var followsSession = isSession || address.EndsWith("/people", StringComparison.Ordinal);
        Assert.Equal((followsSession, isSession, !isSession), (Loads("htmx"), Loads("chat"), Loads("rail")));

        bool Loads(string script) => page.QuerySelector($"script[src*='/{script}.']") is not null;
    }

    [Fact]
    public async Task What_happens_after_the_page_is_told_without_a_word_of_what_was_said_and_who_comes_back_hears_nothing_twice()
    {
        var (ana, ben, session) = await PairAsync();
        using var page = await host.OpenAsync("/mentions", ben.User);
        var address = $"/events?list={page.GetElementById("rail-list")!.GetAttribute("data-list")}";
        await ana.HearAsync(session, "Not for the list");
        string last;
        await using (var events = await SseClient.OpenAsync(ben.User, address))
        {
            await events.RowAsync(session, r => r.Unread() == "2");
            Assert.DoesNotContain(events.Seen, i => i.IsContent || i.Data.Contains("Not for the list", StringComparison.Ordinal));
            last = events.LastId!;
        }

        await using var again = await SseClient.OpenAsync(ben.User, address, last);
        var another = await ben.StartAsync("Made elsewhere");
        Assert.True((await again.RowAsync(another, r => r.GetProperty("title").GetString() == "Made elsewhere")).Is("top"));
        Assert.DoesNotContain(again.Seen, i => i.Event == "cm-list" || i.Data.Contains(session.ToString(), StringComparison.Ordinal));
        using var removed = await ana.RemoveAsync(session, ben.User.Email);
        await again.NextAsync(i => i.Event == "cm-gone" && i.Data.Contains(session.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_tell_also_how_many_mentions_are_new()
    {
        var (ana, ben, session) = await PairAsync();
        await using var events = await ben.FollowListAsync();
        await ana.CommentAsync(session, "Look, @Ben");
        await events.RowAsync(session, r => r.Mentions() == "1");
        var said = await ana.CommentAsync(session, "Nobody is named");
        (await ana.EditAsync(said.MessageId, "After all, @Ben")).EnsureSuccessStatusCode();
        await events.RowAsync(session, r => r.Mentions() == "2");
        await ben.OpenAsync(session);
        await events.RowAsync(session, r => r.Mentions() is null);

        // What was read already and names them now is new, until it is opened.
        var read = await ana.CommentAsync(session, "Read already");
        await ben.OpenAsync(session);
        (await ana.EditAsync(read.MessageId, "Read already, @Ben")).EnsureSuccessStatusCode();
        await events.RowAsync(session, r => r.Mentions() == "1");
        await ben.OpenAsync(session);
        await events.RowAsync(session, r => r.Mentions() is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?list=nonsense")]
    [InlineData("?list=0123456789abcdef.0.3")]
    public async Task Who_missed_too_much_loads_the_list_and_is_asked_again_who_they_are(string query)
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var lost = await SseClient.OpenAsync(ana.User, $"/events{query}");
        Assert.Equal(["cm-hello", "cm-list", "cm-bye"], (await lost.ToEndAsync()).Select(i => i.Event));

        await using var back = await SseClient.OpenAsync(ana.User, $"/events{query}", lost.LastId);
        var session = await ana.StartAsync("Made after that");
        await back.RowAsync(session, r => r.Is("top"));
        Assert.Equal(["cm-hello", "cm-row"], back.Seen.Select(i => i.Event));
    }

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> PairAsync()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync("Tides");
        await ana.ShareAsync(session, ben);
        return (ana, ben, session);
    }
}
