using System.Text.Json;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Somebody who follows a session and whose connection breaks.</summary>
interface IViewer : IAsyncDisposable
{
    /// <summary>Takes a part of what has come, loses the rest with the connection, and comes back.</summary>
    Task BreakAsync(Random random);

    /// <summary>Reads until the answer is over.</summary>
    Task UntilOverAsync(Guid reply);
}

/// <summary>An open page.</summary>
sealed class PageViewer(ChatClient person, Guid session, PageDom page, SseClient events) : IViewer
{
    SseClient _events = events;

    public PageDom Page => page;

    public static async Task<PageViewer> OpenAsync(ChatClient person, Guid session)
    {
        var page = await person.OpenAsync(session);
        var events = await person.FollowAsync(session, since: page.Since);
        // Who has got the hello is listening.
        await events.NextAsync("cm-hello");
        return new(person, session, page, events);
    }

    public async Task BreakAsync(Random random)
    {
        _events.Take(random.Next(4));
        page.Apply(_events.Seen);
        var id = _events.LastId;
        await _events.DisposeAsync();
        _events = await person.FollowAsync(session, id, page.Since);
    }

    public async Task UntilOverAsync(Guid reply)
    {
        await _events.NextAsync(i => i.IsContent && i.Data.Contains($"id=\"message-{reply}\" data-status=\"done\"", StringComparison.Ordinal));
        page.Apply(_events.Seen);
        // What was applied must not be applied again.
        var id = _events.LastId;
        await _events.DisposeAsync();
        _events = await person.FollowAsync(session, id, page.Since);
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}

/// <summary>A program at the stream.</summary>
sealed class StreamViewer(ChatClient person, Guid session, SseClient events) : IViewer
{
    SseClient _events = events;
    int _taken;

    public TextViewer Text { get; } = new();
    public IReadOnlyList<SseItem> Seen => _events.Seen;

    public static async Task<StreamViewer> OpenAsync(ChatClient person, Guid session)
    {
        var events = await person.FollowJsonAsync(session);
        await events.NextAsync("cm-hello");
        return new(person, session, events);
    }

    public async Task BreakAsync(Random random)
    {
        _events.Take(random.Next(4));
        Read();
        await _events.DisposeAsync();
        (_events, _taken) = (await person.FollowJsonAsync(session, Text.LastId), 0);
    }

    public Task UntilOverAsync(Guid reply) => UntilAsync(() => Text.Over.Contains(reply));

    public async Task UntilAsync(Func<bool> holds)
    {
        for (Read(); !holds(); Read()) await _events.NextAsync();
    }

    void Read()
    {
        for (; _taken < _events.Seen.Count; _taken++)
            if (_events.Seen[_taken].IsContent) Text.Take(JsonSerializer.Deserialize<JsonElement>(_events.Seen[_taken].Data));
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}

/// <summary>A program at the socket.</summary>
sealed class SocketViewer(TestHost host, Guid session, string key, SocketClient socket) : IViewer
{
    SocketClient _socket = socket;
    int _taken;

    public TextViewer Text { get; } = new();

    public static async Task<SocketViewer> OpenAsync(TestHost host, Guid session, string key)
    {
        var socket = await SocketClient.WithKeyAsync(host, session, key);
        await socket.NextAsync("welcome");
        return new(host, session, key, socket);
    }

    public async Task BreakAsync(Random random)
    {
        _socket.Take(random.Next(4));
        Read();
        await _socket.DisposeAsync();
        (_socket, _taken) = (await SocketClient.WithKeyAsync(host, session, key, Text.LastId is { } id ? $"since={Uri.EscapeDataString(id)}" : ""), 0);
        await _socket.NextAsync("welcome");
    }

    public async Task UntilOverAsync(Guid reply)
    {
        for (Read(); !Text.Over.Contains(reply); Read()) await _socket.NextAsync();
    }

    void Read()
    {
        for (; _taken < _socket.Seen.Count; _taken++)
            if (SocketClient.TypeOf(_socket.Seen[_taken]).StartsWith("message.", StringComparison.Ordinal)) Text.Take(_socket.Seen[_taken]);
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();
}
