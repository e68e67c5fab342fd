using ChatMonolith.Modules.Chat.Stream;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>Sends the session's events as JSON over a socket, from where the client says it is.</summary>
sealed class ContentPump(SessionViewer viewer, SocketConnection connection, Guid sessionId)
{
    CancellationTokenSource? _current;

    public Task Task { get; private set; } = Task.CompletedTask;

    /// <summary>Where a client that connects now begins.</summary>
    public Task<string> PositionAsync(CancellationToken cancellationToken) => viewer.PositionAsync(sessionId, cancellationToken);

    public void Start(string? lastEventId, string? since, CancellationToken cancellationToken)
    {
        _current?.Cancel();
        _current = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (before, token) = (Task, _current.Token);
        Task = RunAsync(before, lastEventId, since, token);
    }

    async Task RunAsync(Task before, string? lastEventId, string? since, CancellationToken cancellationToken)
    {
        // The old pump must be quiet before the new one speaks, or the client would see two orders.
        await before.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await foreach (var item in viewer.FollowAsync(sessionId, connection.User.Id, lastEventId, since, View.Everything, cancellationToken))
        {
            foreach (var (json, _) in LargeJson.Of(item.Json)) await connection.SendAsync(json, cancellationToken);
        }
    }
}
