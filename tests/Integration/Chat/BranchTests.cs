using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Several versions of one session.</summary>
[Collection("chat")]
public sealed class BranchTests(TestHost host)
{
    [Fact]
    public async Task An_answer_to_a_message_in_the_middle_begins_a_version_and_one_to_the_last_goes_on_there()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        await ana.HearAsync(session, "Second");

        var aside = await SendAsync(ana, session, "Instead", first.Id);
        var onwards = await SendAsync(ana, session, "And on", aside.ReplyId);

        var now = await ana.ListAsync(session);
        Assert.Equal([first.ParentId!.Value, first.Id, aside.MessageId, aside.ReplyId, onwards.MessageId, onwards.ReplyId], now.Items.Select(m => m.Id));
        Assert.Equal(1, now.Branch);
        Assert.Equal(first.Id, now.Items[2].ParentId);
        Assert.Equal((2, 2), (now.Items[2].Siblings!.Number, now.Items[2].Siblings!.Count));
        Assert.Equal(["First", "Second"], (await ana.ListAsync(session, "branch=0")).Items.Where(m => m.Author.Kind == "agent").Select(m => m.Content));
    }

    [Fact]
    public async Task Agents_read_only_the_version_they_answer_in()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "Common ground");
        await ana.HearAsync(session, "Left behind");
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);

        await SendAsync(ana, session, question, first.Id, wait: false);
        var asked = await script.Asked.SoonAsync();
        _ = script.Say("ok").FinishAsync();

        var read = string.Concat(asked.Messages.Select(m => m.Text));
        Assert.Contains("Common ground", read, StringComparison.Ordinal);
        Assert.DoesNotContain("Left behind", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sending_from_an_older_version_goes_on_there_and_makes_it_the_current_one_for_all()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var first = await ana.HearAsync(session, "First");
        var aside = await SendAsync(ana, session, "Instead", first.ParentId!.Value);
        var page = await ben.OpenAsync(session);
        await using var events = await ben.FollowAsync(session, since: page.Since);
        // Whoever has heard one thing hears the next by itself, not among what they missed.
        await ana.PressAsync(aside.MessageId, "👍");
        await events.NextAsync(i => i.IsHtml && i.Data.Contains("class=\"reaction\"", StringComparison.Ordinal));

        using var form = new FormUrlEncodedContent([new("content", "Back here"), new("branch", "0")]);
        using var sent = await ana.User.PostAsync($"/chat/{session}", form);

        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var now = await ana.ListAsync(session);
        Assert.Equal(0, now.Branch);
        Assert.Contains(now.Items, m => m.Content == "Back here" && m.ParentId == first.Id);
        Assert.DoesNotContain(now.Items, m => m.Id == aside.MessageId);
        // Ben's page has other messages of that version to load, so it is told to load again.
        Assert.Contains("\"reload\":true", (await events.ThroughAsync(i => i.Event == "cm-branch"))[^1].Data, StringComparison.Ordinal);
        await ana.EndOfAsync(session, now.Items[^1].Id);
    }

    [Fact]
    public async Task Who_looks_at_one_version_gets_nothing_of_another()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        var again = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, again.ReplyId);
        var old = await ana.OpenAsync(session, "?branch=0");
        var before = old.Conversation;
        await using var events = await SseClient.OpenAsync(ana.User, $"/chat/{session}/events?since={old.Since}&branch=0", null);

        await ana.HearAsync(session, "In the new version");
        old.Apply(await events.ThroughAsync(i => i.Event == "cm-usage"));

        Assert.Equal(before, old.Conversation);
    }

    [Fact]
    public async Task Each_version_says_live_how_many_there_are()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        var old = await ana.OpenAsync(session, "?branch=0");
        await using var events = await SseClient.OpenAsync(ana.User, $"/chat/{session}/events?since={old.Since}&branch=0", null);

        var again = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, again.ReplyId);
        await SaysAsync("1/2");
        var deletion = await (await ana.EraseAsync(again.ReplyId, "version")).ReadAsync<DeletionView>();
        await SaysAsync(null);
        (await ana.UndoAsync(deletion.DeletionId)).EnsureSuccessStatusCode();
        await SaysAsync("1/2");

        // The same to who was away, and to programs.
        await using var late = await SseClient.OpenAsync(ana.User, $"/chat/{session}/events?since={old.Since}&branch=0", null);
        Assert.Contains("1/2", (await late.NextAsync(i => i.Data.Contains($"id=\"message-{first.Id}\"", StringComparison.Ordinal))).Data, StringComparison.Ordinal);
        Assert.Equal(2, (await ana.ListAsync(session, "branch=0")).Items.Single(m => m.Id == first.Id).Siblings!.Count);

        async Task SaysAsync(string? versions)
        {
            var change = await events.NextAsync(i => i.Data.Contains($"id=\"message-{first.Id}\"", StringComparison.Ordinal));
            Assert.Equal(versions, old.Apply(change).Message(first.Id).QuerySelector(".versions .num")?.TextContent);
            Assert.Equal((await ana.OpenAsync(session, "?branch=0")).Conversation, old.Conversation);
        }
    }

    [Fact]
    public async Task Who_was_away_while_the_version_changed_is_told_to_load_again()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        var page = await ana.OpenAsync(session);
        var again = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, again.ReplyId);

        await using var events = await ana.FollowAsync(session, since: page.Since);
        Assert.Equal("cm-reload", (await events.ThroughAsync(i => i.Event is "cm-reload"))[^1].Event);
    }

    [Fact]
    public async Task Windows_go_along_one_version_both_ways_and_a_link_finds_its_message_in_any()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var answers = new List<MessageJson>();
        for (var i = 0; i < 4; i++) answers.Add(await ana.HearAsync(session, $"Answer {i}"));
        var again = await (await ana.RegenerateAsync(answers[1].Id)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, again.ReplyId);

        var last = await ana.ListAsync(session, "limit=2");
        var before = await ana.ListAsync(session, $"limit=2&before={last.Cursors.Before}");
        var after = await ana.ListAsync(session, $"limit=10&after={before.Items[0].Id}");
        Assert.Equal([answers[1].ParentId!.Value, again.ReplyId], last.Items.Select(m => m.Id));
        Assert.Equal([answers[0].ParentId!.Value, answers[0].Id], before.Items.Select(m => m.Id));
        Assert.Equal([answers[0].Id, answers[1].ParentId!.Value, again.ReplyId], after.Items.Select(m => m.Id));
        Assert.Null(after.Cursors.After);

        var around = await ana.OpenAsync(session, $"?around={answers[3].Id}");
        Assert.True(around.Has(answers[3].Id));
        Assert.False(around.Has(again.ReplyId));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("-1")]
    public async Task A_version_that_never_was_is_refused(string branch)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "First");
        Assert.Equal(HttpStatusCode.NotFound, (await ana.User.GetAsync($"/api/sessions/{session}/messages?branch={branch}")).StatusCode);
        using var form = new FormUrlEncodedContent([new("content", "Hello?"), new("branch", branch)]);
        using var refused = await ana.User.PostAsync($"/chat/{session}", form);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Contains("Hello?", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await ana.ListAsync(session)).Items.Count);
    }

    static async Task<SentView> SendAsync(ChatClient person, Guid session, string content, Guid parentId, bool wait = true)
    {
        using var answer = await person.PostAsync(session, new { content, parentId });
        var sent = await answer.ReadAsync<SentView>();
        if (wait) await person.EndOfAsync(session, sent.ReplyId);
        return sent;
    }
}
