using MediatR;

namespace ChatMonolith.Modules.Sessions.Contracts;

/// <summary>What a participant may do: each role includes the ones after it.</summary>
public enum SessionRole
{
    /// <summary>Renames, shares, deletes.</summary>
    Owner,

    /// <summary>Writes messages and asks agents.</summary>
    Editor,

    /// <summary>Comments and reacts.</summary>
    Commenter,

    /// <summary>Reads.</summary>
    Viewer,
}

/// <summary>Which messages of a session agents answer.</summary>
public enum AnswerMode
{
    /// <summary>Every message, by the session's agent or by those that it names.</summary>
    Always,

    /// <summary>Only messages that name an agent.</summary>
    Mentioned,

    /// <summary>None.</summary>
    Off,
}

/// <summary>Somebody who takes part in a session.</summary>
public sealed record Participant(Guid UserId, string Name, string Email, SessionRole Role);

/// <summary>A session as one of its participants may see it.</summary>
/// <param name="AgentId">The agent that answers; null means the installation's default.</param>
public sealed record SessionAccess(Guid SessionId, string Title, string? AgentId, SessionRole Role, IReadOnlyList<Participant> Participants)
{
    /// <summary>Which messages agents answer now.</summary>
    public AnswerMode AnswerMode { get; init; }

    /// <summary>True while nobody has chosen <see cref="AnswerMode"/>: it then follows the number of people.</summary>
    public bool AnswerModeIsAutomatic { get; init; } = true;

    public bool CanWrite => Role is SessionRole.Owner or SessionRole.Editor;
    public bool CanComment => Role is not SessionRole.Viewer;
    public bool IsOwner => Role is SessionRole.Owner;
}

/// <summary>The session when <paramref name="UserId"/> takes part in it; null otherwise, also when it does not exist: the two must look alike.</summary>
public sealed record GetSessionAccess(Guid SessionId, Guid UserId) : IRequest<SessionAccess?>;

/// <summary>Which messages of a session agents answer now, for everybody; null when it does not exist.</summary>
public sealed record GetAnswerMode(Guid SessionId) : IRequest<AnswerModeNow?>;

/// <param name="IsAutomatic">True while nobody has chosen it.</param>
public sealed record AnswerModeNow(AnswerMode Mode, bool IsAutomatic);

/// <summary>The titles of those of the sessions that the user takes part in.</summary>
public sealed record GetSessionTitles(Guid UserId, IReadOnlyCollection<Guid> SessionIds) : IRequest<IReadOnlyDictionary<Guid, string>>;

/// <summary>Remembers which agent answers in the session from now on.</summary>
public sealed record ChooseSessionAgent(Guid SessionId, string AgentId) : IRequest;
