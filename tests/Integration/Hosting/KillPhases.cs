using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>What somebody does last before the host dies, and what must be true afterwards.</summary>
sealed record KillPoint(Func<Task> Act, Func<Task> Check);

/// <summary>The phases. Each takes a person with a new session to the brink.</summary>
static class KillPhases
{
    public static readonly IReadOnlyList<Func<Mortal, Task<KillPoint>>> All =
        [Queued, BeforeFirstToken, MidStream, AfterStop, Continuing, Regenerating, Editing, Deleting, Undoing, Sending];

    static async Task<KillPoint> Queued(Mortal person)
    {
        var (first, _, script) = await person.AskAsync();
        var (given, kept) = await person.WriteAsync(script, first.ReplyId);
        var question = Mortal.Question();
        var waiting = await person.SendAsync(question);
        return new(() => Task.CompletedTask, async () =>
        {
            await AssertCutAsync(person, first.ReplyId, given, kept);
            await AssertCutAsync(person, waiting.ReplyId, "", "");
            // Whoever sends it again because the answer to the request was lost gets the first result.
            Assert.Equal(waiting, await person.SendAsync(question));
        });
    }

    static async Task<KillPoint> BeforeFirstToken(Mortal person)
    {
        var (sent, question, _) = await person.AskAsync();
        return new(() => Task.CompletedTask, async () =>
        {
            await AssertCutAsync(person, sent.ReplyId, "", "");
            Assert.Equal(sent, await person.SendAsync(question));
        });
    }

    static async Task<KillPoint> MidStream(Mortal person)
    {
        var (sent, _, script) = await person.AskAsync();
        var (given, kept) = ("", "");
        return new(async () => (given, kept) = await person.WriteAsync(script, sent.ReplyId), () => AssertCutAsync(person, sent.ReplyId, given, kept));
    }

    static async Task<KillPoint> AfterStop(Mortal person)
    {
        var (sent, _, script) = await person.AskAsync();
        var (given, _) = await person.WriteAsync(script, sent.ReplyId);
        await person.UntilSeenAsync(sent.ReplyId, given);
        var kept = await person.StoredAsync(sent.ReplyId);
        return new(() => person.DoAsync(HttpMethod.Post, $"/api/runs/{sent.RunId}/stop"), () => AssertCutAsync(person, sent.ReplyId, given, kept, "stopped"));
    }

    static async Task<KillPoint> Continuing(Mortal person)
    {
        var half = await person.HearAsync("Half of ", cutOff: true);
        // The request's last words are the program's own.
        var script = person.Provider.Next("Your last message was cut off");
        var more = await person.PostAsync<SentView>($"/api/messages/{half.ReplyId}/continue", new { clientMessageId = "on" });
        await script.Asked.SoonAsync();
        var (given, kept) = ("", "");
        return new(async () => (given, kept) = await person.WriteAsync(script, half.ReplyId), async () =>
        {
            await AssertCutAsync(person, half.ReplyId, "Half of " + given, kept);
            Assert.StartsWith("Half of ", kept, StringComparison.Ordinal);
            Assert.Equal(more, await person.PostAsync<SentView>($"/api/messages/{half.ReplyId}/continue", new { clientMessageId = "on" }));
        });
    }

    static async Task<KillPoint> Regenerating(Mortal person)
    {
        var old = await person.HearAsync("The old answer");
        var script = person.Provider.Next((await person.MessageAsync(old.MessageId)).Content);
        var again = await person.PostAsync<SentView>($"/api/messages/{old.ReplyId}/regenerate", new { clientMessageId = "again" });
        await script.Asked.SoonAsync();
        var (given, kept) = ("", "");
        return new(async () => (given, kept) = await person.WriteAsync(script, again.ReplyId), async () =>
        {
            await AssertCutAsync(person, again.ReplyId, given, kept);
            Assert.Equal(("done", "The old answer"), await person.MessageAsync(old.ReplyId) is var m ? (m.Status, m.Content) : default);
            Assert.Equal(again, await person.PostAsync<SentView>($"/api/messages/{old.ReplyId}/regenerate", new { clientMessageId = "again" }));
        });
    }

    static async Task<KillPoint> Editing(Mortal person)
    {
        var sent = await person.HearAsync("An answer");
        return new(async () =>
        {
            await person.DoAsync(HttpMethod.Patch, $"/api/messages/{sent.MessageId}", new { content = "Acknowledged words" });
            person.Unheard = person.DoAsync(HttpMethod.Patch, $"/api/messages/{sent.ReplyId}", new { content = "Nobody edits answers" }).ContinueWith(_ => { }, TaskScheduler.Default);
        }, async () =>
        {
            Assert.Equal("Acknowledged words", (await person.MessageAsync(sent.MessageId)).Content);
            Assert.Equal("An answer", (await person.MessageAsync(sent.ReplyId)).Content);
        });
    }

    static async Task<KillPoint> Deleting(Mortal person)
    {
        var sent = await person.HearAsync("An answer");
        DeletionView? gone = null;
        return new(async () => gone = await person.DeleteAsync(sent.ReplyId), async () =>
        {
            Assert.Equal("", (await person.MessageAsync(sent.ReplyId)).Content);
            await person.AssertViewersAsync();
            await person.DoAsync(HttpMethod.Post, $"/api/deletions/{gone!.DeletionId}/undo");
            Assert.Equal("An answer", (await person.MessageAsync(sent.ReplyId)).Content);
        });
    }

    /// <summary>In the time in which it can be undone: one is acknowledged, one is under way.</summary>
    static async Task<KillPoint> Undoing(Mortal person)
    {
        var (one, two) = (await person.HearAsync("One"), await person.HearAsync("Two"));
        var (first, second) = (await person.DeleteAsync(one.ReplyId), await person.DeleteAsync(two.ReplyId));
        return new(async () =>
        {
            await person.DoAsync(HttpMethod.Post, $"/api/deletions/{first.DeletionId}/undo");
            person.Unheard = person.DoAsync(HttpMethod.Post, $"/api/deletions/{second.DeletionId}/undo");
        }, async () =>
        {
            Assert.Equal("One", (await person.MessageAsync(one.ReplyId)).Content);
            if ((await person.MessageAsync(two.ReplyId)).Content is "") await person.DoAsync(HttpMethod.Post, $"/api/deletions/{second.DeletionId}/undo");
            Assert.Equal("Two", (await person.MessageAsync(two.ReplyId)).Content);
        });
    }

    /// <summary>A question that is under way: it may be there or not, and is there once when it is sent again.</summary>
    static async Task<KillPoint> Sending(Mortal person)
    {
        var heard = await person.HearAsync("Before");
        var question = Mortal.Question();
        return new(() =>
        {
            person.Unheard = person.SendAsync(question);
            return Task.CompletedTask;
        }, async () =>
        {
            var sent = await person.SendAsync(question);
            Assert.Equal(sent, await person.SendAsync(question));
            await person.EndOfAsync(sent.ReplyId);
            Assert.Equal("Before", (await person.MessageAsync(heard.ReplyId)).Content);
        });
    }

    /// <summary>It ended early, has at least what was stored, and nothing that was never given.</summary>
    static async Task AssertCutAsync(Mortal person, Guid reply, string given, string kept, string status = "interrupted")
    {
        var answer = await person.EndOfAsync(reply);
        Assert.Equal(status, answer.Status);
        Assert.StartsWith(kept, answer.Content, StringComparison.Ordinal);
        Assert.StartsWith(answer.Content, given, StringComparison.Ordinal);
    }
}
