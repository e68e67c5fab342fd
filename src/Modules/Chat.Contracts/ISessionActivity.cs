namespace ChatMonolith.Modules.Chat.Contracts;

/// <summary>What lists show of a session may have changed: a message, an answer's beginning or end, a deletion, something read.</summary>
/// <param name="Moved">True when a person wrote something, which brings the session to the top.</param>
/// <param name="OnlyFor">When set, it changed for this person alone.</param>
public sealed record SessionActivity(Guid SessionId, bool Moved = false, Guid? OnlyFor = null);

/// <summary>Tells within this process what goes on in sessions, at once and without a word of it being stored.</summary>
public interface ISessionActivity
{
    /// <summary>After the change can be seen by whoever asks. Listeners must be quick.</summary>
    event Action<SessionActivity>? Happened;
}
