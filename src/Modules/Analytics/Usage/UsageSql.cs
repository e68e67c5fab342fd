namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>The two statements of a report. Only the texts below are put together; everything a person typed is a parameter.</summary>
static class UsageSql
{
    public const int MaxRows = 50_000;

    const string Begin = "(@from::timestamp at time zone @tz)";
    const string BeginBefore = "(@before::timestamp at time zone @tz)";
    const string End = "((@to + 1)::timestamp at time zone @tz)";

    /// <summary>Per currency, and with no currency for all of them: the period and the one before it.</summary>
    public static string Summary(bool onlyOwn) =>
        $"""
        select currency,
          count(*) filter (where ended_at >= {Begin}) as runs,
          count(*) filter (where ended_at >= {Begin} and cost <> 0) as priced_runs,
          coalesce(sum(cost) filter (where ended_at >= {Begin}), 0) as cost,
          percentile_cont(0.5) within group (order by first_token_ms) filter (where ended_at >= {Begin}) as median,
          count(*) filter (where ended_at < {Begin}) as runs_before,
          coalesce(sum(input_tokens) filter (where ended_at < {Begin}), 0) as input_before,
          coalesce(sum(output_tokens) filter (where ended_at < {Begin}), 0) as output_before,
          coalesce(sum(cost) filter (where ended_at < {Begin}), 0) as cost_before,
          percentile_cont(0.5) within group (order by first_token_ms) filter (where ended_at < {Begin}) as median_before
        from analytics.usage_ledger
        where ended_at >= {BeginBefore} and ended_at < {End}{Own(onlyOwn)}
        group by grouping sets ((currency), ())
        """;

    public static string Rows(IReadOnlyList<UsageGroup> groups, bool onlyOwn)
    {
        // A person or agent renamed meanwhile is one row, with the latest name.
        var columns = new[]
        {
            Column(UsageGroup.Day, "(ended_at at time zone @tz)::date", "date", "day"),
            Column(UsageGroup.User, "user_id", "uuid", "user_id"),
            Column(UsageGroup.User, "(array_agg(user_name order by ended_at desc))[1]", "text", "user_name"),
            Column(UsageGroup.Agent, "agent_id", "text", "agent_id"),
            Column(UsageGroup.Agent, "(array_agg(agent_name order by ended_at desc))[1]", "text", "agent_name"),
            Column(UsageGroup.Model, "model", "text", "model"),
            Column(UsageGroup.Session, "session_id", "uuid", "session_id"),
        };
        var keys = groups.Select(group => group switch
        {
            UsageGroup.Day => 1,
            UsageGroup.User => 2,
            UsageGroup.Agent => 4,
            UsageGroup.Model => 6,
            UsageGroup.Session => 7,
            _ => throw new ArgumentOutOfRangeException(nameof(groups)),
        });
        return $"""
            select {string.Join(", ", columns)}, count(*) as runs,
              sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,
              sum(cached_tokens) as cached_tokens, sum(reasoning_tokens) as reasoning_tokens,
              coalesce(sum(cost) filter (where currency = @currency), 0) as cost,
              bool_or(estimated) as estimated, bool_or(user_id = @me) as mine
            from analytics.usage_ledger
            where ended_at >= {Begin} and ended_at < {End}{Own(onlyOwn)}
            group by {string.Join(", ", keys)}
            order by day, cost desc, runs desc, {string.Join(", ", keys)}
            limit {MaxRows + 1}
            """;

        string Column(UsageGroup group, string expression, string type, string name) =>
            $"{(groups.Contains(group) ? expression : $"null::{type}")} as {name}";
    }

    static string Own(bool onlyOwn) => onlyOwn ? " and user_id = @me" : "";
}
