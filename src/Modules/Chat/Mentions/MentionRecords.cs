using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;

namespace ChatMonolith.Modules.Chat.Mentions;

static class MentionRecords
{
    /// <summary>Keeps whom the message names now, its author aside; gives those whom it did not name before.</summary>
    /// <param name="before">Whom it named until now.</param>
    public static IReadOnlyList<Guid> KeepMentions(this ChatDbContext db, Message message, Named named, IReadOnlyCollection<PersonMention> before, DateTimeOffset now)
    {
        var author = Guid.Parse(message.AuthorId);
        var people = named.People.Where(p => p != author).ToHashSet();
        Guid[] added = [.. people.Except(before.Select(m => m.UserId))];
        db.Mentions.RemoveRange(before.Where(m => !people.Contains(m.UserId)));
        db.Mentions.AddRange(added.Select(person => PersonMention.Of(person, message, now)));
        return added;
    }
}
