using System.Text;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>What a viewer missed, and the revision that it knows of then.</summary>
sealed record Missed(long Revision, IReadOnlyList<StreamItem> Items);

/// <summary>
/// The durable changes after a revision, and a snapshot of each running answer. Programs get them piece by piece and can take each twice; pages
/// get all of it in one piece or nothing, because what is appended twice would show. Only the last piece has the id: a viewer that is cut off
/// in the middle and comes back with what it has must miss nothing.
/// </summary>
sealed class CatchUp(LiveRuns runs, Fragments fragments, IServiceScopeFactory scopes)
{
    // Of no feed's life: whoever comes back with it catches up again, which is harmless, instead of getting deltas its snapshot contains.
    const string NoEpoch = "x";

    static readonly object TooFar = new { type = "reload", why = "too_far" };
    static readonly StreamItem Reload = new(null, "cm-reload", """{"why":"too_far"}""", null);

    /// <param name="known">Gets the feed's number that each snapshot contains.</param>
    /// <param name="nowAsync">Asked after the changes are read: a switch to another version among them must be known, or the page would miss it.</param>
    public async Task<(Missed Missed, SessionNow Now)> ReadAsync(
        Guid sessionId, long revision, View view, Func<Task<SessionNow>> nowAsync, Dictionary<Guid, long> known, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var changed = await db.Messages.AsNoTracking().Where(m => m.SessionId == sessionId && m.Revision > revision)
            .OrderBy(m => m.Revision).Take(ChatFeed.MostTogether + 1).ToListAsync(cancellationToken);
        var now = await nowAsync();
        // Too much to send piece by piece: a page loads itself again, a program lists the messages, and both go on from here.
        if (changed.Count > ChatFeed.MostTogether || view.IsStale(revision, now))
            return (new(now.Revision, [view.IsPage ? Reload : Last(FeedEvent.Write(TooFar), IdOf(sessionId, now.Revision))]), now);

        var reached = changed.Count == 0 ? revision : changed.Max(m => m.Revision);
        var ids = changed.Select(m => m.Id).ToHashSet();
        Message[] growing = [.. runs.OfSession(sessionId).Where(r => r.Reply.Ordinal <= reached && !ids.Contains(r.Reply.Id)).Select(r => r.Reply)];
        var versions = now.LastBranch == 0 || changed.Count + growing.Length == 0 ? null
            : await db.SiblingsOfAsync(sessionId, [.. changed, .. growing], cancellationToken);
        MessageView ViewOf(Message m) => MessageView.Of(m, Snapshot(m.Id, known), versions?.GetValueOrDefault(m.Id));
        MessageView[] messages = [.. changed.OrderBy(m => m.Ordinal).Select(ViewOf)];
        MessageView[] parts = [.. growing.Select(ViewOf).Where(m => m.RunId is not null)];
        return (new(reached, view.IsPage ? await ForPageAsync(IdOf(sessionId, reached), revision, messages, parts, m => view.Shows(now.Path, now.Root, new(m.Branch, m.Ordinal))) : ForProgram(IdOf(sessionId, reached), messages, parts)), now);
    }

    static string IdOf(Guid sessionId, long revision) => $"{NoEpoch}{SessionFeed.MarkOf(sessionId)}.{revision}.0";

    LiveSnapshot? Snapshot(Guid messageId, Dictionary<Guid, long> known)
    {
        var snapshot = runs.OfMessage(messageId)?.Snapshot();
        if (snapshot is not null) known[messageId] = snapshot.FeedNumber;
        return snapshot;
    }

    async Task<IReadOnlyList<StreamItem>> ForPageAsync(string id, long revision, MessageView[] messages, MessageView[] growing, Func<MessageView, bool> shows)
    {
        var html = new StringBuilder();
        foreach (var message in messages.Where(shows))
            html.Append(message.IsPurged ? message.Ordinal > revision ? "" : Fragments.Removed(message.Id)
                : message.Ordinal > revision ? await fragments.AppendedAsync(message) : await fragments.ReplacedAsync(message));
        foreach (var message in growing.Where(shows)) html.Append(await fragments.ReplacedAsync(message));
        return html.Length == 0 ? [] : [new(id, null, html.ToString(), null)];
    }

    static IReadOnlyList<StreamItem> ForProgram(string id, MessageView[] messages, MessageView[] growing)
    {
        object[] payloads =
        [
            .. messages.Select(m => new { type = TypeOf(m), messageId = m.Id, status = m.Status, usage = m.Usage, citations = m.Citations, message = m }),
            .. growing.Select(m => new { type = "message.delta", messageId = m.Id, offset = 0, text = m.Content }),
        ];
        return [.. payloads.Select(FeedEvent.Write).Select((json, i) =>
            i == payloads.Length - 1 ? Last(json, id) : new(null, null, null, json))];
    }

    static StreamItem Last(string json, string id) => new(id, null, null, FeedEvent.WithId(json, id));

    static string TypeOf(MessageView message) =>
        message.DeletedAt is not null ? "message.deleted" : message.IsAgent && !message.IsRunning ? "message.completed" : "message.created";
}
