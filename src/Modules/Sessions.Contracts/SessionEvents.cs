using ChatMonolith.Modules.Kernel.Events;

namespace ChatMonolith.Modules.Sessions.Contracts;

/// <summary>Somebody joined.</summary>
[EventName("sessions.participant-added.v1")]
public sealed record ParticipantAdded(Guid SessionId, Guid UserId, string Name, SessionRole Role) : IIntegrationEvent;

/// <summary>Somebody who was invited opened the session the first time.</summary>
[EventName("sessions.participant-arrived.v1")]
public sealed record ParticipantArrived(Guid SessionId, Guid UserId, string Name, SessionRole Role) : IIntegrationEvent;

/// <summary>Somebody has another name now, in all their sessions.</summary>
[EventName("sessions.participant-renamed.v1")]
public sealed record ParticipantRenamed(Guid UserId, string Name) : IIntegrationEvent;

/// <summary>Somebody who takes part may do more or less than before.</summary>
[EventName("sessions.participant-changed.v1")]
public sealed record ParticipantChanged(Guid SessionId, Guid UserId, string Name, SessionRole Role) : IIntegrationEvent;

/// <summary>Somebody may no longer see the session; their open streams and sockets must end.</summary>
[EventName("sessions.participant-removed.v1")]
public sealed record ParticipantRemoved(Guid SessionId, Guid UserId, string Name = "") : IIntegrationEvent;

/// <summary>Somebody asked to be let in, or was answered; only the owner may know.</summary>
[EventName("sessions.access-requests-changed.v1")]
public sealed record AccessRequestsChanged(Guid SessionId, Guid OwnerId) : IIntegrationEvent;

/// <summary>There are other links or invitations of addresses than before; only the owner may know.</summary>
[EventName("sessions.ways-in-changed.v1")]
public sealed record WaysInChanged(Guid SessionId, Guid OwnerId) : IIntegrationEvent;

/// <summary>The title changed.</summary>
[EventName("sessions.session-renamed.v1")]
public sealed record SessionRenamed(Guid SessionId, string Title) : IIntegrationEvent;

/// <summary>Somebody chose which messages agents answer.</summary>
[EventName("sessions.answer-mode-chosen.v1")]
public sealed record AnswerModeChosen(Guid SessionId) : IIntegrationEvent;

/// <summary>Somebody chose another agent to answer in the session.</summary>
[EventName("sessions.agent-chosen.v1")]
public sealed record AgentChosen(Guid SessionId) : IIntegrationEvent;

/// <summary>The session is gone for everybody.</summary>
[EventName("sessions.session-deleted.v1")]
public sealed record SessionDeleted(Guid SessionId) : IIntegrationEvent;
