using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Chat.Mentions;

/// <summary>Whom a text names with <c>@</c>: people of the session, and agents by their name or id.</summary>
/// <param name="Names">As they are typed, to mark them; null when there are none.</param>
sealed record Named(IReadOnlyList<AgentSummary> Agents, IReadOnlyList<Guid> People, string[]? Names)
{
    public static readonly Named Nobody = new([], [], null);

    public static bool IsPossible(string text) => text.Contains('@');

    /// <param name="agents">Those that may be named, the default one first.</param>
    public static Named In(string text, SessionAccess session, IReadOnlyList<AgentSummary> agents)
    {
        var known = new KnownNames([.. session.Participants.Select(p => p.Name), .. agents.Select(a => a.Name), .. agents.Select(a => a.Id)]);
        var names = SafeMarkdown.MentionsIn(text, known);
        if (names.Count == 0) return Nobody;
        // Models of two providers may have one name: then the session's own agent is meant, or the first.
        var candidates = agents.OrderByDescending(a => a.Id == session.AgentId).ToList();
        return new(
            [.. names.Select(n => candidates.Find(a => Is(a.Id, n)) ?? candidates.Find(a => Is(a.Name, n))).OfType<AgentSummary>().DistinctBy(a => a.Id)],
            [.. session.Participants.Where(p => names.Any(n => Is(p.Name, n))).Select(p => p.UserId)],
            [.. names]);
    }

    static bool Is(string name, string typed) => string.Equals(name, typed, StringComparison.OrdinalIgnoreCase);
}
