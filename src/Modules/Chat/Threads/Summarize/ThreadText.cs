using System.Text;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Threads.Summarize;

static class ThreadText
{
    // Of each message, so that one that is long leaves room for the others.
    const int Longest = 4000;
    const int Messages = 60;

    /// <summary>What was said in a thread, for an agent that summarises it; read when it is asked, so that what was deleted is not in it; comments never are.</summary>
    public static async Task<string> ThreadTextAsync(this ChatDbContext db, Guid sessionId, Guid rootId, CancellationToken cancellationToken)
    {
        var root = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == rootId && m.SessionId == sessionId, cancellationToken);
        if (root?.Thread is not { } thread || await db.PathAsync(sessionId, thread.Branch, cancellationToken) is not { } path) return "";
        var said = await db.UpTo(sessionId, path.Shown, long.MaxValue, Messages, comments: false).Where(m => m.Content != "" && m.DeletedAt == null)
            .Select(m => new { m.Ordinal, m.AuthorName, m.Content }).ToListAsync(cancellationToken);
        var text = new StringBuilder("\n\nSummarise this side thread of our conversation in a few sentences: what was asked, what was found, what is open. Use its language.\n");
        if (root is { DeletedAt: null, IsComment: false }) Add("The thread is about this message of", root.AuthorName, root.Content);
        foreach (var message in said.OrderBy(m => m.Ordinal)) Add("In the thread,", message.AuthorName, message.Content);
        return text.ToString();

        void Add(string where, string who, string what) => text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{where} {who}:\n{ChatText.Shorten(what, Longest)}\n");
    }
}
