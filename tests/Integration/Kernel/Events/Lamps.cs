using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Events;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Tests.Integration.Kernel.Events;

[EventName("lamps.lamp-lit.v1")]
sealed record LampLit(Guid Lamp, string Room) : IIntegrationEvent;

[EventName("lamps.room-bright.v1")]
sealed record RoomBright(string Room) : IIntegrationEvent;

sealed class Note
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string By { get; init; }
    public required string Text { get; init; }
}

sealed class LampsDbContext(DbContextOptions<LampsDbContext> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseModuleSchema("lamps");
        modelBuilder.Entity<Note>().ToTable("notes");
    }
}

/// <summary>Always content.</summary>
sealed class Warden(LampsDbContext db, Witness witness) : INotificationHandler<LampLit>
{
    public Task Handle(LampLit notification, CancellationToken cancellationToken)
    {
        db.Add(new Note { By = nameof(Warden), Text = notification.Room });
        db.Publish(new RoomBright(notification.Room));
        witness.See(nameof(Warden), notification);
        return Task.CompletedTask;
    }
}

/// <summary>Writes, and then fails when the test says so.</summary>
sealed class Cleaner(LampsDbContext db, Witness witness) : INotificationHandler<LampLit>
{
    public async Task Handle(LampLit notification, CancellationToken cancellationToken)
    {
        db.Add(new Note { By = nameof(Cleaner), Text = notification.Room });
        await db.SaveChangesAsync(cancellationToken);
        witness.See(nameof(Cleaner), notification);
        if (witness.CleanerFails(notification)) throw new InvalidOperationException("out of soap");
    }
}

/// <summary>Hears what another consumer tells.</summary>
sealed class Neighbour(LampsDbContext db, Witness witness) : INotificationHandler<RoomBright>
{
    public Task Handle(RoomBright notification, CancellationToken cancellationToken)
    {
        db.Add(new Note { By = nameof(Neighbour), Text = notification.Room });
        witness.See(nameof(Neighbour), new(Guid.Empty, notification.Room));
        return Task.CompletedTask;
    }
}
