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

    /// <summary>What stands for the number of an answer that was over when it was read.</summary>
    public const long Whole = long.MaxValue;

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

        await db.CompleteAsync([.. changed.Where(m => !m.IsOver && runs.OfMessage(m.Id) is null)], cancellationToken);
        // All its parts are in it, also those that are told only now; until a later change tells that it goes on.
        foreach (var message in changed.Where(m => m is { AuthorKind: AuthorKind.Agent, IsOver: true })) known[message.Id] = Whole;
        var reached = changed.Count == 0 ? revision : changed.Max(m => m.Revision);
        var ids = changed.Select(m => m.Id).ToHashSet();
        Message[] growing = [.. runs.OfSession(sessionId).Where(r => r.Reply.Ordinal <= reached && !ids.Contains(r.Reply.Id)).Select(r => r.Reply)];
        var versions = now.LastBranch == 0 || changed.Count + growing.Length == 0 ? null
            : await db.SiblingsOfAsync(sessionId, [.. changed, .. growing], cancellationToken);
        MessageView ViewOf(Message m) => MessageView.Of(m, Snapshot(m.Id, known), versions?.GetValueOrDefault(m.Id));
        MessageView[] messages = [.. changed.OrderBy(m => m.Ordinal).Select(ViewOf)];
        MessageView[] parts = [.. growing.Select(ViewOf).Where(m => m.RunId is not null)];
        // Readers by a link learn nothing of who asked.
        var atWork = view.Reader is null ? AtWork(sessionId, view, now) : [];
        return (new(reached, [.. view.IsPage ? await ForPageAsync(IdOf(sessionId, reached), revision, view, now, messages, parts) : ForProgram(IdOf(sessionId, reached), messages, parts), .. atWork]), now);
    }

    /// <summary>What the agents are at; it has no id, because it is state and comes again.</summary>
    IEnumerable<StreamItem> AtWork(Guid sessionId, View view, SessionNow now) =>
        from run in runs.OfSession(sessionId)
        let place = new MessagePlace(run.Reply.Branch, run.Reply.Ordinal)
        where run.Doing is not null && (!view.IsPage || view.Shows(now.Path, now.Root, place))
        select run.Doing!.ToEvent(run.Run, place) into happened
        select new StreamItem(null, happened.Name, view.IsPage ? happened.Html : null, view.IsPage ? null : FeedEvent.Write(happened.Payload!));

    /// <summary>Where a viewer catches up from that knows everything up to a revision.</summary>
    public static string IdOf(Guid sessionId, long revision) => $"{NoEpoch}{SessionFeed.MarkOf(sessionId)}.{revision}.0";

    LiveSnapshot? Snapshot(Guid messageId, Dictionary<Guid, long> known)
    {
        var snapshot = runs.OfMessage(messageId)?.Snapshot();
        if (snapshot is not null) known[messageId] = snapshot.FeedNumber;
        return snapshot;
    }

    async Task<IReadOnlyList<StreamItem>> ForPageAsync(string id, long revision, View view, SessionNow now, MessageView[] messages, MessageView[] growing)
    {
        var html = new StringBuilder();
        foreach (var message in messages.Concat(growing).Where(m => view.Shows(now.Path, now.Root, new(m.Branch, m.Ordinal))))
            html.Append(await (view.Reader?.ChangedAsync(message, message.Ordinal > revision) ?? ChangedAsync(message, message.Ordinal > revision)));
        return html.Length == 0 ? [] : [new(id, null, html.ToString(), null)];
    }

    async Task<string> ChangedAsync(MessageView message, bool isNew) => message.IsPurged ? isNew ? "" : Fragments.Removed(message.Id)
        : isNew ? await fragments.AppendedAsync(message) : await fragments.ReplacedAsync(message);

    static IReadOnlyList<StreamItem> ForProgram(string id, MessageView[] messages, MessageView[] growing)
    {
        object[] payloads =
        [
            .. messages.Select(m => new { type = TypeOf(m), messageId = m.Id, status = m.Status, usage = m.Usage, citations = m.Citations, message = m }),
            .. growing.SelectMany(Snapshot),
        ];
        return [.. payloads.Select(FeedEvent.Write).Select((json, i) =>
            i == payloads.Length - 1 ? Last(json, id) : new(null, null, null, json))];
    }

    // All that later parts of the answer build on.
    static IEnumerable<object> Snapshot(MessageView m)
    {
        if (m.Reasoning is { } thoughts) yield return new { type = "message.reasoning", messageId = m.Id, offset = 0, text = thoughts };
        if (m.Citations.Count > 0) yield return new { type = "message.sources", messageId = m.Id, citations = m.Citations };
        yield return new { type = "message.delta", messageId = m.Id, offset = 0, text = m.Content };
    }

    static StreamItem Last(string json, string id) => new(id, null, null, FeedEvent.WithId(json, id));

    static string TypeOf(MessageView message) =>
        message.DeletedAt is not null ? "message.deleted" : message.IsAgent && !message.IsRunning ? "message.completed" : "message.created";
}
