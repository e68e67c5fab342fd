using System.Net;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class DeleteTests(TestHost host)
{
    [Fact]
    public async Task A_deleted_message_leaves_a_place_for_everybody_and_undo_for_who_deleted_it()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var answer = await ben.HearAsync(session, "A secret answer");
        var (anas, bens) = (await ana.OpenAsync(session), await ben.OpenAsync(session));
        await using var toAna = await ana.FollowAsync(session, since: anas.Since);
        await using var toBen = await ben.FollowAsync(session, since: bens.Since);
        await toBen.NextAsync("cm-hello");

        var gone = await ana.GoneAsync(answer.Id);
        anas.Apply(await toAna.ThroughAsync(i => i.Data.Contains("deleted", StringComparison.Ordinal)));
        bens.Apply(await toBen.ThroughAsync(i => i.Data.Contains("deleted", StringComparison.Ordinal)));

        Assert.InRange((gone.UndoUntil - DateTimeOffset.UtcNow).TotalSeconds, 60, 120);
        foreach (var page in new[] { anas, bens, await ana.OpenAsync(session), await ben.OpenAsync(session) })
            Assert.DoesNotContain("secret", page.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((await ana.OpenAsync(session)).Conversation, anas.Conversation);
        Assert.Equal((await ben.OpenAsync(session)).Conversation, bens.Conversation);
        Assert.True(anas.Message(answer.Id).ClassList.Contains("mine"));
        Assert.False(bens.Message(answer.Id).ClassList.Contains("mine"));
        Assert.NotNull(bens.Message(answer.Id).QuerySelector("form.mine-only"));
        var raw = await ben.RawAsync(session, answer.Id);
        Assert.Equal(("", ""), (raw.GetProperty("content").GetString(), raw.GetProperty("html").GetString()));

        Assert.Equal(HttpStatusCode.Forbidden, (await ben.UndoAsync(gone.DeletionId)).StatusCode);
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        bens.Apply(await toBen.ThroughAsync(i => i.Data.Contains("secret", StringComparison.Ordinal)));
        Assert.Equal((await ben.OpenAsync(session)).Conversation, bens.Conversation);
        Assert.Equal("A secret answer", (await ben.MessageAsync(session, answer.Id)).Content);
        Assert.Equal(HttpStatusCode.Conflict, (await ana.UndoAsync(gone.DeletionId)).StatusCode);
    }

    [Fact]
    public async Task Authors_delete_their_words_askers_their_answers_and_the_owner_everything()
    {
        var (ana, ben, cem, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        foreach (var person in new[] { ben, cem }) await ana.ShareAsync(session, person);
        var bens = await ben.HearAsync(session, "For Ben");
        var cems = await cem.HearAsync(session, "For Cem");

        async Task RefusedAsync(HttpStatusCode status, string sentence, ChatClient person, Guid message, string scope)
        {
            using var refused = await person.EraseAsync(message, scope);
            Assert.Equal(status, refused.StatusCode);
            Assert.Contains(sentence, await refused.SentenceAsync(), StringComparison.Ordinal);
        }
        await RefusedAsync(HttpStatusCode.Forbidden, "your own messages", cem, bens.Id, "message");
        await RefusedAsync(HttpStatusCode.Forbidden, "your own messages", cem, bens.ParentId!.Value, "message");
        await RefusedAsync(HttpStatusCode.Forbidden, "2 of these 4 messages", ben, bens.ParentId!.Value, "below");
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", eve, bens.Id, "message");
        await RefusedAsync(HttpStatusCode.Conflict, "no other version", ana, bens.Id, "version");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Choose what", ana, bens.Id, "all");
        Assert.Equal(4, (await ana.ListAsync(session)).Items.Count(m => m.Content.Length > 0));

        await ben.GoneAsync(bens.Id);
        await ben.GoneAsync(bens.ParentId!.Value);
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", ben, bens.Id, "message");
        await cem.GoneAsync(cems.ParentId!.Value, "below");
        var anas = await ana.HearAsync(session, "For Ana");
        await ana.ShareAsync(session, eve, "viewer");
        await RefusedAsync(HttpStatusCode.Forbidden, "not write", eve, anas.Id, "message");
        await ana.GoneAsync((await cem.HearAsync(session, "For Cem again")).Id);
    }

    [Fact]
    public async Task What_is_being_written_is_not_deleted()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        var (sent, script) = await ana.AskAsync(session);

        foreach (var (message, scope) in new[] { (sent.ReplyId, "message"), (first.Id, "below") })
        {
            using var refused = await ana.EraseAsync(message, scope);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("Stop it first", await refused.SentenceAsync(), StringComparison.Ordinal);
        }
        await script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task Agents_read_nothing_deleted_and_nothing_answers_a_deleted_question_again()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "Deleted words");
        var second = await ana.HearAsync(session, "Words that stay");
        await ana.GoneAsync(first.Id);
        await ana.GoneAsync(second.ParentId!.Value);

        var (sent, script) = await ana.AskAsync(session);
        var asked = await script.Asked.SoonAsync();
        _ = script.Say("ok").FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);

        var read = string.Concat(asked.Messages.Select(m => m.Text));
        Assert.Contains("Words that stay", read, StringComparison.Ordinal);
        Assert.DoesNotContain("Deleted words", read, StringComparison.Ordinal);
        using var again = await ana.RegenerateAsync(second.Id);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("question of this answer was deleted", await again.SentenceAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_back_is_told_of_the_deletion_and_not_what_was_deleted()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        var before = page.Document.DocumentElement.OuterHtml;
        await using var events = await ana.FollowAsync(session, lastEventId: page.Since);
        await using var programs = await ana.FollowJsonAsync(session);
        await programs.NextAsync("cm-hello");
        var answer = await ana.HearAsync(session, "Replayed words");
        await events.NextAsync("cm-usage");
        await programs.NextAsync(i => i.Data.Contains("\"done\"", StringComparison.Ordinal));

        // Before the deletion: who has its id has seen it.
        var ids = events.Seen.Select(i => i.Id).OfType<string>().Prepend(page.Since).ToList();

        await ana.GoneAsync(answer.Id);

        foreach (var id in ids)
        {
            await using var again = await ana.FollowAsync(session, lastEventId: id);
            await again.NextAsync(i => i.Data.Contains("deleted", StringComparison.Ordinal));
            Assert.DoesNotContain(again.Seen, i => i.Data.Contains("Replayed", StringComparison.Ordinal));
        }
        await using var program = await ana.FollowJsonAsync(session, programs.Seen.First(i => i.Id is not null).Id);
        var told = JsonSerializer.Deserialize<JsonElement>((await program.NextAsync(i => i.Data.Contains("message.deleted", StringComparison.Ordinal))).Data);
        Assert.Equal(answer.Id, told.GetProperty("messageId").GetGuid());
        Assert.DoesNotContain(program.Seen, i => i.Data.Contains("Replayed", StringComparison.Ordinal));
        await using var whole = await ana.FollowAsync(session, lastEventId: page.Since);
        Assert.Equal((await ana.OpenAsync(session)).Conversation,
            new PageDom(before).Apply(await whole.ThroughAsync(i => i.Data.Contains("deleted", StringComparison.Ordinal))).Conversation);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Redirect)]
    [InlineData(true, HttpStatusCode.NoContent)]
    public async Task The_page_asks_what_to_delete_and_undo_is_a_form(bool panel, HttpStatusCode done)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var first = await ana.HearAsync(session, "First");
        await ana.HearAsync(session, "Second");
        using var page = await ana.NavigateAsync($"/messages/{first.Id}/delete");
        Assert.Equal(["This message", "This and everything below it (3 messages)"], (await page.SeeAsync()).QuerySelectorAll("label.check").Select(l => l.TextContent));
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.NavigateAsync($"/messages/{first.Id}/delete")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.SubmitAsync($"/messages/{first.Id}/delete", panel, ("scope", "message"))).StatusCode);

        using var deleted = await ana.SubmitAsync($"/messages/{first.Id}/delete", panel, ("scope", "message"));

        Assert.Equal(done, deleted.StatusCode);
        var undo = (await ana.OpenAsync(session)).Message(first.Id).QuerySelector("form")!.GetAttribute("action")!;
        Assert.Equal(done, (await ana.SubmitAsync(undo, panel)).StatusCode);
        Assert.Equal("First", (await ana.MessageAsync(session, first.Id)).Content);
    }
}
