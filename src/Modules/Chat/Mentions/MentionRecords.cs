using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Kernel.Events;

namespace ChatMonolith.Modules.Chat.Mentions;

static class MentionRecords
{
    /// <summary>Keeps whom the message names now, its author aside, and tells of those whom it did not name before.</summary>
    /// <param name="before">Whom it named until now.</param>
    public static void KeepMentions(this ChatDbContext db, Message message, Named named, IReadOnlyCollection<PersonMention> before, DateTimeOffset now)
    {
        var author = Guid.Parse(message.AuthorId);
        var people = named.People.Where(p => p != author).ToHashSet();
        db.Mentions.RemoveRange(before.Where(m => !people.Contains(m.UserId)));
        foreach (var person in people.Except(before.Select(m => m.UserId)))
        {
            db.Mentions.Add(PersonMention.Of(person, message, now));
            db.Publish(new PersonMentioned(message.SessionId, message.Id, person, author, message.AuthorName, ChatText.Preview(message.Content), now));
        }
    }
}
