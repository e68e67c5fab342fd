using ChatMonolith.Modules.Kernel;

namespace ChatMonolith.Modules.Chat.Messages.Send;

/// <summary>
/// Lets a repeat wait for the request that it repeats, so that it finds that one's result: it spends nothing, chooses no agent and is not refused.
/// Between nodes the database's unique index does the rest.
/// </summary>
sealed class OncePerId
{
    static readonly IDisposable Free = new Turn(null);
    // Stripes: nothing to clean up, and two ids in one stripe only wait for each other.
    readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> TakeAsync(Guid sessionId, CurrentUser by, string? clientMessageId, CancellationToken cancellationToken)
    {
        if (clientMessageId is null) return Free;
        var stripe = _stripes[(uint)HashCode.Combine(sessionId, by.Id, clientMessageId) % (uint)_stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        return new Turn(stripe);
    }

    sealed class Turn(SemaphoreSlim? stripe) : IDisposable
    {
        public void Dispose() => stripe?.Release();
    }
}
