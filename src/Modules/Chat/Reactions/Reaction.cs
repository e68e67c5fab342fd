namespace ChatMonolith.Modules.Chat.Reactions;

/// <summary>One person's emoji on one message. The rows are the truth; a message keeps what they add up to.</summary>
sealed class Reaction
{
    public Guid MessageId { get; private set; }
    public Guid UserId { get; private set; }
    public string Emoji { get; private set; } = "";

    /// <summary>As it was then: it stays when the account goes.</summary>
    public string UserName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public static Reaction Of(Guid messageId, Guid userId, string userName, string emoji, DateTimeOffset now) =>
        new() { MessageId = messageId, UserId = userId, UserName = userName, Emoji = emoji, At = now };
}

/// <summary>An emoji on a message with everybody who chose it, in the order they came.</summary>
sealed class EmojiTally
{
    public string Emoji { get; set; } = "";
    public List<Reactor> People { get; set; } = [];

    public static List<EmojiTally> Of(IEnumerable<Reaction> rows) =>
        [.. rows.OrderBy(r => r.At).GroupBy(r => r.Emoji).Select(g => new EmojiTally { Emoji = g.Key, People = [.. g.Select(r => new Reactor { Id = r.UserId, Name = r.UserName })] })];
}

sealed class Reactor
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
}
