using System.Net;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class EditTests(TestHost host)
{
    [Fact]
    public async Task Everybody_sees_the_new_words_at_once_and_that_they_were_edited()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var question = await ana.QuestionOfAsync(session, await ana.HearAsync(session, "An answer"));
        var page = await ben.OpenAsync(session);
        await using var events = await ben.FollowAsync(session, since: page.Since);
        await using var programs = await ben.FollowJsonAsync(session);
        await programs.NextAsync("cm-hello");

        using var edited = await ana.EditAsync(question.Id, "Said *better*");

        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        Assert.Equal("Said *better*", (await edited.ReadAsync<MessageJson>()).Content);
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("better", StringComparison.Ordinal)));
        Assert.Equal((await ben.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal($"/messages/{question.Id}/history", page.Message(question.Id).QuerySelector("h3 a")!.GetAttribute("href"));
        var told = JsonSerializer.Deserialize<JsonElement>((await programs.NextAsync(i => i.Data.Contains("message.edited", StringComparison.Ordinal))).Data);
        Assert.Equal("Said *better*", told.GetProperty("message").GetProperty("content").GetString());
        Assert.NotEqual(JsonValueKind.Null, told.GetProperty("message").GetProperty("editedAt").ValueKind);
    }

    [Fact]
    public async Task The_same_words_change_nothing()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = await ana.QuestionOfAsync(session, await ana.HearAsync(session, "An answer"));
        var before = (await ana.RawAsync(session, question.Id)).GetRawText();

        using var edited = await ana.EditAsync(question.Id, question.Content + "\n", revision: 0);

        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        Assert.Equal(before, (await ana.RawAsync(session, question.Id)).GetRawText());
    }

    [Fact]
    public async Task Only_the_author_edits_while_they_may_write_and_nobody_an_agents_words()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var answer = await ben.HearAsync(session, "An answer");

        async Task RefusedAsync(HttpStatusCode status, string sentence, ChatClient person, Guid message)
        {
            using var refused = await person.EditAsync(message, "Other words");
            Assert.Equal(status, refused.StatusCode);
            Assert.Contains(sentence, await refused.SentenceAsync(), StringComparison.Ordinal);
        }
        var question = answer.ParentId!.Value;
        await RefusedAsync(HttpStatusCode.Forbidden, "Only the person who wrote", ana, question);
        await RefusedAsync(HttpStatusCode.Forbidden, "agent's answer", ben, answer.Id);
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", eve, question);
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", ben, Guid.NewGuid());
        (await ana.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", ben, question);
        await ana.ShareAsync(session, ben, "viewer");
        await RefusedAsync(HttpStatusCode.Forbidden, "not write", ben, question);
        (await ana.EraseAsync(question)).EnsureSuccessStatusCode();
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", ben, question);
    }

    [Fact]
    public async Task New_words_pass_what_words_pass_when_they_are_sent()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.EditAsync(question, " \n ")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.EditAsync(question, null)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.EditAsync(question, new('y', (32 * 1024) + 1))).StatusCode);
        // Measured as it is stored: a form sends two characters for the end of a line.
        var lines = string.Concat(Enumerable.Repeat("y\r\n", 16 * 1024));
        Assert.Equal(HttpStatusCode.OK, (await ana.EditAsync(question, lines)).StatusCode);
        Assert.Equal("a\uFFFDb", (await (await ana.EditAsync(question, "a\0b")).ReadAsync<MessageJson>()).Content);
        var hostile = await (await ana.EditAsync(question, "<b hx-get=/x>now</b>")).ReadAsync<MessageJson>();
        Assert.DoesNotContain("<b", hostile.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_of_words_that_were_changed_meanwhile_is_refused_with_what_they_are_now()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        var opened = await ana.RevisionAsync(session, question);
        (await ana.EditAsync(question, "From the other tab", opened)).EnsureSuccessStatusCode();

        using var late = await ana.EditAsync(question, "Mine", opened);

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var problem = JsonSerializer.Deserialize<JsonElement>(await late.Content.ReadAsStringAsync());
        Assert.Equal(("edit_conflict", "From the other tab"), (problem.GetProperty("code").GetString(), problem.GetProperty("content").GetString()));
        Assert.Equal("From the other tab", (await ana.MessageAsync(session, question)).Content);
        (await ana.EditAsync(question, "Mine", problem.GetProperty("revision").GetInt64())).EnsureSuccessStatusCode();
        Assert.Equal("Mine", (await ana.MessageAsync(session, question)).Content);
    }

    [Fact]
    public async Task Of_many_edits_at_once_from_the_same_text_one_is_saved_and_no_text_is_lost_without_a_word()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = await ana.QuestionOfAsync(session, await ana.HearAsync(session, "An answer"));
        var opened = await ana.RevisionAsync(session, question.Id);

        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ana.EditAsync(question.Id, $"Text {i}", opened)));

        Assert.Single(saves, s => s.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, saves.Count(s => s.StatusCode == HttpStatusCode.Conflict));
        // Without a revision each overwrites the one before, and all of them are in the history.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ana.EditAsync(question.Id, $"Forced {i}")));
        using var history = await ana.NavigateAsync($"/messages/{question.Id}/history");
        Assert.Equal(10, (await history.SeeAsync()).QuerySelectorAll(".versions-list > li").Length);
    }

    [Fact]
    public async Task Words_that_were_deleted_and_brought_back_are_the_same_words()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        var opened = await ana.RevisionAsync(session, question);
        (await ana.UndoAsync((await ana.GoneAsync(question)).DeletionId)).EnsureSuccessStatusCode();

        using var edited = await ana.EditAsync(question, "Other words", opened);
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
    }
}
