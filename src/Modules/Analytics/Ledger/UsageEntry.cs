using ChatMonolith.Modules.Chat.Contracts;

namespace ChatMonolith.Modules.Analytics.Ledger;

/// <summary>What one run used and cost. Names are those of the moment, so that old figures stay readable when people and agents are gone.</summary>
sealed class UsageEntry
{
    public Guid RunId { get; private set; }
    public Guid SessionId { get; private set; }
    public Guid MessageId { get; private set; }
    public Guid UserId { get; private set; }
    public string UserName { get; private set; } = "";
    public string AgentId { get; private set; } = "";
    public string AgentName { get; private set; } = "";
    public string Model { get; private set; } = "";
    public string Status { get; private set; } = "";
    public string? ErrorCode { get; private set; }
    public int InputTokens { get; private set; }
    public int OutputTokens { get; private set; }
    public int CachedTokens { get; private set; }
    public int ReasoningTokens { get; private set; }
    public decimal Cost { get; private set; }
    public string Currency { get; private set; } = "";
    public bool Estimated { get; private set; }
    public int? FirstTokenMs { get; private set; }
    public int TotalMs { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset EndedAt { get; private set; }

    public static UsageEntry Of(RunCompleted run) => new()
    {
        RunId = run.RunId,
        SessionId = run.SessionId,
        MessageId = run.MessageId,
        UserId = run.UserId,
        UserName = run.UserName,
        AgentId = run.AgentId,
        AgentName = run.AgentName,
        Model = run.Model,
        Status = run.Status,
        ErrorCode = run.ErrorCode,
        InputTokens = run.InputTokens,
        OutputTokens = run.OutputTokens,
        CachedTokens = run.CachedTokens,
        ReasoningTokens = run.ReasoningTokens,
        Cost = run.Cost,
        Currency = run.Currency,
        Estimated = run.Estimated,
        FirstTokenMs = run.FirstTokenMs,
        TotalMs = run.TotalMs,
        // PostgreSQL keeps instants, and Npgsql takes them in UTC only.
        StartedAt = run.StartedAt.ToUniversalTime(),
        EndedAt = run.EndedAt.ToUniversalTime(),
    };
}
