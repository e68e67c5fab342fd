using System.Net;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Sessions;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Word of an answer for the person who asked for it, and of a mention for who is named, while they are somewhere else.</summary>
[Collection("chat")]
public sealed class NoticeTests(TestHost host)
{
    [Fact]
    public async Task Who_asked_and_looks_at_another_session_is_told_when_the_answer_is_there()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var (asked, looks) = (await ana.StartAsync("Where I asked"), await ana.StartAsync());
        foreach (var session in new[] { asked, looks }) await ana.ShareAsync(session, ben);
        await using var mine = await SocketClient.AsPageAsync(ana, looks);
        await using var others = await SocketClient.AsPageAsync(ben, looks);
        foreach (var socket in new[] { mine, others }) await socket.NextAsync("welcome");

        var answer = await ana.HearAsync(asked, "Here it is");
        var notice = await mine.NextAsync("notice");
        Assert.Equal((asked, answer.Id, "Where I asked", "done", "Answer ready in", false), Read(notice));
        await mine.SendAsync(new { type = "typing", active = true });
        await others.NextAsync("typing");
        Assert.DoesNotContain(others.Seen, f => SocketClient.TypeOf(f) == "notice");
    }

    [Fact]
    public async Task Who_looks_at_the_session_or_stopped_the_answer_is_not_told_and_who_looks_at_nothing_is_told_that_too()
    {
        var ana = await ChatClient.SignInAsync(host);
        var (asked, other) = (await ana.StartAsync("Asked"), await ana.StartAsync());
        await using var here = await SocketClient.AsPageAsync(ana, asked);
        await using var there = await SocketClient.AsPageAsync(ana, other);
        foreach (var socket in new[] { here, there }) await socket.NextAsync("welcome");
        await ana.HearAsync(asked, "I am looking");
        // Only then it is decided whether she is told.
        await Soon.UntilAsync(() => ana.ListedAsync(asked), s => !s.Answering);

        await HideAsync(here);
        var (sent, script) = await ana.AskAsync(asked);
        using var stopped = await ana.StopAsync(sent.RunId);
        await ana.EndOfAsync(asked, sent.ReplyId);
        await script.Aborted.SoonAsync();

        var second = await ana.HearAsync(asked, "Looking at the other");
        Assert.Equal((second.Id, false), Short(await there.NextAsync("notice")));
        await HideAsync(there);
        var third = await ana.HearAsync(asked, "Looking away");
        foreach (var socket in new[] { here, there }) Assert.Equal((third.Id, true), Short(await socket.NextAsync("notice", f => f.GetProperty("away").GetBoolean())));
        Assert.Equal(2, there.Seen.Count(f => SocketClient.TypeOf(f) == "notice"));
    }

    [Fact]
    public async Task Who_is_mentioned_and_looks_at_another_session_is_told_once_and_who_mentions_them_is_not()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var (named, looks) = (await ana.StartAsync("Where I am named"), await ana.StartAsync());
        foreach (var session in new[] { named, looks }) await ana.ShareAsync(session, ben);
        await using var his = await SocketClient.AsPageAsync(ben, looks);
        await using var hers = await SocketClient.AsPageAsync(ana, looks);
        foreach (var socket in new[] { his, hers }) await socket.NextAsync("welcome");

        var said = await ana.CommentAsync(named, "Look, @Ben. And I, @Ana, too.");
        Assert.Equal((named, said.MessageId, "Where I am named", "mentioned", "Ana mentions you in", false), Read(await his.NextAsync("notice")));
        (await ana.EditAsync(said.MessageId, "Look once more, @Ben")).EnsureSuccessStatusCode();
        var last = await ana.CommentAsync(named, "The last word, @Ben");
        Assert.Equal((last.MessageId, false), Short(await his.NextAsync("notice")));
        await his.SendAsync(new { type = "typing", active = true });
        await hers.NextAsync("typing");
        Assert.DoesNotContain(hers.Seen, f => SocketClient.TypeOf(f) == "notice");
    }

    [Fact]
    public async Task Who_looks_at_the_session_is_not_told_that_they_are_mentioned_and_whom_an_edit_adds_is()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync("Asked");
        await ana.ShareAsync(session, ben);
        await using var here = await SocketClient.AsPageAsync(ben, session);
        await using var there = await SocketClient.AsPageAsync(ben, await ben.StartAsync());
        foreach (var socket in new[] { here, there }) await socket.NextAsync("welcome");
        await ana.CommentAsync(session, "You see this, @Ben");

        foreach (var socket in new[] { here, there }) await HideAsync(socket);
        var said = await ana.CommentAsync(session, "Nobody is named");
        (await ana.EditAsync(said.MessageId, "After all, @Ben")).EnsureSuccessStatusCode();
        foreach (var socket in new[] { here, there }) Assert.Equal((said.MessageId, true), Short(await socket.NextAsync("notice")));
        Assert.Single(there.Seen, f => SocketClient.TypeOf(f) == "notice");
    }

    [Fact]
    public async Task Who_looks_at_the_conversation_is_told_of_an_answer_in_a_thread_and_the_other_way_round()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("Tides");
        var root = await ana.HearAsync(session, "First");
        await using var conversation = await SocketClient.AsPageAsync(ana, session);
        await conversation.NextAsync("welcome");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");
        var notice = await conversation.NextAsync("notice");
        Assert.Equal((session, aside.Id, "Tides", "done", "Answer ready in a thread of", false), Read(notice));
        Assert.Equal(root.Id, notice.GetProperty("threadId").GetGuid());

        await HideAsync(conversation);
        await using var thread = await SocketClient.AsPageAsync(ana, session, $"content=0&thread={root.Id}");
        await thread.NextAsync("welcome");
        await ana.HearInThreadAsync(session, root.Id, "I am looking");
        // Only then it is decided whether she is told.
        await Soon.UntilAsync(() => ana.ListedAsync(session), s => !s.Answering);
        var there = await ana.HearAsync(session, "In the conversation");
        Assert.Equal((there.Id, false), Short(await thread.NextAsync("notice")));
    }

    [Fact]
    public async Task What_a_browser_may_do_beside_is_chosen_per_browser()
    {
        var ana = await ChatClient.SignInAsync(host);
        Assert.Equal(("off", "off"), await ChosenAsync(ana));
        using (var saved = await ana.SubmitAsync("/settings/notifications", false, ("sound", "on"))) Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(("off", "on"), await ChosenAsync(ana));
        using var page = await ana.NavigateAsync("/settings/notifications?saved");
        var form = await page.SeeAsync();
        Assert.Equal((false, true), (form.QuerySelector("[name=browser]")!.HasAttribute("checked"), form.QuerySelector("[name=sound]")!.HasAttribute("checked")));
        using (await ana.SubmitAsync("/settings/notifications", false, ("browser", "on"))) { }
        Assert.Equal(("on", "off"), await ChosenAsync(ana));
        ana.User.Cookies.Add(host.BaseAddress, new Cookie("cm-alerts", "\"><script>.1.1"));
        Assert.Equal(("off", "off"), await ChosenAsync(ana));
    }

    static async Task<(string?, string?)> ChosenAsync(ChatClient person)
    {
        var notices = (await person.OpenAsync(await person.StartAsync())).Document.GetElementById("notices")!;
        return (notices.GetAttribute("data-browser"), notices.GetAttribute("data-sound"));
    }

    static async Task HideAsync(SocketClient socket)
    {
        await socket.SendAsync(new { type = "presence", state = "hidden" });
        await socket.SendAsync(new { type = "ping", n = 1 });
        await socket.NextAsync("pong");
    }

    static (Guid, bool) Short(JsonElement notice) => (notice.GetProperty("messageId").GetGuid(), notice.GetProperty("away").GetBoolean());

    static (Guid, Guid, string?, string?, string?, bool) Read(JsonElement f) => (f.GetProperty("sessionId").GetGuid(), f.GetProperty("messageId").GetGuid(),
        f.GetProperty("title").GetString(), f.GetProperty("status").GetString(), f.GetProperty("text").GetString(), f.GetProperty("away").GetBoolean());
}
