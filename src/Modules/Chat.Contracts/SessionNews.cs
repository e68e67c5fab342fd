using MediatR;

namespace ChatMonolith.Modules.Chat.Contracts;

/// <summary>Somebody who takes part in a session.</summary>
public readonly record struct SessionReader(Guid SessionId, Guid UserId);

/// <summary>What a session holds for one of its people.</summary>
/// <param name="Unread">Messages by others since they last read it, deleted ones and answers that still grow aside; at most <see cref="MostUnread"/>.</param>
/// <param name="Mentions">How many of these mention them.</param>
/// <param name="Answering">True while an answer is written there.</param>
public sealed record SessionNews(int Unread, int Mentions, bool Answering)
{
    /// <summary>More is not counted.</summary>
    public const int MostUnread = 100;

    /// <summary>Nothing new.</summary>
    public static readonly SessionNews None = new(0, 0, false);

    /// <summary>The count as people read it.</summary>
    public string UnreadText => TextOf(Unread);

    /// <summary>A count of unread messages as people read it.</summary>
    public static string TextOf(int unread) => unread >= MostUnread ? "99+" : unread.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How many mentions each of these people has not seen, in all sessions; who has none is left out.</summary>
public sealed record CountMentions(IReadOnlyCollection<Guid> UserIds) : IRequest<IReadOnlyDictionary<Guid, int>>;

/// <summary>What is new for each of these people in each of these sessions, in one query. Whoever asks makes sure that they take part.</summary>
public sealed record CountUnread(IReadOnlyCollection<SessionReader> Readers) : IRequest<IReadOnlyDictionary<SessionReader, SessionNews>>;
