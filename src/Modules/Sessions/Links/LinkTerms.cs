using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Participants;

namespace ChatMonolith.Modules.Sessions.Links;

/// <summary>What a link gives one person now.</summary>
/// <param name="HasAll">The person takes part already, and the link gives nothing more.</param>
/// <param name="Refusal">Why it gives nothing to who does not take part; null when it does.</param>
sealed record LinkTerms(SessionRole Role, bool HasAll, Error? Refusal)
{
    /// <param name="said">What the owner last said of the person.</param>
    public static LinkTerms Of(Session session, JoinLink link, OwnersWord? said, Guid userId, DateTimeOffset now)
    {
        var word = said?.IsAfter(link) is true ? said : null;
        var offers = link.IsOpen(now);
        // The roles are in order: each includes the ones after it.
        var hasAll = session.Find(userId) is { } me && (me.Role <= link.Role || !offers || word is not null);
        return new((SessionRole)Math.Max((int)link.Role, (int)(word?.Role ?? link.Role)), hasAll,
            hasAll ? null : !offers ? LinkErrors.NotValid : word is { Role: null } ? LinkErrors.Outdated : null);
    }
}
