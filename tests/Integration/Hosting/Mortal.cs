using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.OpenAi;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>Somebody who talks to a host that dies, and follows the session by a stream and a socket that come back.</summary>
sealed class Mortal(string key) : IAsyncDisposable
{
    public const string Agent = "openai/held-model";
    static int _count;
    HttpClient _client = null!;
    SseClient? _stream;
    SocketClient? _socket;
    string _connection = "";
    int _streamTaken, _socketTaken;

    public Guid Session { get; private set; }
    public OpenAiTestServer Provider { get; private set; } = null!;
    public Random Random { get; private set; } = null!;
    public SeenSession ByStream { get; private set; } = new();
    public SeenSession BySocket { get; private set; } = new();

    /// <summary>A request that was under way when the host died.</summary>
    public Task? Unheard { get; set; }

    public static async Task<Mortal> BeAsync(RunningProgram program, HttpClient admin, string name)
    {
        var email = $"{name}@example.org".ToLowerInvariant();
        (await admin.PostAsJsonAsync("/api/admin/users", new { email, password = TestHost.Password, displayName = name, role = "member" })).EnsureSuccessStatusCode();
        using var client = program.NewClient();
        await KillPointTests.SignInAsync(client, email);
        using var made = await client.PostAsJsonAsync("/api/keys", new { name = "test" });
        return new((await made.ReadAsync<JsonElement>()).GetProperty("key").GetString()!);
    }

    /// <summary>A new session, with both viewers on it.</summary>
    public async Task BeginAsync(RunningProgram program, OpenAiTestServer provider, string connection, Random random)
    {
        await LeaveAsync();
        (Provider, Random, _connection, ByStream, BySocket) = (provider, random, connection, new(), new());
        Use(program);
        using var made = await _client.PostAsJsonAsync("/api/sessions", new { title = "Deaths", agent = Agent });
        Session = (await made.ReadAsync<JsonElement>()).GetProperty("id").GetGuid();
        await FollowAsync(program);
    }

    /// <summary>Back at the host that was started again, from where each viewer was.</summary>
    public async Task ReturnAsync(RunningProgram program)
    {
        if (Unheard is not null) await Unheard;
        Unheard = null;
        Use(program);
        await FollowAsync(program);
    }

    void Use(RunningProgram program)
    {
        _client?.Dispose();
        _client = program.NewClient();
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    async Task FollowAsync(RunningProgram program)
    {
        // What came before the end may still be unread.
        Read();
        await LeaveAsync();
        _stream = await SseClient.OpenAsync(_client, $"/api/sessions/{Session}/events", ByStream.LastId);
        _socket = await SocketClient.WithKeyAsync(program.Address, Session, key, BySocket.LastId is { } id ? $"since={Uri.EscapeDataString(id)}" : "");
        await _stream.NextAsync("cm-hello");
        var welcome = await _socket.NextAsync("welcome");
        // A viewer that has seen nothing yet comes back to where it began.
        foreach (var seen in new[] { ByStream, BySocket }) seen.LastId ??= welcome.GetProperty("lastEventId").GetString();
    }

    async Task LeaveAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync();
        if (_socket is not null) await _socket.DisposeAsync();
        (_stream, _socket, _streamTaken, _socketTaken) = (null, null, 0, 0);
    }

    /// <summary>Takes whatever has come.</summary>
    public void Read()
    {
        _stream?.Take(int.MaxValue);
        _socket?.Take(int.MaxValue);
        for (; _streamTaken < _stream?.Seen.Count; _streamTaken++)
            if (_stream.Seen[_streamTaken].IsContent) ByStream.Take(JsonSerializer.Deserialize<JsonElement>(_stream.Seen[_streamTaken].Data));
        for (; _socketTaken < _socket?.Seen.Count; _socketTaken++) BySocket.Take(_socket.Seen[_socketTaken]);
    }

    public Task UntilSeenAsync(Guid message, string text) => Soon.UntilAsync(() =>
    {
        Read();
        return Task.FromResult((ByStream.TextOf(message), BySocket.TextOf(message)));
    }, seen => seen == (text, text));

