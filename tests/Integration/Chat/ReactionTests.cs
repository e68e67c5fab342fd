using System.Net;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class ReactionTests(TestHost host)
{
    [Fact]
    public async Task Everybody_sees_it_at_once_and_each_which_is_theirs()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "commenter");
        var answer = await ana.HearAsync(session, "An answer");
        var (hers, his) = (await ana.OpenAsync(session), await ben.OpenAsync(session));
        await using var toHer = await ana.FollowAsync(session, since: hers.Since);
        await using var toHim = await ben.FollowAsync(session, since: his.Since);
        await using var programs = await ben.FollowJsonAsync(session);
        await using var socket = await SocketClient.WithKeyAsync(host, session, await ben.NewKeyAsync());
        await programs.NextAsync("cm-hello");
        await socket.NextAsync("welcome");

        Assert.Equal(new("👍", true, 1), await ana.PressAsync(answer.Id, "👍"));
        Assert.Equal(new("👍", true, 2), await ben.PressAsync(answer.Id, "👍\uFE0F"));

        foreach (var (page, events, person) in new[] { (hers, toHer, ana), (his, toHim, ben) })
        {
            page.Apply(await events.ThroughAsync(i => i.Data.Contains("Ana and Ben", StringComparison.Ordinal)));
            var chip = page.Message(answer.Id).QuerySelector("button.reaction")!;
            Assert.Equal(("👍 2, from Ana and Ben, remove yours", "true"), (chip.GetAttribute("aria-label"), chip.GetAttribute("aria-pressed")));
            Assert.Equal((await person.OpenAsync(session)).Conversation, page.Conversation);
        }
        var told = JsonSerializer.Deserialize<JsonElement>((await programs.NextAsync(i => i.Data.Contains("\"count\":2", StringComparison.Ordinal))).Data);
        foreach (var said in new[] { told, await socket.NextAsync("reaction", f => f.GetProperty("count").GetInt32() == 2) })
        {
            Assert.Equal(("reaction", answer.Id, "👍", true), (said.GetProperty("type").GetString(), said.GetProperty("messageId").GetGuid(), said.GetProperty("emoji").GetString(), said.GetProperty("active").GetBoolean()));
            Assert.Equal((ben.User.UserId, "Ben"), (said.GetProperty("user").GetProperty("id").GetGuid(), said.GetProperty("user").GetProperty("name").GetString()));
            Assert.NotEmpty(said.GetProperty("eventId").GetString()!);
        }

        Assert.Equal(new("👍", false, 1), await ben.PressAsync(answer.Id, "👍"));
        his.Apply(await toHim.ThroughAsync(i => i.Data.Contains("from Ana,", StringComparison.Ordinal)));
        Assert.Equal("👍 1, from Ana, add yours", his.Message(answer.Id).QuerySelector("button.reaction")!.GetAttribute("aria-label"));
        Assert.Equal(["👍 1: Ana"], await ben.ReactionsAsync(session, answer.Id));
    }

    [Fact]
    public async Task Who_may_only_read_has_a_plain_one_beside_each_button_for_the_style_sheet_to_choose()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var answer = await ana.HearAsync(session, "An answer");
        await ana.PressAsync(answer.Id, "👍");
        var page = await ben.OpenAsync(session);
        Assert.Equal("viewer", page.Document.QuerySelector("main")!.GetAttribute("data-role"));
        Assert.Equal("👍 1, from Ana", page.Message(answer.Id).QuerySelector("span.reaction.reads")!.TextContent);
        Assert.Equal("alert", page.Document.GetElementById("composer-error")!.GetAttribute("role"));
    }

    [Fact]
    public async Task Taking_away_twice_is_the_same_as_once_and_takes_only_ones_own()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        foreach (var person in new[] { ana, ben })
            foreach (var emoji in new[] { "🎉", "❤️" }) await person.PressAsync(question, emoji);

        for (var i = 0; i < 2; i++)
        {
            using var gone = await ben.UnreactAsync(question, "❤");
            Assert.Equal(new("❤️", false, 1), await gone.ReadAsync<ReactedJson>());
        }
        Assert.Equal(["🎉 2: Ana, Ben", "❤️ 1: Ana"], await ana.ReactionsAsync(session, question));
    }

    [Fact]
    public async Task Many_at_once_are_all_counted_and_a_double_press_is_no_double()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ChatClient.SignInAsync(host, $"P{i}")));
        var session = await people[0].StartAsync();
        foreach (var person in people[1..]) await people[0].ShareAsync(session, person, "commenter");
        var answer = await people[0].HearAsync(session, "An answer");

        await Task.WhenAll(people.Select(p => p.PressAsync(answer.Id, "🚀")));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => people[0].PressAsync(answer.Id, "👀")));

        var rocket = Assert.Single(await people[0].ReactionsAsync(session, answer.Id));
        Assert.StartsWith("🚀 6: ", rocket, StringComparison.Ordinal);
        Assert.Equal(6, await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.reactions where message_id = $1", answer.Id));
    }

    [Fact]
    public async Task Who_may_not_and_what_is_no_emoji_is_refused()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var answer = await ana.HearAsync(session, "An answer");

        async Task RefusedAsync(HttpStatusCode status, string sentence, HttpResponseMessage refused)
        {
            Assert.Equal(status, refused.StatusCode);
            Assert.Contains(sentence, await refused.SentenceAsync(), StringComparison.Ordinal);
        }
        await RefusedAsync(HttpStatusCode.Forbidden, "not react", await ben.ReactAsync(answer.Id, "👍"));
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", await eve.ReactAsync(answer.Id, "👍"));
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", await ana.ReactAsync(Guid.NewGuid(), "👍"));
        foreach (var text in new[] { "", null, "x", "👍👍", "<b>", "\uD83D" })
            await RefusedAsync(HttpStatusCode.UnprocessableEntity, "exactly one emoji", await ana.ReactAsync(answer.Id, text));
        for (var i = 0; i < 20; i++) await ana.PressAsync(answer.Id, char.ConvertFromUtf32(0x1F600 + i));
        await RefusedAsync(HttpStatusCode.Conflict, "20 different", await ana.ReactAsync(answer.Id, "👍"));
        Assert.Equal(new("😀", false, 0), await ana.PressAsync(answer.Id, "😀"));
        await ana.GoneAsync(answer.Id);
        await RefusedAsync(HttpStatusCode.NotFound, "does not exist", await ana.ReactAsync(answer.Id, "😁"));
    }

    [Fact]
    public async Task On_an_answer_that_grows_it_stays_to_its_end_and_late_comers_see_it()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("It grows ");
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);

        await ana.PressAsync(sent.ReplyId, "👀");
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("aria-pressed", StringComparison.Ordinal)));
        Assert.Equal("true", page.Message(sent.ReplyId).QuerySelector("button.reaction")!.GetAttribute("aria-pressed"));
        // Of a feed that is gone: the growing answer comes from memory, and nothing durable changed since.
        var late = await ana.OpenAsync(session);
        await using (var again = await ana.FollowAsync(session, $"0123456789{late.Since.Split('.')[0][10..]}.{late.Since.Split('.')[1]}.0"))
            late.Apply(await again.ThroughAsync(i => i.IsContent && i.Data.Contains($"message-{sent.ReplyId}", StringComparison.Ordinal)));
        Assert.NotNull(late.Message(sent.ReplyId).QuerySelector("button.reaction"));

        await script.SendAsync("to its end.");
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("data-status=\"done\"", StringComparison.Ordinal)));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal(["👀 1: Ana"], await ana.ReactionsAsync(session, sent.ReplyId));
    }

    [Fact]
    public async Task Who_was_away_catches_up_and_an_edit_from_before_is_not_in_conflict()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        var revision = await ana.RevisionAsync(session, question);
        var page = await ana.OpenAsync(session);

        await ana.PressAsync(question, "💡");
        await using var events = await ana.FollowAsync(session, since: page.Since);
        page.Apply(await events.ThroughAsync(i => i.IsContent));

        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Contains("💡 1, from Ana, remove yours", page.Message(question).InnerHtml, StringComparison.Ordinal);
        (await ana.EditAsync(question, "In other words", revision)).EnsureSuccessStatusCode();
        Assert.Equal(["💡 1: Ana"], await ana.ReactionsAsync(session, question));
    }

    [Fact]
    public async Task A_name_is_text_in_every_place_it_comes_to()
    {
        var ana = await ChatClient.SignInAsync(host, "A\" data-by=\"x\" onclick=\"<b>");
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "data-by=\"y\" aria-label=\"forged\"")).ParentId!.Value;
        await ana.PressAsync(question, "👍");

        var page = await ana.OpenAsync(session);
        Assert.Equal($"👍 1, from {ana.User.Name}, remove yours", page.Message(question).QuerySelector("button.reaction")!.GetAttribute("aria-label"));
        Assert.Empty(ExecutableMarkup.InPage(page.Document));
        Assert.DoesNotContain(page.Transcript.QuerySelectorAll("*"), e => e.HasAttribute("data-by"));
    }
}
