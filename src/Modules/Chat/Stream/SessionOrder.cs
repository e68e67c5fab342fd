namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>
/// Lets the durable changes of one session reach the database and the feed in the same order. The session's row lock orders the former;
/// without this, two requests could announce them the other way round.
/// </summary>
sealed class SessionOrder
{
    // Stripes instead of one lock per session: nothing to clean up, and two sessions in one stripe only wait for each other.
    readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> TakeAsync(Guid sessionId, CancellationToken cancellationToken = default)
    {
        var stripe = _stripes[(uint)sessionId.GetHashCode() % (uint)_stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        return new Turn(stripe);
    }

    sealed class Turn(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
