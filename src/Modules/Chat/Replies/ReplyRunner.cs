using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Notices;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>An answer that is asked for, and the run that writes it.</summary>
/// <param name="Begun">What it says already, when it goes on; null for a fresh one.</param>
sealed record NewAnswer(Run Run, Message Reply, Begun? Begun);

/// <summary>Runs answers: from the agent's stream to the feed and to the database. No request waits for it and no viewer can end it.</summary>
sealed class ReplyRunner(
    IAgentRuntime agents, LiveRuns runs, RunStore store, PersonSlots slots, FlushWheel wheel, SessionFeeds feeds, SessionActivities activities, PersonNotices notices,
    TimeProvider clock, ILogger<ReplyRunner> logger) : IHostedService
{
    static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(3);
    readonly HashSet<Task> _tasks = [];

    /// <summary>Stores runs, announces them and asks their agents. Once they are stored they are asked, whatever becomes of the request that wanted them.</summary>
    public async Task<IReadOnlyList<LiveRun>> StartAsync(IReadOnlyList<NewAnswer> answers, Func<Task> store, Func<IReadOnlyList<LiveRun>, Task> announce)
    {
        var starting = answers.Select(Prepare).ToList();
        List<LiveRun> live = [.. starting.Select(s => s.Live)];
        try
        {
            await store();
        }
        catch
        {
            foreach (var (one, slot, mayBegin) in starting)
            {
                runs.Remove(one);
                one.Dispose();
                if (mayBegin) slot.Release();
            }
            throw;
        }
        try
        {
            await announce(live);
        }
        finally
        {
            foreach (var (one, slot, mayBegin) in starting) Ask(one, slot, mayBegin);
            if (live is [var first, ..]) activities.Tell(first.Run.SessionId);
        }
        return live;
    }

    (LiveRun Live, SemaphoreSlim Slot, bool MayBegin) Prepare(NewAnswer answer)
    {
        var live = new LiveRun(answer.Run, answer.Reply, feeds);
        if (answer.Begun is { } begun) live.GoingOnFrom(begun.IsOf(answer.Reply) ? begun : Begun.Of(answer.Reply));
        var slot = slots.Of(answer.Run.UserId);
        var mayBegin = slot.Wait(0, CancellationToken.None);
        if (mayBegin)
        {
            answer.Reply.Begin(answer.Reply.Revision);
            answer.Run.Begin();
        }
        // Known before it is stored, so that the search for lost runs never takes it for one.
        runs.Add(live);
        return (live, slot, mayBegin);
    }

    void Ask(LiveRun live, SemaphoreSlim slot, bool mayBegin)
    {
        var task = Task.Run(() => RunAsync(live, slot, mayBegin));
        lock (_tasks) _tasks.Add(task);
        _ = task.ContinueWith(t => { lock (_tasks) _tasks.Remove(t); }, TaskScheduler.Default);
    }

    async Task RunAsync(LiveRun live, SemaphoreSlim slot, bool mayBegin)
    {
        var answer = new AnswerRecord(clock, clock.GetUtcNow());
        try
        {
            if (!mayBegin)
            {
                await slot.WaitAsync(live.Stopping);
                mayBegin = true;
                await store.BeginAsync(live);
                answer = new AnswerRecord(clock, clock.GetUtcNow());
            }
            live.Does(AgentDoing.Thinking);
            var history = await store.HistoryAsync(live.Reply, CancellationToken.None);
            await foreach (var update in agents.AnswerAsync(new(live.Run.AgentId, history, live.Begun), live.Stopping).WithCancellation(live.Stopping))
                Take(live, answer, update);
        }
        catch (OperationCanceledException) when (live.Stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            logger.LogError(e, "Run {Run} broke", live.Run.Id);
            answer.Take(new AgentFailed("internal", "Something went wrong here while the answer was written. Retry, or ask another agent."));
        }
        try
        {
            var outcome = answer.ToOutcome(live);
            if (live.MissingSources.Count > 0) logger.LogDebug("Run {Run} names sources that it does not have: {Sources}", live.Run.Id, live.MissingSources);
            await store.EndAsync(live, outcome);
            _ = notices.AnsweredAsync(live.Run, live.Reply, outcome.Status);
        }
        finally
        {
            runs.Remove(live);
            live.Dispose();
            if (mayBegin) slot.Release();
            activities.Tell(live.Run.SessionId);
        }
    }

    void Take(LiveRun live, AnswerRecord answer, AgentUpdate update)
    {
        switch (update)
        {
            case AgentText { Text.Length: > 0 } text:
                answer.FirstToken();
                if (live.Append(text.Text)) wheel.Schedule(live);
                live.Does(AgentDoing.Writing);
                break;
            case AgentReasoning { Text.Length: > 0 } thought:
                if (live.AppendReasoning(thought.Text)) wheel.Schedule(live);
                live.Does(AgentDoing.Thinking);
                break;
            case AgentCitation c:
                if (live.Cite(new(c.Number, c.Title, c.Url, c.Quote))) wheel.Schedule(live);
                break;
            case AgentActivity activity:
                live.Does(AgentDoing.Using(activity.What));
                break;
            default:
                answer.Take(update);
                break;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Keeps what has come: every running answer ends as interrupted, with its text stored.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var live in runs.All) live.Interrupt();
        Task[] open;
        lock (_tasks) open = [.. _tasks];
        await Task.WhenAny(Task.WhenAll(open), Task.Delay(DrainTime, cancellationToken));
    }
}
