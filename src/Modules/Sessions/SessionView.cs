namespace ChatMonolith.Modules.Sessions;

/// <summary>A session as the API shows it.</summary>
/// <param name="InvitedBy">Who invited me, as long as I have not opened it.</param>
sealed record SessionView(Guid Id, string Title, string? Agent, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Role, string? InvitedBy = null);
