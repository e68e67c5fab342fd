using System.Text.Json;
using ChatMonolith.Modules.Chat.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>One wheel for all running answers: checkpoints their text, keeps their heartbeat, hears what others want of them, and ends those whose node is gone.</summary>
sealed class RunKeeper(LiveRuns runs, NpgsqlDataSource source, RunRecovery recovery, TimeProvider clock, ILogger<RunKeeper> logger) : BackgroundService
{
    const int UnsavedLimit = 2048;
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1.5);
    static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ReapEvery = TimeSpan.FromSeconds(15);
    static readonly TimeSpan HearEvery = TimeSpan.FromSeconds(1);
    DateTimeOffset _nextBeat, _nextHear, _nextReap;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TryAsync(() => recovery.AskAsync(stoppingToken), stoppingToken);
        using var wheel = new PeriodicTimer(Tick);
        while (await wheel.WaitForNextTickAsync(stoppingToken))
            await TryAsync(() => TurnAsync(stoppingToken), stoppingToken);
    }

    /// <summary>Everything that is due now.</summary>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await CheckpointAsync([.. runs.All.Where(r => r.Unsaved > 0 && (r.Unsaved >= UnsavedLimit || now - r.SavedAt >= SaveEvery))], now, cancellationToken);
        if (now >= _nextBeat)
        {
            _nextBeat = now + BeatEvery;
            await BeatAsync([.. runs.All.Select(r => r.Run.Id)], now, cancellationToken);
        }
        if (now >= _nextHear)
        {
            _nextHear = now + HearEvery;
            await HearAsync(now, cancellationToken);
        }
        await recovery.ListenAsync(cancellationToken);
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
        // Only of a run that goes on: its end may be stored meanwhile, and takes the pieces away. A piece that was stored without a word of it is stored again.
        await using var command = source.CreateCommand($"""
            insert into {ChatDbContext.Schema}.run_pieces (run_id, number, text, reasoning, citations)
            select t.* from unnest($1, $2, $3, $4, $5) as t(run_id, number, text, reasoning, citations)
                join {ChatDbContext.Schema}.runs r on r.id = t.run_id and r.ended_at is null for share of r
            on conflict (run_id, number) do update set text = excluded.text, reasoning = excluded.reasoning, citations = excluded.citations
            """);
        command.Parameters.Add(new() { Value = saves.Select(s => s.RunId).ToArray() });
        command.Parameters.Add(new() { Value = saves.Select(s => s.Number).ToArray() });
        command.Parameters.Add(new() { Value = saves.Select(s => s.Text).ToArray() });
        command.Parameters.Add(new() { Value = saves.Select(s => s.Reasoning).ToArray() });
        command.Parameters.Add(new() { Value = saves.Select(s => s.Citations is null ? null : JsonSerializer.Serialize(s.Citations)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(cancellationToken);
        for (var i = 0; i < due.Length; i++) due[i].Saved(saves[i], now);
    }

    async Task BeatAsync(Guid[] ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ids.Length == 0) return;
        await using var command = source.CreateCommand($"update {ChatDbContext.Schema}.runs set heartbeat_at = $1, asked_at = null where id = any($2)");
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = ids });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What was asked of this node's runs elsewhere: to stop, or whether they live. One statement for all of them.</summary>
    async Task HearAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!runs.All.Any()) return;
        var asked = new List<Guid>();
        await using (var command = source.CreateCommand($"""
            select id, asked_at is not null, stop_requested_by from {ChatDbContext.Schema}.runs
            where ended_at is null and (asked_at is not null or stop_requested_at is not null)
            """))
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
            while (await rows.ReadAsync(cancellationToken))
            {
                if (runs.OfRun(rows.GetGuid(0)) is not { } run) continue;
                if (rows.GetBoolean(1)) asked.Add(run.Run.Id);
                if (!rows.IsDBNull(2)) run.Stop(rows.GetString(2));
            }
        await BeatAsync([.. asked], now, cancellationToken);
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
