using System.Collections.Concurrent;
using System.Net;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Several people change one session at once, some of them by what they saw a while ago.</summary>
[Collection("chat")]
public sealed class MixedChangesTests(TestHost host, ITestOutputHelper output)
{
    const int Changes = 100;
    readonly ConcurrentDictionary<Guid, ConcurrentBag<string>> _said = new();
    readonly ConcurrentDictionary<Guid, ChatClient> _deleted = new();
    readonly ConcurrentBag<HttpStatusCode> _refused = [];

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task After_a_hundred_changes_at_once_nothing_acknowledged_is_lost_the_live_page_is_the_fresh_one_and_undo_brings_everything_back(int seed)
    {
        var random = new Random(seed);
        ChatClient[] people = [await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host)];
        var session = await people[0].StartAsync();
        foreach (var person in people[1..]) await people[0].ShareAsync(session, person);
        foreach (var person in people) await SendAsync(person, session, "To begin with");
        await using var live = await LivePage.OpenAsync(people[0], session);

        var changes = Enumerable.Range(0, Changes).Select(i => (Number: i, Person: people[random.Next(people.Length)], What: random.Next(10), Pick: random.NextDouble())).ToList();
        await Parallel.ForEachAsync(changes, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (c, _) => await ChangeAsync(c.Person, session, c.Number, c.What, c.Pick));

        await Soon.UntilAsync(() => CountAsync("select count(*) from chat.runs where session_id = $1 and ended_at is null", session), n => n == 0);
        output.WriteLine($"{_said.Count} messages, {_deleted.Count} deletions, refused: {string.Join(' ', _refused.GroupBy(s => s).Select(g => $"{(int)g.Key}×{g.Count()}"))}");
        Assert.All(_refused, s => Assert.Contains(s, new[] { HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.Forbidden }));
        await live.IsFreshAsync();

        // What was said is there once, in words that were acknowledged, or deleted by a deletion that was.
        foreach (var (id, texts) in _said)
        {
            var (content, deletion) = await StoredAsync(id);
            Assert.Contains(content, texts);
            if (deletion is { } d) Assert.True(_deleted.ContainsKey(d));
        }
        Assert.Equal((long)_said.Count, await CountAsync("select count(*) from chat.messages where session_id = $1 and author_kind = 'User'", session));
        foreach (var (deletion, person) in _deleted)
            if (await CountAsync("select count(*) from chat.messages where deletion_id = $1", deletion) > 0) (await person.UndoAsync(deletion)).EnsureSuccessStatusCode();
        Assert.Equal(0L, await CountAsync("select count(*) from chat.messages where session_id = $1 and deleted_at is not null", session));
        await live.IsFreshAsync();
    }

    async Task ChangeAsync(ChatClient person, Guid session, int number, int what, double pick)
    {
        if (what < 4) { await SendAsync(person, session, $"Words no. {number}"); return; }
        var items = (await person.ListAsync(session)).Items.Where(m => m.Content.Length > 0).ToList();
        if (items.Count == 0) return;
        var message = items[(int)(pick * items.Count)];
        switch (what)
        {
            case 4 or 5:
                var words = $"Other words no. {number}";
                // Known before it is answered: another one may see it earlier.
                if (message.Author.Id == person.User.UserId.ToString()) _said.GetOrAdd(message.Id, _ => []).Add(words);
                await TryAsync(person.EditAsync(message.Id, words));
                break;
            case 6 or 7:
                var revision = await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select revision from chat.messages where id = $1", message.Id);
                using (var answer = await TryAsync(person.EraseAsync(message.Id, what == 6 ? "message" : "below", what == 6 ? $"&revision={revision}" : "")))
                    if (answer.IsSuccessStatusCode) _deleted[(await answer.ReadAsync<DeletionView>()).DeletionId] = person;
                break;
            case 8:
                if (_deleted.Keys.FirstOrDefault() is var id && id != default) await TryAsync(_deleted[id].UndoAsync(id));
                break;
            default:
                await TryAsync(person.RegenerateAsync(message.Id, clientMessageId: $"{number}"));
                break;
        }
    }

    async Task SendAsync(ChatClient person, Guid session, string words)
    {
        var sent = await person.SendAsync(session, words, $"{person.User.UserId} {words}"[^40..]);
        _said.GetOrAdd(sent.MessageId, _ => []).Add(words);
    }

    async Task<HttpResponseMessage> TryAsync(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        if (!answer.IsSuccessStatusCode) _refused.Add(answer.StatusCode);
        return answer;
    }

    Task<long> CountAsync(string sql, Guid id) => TestDatabase.ScalarAsync<long>(host.ConnectionString, sql, id);

    async Task<(string Content, Guid? Deletion)> StoredAsync(Guid id)
    {
        var row = (await TestDatabase.ScalarAsync<string>(host.ConnectionString, "select coalesce(deletion_id::text, '') || '|' || content from chat.messages where id = $1", id)).Split('|', 2);
        return (row[1], row[0].Length > 0 ? Guid.Parse(row[0]) : null);
    }
}
