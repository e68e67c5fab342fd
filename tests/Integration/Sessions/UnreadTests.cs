using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

/// <summary>What counts as unread, for whom and how long.</summary>
[Collection("host")]
public sealed class UnreadTests(TestHost host)
{
    [Fact]
    public async Task What_others_said_counts_until_it_is_read()
    {
        var (ana, ben, session) = await PairAsync();
        await ana.HearAsync(session, "Hello");
        Assert.Equal((1, 2), ((await ana.ListedAsync(session)).Unread, (await ben.ListedAsync(session)).Unread));

        // The title made of the first message comes a moment after it.
        var settled = await Soon.UntilAsync(() => ben.ListedAsync(session), s => !s.Answering && s.Title != "New session");
        using (var alone = await ben.User.GetAsync($"/api/sessions/{session}")) Assert.Equal(settled, await alone.ReadAsync<ListedSession>());
        using (var renamed = await ben.RenameAsync(session, settled.Title)) Assert.Equal(settled, await renamed.ReadAsync<ListedSession>());

        await ben.OpenAsync(session);
        Assert.Equal((1, 0), ((await ana.ListedAsync(session)).Unread, (await ben.ListedAsync(session)).Unread));
        await ana.OpenAsync(session);
        Assert.Equal(0, (await ana.ListedAsync(session)).Unread);

        await ben.HearAsync(session, "Again");
        Assert.Equal((2, 1), ((await ana.ListedAsync(session)).Unread, (await ben.ListedAsync(session)).Unread));
    }

    [Fact]
    public async Task An_answer_counts_when_it_is_over_and_is_said_to_be_written_before()
    {
        var (ana, ben, session) = await PairAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("So ");
        var during = await ben.ListedAsync(session);
        Assert.Equal((1, true), (during.Unread, during.Answering));
        // Whoever looks at it now has not read it to its end.
        await ben.OpenAsync(session);
        Assert.Equal(0, (await ben.ListedAsync(session)).Unread);

        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
        var after = await Soon.UntilAsync(() => ben.ListedAsync(session), s => !s.Answering);
        Assert.Equal(1, after.Unread);
    }

    [Fact]
    public async Task What_is_deleted_does_not_count()
    {
        var (ana, ben, session) = await PairAsync();
        var answer = await ana.HearAsync(session, "Forget this");
        var deletion = await ana.GoneAsync(answer.Id);
        Assert.Equal(1, (await ben.ListedAsync(session)).Unread);
        using var undone = await ana.UndoAsync(deletion.DeletionId);
        Assert.Equal(2, (await ben.ListedAsync(session)).Unread);
    }

    [Fact]
    public async Task More_than_99_are_not_counted()
    {
        var (ana, ben, session) = await PairAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 300);
        Assert.Equal(100, (await ben.ListedAsync(session)).Unread);
        Assert.Equal(100, (await ana.ListedAsync(session)).Unread);
        Assert.Equal("99+ unread", await RowTextAsync(ben, session, ".unread"));
    }

    [Theory]
    [InlineData("Ben", "Ask @Ben about it", 1)]
    [InlineData("Ben", "ask @ben, please", 1)]
    [InlineData("Ben", "Ask @Benedikt about it", 0)]
    [InlineData("Ben", "Write to x@ben or to Ben", 0)]
    [InlineData("Zoë (QA) [x*]", "Hi @Zoë (QA) [x*]!", 1)]
    [InlineData("d\\w+", "Hi @dan and @d\\w", 0)]
    public async Task Being_mentioned_by_name_is_counted(string name, string words, int mentions)
    {
        var (ana, ben, session) = await PairAsync(name);
        var sent = await ana.SendAsync(session, words);
        await ana.EndOfAsync(session, sent.ReplyId);
        var listed = await ben.ListedAsync(session);
        Assert.Equal((2, mentions), (listed.Unread, listed.Mentions));
        Assert.Equal(mentions == 0, await RowTextAsync(ben, session, ".mentioned") is null);
        Assert.Equal(0, (await ana.ListedAsync(session)).Mentions);
    }

    [Fact]
    public async Task The_list_says_it_in_words_without_a_script()
    {
        var (ana, ben, session) = await PairAsync();
        var (sent, script) = await ana.AskAsync(session);
        Assert.Equal(("1 unread", "answering"), (await RowTextAsync(ben, session, ".unread"), await RowTextAsync(ben, session, ".live")));
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
        await Soon.UntilAsync(() => ben.ListedAsync(session), s => !s.Answering);
        Assert.Equal(("2 unread", null), (await RowTextAsync(ben, session, ".unread"), await RowTextAsync(ben, session, ".live")));
        Assert.Null((await ben.OpenAsync(session)).Document.QuerySelector($"#session-{session} .unread:not([hidden])"));
    }

    [Fact]
    public async Task A_title_with_markup_stays_text_in_the_list()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("<b onclick=\"x\">\" aria-current=\"page\"");
        var row = (await ana.OpenAsync(await ana.StartAsync())).Document.GetElementById($"session-{session}")!;
        Assert.Equal("<b onclick=\"x\">\" aria-current=\"page\"", row.QuerySelector(".name")!.TextContent);
        Assert.False(row.QuerySelector("a")!.HasAttribute("aria-current"));
    }

    /// <summary>What a row of the list shows on the page of another session; null when it does not.</summary>
    static async Task<string?> RowTextAsync(ChatClient person, Guid session, string part) =>
        (await person.OpenAsync(await person.StartAsync())).Document.QuerySelector($"#session-{session} {part}:not([hidden])")?.TextContent.Trim();

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> PairAsync(string other = "Ben")
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, other));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        return (ana, ben, session);
    }
}
