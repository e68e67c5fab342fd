using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

/// <summary>One stream per page also keeps its list of sessions as a fresh page would show it.</summary>
[Collection("host")]
public sealed class ListLiveTests(TestHost host)
{
    [Fact]
    public async Task A_message_elsewhere_brings_its_session_to_the_top_with_what_is_unread_and_that_an_answer_is_written()
    {
        var (ana, ben, session) = await PairAsync();
        var elsewhere = await ben.OpenAsync(await ben.StartAsync());
        await using var events = await ben.FollowAsync(elsewhere);

        var (sent, script) = await ana.AskAsync(session);
        var row = await events.RowAsync(session, r => r.Is("answering"));
        Assert.Equal(("Tides", "1", true, false), (row.GetProperty("title").GetString(), row.Unread(), row.Is("top"), row.Is("mentioned")));
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
        row = await events.RowAsync(session, r => !r.Is("answering"));
        Assert.Equal(("2", false), (row.Unread(), row.Is("top")));

        await ana.GoneAsync(sent.ReplyId);
        await events.RowAsync(session, r => r.Unread() == "1");
    }

    [Fact]
    public async Task What_is_read_in_one_tab_is_read_in_all()
    {
        var (ana, ben, session) = await PairAsync();
        await using var events = await ben.FollowAsync(await ben.OpenAsync(await ben.StartAsync()));
        await ana.HearAsync(session, "Hello");
        await events.RowAsync(session, r => r.Unread() == "2");
        await ben.OpenAsync(session);
        await events.RowAsync(session, r => r.Unread() is null);
    }

    [Fact]
    public async Task A_new_session_a_new_title_an_invitation_a_removal_and_a_deletion_are_seen_at_once()
    {
        var (ana, ben, _) = await PairAsync();
        await using var mine = await ana.FollowAsync(await ana.OpenAsync(await ana.StartAsync()));
        await using var theirs = await ben.FollowAsync(await ben.OpenAsync(await ben.StartAsync()));

        var session = await ana.StartAsync("Made elsewhere");
        Assert.True((await mine.RowAsync(session, r => r.GetProperty("title").GetString() == "Made elsewhere")).Is("top"));
        await ana.ShareAsync(session, ben);
        await theirs.NextAsync("cm-list");
        using var list = await ben.User.GetAsync($"/sessions/list?here={session}");
        var row = (await list.SeeAsync()).GetElementById($"session-{session}")!;
        Assert.Equal(("Made elsewhere", "page"), (row.QuerySelector(".name")!.TextContent, row.QuerySelector("a")!.GetAttribute("aria-current")));

        using var renamed = await ana.RenameAsync(session, "Another <title>");
        foreach (var events in new[] { mine, theirs }) await events.RowAsync(session, r => r.GetProperty("title").GetString() == "Another <title>");
        using var removed = await ana.RemoveAsync(session, ben.User.Email);
        await theirs.NextAsync(i => i.Event == "cm-gone" && i.Data.Contains(session.ToString(), StringComparison.Ordinal));
        using var deleted = await ana.DeleteAsync(session);
        await mine.NextAsync(i => i.Event == "cm-gone" && i.Data.Contains(session.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_has_no_ids_and_is_not_told_to_programs_or_strangers()
    {
        var (ana, ben, session) = await PairAsync();
        var eve = await ChatClient.SignInAsync(host);
        var (bens, eves) = (await ben.StartAsync(), await eve.StartAsync());
        await using var page = await ben.FollowAsync(await ben.OpenAsync(bens));
        await using var stranger = await eve.FollowAsync(await eve.OpenAsync(eves));
        await using var program = await ben.FollowJsonAsync(bens);
        await program.NextAsync("cm-hello");

        await ana.HearAsync(session, "Not for all");
        await page.RowAsync(session, r => r.Unread() == "2");
        Assert.All(page.Seen.Where(i => i.Event == "cm-row"), i => Assert.Null(i.Id));
        // What comes after it shows that it did not come.
        using var one = await ben.RenameAsync(bens, "Last word");
        using var two = await eve.RenameAsync(eves, "Last word");
        await program.NextAsync(i => i.Data.Contains("Last word", StringComparison.Ordinal));
        await stranger.RowAsync(eves, r => r.GetProperty("title").GetString() == "Last word");
        Assert.DoesNotContain(program.Seen, i => i.Event is "cm-row" or "cm-list");
        Assert.DoesNotContain(stranger.Seen, i => i.Data.Contains(session.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_happens_between_the_page_and_its_stream_is_told_and_who_missed_too_much_loads_the_list()
    {
        var (ana, ben, session) = await PairAsync();
        var page = await ben.OpenAsync(await ben.StartAsync());
        await ana.HearAsync(session, "Meanwhile");
        await Soon.UntilAsync(() => ben.ListedAsync(session), s => s is { Unread: 2, Answering: false });
        await using (var events = await ben.FollowAsync(page)) await events.RowAsync(session, r => r.Unread() == "2");
        await using (var again = await ben.FollowAsync(page)) await again.RowAsync(session, r => r.Unread() == "2");

        foreach (var position in new[] { "0123456789abcdef.0.3", "nonsense", "x..", page.StreamAddress.Split("list=")[1].Replace(".0.", ".0.9999", StringComparison.Ordinal) })
        {
            await using var lost = await SseClient.OpenAsync(ben.User, $"{page.StreamAddress.Split("list=")[0]}list={position}");
            await lost.NextAsync("cm-list");
        }
    }

    [Fact]
    public async Task A_third_person_who_joins_late_sees_a_running_answer_from_its_start_within_a_second()
    {
        var (ana, ben, session) = await PairAsync();
        var cem = await ChatClient.SignInAsync(host, "Cem");
        await ana.ShareAsync(session, cem);
        await using var anas = await ana.FollowAsync(await ana.OpenAsync(session));
        await using var bens = await ben.FollowAsync(await ben.OpenAsync(session));
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("From the very start.\n\nThen the mid");
        foreach (var events in new[] { anas, bens }) await events.NextAsync(i => i.Data.Contains("Then the mid", StringComparison.Ordinal));

        var came = System.Diagnostics.Stopwatch.StartNew();
        var page = await cem.OpenAsync(session);
        await using var cems = await cem.FollowAsync(page);
        page.Apply(await cems.ThroughAsync(i => i.Data.Contains("Then the mid", StringComparison.Ordinal)));
        Assert.InRange(came.ElapsedMilliseconds, 0, 1000);
        Assert.Contains("From the very start.", page.Message(sent.ReplyId).TextContent, StringComparison.Ordinal);

        await script.SendAsync("dle");
        _ = script.FinishAsync();
        page.Apply(await cems.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));
        Assert.Equal((await cem.OpenAsync(session)).Conversation, page.Conversation);
    }

    // With a title, so that none is suggested: a rename lets what was told before be forgotten, and a page that had not heard it loads its list.
    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> PairAsync(string title = "Tides")
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync(title);
        await ana.ShareAsync(session, ben);
        return (ana, ben, session);
    }
}
