namespace ChatMonolith.Modules.Chat.Sharing;

/// <summary>What readers by a link are sent instead of an event's HTML. Made when the first of them asks, once for all of them.</summary>
/// <param name="make">Gets whether the names of those who reacted are shown.</param>
sealed class ReaderForm(Func<bool, Task<string>> make, bool isRemoval = false)
{
    public static readonly ReaderForm Nothing = new(_ => Task.FromResult(""));

    readonly Lazy<Task<string>> _named = new(() => make(true));
    readonly Lazy<Task<string>> _nameless = new(() => make(false));

    /// <summary>Text is wiped: the one thing that snapshots follow.</summary>
    public bool IsRemoval => isRemoval;

    public Task<string> HtmlAsync(bool names) => (names ? _named : _nameless).Value;
}
