using MediatR;

namespace ChatMonolith.Modules.Accounts.Contracts;

/// <summary>What other modules may know of an account.</summary>
public sealed record UserSummary(Guid Id, string Email, string DisplayName);

/// <summary>The active account with this sign-in address (case does not matter), or null.</summary>
public sealed record FindUserByEmail(string Email) : IRequest<UserSummary?>;

/// <summary>The active accounts with this display name (case does not matter), at most two: more are as ambiguous.</summary>
public sealed record FindUsersByName(string Name) : IRequest<IReadOnlyList<UserSummary>>;

/// <summary>What the person is called now, also while their account is switched off; null when there is no such account.</summary>
public sealed record GetDisplayName(Guid UserId) : IRequest<string?>;
