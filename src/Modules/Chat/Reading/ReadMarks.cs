using System.Collections.Concurrent;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatMonolith.Modules.Chat.Reading;

/// <summary>
/// Read marks as they move: gathered in memory and stored together every few seconds, because a person who reads along moves theirs with every
/// message. Whoever asks for marks adds those that are not stored yet.
/// </summary>
sealed class ReadMarks(NpgsqlDataSource source, LiveRuns live, TimeProvider clock, ILogger<ReadMarks> logger) : BackgroundService
{
    static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(3);

    readonly ConcurrentDictionary<(Guid SessionId, Guid UserId), long> _unstored = new();
    readonly Lock _stopping = new();
    Task? _stopped;

    /// <summary>An answer that still grows is not read yet, nor what comes after it.</summary>
    public long WholeUpTo(Guid sessionId, long ordinal)
    {
        foreach (var run in live.All)
            if (run.Run.SessionId == sessionId && !run.IsOver && run.Reply.Ordinal <= ordinal) ordinal = run.Reply.Ordinal - 1;
        return ordinal;
    }

    /// <summary>The mark that is not stored yet; 0 when there is none.</summary>
    public long Unstored(Guid sessionId, Guid userId) => _unstored.GetValueOrDefault((sessionId, userId));

    /// <summary>Remembers that somebody has read up to here.</summary>
    public void Move(Guid sessionId, Guid userId, long ordinal) =>
        _unstored.AddOrUpdate((sessionId, userId), ordinal, (_, before) => Math.Max(before, ordinal));

    /// <summary>Stores one person's mark now: they leave.</summary>
    public Task StoreAsync(Guid sessionId, Guid userId) =>
        _unstored.TryGetValue((sessionId, userId), out var ordinal) ? StoreAsync([KeyValuePair.Create((sessionId, userId), ordinal)]) : Task.CompletedTask;

    /// <summary>The session is gone.</summary>
    public void Forget(Guid sessionId)
    {
        foreach (var key in _unstored.Keys.Where(k => k.SessionId == sessionId)) _unstored.TryRemove(key, out _);
    }

    async Task StoreAsync(KeyValuePair<(Guid SessionId, Guid UserId), long>[] marks)
    {
        if (marks.Length == 0) return;
        try
        {
            // In one order always: two of these at once must not wait for each other.
            marks = [.. marks.OrderBy(m => m.Key)];
            await using var command = source.CreateCommand($"""
                insert into {ChatDbContext.Schema}.read_marks as r (session_id, user_id, ordinal, at) select s, u, o, $4 from unnest($1, $2, $3) as t(s, u, o)
                on conflict (session_id, user_id) do update set ordinal = excluded.ordinal, at = excluded.at where r.ordinal < excluded.ordinal
                """);
            command.Parameters.Add(new() { Value = marks.Select(m => m.Key.SessionId).ToArray() });
            command.Parameters.Add(new() { Value = marks.Select(m => m.Key.UserId).ToArray() });
            command.Parameters.Add(new() { Value = marks.Select(m => m.Value).ToArray() });
            command.Parameters.Add(new() { Value = clock.GetUtcNow() });
            await command.ExecuteNonQueryAsync();
            // One that has moved on meanwhile stays for the next time.
            foreach (var mark in marks) _unstored.TryRemove(mark);
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning(e, "Read marks could not be stored now; trying again");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wheel = new PeriodicTimer(StoreEvery);
        while (await wheel.WaitForNextTickAsync(stoppingToken)) await StoreAsync([.. _unstored]);
    }

    // A host may be told twice to stop, and whoever told it first closes the database when this is done: nobody stores after that.
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_stopping) return _stopped ??= StopOnceAsync(cancellationToken);
    }

    async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await StoreAsync([.. _unstored]);
    }
}
