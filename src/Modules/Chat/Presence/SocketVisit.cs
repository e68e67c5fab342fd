using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Mediation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>A connection in its room: what a frame acts on.</summary>
sealed record SocketVisit(Guid SessionId, SocketConnection Connection, Room Room, ContentPump? Content, IServiceScopeFactory Scopes, ILogger Logger)
{
    static readonly Error NotText = new("not_text", 400, "Something in this frame is no text that can be kept, such as a NUL character in an id.");
    static readonly Error Broken = new("internal", 500, "Something went wrong here. Try again in a moment; with the same clientMessageId nothing is sent twice.");

    /// <summary>Asks as any other request does; a refusal is an <c>error</c> frame and the socket stays.</summary>
    public async Task AskAsync<T>(IRequest<Result<T>> request, Func<T, object?> answer, CancellationToken cancellationToken)
    {
        Result<T> result;
        try
        {
            result = await Scopes.AskAsync(request, cancellationToken);
        }
        catch (Exception e) when (UnstorableText.IsCauseOf(e))
        {
            result = NotText;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Logger.LogError(e, "A frame of {Type} failed", typeof(T).Name);
            result = Broken;
        }
        var frame = result.Failed
            ? new { type = "error", code = result.Error.Code, message = result.Error.Message, retryAfter = result.Error.RetryAfter?.TotalSeconds }
            : answer(result.Value);
        if (frame is not null) await Connection.SendAsync(SocketConnection.Frame(frame), cancellationToken);
    }
}
