using System.Net.WebSockets;
using ChatMonolith.Modules.Chat.Notices;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Web;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>The socket at the page's own address: typing and presence for pages, everything for JSON clients.</summary>
static class SocketEndpoint
{
    const string Protocol = "chat.v1";

    [WebSocketEndpoint]
    public static async Task Connect(Guid id, CurrentUser user, HttpContext http, IMediator mediator, Rooms rooms, SessionViewer viewer, SocketFrames frames, PersonSockets sockets, ReadMarks marks, CancellationToken ct)
    {
        if (await mediator.Send(new GetSessionAccess(id, user.Id), ct) is not { } access)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (access.IsFirstVisitOf(user.Id)) await mediator.Send(new OpenInvitedSession(id, user.Id), ct);
        // No deflate: it costs 237 KB a connection against 16.
        using var socket = await http.WebSockets.AcceptWebSocketAsync(http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? Protocol : null);
        using var connection = new SocketConnection(socket, user);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, connection.Closed);
        using var reachable = sockets.Add(id, connection);
        var room = rooms.For(id);
        if (room.Join(connection) is { } oldest) await oldest.CloseAsync(CloseCode.TooManySockets, "too many sockets");
        try
        {
            var content = http.Request.Query["content"] != "0" ? new ContentPump(viewer, connection, id) : null;
            var begin = content is null ? null : await content.PositionAsync(ends.Token);
            await connection.SendAsync(Welcome(connection, room, access, begin), ends.Token);
            content?.Start(http.Request.Query["since"].FirstOrDefault(), begin, ends.Token);
            var pump = connection.PumpAsync(ends.Token);
            await frames.ReceiveAsync(connection, room, id, content, ends.Token);
            await ends.CancelAsync();
            await Task.WhenAll(Quietly(pump), Quietly(content?.Task ?? Task.CompletedTask));
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
        }
        finally
        {
            room.Leave(connection);
            await marks.StoreAsync(id, user.Id);
        }
        if (socket.State is WebSocketState.CloseReceived) await connection.CloseAsync((int)WebSocketCloseStatus.NormalClosure, "");
    }

    static string Welcome(SocketConnection connection, Room room, SessionAccess access, string? lastEventId) => SocketConnection.Frame(new
    {
        type = "welcome", connectionId = connection.Id, user = new { id = connection.User.Id, name = connection.User.Name },
        participants = access.Participants.Select(p => new { id = p.UserId, name = p.Name, role = p.Role.ToString().ToLowerInvariant() }),
        present = room.Present(), typing = room.Typing(), lastEventId, heartbeat = 20,
    });

    static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
        }
    }
}
