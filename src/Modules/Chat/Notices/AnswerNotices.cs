using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel.Mediation;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Notices;

/// <summary>
/// Tells a person who is somewhere else that an answer they asked for is there. By socket and not by stream: pages that nobody sees hold no
/// stream, and an old notice would be worth nothing; what is missed stands in the list as unread.
/// </summary>
sealed class AnswerNotices(PersonSockets sockets, IServiceScopeFactory scopes, ILogger<AnswerNotices> logger)
{
    public async Task TellAsync(Run run, Guid? threadId, MessageStatus status)
    {
        try
        {
            var mine = sockets.Of(run.UserId);
            // Who stopped it knows, and who looks at the session sees.
            if (status is MessageStatus.Stopped || mine.Length == 0 || mine.Any(s => s.SessionId == run.SessionId && s.Socket.State is PresenceState.Active)) return;
            if (await scopes.AskAsync(new GetSessionAccess(run.SessionId, run.UserId), CancellationToken.None) is not { } session) return;
            var frame = SocketConnection.Frame(new
            {
                type = "notice", sessionId = run.SessionId, messageId = run.MessageId, threadId, title = session.Title, status = status.ToString().ToLowerInvariant(),
                text = status switch { MessageStatus.Done => "Answer ready in", MessageStatus.Failed => "An answer failed in", _ => "An answer was cut off in" },
                away = mine.All(s => s.Socket.State is PresenceState.Hidden),
            });
            foreach (var (_, socket) in mine) socket.Post(frame);
        }
        catch (Exception e)
        {
            // The answer is there and counted as unread; only the word of it is missing.
            logger.LogWarning(e, "The notice of run {Run} was not sent", run.Id);
        }
    }
}
