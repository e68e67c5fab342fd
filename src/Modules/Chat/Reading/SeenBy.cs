using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Reading;

/// <summary>Who has read up to the newest message that anybody else has read.</summary>
sealed record SeenBy(Guid MessageId, IReadOnlyDictionary<Guid, string> People)
{
    public string Text => "Seen by " + (People.Values.ToArray() switch
    {
        [var one] => one,
        [.. var others, var last] when others.Length <= 2 => $"{string.Join(", ", others)} and {last}",
        var many => $"{many.Length} people",
    });

    /// <summary>For the page's script, which adds those who read on.</summary>
    public string Json => FeedEvent.Write(People);
}

/// <summary>Opening a session is reading it; and the page shows how far others have read.</summary>
sealed class OpenedSession(ChatDbContext db, ReadMarks marks, ReadTellings tellings)
{
    /// <summary>Moves the reader's mark to the newest message shown.</summary>
    /// <param name="thread">The message whose thread is shown; who has read how far is told of the conversation only.</param>
    /// <param name="isEnd">True when nothing comes after what is shown.</param>
    public async Task<SeenBy?> ReadAsync(SessionAccess session, CurrentUser reader, IReadOnlyList<MessageView> shown, Guid? thread, bool isEnd, CancellationToken cancellationToken)
    {
        if (shown.Count == 0) return null;
        var people = session.Participants.Select(p => p.UserId).ToArray();
        var rows = await db.ReadMarks.Where(r => r.SessionId == session.SessionId).Select(r => new { r.UserId, r.Ordinal, Hides = false })
            .Concat(db.Preferences.Where(p => people.Contains(p.UserId) && p.HideReads).Select(p => new { p.UserId, Ordinal = 0L, Hides = true })).ToListAsync(cancellationToken);
        var stored = rows.Where(r => !r.Hides).ToDictionary(r => r.UserId, r => r.Ordinal);
        var hiding = rows.Where(r => r.Hides).Select(r => r.UserId).ToHashSet();
        long MarkOf(Guid userId) => Math.Max(stored.GetValueOrDefault(userId), marks.Unstored(session.SessionId, userId));

        var (read, before) = (marks.WholeUpTo(session.SessionId, shown[^1].Ordinal), MarkOf(reader.Id));
        if (thread is { } id) read = await db.ReadInThreadAsync(session.SessionId, id, reader.Id, before, read, cancellationToken);
        if (read > before)
        {
            marks.Move(session.SessionId, reader.Id, read);
            await tellings.MovedAsync(session.SessionId, reader, thread is not null ? null : shown.LastOrDefault(m => m.Ordinal <= read)?.Id, cancellationToken);
        }
        if (thread is not null) return null;
        var others = session.Participants.Where(p => p.UserId != reader.Id && !hiding.Contains(p.UserId)).Select(p => (p.UserId, p.Name, Mark: MarkOf(p.UserId))).ToList();
        var furthest = others.Count == 0 ? 0 : others.Max(o => o.Mark);
        if (shown.LastOrDefault(m => m.Ordinal <= furthest && m.DeletedAt is null) is not { } newest || (newest == shown[^1] && !isEnd)) return null;
        return new(newest.Id, others.Where(o => o.Mark >= newest.Ordinal).ToDictionary(o => o.UserId, o => o.Name));
    }
}
