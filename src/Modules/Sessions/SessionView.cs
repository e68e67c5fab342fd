using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Kernel;
using MediatR;

namespace ChatMonolith.Modules.Sessions;

/// <param name="People">How many have come.</param>
sealed record ListedSession(Session Session, SessionParticipant Me, int People);

/// <summary>A session as the API shows it.</summary>
/// <param name="InvitedBy">Who invited me, as long as I have not opened it.</param>
/// <param name="Unread">Messages by others since the person last read it; 100 stands for that or more.</param>
/// <param name="Mentions">How many of these mention the person.</param>
/// <param name="Answering">True while an answer is written in it.</param>
/// <param name="AnswerMode">Which messages agents answer: always, mentioned or off.</param>
/// <param name="AnswerModeIsAutomatic">True while nobody has chosen it.</param>
sealed record SessionView(
    Guid Id, string Title, string? Agent, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Role, string AnswerMode, bool AnswerModeIsAutomatic,
    string? InvitedBy = null, int Unread = 0, int Mentions = 0, bool Answering = false)
{
    [JsonIgnore] public string UnreadText => SessionNews.TextOf(Unread);

    public static SessionView Of(ListedSession listed, SessionNews? news = null) => Of(listed.Session, listed.Me, listed.People, news);

    static SessionView Of(Session session, SessionParticipant me, int people, SessionNews? news) => new(
        session.Id, session.Title, session.AgentId, session.CreatedAt, session.UpdatedAt, me.Role.Name(),
        session.AnswerModeAmong(people).ToString().ToLowerInvariant(), session.ChosenAnswerMode is null,
        me.JoinedAt is null ? me.InvitedBy : null, news?.Unread ?? 0, news?.Mentions ?? 0, news?.Answering ?? false);

    /// <summary>With what is new in them for the person.</summary>
    public static async Task<List<SessionView>> OfAsync(
        IReadOnlyCollection<ListedSession> sessions, CurrentUser reader, IMediator mediator, CancellationToken cancellationToken)
    {
        if (sessions.Count == 0) return [];
        var news = await mediator.Send(new CountUnread([.. sessions.Select(s => ReaderOf(s.Session))]), cancellationToken);
        return [.. sessions.Select(s => Of(s, news.GetValueOrDefault(ReaderOf(s.Session))))];

        SessionReader ReaderOf(Session session) => new(session.Id, reader.Id);
    }
}
