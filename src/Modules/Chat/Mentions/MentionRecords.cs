using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;

namespace ChatMonolith.Modules.Chat.Mentions;

static class MentionRecords
{
    /// <summary>Keeps whom the message names now, its author aside.</summary>
    /// <param name="before">Whom it named until now.</param>
    public static void KeepMentions(this ChatDbContext db, Message message, Named named, IReadOnlyCollection<PersonMention> before, DateTimeOffset now)
    {
        var author = Guid.Parse(message.AuthorId);
        var people = named.People.Where(p => p != author).ToHashSet();
        db.Mentions.RemoveRange(before.Where(m => !people.Contains(m.UserId)));
        db.Mentions.AddRange(people.Except(before.Select(m => m.UserId)).Select(person => PersonMention.Of(person, message, now)));
    }
}
