using System.Text.Json.Serialization;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>One group of runs and its sums. Cost is in the report's currency; runs and tokens count whatever the run was paid in.</summary>
sealed record UsageRow
{
    public DateOnly? Day { get; init; }

    [JsonPropertyName("user")]
    public Guid? UserId { get; init; }

    public string? UserName { get; init; }

    [JsonPropertyName("agent")]
    public string? AgentId { get; init; }

    public string? AgentName { get; init; }
    public string? Model { get; init; }

    [JsonPropertyName("session")]
    public Guid? SessionId { get; init; }

    public long Runs { get; init; }
    public long InputTokens { get; init; }
    public long OutputTokens { get; init; }
    public long CachedTokens { get; init; }
    public long ReasoningTokens { get; init; }
    public decimal Cost { get; init; }

    /// <summary>Some of the counts are estimates, because a provider reported none.</summary>
    public bool Estimated { get; init; }

    /// <summary>The reader asked in this session and can probably open it.</summary>
    [JsonIgnore]
    public bool Mine { get; init; }
}

/// <summary>The sums of all rows. Taken from the rows themselves, so that they agree whatever is being recorded meanwhile.</summary>
sealed record UsageTotals(
    long Runs, long InputTokens, long OutputTokens, long CachedTokens, long ReasoningTokens, decimal Cost, bool Estimated, double? MedianFirstTokenMs)
{
    public static UsageTotals Of(IReadOnlyList<UsageRow> rows, double? median) => new(
        rows.Sum(r => r.Runs), rows.Sum(r => r.InputTokens), rows.Sum(r => r.OutputTokens), rows.Sum(r => r.CachedTokens),
        rows.Sum(r => r.ReasoningTokens), rows.Sum(r => r.Cost), rows.Any(r => r.Estimated), median);
}

/// <summary>The as many days before the report's first one.</summary>
sealed record UsageBefore(long Runs, long InputTokens, long OutputTokens, decimal Cost, double? MedianFirstTokenMs);

/// <summary>What was paid in another currency than the report's.</summary>
sealed record CurrencyCost(string Currency, decimal Cost, long Runs);

sealed record UsageReport(
    UsageFilter Filter, string Currency, IReadOnlyList<UsageRow> Rows, UsageTotals Totals, UsageBefore Before, IReadOnlyList<CurrencyCost> OtherCosts);
