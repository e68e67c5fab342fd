using ChatMonolith.Modules.Agents.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Guide;

/// <param name="Share">How much of the question's weight the passage covers, 0 to 1; rare words weigh more.</param>
sealed record FoundPassage(Guid DocumentId, int Ordinal, string Heading, string Text, double Share, double Rank);

/// <summary>PostgreSQL's full-text search over what the guide knows.</summary>
static class PassageSearch
{
    public static Task<List<FoundPassage>> FindAsync(this AgentsDbContext db, string[] words, int most, CancellationToken cancellationToken)
    {
        var any = string.Join(" or ", words);
        return db.Database.SqlQuery<FoundPassage>(
            $"""
            with total as (select count(*)::float8 as passages from agents.passages),
            words as materialized (
                select english || simple as query, ln(1 + total.passages / greatest(1, found.passages))
                    -- A word that no document has says less than a rare one: it may be of another language.
                    * case when found.passages = 0 then 0.7 else 1 end as weight
                from total, unnest({words}) as word, plainto_tsquery('english', word) as english, plainto_tsquery('simple', word) as simple,
                    lateral (select count(*)::float8 as passages from agents.passages p where p.search @@ (english || simple)) as found
                where numnode(english) > 0
            ),
            question as (select websearch_to_tsquery('english', {any}) || websearch_to_tsquery('simple', {any}) as query)
            select p.document_id, p.ordinal, p.heading, p.text,
                coalesce(share.covered / nullif(share.asked, 0), 0) as share,
                ts_rank_cd(p.search, question.query, 1)::float8 as rank
            from agents.passages p, question,
                lateral (select sum(weight) filter (where p.search @@ words.query) as covered, sum(weight) as asked from words) as share
            where p.search @@ (select question.query from question) and exists (select from words where p.search @@ words.query)
            order by share desc, rank desc, p.document_id, p.ordinal
            limit {most}
            """).ToListAsync(cancellationToken);
    }
}
