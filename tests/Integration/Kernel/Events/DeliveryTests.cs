using System.Diagnostics;
using ChatMonolith.Modules.Kernel.Events;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Kernel.Events;

public sealed class DeliveryTests : EventsFixture
{
    [Fact]
    public async Task What_is_published_with_a_fact_reaches_each_consumer_and_what_a_consumer_publishes_does_too()
    {
        await StartDispatcherAsync();
        var lit = new LampLit(Guid.CreateVersion7(), "hall");
        await WithLampsAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Add(new Note { By = "author", Text = "hall" });
            db.Publish(lit);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            Wake();
        });

        Assert.Equal("hall", (await Witness.NextAsync(nameof(Neighbour))).Room);
        await UntilOutboxHoldsAsync(0);
        Assert.Equal("Cleaner Neighbour Warden author", await TestDatabase.ScalarAsync<string>(ConnectionString, "select string_agg(by, ' ' order by by) from lamps.notes"));
        Assert.Equal(3, await CountAsync("inbox"));
    }

    [Fact]
    public async Task What_is_rolled_back_is_never_told()
    {
        await StartDispatcherAsync();
        await WithLampsAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Publish(new LampLit(Guid.CreateVersion7(), "cellar"));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
            Wake();
        });
        await LightAsync(new(Guid.CreateVersion7(), "attic"));

        Assert.Equal("attic", (await Witness.NextAsync(nameof(Warden))).Room);
        await UntilOutboxHoldsAsync(0);
        Assert.Equal(0, await TestDatabase.ScalarAsync<long>(ConnectionString, "select count(*) from lamps.notes where text = 'cellar'"));
    }

    [Fact]
    public async Task A_repeat_is_a_no_op_also_when_two_nodes_deliver_at_once()
    {
        var delivery = Services.GetRequiredService<EventDelivery>();
        var (id, lit) = (Guid.CreateVersion7(), new LampLit(Guid.CreateVersion7(), "hall"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => delivery.DeliverAsync(id, lit, typeof(Warden), default)));
        await delivery.DeliverAsync(id, lit, typeof(Warden), default);

        Assert.Equal(1, await CountAsync("notes"));
        Assert.Equal(1, await CountAsync("outbox"));
    }

    [Fact]
    public async Task An_event_that_nobody_here_listens_to_is_done_with()
    {
        await TestDatabase.ExecuteAsync(ConnectionString, Told("elsewhere.something.v1", "{}"));
        await StartDispatcherAsync();
        await LightAsync(new(Guid.CreateVersion7(), "hall"));
        await Witness.NextAsync(nameof(Neighbour));
        await UntilOutboxHoldsAsync(0);
    }

    [Fact]
    public async Task What_consumers_do_belongs_to_the_trace_of_the_publisher_also_at_the_second_hand()
    {
        await StartDispatcherAsync();
        string trace;
        using (var request = new Activity("a request").Start())
        {
            trace = request.TraceId.ToString();
            await LightAsync(new(Guid.CreateVersion7(), "hall"));
        }
        await Witness.NextAsync(nameof(Neighbour));
        Assert.Equal((trace, trace), (Witness.Traces[nameof(Warden)], Witness.Traces[nameof(Neighbour)]));
    }

    [Fact]
    public async Task Notes_of_what_was_handled_are_kept_for_a_week_and_then_all_go()
    {
        await TestDatabase.ExecuteAsync(ConnectionString, $"""
            insert into lamps.inbox (event_id, consumer, handled_at)
            select gen_random_uuid(), 'Warden', timestamptz '{Clock.GetUtcNow():O}' - case when n <= 12000 then interval '7 days 1 minute' else interval '6 days' end from generate_series(1, 12003) n
            """);
        await StartDispatcherAsync();

        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await CountAsync("inbox") > 3) await tick.WaitForNextTickAsync(patience.Token);
        Assert.Equal(3, await CountAsync("inbox"));
    }

    [Fact]
    public async Task More_events_than_one_look_takes_all_arrive()
    {
        var rooms = Enumerable.Range(0, 120).Select(i => $"room {i:000}").ToArray();
        await WithLampsAsync(async db =>
        {
            foreach (var room in rooms) db.Publish(new LampLit(Guid.CreateVersion7(), room));
            await db.SaveChangesAsync();
        });
        await StartDispatcherAsync();

        await UntilOutboxHoldsAsync(0);
        Assert.Equal(rooms, await TestDatabase.ScalarAsync<string[]>(ConnectionString, "select array_agg(text order by text) from lamps.notes where by = 'Warden'"));
    }
}
