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
