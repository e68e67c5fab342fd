using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Kernel;
using MediatR;

namespace ChatMonolith.Modules.Sessions;

/// <summary>A session as the API shows it.</summary>
/// <param name="InvitedBy">Who invited me, as long as I have not opened it.</param>
/// <param name="Unread">Messages by others since the person last read it; 100 stands for that or more.</param>
/// <param name="Mentions">How many of these mention the person.</param>
/// <param name="Answering">True while an answer is written in it.</param>
sealed record SessionView(
    Guid Id, string Title, string? Agent, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Role, string? InvitedBy = null, int Unread = 0, int Mentions = 0, bool Answering = false)
{
    [JsonIgnore] public string UnreadText => SessionNews.TextOf(Unread);

    public static SessionView Of(Session session, SessionParticipant me, SessionNews? news = null) => new(
        session.Id, session.Title, session.AgentId, session.CreatedAt, session.UpdatedAt, me.Role.Name(), me.JoinedAt is null ? me.InvitedBy : null,
        news?.Unread ?? 0, news?.Mentions ?? 0, news?.Answering ?? false);

    /// <summary>With what is new in them for the person.</summary>
    public static async Task<List<SessionView>> OfAsync(
        IReadOnlyCollection<(Session Session, SessionParticipant Me)> sessions, CurrentUser reader, IMediator mediator, CancellationToken cancellationToken)
    {
        if (sessions.Count == 0) return [];
        var news = await mediator.Send(new CountUnread([.. sessions.Select(s => ReaderOf(s.Session))]), cancellationToken);
        return [.. sessions.Select(s => Of(s.Session, s.Me, news.GetValueOrDefault(ReaderOf(s.Session))))];

        SessionReader ReaderOf(Session session) => new(session.Id, reader.Id, reader.Name);
    }
}
