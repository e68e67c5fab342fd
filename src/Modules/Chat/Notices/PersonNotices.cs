using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel.Mediation;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Notices;

/// <summary>
/// Tells a person who is somewhere else that an answer they asked for is there, or that somebody mentions them. By socket and not by stream:
/// pages that nobody sees hold no stream, and an old notice would be worth nothing; what is missed stands in the list as unread.
/// </summary>
sealed class PersonNotices(PersonSockets sockets, IServiceScopeFactory scopes, ILogger<PersonNotices> logger)
{
    // Who stopped it knows.
    public Task AnsweredAsync(Run run, Message reply, MessageStatus status) => status is MessageStatus.Stopped ? Task.CompletedTask
        : TellAsync(run.UserId, reply, status.ToString().ToLowerInvariant(), status switch { MessageStatus.Done => "Answer ready in", MessageStatus.Failed => "An answer failed in", _ => "An answer was cut off in" });

    /// <param name="people">Whom the message names and did not name before.</param>
    public async Task MentionedAsync(Message message, IEnumerable<Guid> people)
    {
        // One after the other: a message may name everybody, and nobody waits for this.
        foreach (var person in people) await TellAsync(person, message, "mentioned", $"{message.AuthorName} mentions you in");
    }

    async Task TellAsync(Guid userId, Message about, string status, string text)
    {
        try
        {
            var mine = sockets.Of(userId);
            // Who looks at the page that it is on sees.
            if (mine.Length == 0 || mine.Any(s => s.SessionId == about.SessionId && s.Socket.State is PresenceState.Active && s.Socket.Shows(about.ThreadId))) return;
            if (await scopes.AskAsync(new GetSessionAccess(about.SessionId, userId), CancellationToken.None) is not { } session) return;
            var frame = SocketConnection.Frame(new
            {
                type = "notice", sessionId = about.SessionId, messageId = about.Id, threadId = about.ThreadId, title = session.Title, status,
                text = about.ThreadId is null ? text : $"{text} a thread of",
                away = mine.All(s => s.Socket.State is PresenceState.Hidden),
            });
            foreach (var (_, socket) in mine) socket.Post(frame);
        }
        catch (Exception e)
        {
            // The message is there and counted as unread; only the word of it is missing.
            logger.LogWarning(e, "The notice of message {Message} was not sent", about.Id);
        }
    }
}
