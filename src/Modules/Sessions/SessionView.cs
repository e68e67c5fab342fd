using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Sessions;

/// <summary>A session as the API shows it.</summary>
/// <param name="AnswerMode">Which messages agents answer: always, mentioned or off.</param>
/// <param name="AnswerModeIsAutomatic">True while nobody has chosen it.</param>
sealed record SessionView(
    Guid Id, string Title, string? Agent, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Role, string AnswerMode, bool AnswerModeIsAutomatic)
{
    /// <param name="people">How many take part.</param>
    public static SessionView Of(Session session, SessionRole role, int people) => new(
        session.Id, session.Title, session.AgentId, session.CreatedAt, session.UpdatedAt, role.ToString().ToLowerInvariant(),
        session.AnswerModeAmong(people).ToString().ToLowerInvariant(), session.ChosenAnswerMode is null);
}
