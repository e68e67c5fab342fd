using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel.Events;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Conversation.Erase;

/// <summary>
/// What was said goes with its session, links and snapshots included. Nobody can read it from the session's deletion on; it is erased in portions, each of
/// them behind the events that wait by then: a long session holds up nothing, and where one server stops another goes on.
/// </summary>
sealed class EraseConversation(ChatDbContext db) : INotificationHandler<RemainsLeft>
{
    const int Portion = 1000;

    public async Task Handle(RemainsLeft notification, CancellationToken cancellationToken)
    {
        var session = notification.SessionId;
        // Whatever still ends or wipes something in it takes this row first, too.
        await db.Database.ExecuteSqlAsync($"select 1 from chat.transcripts where session_id = {session} for update", cancellationToken);
        if (!await EraseLastAsync(session, cancellationToken)) db.Publish(notification);
    }

    /// <summary>Erases a portion; true when nothing is left.</summary>
    async Task<bool> EraseLastAsync(Guid session, CancellationToken cancellationToken)
    {
        // Mentions first: new ones are counted over all sessions.
        if (await db.Mentions.Where(m => m.SessionId == session).OrderBy(m => m.MessageId).Take(Portion).ExecuteDeleteAsync(cancellationToken) == Portion) return false;
        if (await db.SharedMessages.Where(m => db.Shares.Any(s => s.Id == m.ShareId && s.SessionId == session)).OrderBy(m => m.ShareId).Take(Portion).ExecuteDeleteAsync(cancellationToken) == Portion) return false;
        var messages = await db.Messages.Where(m => m.SessionId == session).OrderBy(m => m.Ordinal).Take(Portion).Select(m => m.Id).ToArrayAsync(cancellationToken);
        await db.Wordings.Where(w => messages.Contains(w.MessageId)).ExecuteDeleteAsync(cancellationToken);
        await db.Messages.Where(m => messages.Contains(m.Id)).ExecuteDeleteAsync(cancellationToken);
        // After their messages: a run that ends meanwhile is here by now, or finds no message and goes by itself.
        await db.Runs.Where(r => messages.Contains(r.MessageId) && r.EndedAt != null).ExecuteDeleteAsync(cancellationToken);
        if (messages.Length == Portion) return false;
        await db.Shares.Where(s => s.SessionId == session).ExecuteDeleteAsync(cancellationToken);
        await db.Branches.Where(b => b.SessionId == session).ExecuteDeleteAsync(cancellationToken);
        await db.ReadMarks.Where(r => r.SessionId == session).ExecuteDeleteAsync(cancellationToken);
        await db.Transcripts.Where(t => t.SessionId == session).ExecuteDeleteAsync(cancellationToken);
        return true;
    }
}
