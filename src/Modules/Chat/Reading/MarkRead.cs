using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Mentions;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Reading;

/// <summary>Somebody has read the session up to this message. Whoever asks makes sure that they take part.</summary>
sealed record MarkRead(Guid SessionId, CurrentUser By, Guid MessageId) : IRequest<Result<Unit>>;

sealed class MarkReadHandler(ChatDbContext db, NewMentions mentions, ReadMarks marks, ReadTellings tellings, SessionActivities activities, TimeProvider clock) : IRequestHandler<MarkRead, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(MarkRead request, CancellationToken cancellationToken)
    {
        var (sessionId, userId) = (request.SessionId, request.By.Id);
        var found = await db.Messages.Where(m => m.Id == request.MessageId && m.SessionId == sessionId).Select(m => new
        {
            m.Ordinal, m.ThreadId, Before = db.ReadMarks.Where(r => r.SessionId == sessionId && r.UserId == userId).Select(r => r.Ordinal).FirstOrDefault(),
        }).SingleOrDefaultAsync(cancellationToken);
        if (found is null) return ChatErrors.MessageNotFound;

        if (await mentions.SeeAsync(sessionId, userId, found.ThreadId, found.Ordinal, clock.GetUtcNow(), cancellationToken) > 0) activities.Tell(sessionId, onlyFor: userId);
        var ordinal = marks.WholeUpTo(sessionId, found.Ordinal);
        var before = Math.Max(found.Before, marks.Unstored(sessionId, userId));
        if (found.ThreadId is { } thread) ordinal = await db.ReadInThreadAsync(sessionId, thread, userId, before, ordinal, cancellationToken);
        if (ordinal <= before) return Unit.Value;
        marks.Move(sessionId, userId, ordinal);
        // The message before an answer that grows is not the one that was named, but nobody need know which it is. In threads nobody is told.
        await tellings.MovedAsync(sessionId, request.By, ordinal == found.Ordinal && found.ThreadId is null ? request.MessageId : null, cancellationToken);
        return Unit.Value;
    }
}

static class ThreadReading
{
    /// <summary>How far the one mark of a session moves by reading in a thread: not past what is unread in the conversation or in another thread, as <see cref="CountUnreadHandler"/> counts it.</summary>
    public static async Task<long> ReadInThreadAsync(this ChatDbContext db, Guid sessionId, Guid threadId, Guid userId, long mark, long ordinal, CancellationToken cancellationToken)
    {
        var me = userId.ToString();
        var unread = await db.Messages
            .Where(m => m.SessionId == sessionId && m.Ordinal > mark && m.Ordinal <= ordinal && m.ThreadId != threadId && m.DeletedAt == null && m.AuthorId != me
                && (m.ThreadId == null || db.Mentions.Any(n => n.MessageId == m.Id && n.UserId == userId && n.SeenAt == null)
                    || db.Messages.Any(t => t.ThreadId == m.ThreadId && t.AuthorId == me) || db.Messages.Any(t => t.Id == m.ThreadId && t.AuthorId == me)))
            .MinAsync(m => (long?)m.Ordinal, cancellationToken);
        return unread is { } first ? Math.Max(mark, first - 1) : ordinal;
    }
}

/// <summary>Tells the session's sockets that somebody has read on, and their own pages that less is unread.</summary>
sealed class ReadTellings(Rooms rooms, Privacy privacy, SessionActivities activities)
{
    // Everybody's every step told to everybody: beyond this many sockets it would be most of what they get.
    const int MostSockets = 100;

    public async Task MovedAsync(Guid sessionId, CurrentUser reader, Guid? messageId, CancellationToken cancellationToken)
    {
        activities.Tell(sessionId, onlyFor: reader.Id);
        if (messageId is null || rooms.Greeted(sessionId) is not { Count: > 0 and <= MostSockets } sockets || await privacy.HidesReads(reader.Id, cancellationToken)) return;
        var frame = SocketConnection.Frame(new { type = "read", user = new { id = reader.Id, name = reader.Name }, messageId });
        foreach (var socket in sockets) socket.Post(frame);
    }
}
