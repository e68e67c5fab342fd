using System.Net.WebSockets;
using ChatMonolith.Modules.Chat.Notices;
using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Mediation;
using ChatMonolith.Modules.Kernel.Web;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>The socket at the page's own address: typing and presence for pages, everything for JSON clients.</summary>
sealed class SocketEndpoint(
    Rooms rooms, SessionViewer viewer, SocketFrames frames, Welcome welcome, Privacy privacy, PersonSockets sockets, ReadMarks marks, SocketLimits limits, IServiceScopeFactory scopes, TimeProvider clock, ILogger<SocketEndpoint> logger)
{
    const string Protocol = "chat.v1";
    static readonly Error OtherProtocol = new("unknown_subprotocol", StatusCodes.Status400BadRequest, $"This server speaks the subprotocol {Protocol}. Ask for it, or for none.");

    [WebSocketEndpoint]
    public static Task Connect(Guid id, CurrentUser user, HttpContext http, SocketEndpoint endpoint, CancellationToken ct) => endpoint.ConnectAsync(id, user, http, ct);

    async Task ConnectAsync(Guid id, CurrentUser user, HttpContext http, CancellationToken ct)
    {
        var wanted = http.WebSockets.WebSocketRequestedProtocols;
        var refusal = await scopes.AskAsync(new GetSessionAccess(id, user.Id), ct) is null ? ChatErrors.SessionNotFound
            : wanted.Count > 0 && !wanted.Contains(Protocol) ? OtherProtocol : null;
        if (refusal is not null)
        {
            await new ErrorResult(refusal).ExecuteAsync(http);
            return;
        }
        await http.EndScopeAsync();
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            // No deflate: it costs 237 KB a connection against 16.
            SubProtocol = wanted.Count > 0 ? Protocol : null, KeepAliveInterval = limits.Heartbeat, KeepAliveTimeout = limits.Heartbeat,
        });
        var query = http.Request.Query;
        using var connection = new SocketConnection(socket, user, clock)
        {
            HasContent = query["content"] != "0", ThreadId = Guid.TryParse(query["thread"], out var thread) ? thread : null,
        };
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, connection.Ended);
        using var content = connection.HasContent ? new ContentPump(viewer, connection, id, logger) : null;
        var writing = connection.WriteAsync();
        try
        {
            await VisitAsync(id, connection, content, query["since"].FirstOrDefault(), ends.Token);
            if (socket.State is WebSocketState.CloseReceived) await connection.CloseAsync((int)WebSocketCloseStatus.NormalClosure, "");
            await DrainAsync(socket, connection.Ended);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
        }
        finally
        {
            rooms.Leave(connection);
            await marks.StoreAsync(id, user.Id);
            await ends.CancelAsync();
            connection.End(TimeSpan.Zero);
            await Task.WhenAll(writing, content?.Task ?? Task.CompletedTask);
        }
    }

    async Task VisitAsync(Guid id, SocketConnection connection, ContentPump? content, string? since, CancellationToken ct)
    {
        if (rooms.IsFull)
        {
            await connection.CloseAsync(CloseCode.Overloaded, "too many sockets on this server");
            return;
        }
        var (room, crowdedOut) = rooms.Join(id, connection);
        if (crowdedOut is not null) _ = crowdedOut.CloseAsync(CloseCode.TooManySockets, "too many sockets");
        // Again, now that a change of membership finds the connection: it may have come in between.
        if (await scopes.AskAsync(new GetSessionAccess(id, connection.User.Id), ct) is not { } access)
        {
            await connection.CloseAsync(CloseCode.Revoked, "access revoked");
            return;
        }
        if (access.IsFirstVisitOf(connection.User.Id)) await scopes.AskAsync(new OpenInvitedSession(id, connection.User.Id), ct);
        using var reachable = sockets.Add(id, connection);
        var begin = content is null ? null : await content.PositionAsync(ct);
        var hidden = await privacy.OfAsync(connection.User.Id, ct);
        var agents = await welcome.AgentsAsync(access, ct);
        room.Greet(connection, access.Role, hidden, (here, typing) => Welcome.Of(connection, access, here, typing, agents, begin, limits));
        content?.Start(since, begin, ct);
        await frames.ReceiveAsync(new(id, connection, room, content, scopes, logger), ct);
    }

    // Bytes that nobody read when a connection ends reset it, and a close frame that is still on its way is lost.
    static async Task DrainAsync(WebSocket socket, CancellationToken ended)
    {
        var rest = new byte[4096];
        while (socket.State is WebSocketState.CloseSent) await socket.ReceiveAsync(rest.AsMemory(), ended);
    }
}
