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

/// <summary>Somebody who takes part in a session.</summary>
public sealed record Participant(Guid UserId, string Name, string Email, SessionRole Role);

/// <summary>A session as one of its participants may see it.</summary>
/// <param name="AgentId">The agent that answers; null means the installation's default.</param>
public sealed record SessionAccess(Guid SessionId, string Title, string? AgentId, SessionRole Role, IReadOnlyList<Participant> Participants)
{
    public bool CanWrite => Role is SessionRole.Owner or SessionRole.Editor;
    public bool IsOwner => Role is SessionRole.Owner;
}

/// <summary>The session when <paramref name="UserId"/> takes part in it; null otherwise, also when it does not exist: the two must look alike.</summary>
public sealed record GetSessionAccess(Guid SessionId, Guid UserId) : IRequest<SessionAccess?>;

/// <summary>The session's title, for readers who do not take part in it and were let in another way; null when there is no such session.</summary>
public sealed record GetSessionTitle(Guid SessionId) : IRequest<string?>;

/// <summary>Starts a session for somebody, who becomes its owner. Its id.</summary>
public sealed record StartSession(CurrentUser By, string Title) : IRequest<Guid>;

/// <summary>Remembers which agent answers in the session from now on.</summary>
public sealed record ChooseSessionAgent(Guid SessionId, string AgentId) : IRequest;
