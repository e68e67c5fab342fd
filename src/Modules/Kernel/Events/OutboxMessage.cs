using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Kernel.Events;

/// <summary>An event waiting in its module's own schema, written by the same <c>SaveChanges</c> as the fact it tells of.</summary>
public sealed class OutboxMessage
{
    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public string Payload { get; private set; } = "";
    public string? TraceParent { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset NextAttemptAt { get; private set; }
    public string? LastError { get; private set; }

    /// <summary>Set when the dispatcher gave up; an administrator can retry it.</summary>
    public DateTimeOffset? DeadAt { get; private set; }

    internal static OutboxMessage Of(IIntegrationEvent happened, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = happened.GetType().GetCustomAttribute<EventNameAttribute>()?.Name ?? throw new InvalidOperationException($"{happened.GetType()} has no [EventName]."),
        Payload = JsonSerializer.Serialize(happened, happened.GetType(), JsonSerializerOptions.Web),
        TraceParent = Activity.Current?.Id,
        CreatedAt = now,
        NextAttemptAt = now,
    };
}

/// <summary>Says that a consumer has handled an event, so that a repeat is a no-op.</summary>
public sealed class InboxMessage
{
    public Guid EventId { get; private set; }
    public string Consumer { get; private set; } = "";
    public DateTimeOffset HandledAt { get; private set; }
}

public static class Outbox
{
    /// <summary>Announces <paramref name="happened"/> with the context's next <c>SaveChanges</c>, or not at all.</summary>
    public static void Publish(this DbContext context, IIntegrationEvent happened) =>
        context.Set<OutboxMessage>().Add(OutboxMessage.Of(happened, DateTimeOffset.UtcNow));
}
