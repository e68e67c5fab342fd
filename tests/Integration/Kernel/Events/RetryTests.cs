using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Integration.Kernel.Events;

public sealed class RetryTests : EventsFixture
{
    const int Most = 10;

    [Fact]
    public async Task A_failing_consumer_is_retried_with_growing_pauses_and_then_given_up_while_the_other_had_its_event_at_once()
    {
        Witness.CleanerFails = _ => true;
        await StartDispatcherAsync();
        await LightAsync(new(Guid.CreateVersion7(), "hall"));
        await Witness.NextAsync(nameof(Cleaner));

        for (var attempt = 1; attempt < Most; attempt++)
        {
            var row = await AttemptedAsync(attempt);
            Assert.Equal(Math.Min(Math.Pow(2, attempt), 600), (row.Next - Clock.GetUtcNow()).TotalSeconds, 3);
            Assert.Equal((null, "Cleaner: out of soap"), (row.Dead, row.Error));

            // A little too early nothing happens, though the dispatcher looks: it takes the probe.
            Clock.Advance(row.Next - Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
            await TestDatabase.ExecuteAsync(ConnectionString, Told("lamps.room-bright.v1", """{"room":"probe"}"""));
            Wake();
            await UntilOutboxHoldsAsync(1);
            Assert.Equal(attempt, (await RowAsync()).Attempts);

            Clock.Advance(TimeSpan.FromMilliseconds(1));
            Wake();
        }
        var last = await AttemptedAsync(Most);
        Assert.NotNull(last.Dead);

        // Told once, nothing of the failed tries is left, and the dead one is not tried again.
        Assert.Equal(1, await NotesOfAsync(nameof(Warden)));
        Assert.Equal(0, await NotesOfAsync(nameof(Cleaner)));
        Witness.CleanerFails = _ => false;
        Clock.Advance(TimeSpan.FromDays(1));
        await LightAsync(new(Guid.CreateVersion7(), "attic"));
        await Witness.NextAsync(nameof(Neighbour), "attic");
        Assert.Equal(Most, (await RowAsync()).Attempts);
    }

    [Fact]
    public async Task A_failing_event_does_not_hold_up_the_ones_after_it_and_succeeds_later()
    {
        var broken = true;
        Witness.CleanerFails = lit => lit.Room == "hall" && broken;
        await StartDispatcherAsync();
        await LightAsync(new(Guid.CreateVersion7(), "hall"));
        await LightAsync(new(Guid.CreateVersion7(), "attic"));
        await Witness.NextAsync(nameof(Cleaner), "attic");
        await AttemptedAsync(1);

        broken = false;
        Clock.Advance(TimeSpan.FromMinutes(1));
        Wake();
        await UntilOutboxHoldsAsync(0);

        Assert.Equal(2, await NotesOfAsync(nameof(Cleaner)));
        Assert.Equal(2, await NotesOfAsync(nameof(Warden)));
    }

    [Fact]
    public async Task A_retry_comes_also_while_other_modules_keep_the_dispatcher_busy()
    {
        var broken = true;
        Witness.CleanerFails = _ => broken;
        await StartDispatcherAsync();
        await LightAsync(new(Guid.CreateVersion7(), "hall"));
        await AttemptedAsync(1);
        broken = false;
        Clock.Advance(TimeSpan.FromMinutes(1));

        var signal = Services.GetRequiredService<OutboxSignal>();
        await UntilOutboxHoldsAsync(0, () => signal.Wake(typeof(SessionsDbContext)));
        Assert.Equal(1, await NotesOfAsync(nameof(Cleaner)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"lamp":"no id","room":"hall"}""")]
    public async Task An_event_that_cannot_be_read_is_set_aside_and_stops_nobody(string payload)
    {
        await TestDatabase.ExecuteAsync(ConnectionString, Told("lamps.lamp-lit.v1", payload));
        await StartDispatcherAsync();
        await LightAsync(new(Guid.CreateVersion7(), "attic"));

        await Witness.NextAsync(nameof(Cleaner), "attic");
        var row = await AttemptedAsync(1);
        Assert.NotNull(row.Error);
    }

    Task<long> NotesOfAsync(string consumer) => TestDatabase.ScalarAsync<long>(ConnectionString, "select count(*) from lamps.notes where by = $1", consumer);

    async Task<Row> AttemptedAsync(int attempts)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var row = await RowAsync();
            if (row.Attempts == attempts) return row;
            Assert.True(row.Attempts < attempts, $"tried {row.Attempts} times already");
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    async Task<Row> RowAsync()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand("select attempts, next_attempt_at, dead_at, last_error from lamps.outbox where name = 'lamps.lamp-lit.v1' order by id limit 1");
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return new(reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2), reader.IsDBNull(3) ? null : reader.GetString(3));
    }

    sealed record Row(int Attempts, DateTimeOffset Next, DateTimeOffset? Dead, string? Error);
}