    /// <summary>Viewers know of every message what the store says.</summary>
    public async Task AssertViewersAsync()
    {
        var stored = new Dictionary<Guid, string>();
        foreach (var branch in Enumerable.Range(0, 2))
        {
            using var answer = await _client.GetAsync($"/api/sessions/{Session}/messages?limit=200&branch={branch}");
            if (answer.IsSuccessStatusCode)
                foreach (var message in (await answer.ReadAsync<WindowView>()).Items) stored[message.Id] = message.Content;
        }
        foreach (var (id, text) in stored) await UntilSeenAsync(id, text);
        Assert.Equal(stored.Keys.Order(), ByStream.Messages.Order());
        Assert.Equal(stored.Keys.Order(), BySocket.Messages.Order());
    }

    public async Task<SentView> SendAsync(string question)
    {
        using var sent = await _client.PostAsJsonAsync($"/api/sessions/{Session}/messages", new { content = question, clientMessageId = question });
        return await sent.ReadAsync<SentView>();
    }

    public static string Question() => $"Question {Interlocked.Increment(ref _count)}?";

    /// <summary>A question whose answer is in the test's hand.</summary>
    public async Task<(SentView Sent, string Question, ScriptedAnswer Script)> AskAsync()
    {
        var question = Question();
        var script = Provider.Next(question);
        var sent = await SendAsync(question);
        await script.Asked.SoonAsync();
        return (sent, question, script);
    }

    public async Task<SentView> HearAsync(string text, bool cutOff = false)
    {
        var (sent, _, script) = await AskAsync();
        _ = cutOff ? script.Say(text).CutOffAsync() : script.Say(text).FinishAsync();
        await EndOfAsync(sent.ReplyId);
        return sent;
    }

    /// <summary>A random number of pieces; says what was given and what of it the database has.</summary>
    public async Task<(string Given, string Kept)> WriteAsync(ScriptedAnswer script, Guid reply)
    {
        var given = "";
        for (var i = Random.Next(1, 30); i > 0; i--)
        {
            var piece = $"word{i} of *many* {new string('x', Random.Next(200))}\n\n";
            await script.SendAsync(piece);
            given += piece;
        }
        return (given, await StoredAsync(reply));
    }

    /// <summary>What the database has of an answer, whether it is over or not.</summary>
    public Task<string> StoredAsync(Guid reply) => TestDatabase.ScalarAsync<string>(_connection, """
        select m.content || coalesce((select string_agg(p.text, '' order by p.number) from chat.run_pieces p join chat.runs r on r.id = p.run_id where r.message_id = m.id), '')
        from chat.messages m where m.id = $1
        """, reply);

    public async Task<MessageJson> MessageAsync(Guid id)
    {
        using var answer = await _client.GetAsync($"/api/sessions/{Session}/messages?around={id}");
        return (await answer.ReadAsync<WindowView>()).Items.Single(m => m.Id == id);
    }

    public Task<MessageJson> EndOfAsync(Guid reply) => Soon.UntilAsync(() => MessageAsync(reply), m => m.IsOver);

    public async Task<T> PostAsync<T>(string address, object? body = null)
    {
        using var answer = await _client.PostAsJsonAsync(address, body ?? new { });
        return await answer.ReadAsync<T>();
    }

    public async Task DoAsync(HttpMethod method, string address, object? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {address}: {(int)answer.StatusCode}");
    }

    public async Task<DeletionView> DeleteAsync(Guid message)
    {
        using var answer = await _client.DeleteAsync($"/api/messages/{message}");
        return await answer.ReadAsync<DeletionView>();
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _client?.Dispose();
    }
}

/// <summary>What a program that follows a session knows of its messages.</summary>
sealed class SeenSession
{
    readonly Dictionary<Guid, string> _texts = [];

    public string? LastId { get; set; }
    public IEnumerable<Guid> Messages => _texts.Keys;
    public string? TextOf(Guid message) => _texts.GetValueOrDefault(message);

    public void Take(JsonElement happened)
    {
        if (happened.TryGetProperty("eventId", out var id)) LastId = id.GetString();
        var type = happened.GetProperty("type").GetString();
        if (type is "message.created" or "message.edited" or "message.completed" or "message.deleted")
            _texts[happened.GetProperty("message").GetProperty("id").GetGuid()] = happened.GetProperty("message").GetProperty("content").GetString()!;
        else if (type is "message.delta")
        {
            var (message, offset) = (happened.GetProperty("messageId").GetGuid(), happened.GetProperty("offset").GetInt32());
            Assert.InRange(offset, 0, _texts[message].Length);
            _texts[message] = _texts[message][..offset] + happened.GetProperty("text").GetString();
        }
        Assert.NotEqual("reload", type);
    }
}
