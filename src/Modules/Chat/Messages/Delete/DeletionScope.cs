using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Delete;

enum DeletionScope
{
    /// <summary>One message; what answers it stays.</summary>
    Message,

    /// <summary>It and everything that follows it, in every version that has it. The version goes on above it.</summary>
    Below,

    /// <summary>The same, and people see another version of it from then on.</summary>
    Version,
}

static class DeletionScopes
{
    public static DeletionScope? Read(string? text) => text?.ToLowerInvariant() switch
    {
        null or "" or "message" => DeletionScope.Message,
        "below" => DeletionScope.Below,
        "version" => DeletionScope.Version,
        _ => null,
    };

    /// <summary>The message and everything that follows it, also in versions that were begun below it; oldest first.</summary>
    public static async Task<IQueryable<Message>> FromOnAsync(this ChatDbContext db, Message message, CancellationToken cancellationToken)
    {
        var branches = await db.Branches.AsNoTracking().Where(b => b.SessionId == message.SessionId).ToListAsync(cancellationToken);
        int[] with = [message.Branch, .. branches.Select(b => b.Number)
            .Where(n => n != message.Branch && SessionPath.To(n, branches)!.Contains(message.Branch, message.Ordinal))];
        return db.Messages.Where(m => m.SessionId == message.SessionId && m.Ordinal >= message.Ordinal && with.Contains(m.Branch) && m.DeletedAt == null).OrderBy(m => m.Ordinal);
    }

    /// <summary>Null when the person may delete all of them: their own messages, answers that they asked for, and everything in their own session.</summary>
    public static async Task<Error?> RefusalAsync(
        this ChatDbContext db, SessionAccess session, CurrentUser by, IReadOnlyCollection<Message> messages, CancellationToken cancellationToken)
    {
        if (!session.CanWrite && !(session.CanComment && messages.All(m => m.IsComment))) return ChatErrors.ReadOnly;
        if (session.IsOwner) return null;
        var answers = messages.Where(m => m.AuthorKind is AuthorKind.Agent).Select(m => m.Id).ToArray();
        // The first run: whoever let it go on later did not ask for it.
        var asked = (await db.Runs.AsNoTracking().Where(r => answers.Contains(r.MessageId)).OrderBy(r => r.StartedAt).Select(r => new { r.MessageId, r.UserId }).ToListAsync(cancellationToken))
            .DistinctBy(r => r.MessageId).ToDictionary(r => r.MessageId, r => r.UserId);
        var others = messages.Count(m => m.AuthorKind is AuthorKind.Agent ? asked.GetValueOrDefault(m.Id) != by.Id : m.AuthorId != by.Id.ToString());
        return others == 0 ? null : messages.Count == 1 ? MessageErrors.NotDeletable : MessageErrors.SomeNotDeletable(others, messages.Count);
    }
}
