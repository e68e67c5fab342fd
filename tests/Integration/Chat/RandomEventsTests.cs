using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>
/// Whatever happens in a session, in whatever order: every open page shows what a new one shows, also one whose network goes away, and what
/// people said is stored as a model of it says.
/// </summary>
[Collection("chat")]
public sealed class RandomEventsTests(TestHost host, ITestOutputHelper output)
{
    const int Events = 80;
    readonly Dictionary<Guid, (ChatClient By, string Text)> _said = [];
    readonly List<(ChatClient By, Guid Id, Guid[] Messages)> _deletions = [];
    readonly List<string> _log = [];
    ChatClient _ana = null!, _ben = null!;
    Guid _session;
    MessageJson _root = null!;
    (ScriptedAnswer Script, SentView Sent)? _running;
    int _number;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_open_page_shows_what_a_new_one_shows(int seed)
    {
        var random = new Random(seed);
        (_ana, _ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        _session = await _ana.StartAsync();
        await _ana.ShareAsync(_session, _ben);
        _root = await _ana.HearAsync(_session, "To begin with");
        await using var hers = await LivePage.OpenAsync(_ana, _session);
        await using var his = await LivePage.OpenAsync(_ben, _session);
        await using var first = await LivePage.OpenAsync(_ben, _session, "?branch=0");
        await using var thread = await LivePage.OpenAsync(_ana, _session, $"/thread/{_root.Id}");
        LivePage[] pages = [hers, his, first, thread];

        for (var i = 0; i < Events; i++)
        {
            var person = random.Next(2) == 0 ? _ana : _ben;
            if (random.Next(8) == 0) await pages[random.Next(pages.Length)].DropAsync();
            else await HappenAsync(random, person);
            if (i % 10 == 9) foreach (var (number, page) in pages.Index()) await page.IsFreshAsync($"Page {number}, event {i} of\n{string.Join('\n', _log.TakeLast(12))}\n", reacted: true);
        }
        await FinishAsync(stop: false);
        foreach (var (by, id, _) in Enumerable.Reverse(_deletions).ToList()) (await by.UndoAsync(id)).EnsureSuccessStatusCode();
        foreach (var (number, page) in pages.Index()) await page.IsFreshAsync($"Page {number} at the end", reacted: true);
        foreach (var (id, (_, text)) in _said)
            Assert.Equal((text, true), (await StoredAsync<string>("content", id), await StoredAsync<bool>("deleted_at is null", id)));
        output.WriteLine(string.Join('\n', _log));
    }

    async Task HappenAsync(Random random, ChatClient person)
    {
        switch (random.Next(16))
        {
            case 0 or 1: await SayAsync(person, Words()); break;
            case 2: await SayAsync(person, Words(), comment: true); break;
            case 3 or 4: await SayAsync(person, Words(), thread: _root.Id); break;
            case 5: await SayInFirstAsync(person, Words()); break;
            case 6 or 7: await BeginAsync(person); break;
            case 8 when _running is { } running: await GrowAsync(running.Script, running.Sent, $"and **more** {_number++},\n\n"); break;
            case 9: await FinishAsync(stop: random.Next(2) == 0); break;
            case 10 or 11 when MineThere(person) is { Count: > 0 } mine: await EditAsync(person, mine[random.Next(mine.Count)]); break;
            case 12: await DeleteAsync(person, random); break;
            case 13 when _deletions is [.., var (by, id, messages)]:
                (await by.UndoAsync(id)).EnsureSuccessStatusCode();
                _deletions.RemoveAt(_deletions.Count - 1);
                Log($"undid {messages.Length}");
                break;
            case 14 when await AnyAsync(person, random, m => m.Author.Kind == "agent" && m.IsOver) is { } answer:
                var again = await person.RegenerateAsync(answer.Id, clientMessageId: $"again {_number++}");
                if (again.IsSuccessStatusCode) await OverAsync((await again.ReadAsync<SentView>()).ReplyId);
                Log($"regenerate {(int)again.StatusCode}");
                break;
            case 15 when await AnyAsync(person, random, m => m.Content.Length > 0) is { } liked: await person.ReactAsync(liked.Id, random.Next(2) == 0 ? "👍" : "🦉"); Log("reacted"); break;
        }
    }

    async Task SayAsync(ChatClient person, string content, bool comment = false, Guid? thread = null)
    {
        using var answer = await person.PostAsync(_session, new { content, comment, threadId = thread });
        var sent = await answer.ReadAsync<SaidView>();
        _said[sent.MessageId] = (person, content);
        if (sent.ReplyId is { } reply) await OverAsync(reply);
        Log($"{person.User.Name} said {(comment ? "aside" : thread is null ? "" : "in the thread")}");
    }

    /// <summary>From a page that shows the first version, whichever is the active one.</summary>
    async Task SayInFirstAsync(ChatClient person, string content)
    {
        using var answer = await person.SubmitAsync($"/chat/{_session}", panel: false, ("content", content), ("branch", "0"));
        var id = await TestDatabase.ScalarAsync<Guid>(host.ConnectionString, "select id from chat.messages where session_id = $1 and content = $2", _session, content);
        _said[id] = (person, content);
        await OverAsync(await TestDatabase.ScalarAsync<Guid>(host.ConnectionString, "select id from chat.messages where parent_id = $1", id));
        Log($"{person.User.Name} said in the first version");
    }

    async Task BeginAsync(ChatClient person)
    {
        if (_running is not null) return;
        var (sent, script) = await person.AskAsync(_session, Words());
        _said[sent.MessageId] = (person, await StoredAsync<string>("content", sent.MessageId));
        await GrowAsync(script, sent, "Slowly ");
        _running = (script, sent);
    }

    async Task GrowAsync(ScriptedAnswer script, SentView sent, string piece)
    {
        await script.SendAsync(piece);
        // What a new page shows of it must be what the open ones are sent.
        var run = host.Services.GetRequiredService<LiveRuns>().OfMessage(sent.ReplyId)!;
        await Soon.UntilAsync(() => Task.FromResult(run.Snapshot().Text), text => text.EndsWith(piece, StringComparison.Ordinal));
        Log($"grew by {piece.Trim()}");
    }

    async Task FinishAsync(bool stop)
    {
        if (_running is not { } running) return;
        _running = null;
        if (stop) (await _ana.StopAsync(running.Sent.RunId)).Dispose();
        else await running.Script.FinishAsync();
        await OverAsync(running.Sent.ReplyId);
        Log(stop ? "stopped" : "finished");
    }

    async Task EditAsync(ChatClient person, Guid id)
    {
        var words = Words();
        (await person.EditAsync(id, words)).EnsureSuccessStatusCode();
        _said[id] = (person, words);
        Log("edited");
    }

    async Task DeleteAsync(ChatClient person, Random random)
    {
        if (await AnyAsync(person, random, m => m.IsOver && m.Id != _root.Id && m.Id != _root.ParentId) is not { } message) return;
        var scope = new[] { "message", "below", "version" }[random.Next(3)];
        using var answer = await person.EraseAsync(message.Id, scope);
        Log($"deleted {scope} {(int)answer.StatusCode}");
        if (!answer.IsSuccessStatusCode) return;
        var deletion = (await answer.ReadAsync<DeletionView>()).DeletionId;
        _deletions.Add((person, deletion, await TestDatabase.ScalarAsync<Guid[]>(host.ConnectionString, "select array_agg(id) from chat.messages where deletion_id = $1", deletion)));
    }

    /// <summary>Something on the page that the person sees, of the conversation or the thread.</summary>
    async Task<MessageJson?> AnyAsync(ChatClient person, Random random, Func<MessageJson, bool> which)
    {
        var items = (random.Next(3) == 0 ? await person.ThreadAsync(_session, _root.Id) : await person.ListAsync(_session)).Items.Where(which).ToList();
        return items.Count == 0 ? null : items[random.Next(items.Count)];
    }

    List<Guid> MineThere(ChatClient person)
    {
        var gone = _deletions.SelectMany(d => d.Messages).ToHashSet();
        return [.. _said.Where(s => s.Value.By == person && !gone.Contains(s.Key)).Select(s => s.Key)];
    }

    Task<bool> OverAsync(Guid reply) => Soon.UntilAsync(() => StoredAsync<bool>("status not in ('Queued', 'Running')", reply), over => over);

    Task<T> StoredAsync<T>(string what, Guid id) => TestDatabase.ScalarAsync<T>(host.ConnectionString, $"select {what} from chat.messages where id = $1", id);

    string Words() => $"Words no. {++_number}";

    void Log(string what) => _log.Add(what);
}
