namespace ChatMonolith.Modules.Sessions;

/// <summary>A session as the API shows it.</summary>
sealed record SessionView(Guid Id, string Title, string? Agent, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Role);
