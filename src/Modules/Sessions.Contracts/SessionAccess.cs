using ChatMonolith.Modules.Kernel;
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
/// <param name="HasOpened">False while an invited person has not opened the session yet; they may already.</param>
/// <param name="InvitedBy">The name of who invited them; null for those who came by themselves.</param>
public sealed record Participant(Guid UserId, string Name, string Email, SessionRole Role, bool HasOpened = true, string? InvitedBy = null);

/// <summary>A session as one of its participants may see it.</summary>
/// <param name="AgentId">The agent that answers; null means the installation's default.</param>
public sealed record SessionAccess(Guid SessionId, string Title, string? AgentId, SessionRole Role, IReadOnlyList<Participant> Participants)
{
    /// <summary>How many people ask to be let in; always 0 for who is not the owner.</summary>
    public int OpenRequests { get; init; }

    /// <summary>Which messages agents answer now.</summary>
    public AnswerMode AnswerMode { get; init; }

    /// <summary>True while nobody has chosen <see cref="AnswerMode"/>: it then follows the number of people.</summary>
    public bool AnswerModeIsAutomatic { get; init; } = true;

    /// <summary>Whom this was asked for, in <see cref="Participants"/>.</summary>
    public bool IsFirstVisitOf(Guid userId) => Participants.Any(p => p.UserId == userId && !p.HasOpened);

    public bool CanWrite => Role is SessionRole.Owner or SessionRole.Editor;
    public bool CanComment => Role is not SessionRole.Viewer;
    public bool IsOwner => Role is SessionRole.Owner;
}

/// <summary>The session when <paramref name="UserId"/> takes part in it; null otherwise, also when it does not exist: the two must look alike.</summary>
public sealed record GetSessionAccess(Guid SessionId, Guid UserId) : IRequest<SessionAccess?>;

/// <summary>An invited person has opened the session: they are not shown as invited any more.</summary>
public sealed record OpenInvitedSession(Guid SessionId, Guid UserId) : IRequest;

/// <summary>The session's title, for readers who do not take part in it and were let in another way; null when there is no such session.</summary>
public sealed record GetSessionTitle(Guid SessionId) : IRequest<string?>;

/// <summary>Starts a session for somebody, who becomes its owner. The id is a new one: what is in it from the start may be there before.</summary>
public sealed record StartSession(Guid Id, CurrentUser By, string Title) : IRequest;

/// <summary>Which messages of a session agents answer now, and which agent; null when it does not exist.</summary>
public sealed record GetAnswerMode(Guid SessionId) : IRequest<AnswerModeNow?>;

/// <param name="IsAutomatic">True while nobody has chosen it.</param>
/// <param name="AgentId">The agent that answers; null means the installation's default.</param>
public sealed record AnswerModeNow(AnswerMode Mode, bool IsAutomatic, string? AgentId);

/// <summary>The titles of those of the sessions that the user takes part in.</summary>
public sealed record GetSessionTitles(Guid UserId, IReadOnlyCollection<Guid> SessionIds) : IRequest<IReadOnlyDictionary<Guid, string>>;

/// <summary>How the user takes part now in those of the sessions that they are in.</summary>
public sealed record GetParticipations(Guid UserId, IReadOnlyCollection<Guid> SessionIds) : IRequest<IReadOnlyList<Participation>>;

public sealed record Participation(Guid SessionId, string Name, SessionRole Role);

/// <summary>Remembers which agent answers in the session from now on, unless somebody has chosen another one since <paramref name="InsteadOf"/> was seen.</summary>
public sealed record ChooseSessionAgent(Guid SessionId, string AgentId, string? InsteadOf) : IRequest;
