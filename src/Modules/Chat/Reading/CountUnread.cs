using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Reading;

sealed class CountUnreadHandler(ChatDbContext db, ReadMarks marks, LiveRuns live) : IRequestHandler<CountUnread, IReadOnlyDictionary<SessionReader, SessionNews>>
{
    // At most so many messages are looked at: somebody's own messages count for nothing and must not make the list slow.
    const int Looked = 2 * SessionNews.MostUnread + 50;

    public async Task<IReadOnlyDictionary<SessionReader, SessionNews>> Handle(CountUnread request, CancellationToken cancellationToken)
    {
        var news = new Dictionary<SessionReader, SessionNews>();
        if (request.Readers.Count == 0) return news;
        SessionReader[] readers = [.. request.Readers];
        var (sessions, users) = (readers.Select(r => r.SessionId).ToArray(), readers.Select(r => r.UserId).ToArray());
        var unstored = readers.Select(r => marks.Unstored(r.SessionId, r.UserId)).ToArray();
        // Of a thread counts what names somebody, and all of it for who takes part: who wrote in it, or what it hangs on.
        var rows = await db.Database.SqlQuery<Row>($"""
            select p.place, n.unread, n.mentions
            from unnest({sessions}, {users}, {unstored}) with ordinality as p(session_id, user_id, unstored, place)
            left join chat.read_marks r on r.session_id = p.session_id and r.user_id = p.user_id
            cross join lateral (
                select count(*) as unread, count(n.message_id) as mentions
                from (select id, author_kind, author_id, thread_id from chat.messages
                    where session_id = p.session_id and ordinal > greatest(r.ordinal, p.unstored) and deleted_at is null and status not in ('Queued', 'Running')
                    order by ordinal desc limit {Looked}) m
                left join chat.mentions n on n.message_id = m.id and n.user_id = p.user_id and n.seen_at is null
                where (m.author_kind <> 'User' or m.author_id <> p.user_id::text) and (m.thread_id is null or n.message_id is not null
                    or exists (select 1 from chat.messages t where t.thread_id = m.thread_id and t.author_id = p.user_id::text)
                    or exists (select 1 from chat.messages t where t.id = m.thread_id and t.author_id = p.user_id::text))) n
            """).ToListAsync(cancellationToken);
        var answering = live.All.Where(r => !r.IsOver).Select(r => r.Run.SessionId).ToHashSet();
        foreach (var row in rows)
        {
            var reader = readers[row.Place - 1];
            news[reader] = new((int)Math.Min(row.Unread, SessionNews.MostUnread), (int)Math.Min(row.Mentions, SessionNews.MostUnread), answering.Contains(reader.SessionId));
        }
        return news;
    }

    sealed record Row(long Place, long Unread, long Mentions);
}
