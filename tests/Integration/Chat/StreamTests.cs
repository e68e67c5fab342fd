using System.Net;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The page's stream: what it brings, to whom, and how it ends.</summary>
[Collection("chat")]
public sealed class StreamTests(TestHost host)
{
    [Fact]
    public async Task Hello_comes_first_and_at_once()
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var events = await ana.FollowAsync(await ana.StartAsync());

        var hello = await events.NextAsync(within: TimeSpan.FromSeconds(1));

        Assert.Equal("cm-hello", hello.Event);
        Assert.Equal(15, JsonSerializer.Deserialize<JsonElement>(hello.Data).GetProperty("heartbeat").GetInt32());
        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no", events.Response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.DoesNotContain(events.Response.Content.Headers.ContentEncoding, e => e != "identity");
    }

    [Fact]
    public async Task After_fifteen_seconds_of_silence_it_says_that_it_lives()
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var events = await ana.FollowAsync(await ana.StartAsync());
        await events.NextAsync("cm-hello");
        // The wheel that looks turns every five seconds.
        await events.NextAsync("cm-ping", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_answer_comes_block_by_block_and_then_whole()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await events.NextAsync("cm-hello");
        var (sent, script) = await ana.AskAsync(session);
        var id = $"#message-{sent.ReplyId}";

        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("running", StringComparison.Ordinal)));
        Assert.True(page.Has(sent.MessageId) && page.Has(sent.ReplyId));

        await script.SendAsync("# One\n\nSecond line\nand para");
        page.Apply(await events.NextAsync(i => i.IsContent));
        Assert.Equal("One", page.Document.QuerySelector($"{id}-blocks")!.TextContent.Trim());
        Assert.Equal("Second line\nand para", page.Message(sent.ReplyId).QuerySelector(".tail")!.TextContent.Trim());

        await script.SendAsync("graph grows");
        var grown = await events.NextAsync(i => i.IsContent);
        Assert.Equal(("cm-text", "graph grows"), (grown.Event, grown.Data.Split('\t')[1]));
        page.Apply(grown);
        Assert.Equal("Second line\nand paragraph grows", page.Message(sent.ReplyId).QuerySelector(".tail")!.TextContent.Trim());

        _ = script.FinishAsync();
        var whole = await events.NextAsync(i => i.IsContent && i.Data.Contains("outerMorph", StringComparison.Ordinal));
        Assert.Contains($"<hx-partial hx-target=\"{id}\"", whole.Data, StringComparison.Ordinal);
        page.Apply(whole);
        var done = await events.NextAsync("cm-run");
        Assert.Contains("Answer ready: 7 words", done.Data, StringComparison.Ordinal);
        Assert.Equal("done", page.Message(sent.ReplyId).GetAttribute("data-status"));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Fact]
    public async Task Who_joins_in_the_middle_gets_what_there_is_then_only_what_is_new_and_the_end()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var mine = await ana.FollowAsync(session);
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("First block.\n\nThen some ");
        await mine.NextAsync(i => i.Data.Contains("Then some", StringComparison.Ordinal));

        var page = await ben.OpenAsync(session);
        Assert.Contains("First block.", page.Message(sent.ReplyId).TextContent, StringComparison.Ordinal);
        Assert.Contains("Then some", page.Message(sent.ReplyId).TextContent, StringComparison.Ordinal);
        await using var theirs = await ben.FollowAsync(session, since: page.Since);
        page.Apply(await theirs.ThroughAsync(i => i.Data.Contains("Then some", StringComparison.Ordinal)));

        await script.SendAsync("more");
        var later = await theirs.NextAsync(i => i.IsContent);
        Assert.DoesNotContain("First block", later.Data, StringComparison.Ordinal);
        page.Apply(later);
        _ = script.FinishAsync();
        page.Apply(await theirs.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.Equal((await ben.OpenAsync(session)).Conversation, page.Conversation);
        Assert.EndsWith("Then some more", (await ana.EndOfAsync(session, sent.ReplyId)).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task My_own_messages_are_marked_for_me_only_on_page_and_stream()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var (anas, bens) = (await ana.OpenAsync(session), await ben.OpenAsync(session));
        await using var toAna = await ana.FollowAsync(session, since: anas.Since);
        await using var toBen = await ben.FollowAsync(session, since: bens.Since);
        // A viewer that has said hello is listening.
        await toAna.NextAsync("cm-hello");
        await toBen.NextAsync("cm-hello");

        var sent = await ana.SendAsync(session, "Whose is this?");
        anas.Apply(await toAna.NextAsync(i => i.IsContent));
        bens.Apply(await toBen.NextAsync(i => i.IsContent));

        foreach (var page in new[] { anas, await ana.OpenAsync(session) }) Assert.Contains("mine", page.Message(sent.MessageId).ClassList);
        foreach (var page in new[] { bens, await ben.OpenAsync(session) }) Assert.DoesNotContain("mine", page.Message(sent.MessageId).ClassList);
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task Marking_my_messages_does_not_touch_their_text()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var text = $"stand by-{ana.User.UserId} please";
        await using var events = await ana.FollowAsync(session);
        var sent = await ana.SendAsync(session, text);
        Assert.Contains(text, (await events.NextAsync(i => i.IsContent)).Data, StringComparison.Ordinal);
        Assert.Contains(text, (await ana.OpenAsync(session)).Message(sent.MessageId).TextContent, StringComparison.Ordinal);
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task Strangers_and_the_signed_out_get_a_bare_status_and_nothing_to_come_back_to()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        using var nobody = host.NewClient();

        foreach (var address in new[] { $"/chat/{session}/events", $"/chat/{Guid.NewGuid()}/events" })
        {
            await using var foreign = await SseClient.OpenAsync(eve.User, address);
            Assert.Equal((HttpStatusCode.NotFound, ""), (foreign.Status, await foreign.Response.Content.ReadAsStringAsync()));
            await using var signedOut = await SseClient.OpenAsync(nobody, address);
            Assert.Equal((HttpStatusCode.Unauthorized, ""), (signedOut.Status, await signedOut.Response.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task Who_is_removed_is_cut_off_and_the_others_are_not()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var toAna = await ana.FollowAsync(session);
        await using var toBen = await ben.FollowAsync(session);
        await using var toBensProgram = await ben.FollowJsonAsync(session);
        foreach (var events in new[] { toAna, toBen, toBensProgram }) await events.NextAsync("cm-hello");

        using var removed = await ana.RemoveAsync(session, ben.User.Email);

        Assert.Contains("revoked", (await toBen.NextAsync("cm-close", TimeSpan.FromSeconds(5))).Data, StringComparison.Ordinal);
        await toBensProgram.NextAsync("cm-close", TimeSpan.FromSeconds(5));
        await toBen.ToEndAsync();
        var sent = await ana.SendAsync(session, "Only for me");
        await toAna.NextAsync(i => i.Data.Contains("Only for me", StringComparison.Ordinal));
        Assert.DoesNotContain(toAna.Seen, i => i.Event == "cm-close");
        Assert.DoesNotContain(toBen.Seen, i => i.Data.Contains("Only for me", StringComparison.Ordinal));
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task A_deleted_sessions_streams_end_and_it_is_gone_everywhere()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var events = await ben.FollowAsync(session);
        await events.NextAsync("cm-hello");

        using var deleted = await ana.DeleteAsync(session);

        Assert.Contains("deleted", (await events.NextAsync("cm-close", TimeSpan.FromSeconds(5))).Data, StringComparison.Ordinal);
        await events.ToEndAsync();
        await using var again = await ben.FollowAsync(session);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
    }

    [Fact]
    public async Task A_running_answer_of_a_deleted_session_is_stopped_at_the_provider()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (_, script) = await ana.AskAsync(session);
        using var deleted = await ana.DeleteAsync(session);
        await script.Aborted.SoonAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_new_title_reaches_every_open_page()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowAsync(session);
        await events.NextAsync("cm-hello");
        using var renamed = await ana.RenameAsync(session, "A \"new\" <title>");
        Assert.Equal("A \"new\" <title>", JsonSerializer.Deserialize<JsonElement>((await events.NextAsync("cm-title", TimeSpan.FromSeconds(5))).Data).GetProperty("title").GetString());
    }
}
