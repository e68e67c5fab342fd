using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>Ends runs that nobody writes any more as interrupted, with the text that was stored.</summary>
sealed class RunRecovery(IServiceScopeFactory scopes, IAgentRuntime agents, RunStore store, LiveRuns live, NodeName node, TimeProvider clock, ILogger<RunRecovery> logger)
{
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    /// <summary>At start-up: whatever this node was writing when it went down.</summary>
    public Task RecoverOwnAsync(CancellationToken cancellationToken) =>
        InterruptAsync(runs => runs.Where(r => r.Node == node.Value), cancellationToken);

    /// <summary>Runs of any node without a heartbeat.</summary>
    public Task ReapAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Silence;
        return InterruptAsync(runs => runs.Where(r => r.HeartbeatAt < oldest), cancellationToken);
    }

    async Task InterruptAsync(Func<IQueryable<Run>, IQueryable<Run>> which, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var lost = await which(db.Runs.AsNoTracking().Where(r => r.EndedAt == null))
            .Join(db.Messages.AsNoTracking(), r => r.MessageId, m => m.Id, (r, m) => new { Run = r, Message = m }).ToListAsync(cancellationToken);
        foreach (var item in lost.Where(l => live.OfRun(l.Run.Id) is null))
        {
            logger.LogWarning("Run {Run} of node {Node} was interrupted", item.Run.Id, item.Run.Node);
            await store.EndOnceAsync(item.Run.Id, await OutcomeAsync(item.Run, item.Message, scope.ServiceProvider.GetRequiredService<IMediator>(), cancellationToken));
        }
    }

    // The provider will bill what it wrote, but its count is lost.
    async Task<Outcome> OutcomeAsync(Run run, Message message, IMediator mediator, CancellationToken cancellationToken)
    {
        var agent = await mediator.Send(new FindAgent(run.AgentId), cancellationToken);
        // What was there before this run went on is counted already.
        var tokens = Math.Max(0, agents.EstimateTokens(message.Content) - message.OutputTokens);
        return new(MessageStatus.Interrupted, message.Content, SafeMarkdown.ToHtml(message.Content, Fragments.PrefixOf(run.MessageId), CitationView.Sources(message.Citations)))
        {
            Citations = message.Citations, Reasoning = message.Reasoning,
            ErrorCode = "restarted", ErrorMessage = Interruption.Restarted, OutputTokens = tokens, Estimated = true,
            Cost = tokens * (agent?.OutputPrice ?? 0) / 1_000_000m, Currency = agent?.Currency,
            TotalMs = (int)Math.Clamp((run.HeartbeatAt - run.StartedAt).TotalMilliseconds, 0, int.MaxValue),
        };
    }
}

/// <summary>Who this process is among several: <c>Node:Name</c>, by default the machine's name. It must stay the same over restarts.</summary>
sealed record NodeName(string Value);
