using System.Collections.Concurrent;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>The answers that this node is writing now.</summary>
sealed class LiveRuns
{
    readonly ConcurrentDictionary<Guid, LiveRun> _byMessage = new();

    public IEnumerable<LiveRun> All => _byMessage.Values;

    public void Add(LiveRun run) => _byMessage[run.Reply.Id] = run;

    // Only this one: an answer may have gone on in a new run before the old one is put away.
    public void Remove(LiveRun run) => _byMessage.TryRemove(KeyValuePair.Create(run.Reply.Id, run));

    public LiveRun? OfMessage(Guid messageId) => _byMessage.GetValueOrDefault(messageId);

    public LiveRun? OfRun(Guid runId) => All.FirstOrDefault(r => r.Run.Id == runId);

    public IEnumerable<LiveRun> OfSession(Guid sessionId) => All.Where(r => r.Run.SessionId == sessionId).OrderBy(r => r.Reply.Ordinal);
}
