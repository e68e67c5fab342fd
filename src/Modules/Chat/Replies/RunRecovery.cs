using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>Ends runs that nobody writes any more as interrupted, with the text that was stored.</summary>
sealed class RunRecovery(IServiceScopeFactory scopes, IAgentRuntime agents, RunStore store, LiveRuns live, NodeName node, TimeProvider clock, ILogger<RunRecovery> logger)
{
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);
    // Whoever lives looks once a second whether it is asked.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    Dictionary<Guid, DateTimeOffset> _asked = [];
    DateTimeOffset _until;

    /// <summary>
    /// At start-up: asks who writes what this node has open. Another process may bear the same name, such as the one before that is still going
    /// down, so that the name alone does not say that nobody does.
    /// </summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var open = await db.Runs.AsNoTracking().Where(r => r.EndedAt == null && r.Node == node.Value).Select(r => new { r.Id, r.HeartbeatAt }).ToListAsync(cancellationToken);
        var ids = open.Where(r => live.OfRun(r.Id) is null).Select(r => r.Id).ToArray();
        if (ids.Length == 0) return;
        var now = clock.GetUtcNow();
        await db.Runs.Where(r => ids.Contains(r.Id)).ExecuteUpdateAsync(r => r.SetProperty(x => x.AskedAt, now), cancellationToken);
        (_asked, _until) = (open.ToDictionary(r => r.Id, r => r.HeartbeatAt), now + Patience);
    }

    /// <summary>Ends the runs for which nobody has answered in time.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (_asked.Count == 0 || clock.GetUtcNow() < _until) return;
        var ids = _asked.Keys.ToArray();
        await InterruptAsync(runs => runs.Where(r => ids.Contains(r.Id)), r => r.HeartbeatAt == _asked[r.Id], cancellationToken);
        _asked = [];
    }

    /// <summary>Runs of any node without a heartbeat.</summary>
    public Task ReapAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Silence;
        return InterruptAsync(runs => runs.Where(r => r.HeartbeatAt < oldest), _ => true, cancellationToken);
    }

    async Task InterruptAsync(Func<IQueryable<Run>, IQueryable<Run>> which, Predicate<Run> silent, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var open = await which(db.Runs.AsNoTracking().Where(r => r.EndedAt == null)).ToListAsync(cancellationToken);
        foreach (var run in open.Where(r => silent(r) && live.OfRun(r.Id) is null))
        {
            logger.LogWarning("Run {Run} of node {Node} was interrupted", run.Id, run.Node);
            var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == run.MessageId, cancellationToken);
            // What an earlier run of it said was sent to the provider as its beginning, and is counted already.
            var begun = message is not null && await db.Runs.AnyAsync(r => r.MessageId == run.MessageId && r.Id != run.Id && r.EndedAt != null, cancellationToken)
                ? (message.Content, message.Reasoning) : default((string Content, string? Reasoning)?);
            if (message is not null) await db.CompleteAsync([message], cancellationToken);
            await store.PresumeAsync(run, await OutcomeAsync(run, message, begun, cancellationToken));
        }
    }

    // The provider will bill what it was asked and what it wrote, but its count is lost. No message: its session is deleted.
    async Task<Outcome> OutcomeAsync(Run run, Message? message, (string Content, string? Reasoning)? begun, CancellationToken cancellationToken)
    {
        var (text, citations) = (message?.Content ?? "", message?.Citations ?? []);
        // Who still waited for a turn asked nobody.
        var used = run.Status is not MessageStatus.Running || message is null ? null
            : agents.EstimateUsage(new(run.AgentId, await store.HistoryAsync(message, cancellationToken), begun?.Content), Behind(begun?.Content, text) + Behind(begun?.Reasoning, message.Reasoning));
        var stopped = run.StopRequestedAt is not null;
        return new(stopped ? MessageStatus.Stopped : MessageStatus.Interrupted, text, SafeMarkdown.ToHtml(text, Fragments.PrefixOf(run.MessageId), CitationView.Sources(citations)))
        {
            Citations = citations, Reasoning = message?.Reasoning,
            StoppedBy = run.StopRequestedBy, ErrorCode = stopped ? null : "restarted", ErrorMessage = stopped ? null : Interruption.Restarted,
            InputTokens = used?.InputTokens ?? 0, OutputTokens = used?.OutputTokens ?? 0, Estimated = used?.Estimated ?? false, Cost = used?.Cost ?? 0, Currency = used?.Currency,
            TotalMs = (int)Math.Clamp((run.HeartbeatAt - run.StartedAt).TotalMilliseconds, 0, int.MaxValue),
        };
    }

    static string? Behind(string? begun, string? whole) => begun is { Length: > 0 } && whole?.StartsWith(begun, StringComparison.Ordinal) is true ? whole[begun.Length..] : whole;
}

/// <summary>Who this process is among several: <c>Node:Name</c>, by default the machine's name. It should stay the same over restarts: then what was lost is found at once.</summary>
sealed record NodeName(string Value);
