using ChatMonolith.Modules.Kernel.Events;

namespace ChatMonolith.Modules.Accounts.Contracts;

/// <summary>
/// An account can be used from now on: its person chose a password, or got one. Told again when an account that was switched off is switched on.
/// </summary>
[EventName("accounts.user-joined.v1")]
public sealed record UserJoined(Guid UserId, string Email, string DisplayName) : IIntegrationEvent;

/// <summary>A person has another display name. Two of these may come in the wrong order: whoever keeps the name asks for the one of now.</summary>
[EventName("accounts.user-renamed.v1")]
public sealed record UserRenamed(Guid UserId, string DisplayName) : IIntegrationEvent;

/// <summary>An administrator switched an account off; its open streams and sockets must end.</summary>
[EventName("accounts.user-disabled.v1")]
public sealed record UserDisabled(Guid UserId) : IIntegrationEvent;

/// <summary>Sign-ins or keys of a person ended, not the account: streams and sockets that were opened by one of them must end.</summary>
/// <param name="AccessIds">As <c>CurrentUser.AccessId</c> names them.</param>
[EventName("accounts.access-ended.v1")]
public sealed record AccessEnded(Guid UserId, IReadOnlyList<Guid> AccessIds) : IIntegrationEvent;
