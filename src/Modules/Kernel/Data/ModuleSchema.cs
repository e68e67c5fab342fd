using ChatMonolith.Modules.Kernel.Events;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Kernel.Data;

/// <summary>What the schemas of all modules have in common.</summary>
public static class ModuleSchema
{
    /// <summary>Puts the model into <paramref name="schema"/> and adds the outbox and inbox tables.</summary>
    public static ModelBuilder UseModuleSchema(this ModelBuilder model, string schema)
    {
        model.HasDefaultSchema(schema);
        model.Entity<OutboxMessage>(e =>
        {
            e.ToTable("outbox");
            e.HasKey(m => m.Id);
            e.Property(m => m.Id).ValueGeneratedNever();
            e.Property(m => m.Payload).HasColumnType("jsonb");
            e.HasIndex(m => m.NextAttemptAt).HasFilter("dead_at is null");
        });
        model.Entity<InboxMessage>(e =>
        {
            e.ToTable("inbox");
            e.HasKey(m => new { m.EventId, m.Consumer });
            e.HasIndex(m => m.HandledAt);
        });
        return model;
    }
}
