using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Mentions;

/// <summary>The mentions that the person of a request has not seen. Seeing some says how many are left, so that a session's page asks only once.</summary>
sealed class NewMentions(ChatDbContext db)
{
    int? _left;

    public async Task<int> CountAsync(Guid userId, CancellationToken cancellationToken) =>
        _left ??= (await db.CountNewMentionsAsync([userId], cancellationToken)).GetValueOrDefault(userId);

    /// <summary>What names the person in messages with an ordinal of at most <paramref name="upTo"/>, of the conversation or of one thread, is not new any more.</summary>
    /// <returns>How many were new.</returns>
    public async Task<long> SeeAsync(Guid sessionId, Guid userId, Guid? threadId, long upTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var thread = threadId ?? Guid.Empty;
        // Both parts see the table as it was: what is seen now is still new to the second.
        var rows = await db.Database.SqlQuery<Row>($"""
            with saw as (
                update chat.mentions m set seen_at = {now} where m.user_id = {userId} and m.session_id = {sessionId} and m.seen_at is null
                    and exists (select 1 from chat.messages x where x.id = m.message_id and coalesce(x.thread_id, {Guid.Empty}) = {thread} and x.ordinal <= {upTo})
                returning m.message_id)
            select (select count(*) from saw) as seen, count(*) as remaining
            from chat.mentions m join chat.messages x on x.id = m.message_id and x.deleted_at is null
            where m.user_id = {userId} and m.seen_at is null and m.message_id not in (select message_id from saw)
            """).ToListAsync(cancellationToken);
        _left = (int)rows[0].Remaining;
        return rows[0].Seen;
    }

    sealed record Row(long Seen, long Remaining);
}

sealed class CountMentionsHandler(ChatDbContext db) : IRequestHandler<CountMentions, IReadOnlyDictionary<Guid, int>>
{
    public async Task<IReadOnlyDictionary<Guid, int>> Handle(CountMentions request, CancellationToken cancellationToken) => await db.CountNewMentionsAsync(request.UserIds, cancellationToken);
}

static class MentionCounts
{
    public static Task<Dictionary<Guid, int>> CountNewMentionsAsync(this ChatDbContext db, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
        db.Mentions.Where(m => userIds.Contains(m.UserId) && m.SeenAt == null && db.Messages.Any(x => x.Id == m.MessageId && x.DeletedAt == null))
            .GroupBy(m => m.UserId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
}
