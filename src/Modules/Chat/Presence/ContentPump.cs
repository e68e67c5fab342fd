using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>Sends the session's events as JSON over a socket, from where the client says it is. Pulls the next one when the last has found room.</summary>
sealed class ContentPump(SessionViewer viewer, SocketConnection connection, Guid sessionId, ILogger logger) : IDisposable
{
    CancellationTokenSource? _current;

    public Task Task { get; private set; } = Task.CompletedTask;

    /// <summary>Where a client that connects now begins.</summary>
    public Task<string> PositionAsync(CancellationToken cancellationToken) => viewer.PositionAsync(sessionId, cancellationToken);

    public void Start(string? lastEventId, string? since, CancellationToken cancellationToken)
    {
        _current?.Cancel();
        _current?.Dispose();
        _current = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task = RunAsync(Task, lastEventId, since, _current.Token);
    }

    async Task RunAsync(Task before, string? lastEventId, string? since, CancellationToken cancellationToken)
    {
        // The old pump must be quiet before the new one speaks, or the client would see two orders.
        await before;
        // Part of something that only leads on when it is whole: whoever comes back with it gets all of it again.
        var reached = (FeedPosition.Read(lastEventId, sessionId) ?? FeedPosition.Read(since)) is { } begin ? CatchUp.IdOf(sessionId, begin.Revision) : null;
        try
        {
            // What is not stored and happens between the client's welcome and this moment must not be missed.
            var who = new Onlooker(connection.User.Id, connection.User.AccessId, FeedPosition.Read(since)?.Number);
            await foreach (var item in viewer.FollowAsync(sessionId, who, lastEventId, since, View.Everything, cancellationToken))
            {
                foreach (var (json, isLast) in LargeJson.Of(item.Json))
                    await connection.SendAsync(item.Id is not null && isLast || reached is null ? json : FeedEvent.WithId(json, reached), cancellationToken);
                reached = item.Id ?? reached;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // A socket that is open and silent would look as if nothing happened.
            logger.LogError(e, "The content of a socket broke off");
            await connection.CloseAsync(CloseCode.Internal, "something went wrong");
        }
    }

    public void Dispose() => _current?.Dispose();
}
