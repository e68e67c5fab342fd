using System.Text.Json;
using ChatMonolith.Modules.Chat.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>One wheel for all running answers: checkpoints their text, keeps their heartbeat, and ends those whose node is gone.</summary>
sealed class RunKeeper(LiveRuns runs, NpgsqlDataSource source, RunRecovery recovery, TimeProvider clock, ILogger<RunKeeper> logger) : BackgroundService
{
    const int UnsavedLimit = 2048;
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1.5);
    static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ReapEvery = TimeSpan.FromSeconds(15);
    DateTimeOffset _nextBeat, _nextReap;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TryAsync(() => recovery.RecoverOwnAsync(stoppingToken), stoppingToken);
        using var wheel = new PeriodicTimer(Tick);
        while (await wheel.WaitForNextTickAsync(stoppingToken))
            await TryAsync(() => TurnAsync(stoppingToken), stoppingToken);
    }

    async Task TurnAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await CheckpointAsync([.. runs.All.Where(r => r.Unsaved > 0 && (r.Unsaved >= UnsavedLimit || now - r.SavedAt >= SaveEvery))], now, cancellationToken);
        if (now >= _nextBeat)
        {
            _nextBeat = now + BeatEvery;
            await BeatAsync([.. runs.All.Select(r => r.Run.Id)], now, cancellationToken);
        }
        if (now >= _nextReap)
        {
            _nextReap = now + ReapEvery;
            await recovery.ReapAsync(cancellationToken);
        }
    }

    async Task CheckpointAsync(LiveRun[] due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (due.Length == 0) return;
        var saves = due.Select(r => r.BeginSave()).ToArray();
        // Only a running message: the end of the run may have been stored meanwhile, and it knows more.
        await using var command = source.CreateCommand($"""
            update {ChatDbContext.Schema}.messages m set content = t.content, reasoning = t.reasoning, citations = t.citations
            from unnest($1, $2, $3, $4) as t(id, content, reasoning, citations) where m.id = t.id and m.status = 'Running'
            """);
        command.Parameters.Add(new() { Value = saves.Select(s => s.MessageId).ToArray() });
        command.Parameters.Add(new() { Value = saves.Select(s => s.Text).ToArray() });
        command.Parameters.Add(new() { Value = saves.Select(s => s.Reasoning).ToArray() });
        // As EF Core writes and reads it: the names of the properties.
        command.Parameters.Add(new() { Value = saves.Select(s => JsonSerializer.Serialize(s.Citations)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(cancellationToken);
        for (var i = 0; i < due.Length; i++) due[i].Saved(saves[i], now);
    }

    async Task BeatAsync(Guid[] ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ids.Length == 0) return;
        await using var command = source.CreateCommand($"update {ChatDbContext.Schema}.runs set heartbeat_at = $1 where id = any($2)");
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = ids });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    async Task TryAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(e, "Running answers could not be saved now; trying again");
        }
    }
}
