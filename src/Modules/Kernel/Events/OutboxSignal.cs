using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatMonolith.Modules.Kernel.Events;

/// <summary>Wakes the dispatcher when a context has saved an event. Only a hint: polling finds what a lost wake-up, or another node, left behind.</summary>
public sealed class OutboxSignal : SaveChangesInterceptor
{
    readonly Channel<byte> _wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly ConcurrentDictionary<Type, byte> _changed = new();

    /// <summary>Says that <paramref name="contextType"/>'s outbox has something due.</summary>
    public void Wake(Type contextType)
    {
        _changed[contextType] = 0;
        _wake.Writer.TryWrite(0);
    }

    /// <summary>Waits for a wake-up, at most <paramref name="atMost"/>. Gives the contexts that changed; null means that all are worth a look.</summary>
    public async Task<IReadOnlySet<Type>?> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(atMost);
        try
        {
            await _wake.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        return _changed.Keys.Where(type => _changed.TryRemove(type, out _)).ToHashSet();
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        WakeFor(eventData.Context);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        WakeFor(eventData.Context);
        return ValueTask.FromResult(result);
    }

    // Inside an explicit transaction the row is not visible yet; the publisher then wakes the dispatcher after its commit.
    void WakeFor(DbContext? context)
    {
        if (context?.Database.CurrentTransaction is null && context?.ChangeTracker.Entries<OutboxMessage>().Any() is true)
            Wake(context.GetType());
    }
}
