using ChatMonolith.Modules.Kernel.Events;

namespace ChatMonolith.Modules.Accounts.Contracts;

/// <summary>An administrator switched an account off; its open streams and sockets must end.</summary>
[EventName("accounts.user-disabled.v1")]
public sealed record UserDisabled(Guid UserId) : IIntegrationEvent;
