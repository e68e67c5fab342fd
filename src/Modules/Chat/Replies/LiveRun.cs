using System.Text;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What a viewer needs to join in the middle: everything so far, and the feed's number that it contains.</summary>
sealed record LiveSnapshot(Guid RunId, string Text, string FinishedHtml, string TailHtml, IReadOnlyList<CitedSource> Citations, long FeedNumber);

/// <summary>A running answer in memory: its text, its renderer, and the parts that viewers have not been sent yet.</summary>
sealed class LiveRun(Run run, Message reply, SessionFeeds feeds) : IDisposable
{
    readonly Lock _gate = new();
    readonly StringBuilder _text = new();
    readonly StringBuilder _unsent = new();
    readonly IncrementalMarkdown _markdown = new(Fragments.PrefixOf(reply.Id));
    readonly List<CitedSource> _citations = [];
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource<MessageView> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _saved;
    bool _scheduled;
    bool _disposed;

    public Run Run => run;
    public Message Reply => reply;
    public CancellationToken Stopping => _stop.Token;
    public string? StoppedBy { get; private set; }

    /// <summary>Completes with the stored message when the run has ended.</summary>
    public Task<MessageView> Over => _over.Task;
    public bool IsOver => _over.Task.IsCompleted;
    public bool Interrupted { get; private set; }
    public DateTimeOffset SavedAt { get; private set; } = run.StartedAt;

    /// <summary>Long open blocks are re-sent less often.</summary>
    public TimeSpan Cadence => _markdown.TailLength switch
    {
        > 16 * 1024 => TimeSpan.FromMilliseconds(250),
        > 4 * 1024 => TimeSpan.FromMilliseconds(100),
        _ => TimeSpan.FromMilliseconds(50),
    };

    public int Unsaved { get { lock (_gate) return _text.Length - _saved; } }

    public string Text { get { lock (_gate) return _text.ToString(); } }

    /// <summary>Takes text from the agent. True when it must be sent by a later flush that nobody has scheduled yet.</summary>
    public bool Append(string text)
    {
        lock (_gate)
        {
            var first = _text.Length == 0;
            _text.Append(text);
            _unsent.Append(text);
            if (first) SendUnsent();
            else if (!_scheduled) return _scheduled = true;
            return false;
        }
    }

    public void Cite(CitedSource citation)
    {
        lock (_gate)
            if (_markdown.Sources.Add(citation.Number, citation.Title)) _citations.Add(citation);
    }

    /// <summary>In the order of first use; those that the text does not use come last.</summary>
    List<CitedSource> Cited => _markdown.Sources.InOrder(_citations, c => c.Number);

    /// <summary>Numbers that the text used without a source; readers do not see them.</summary>
    public IReadOnlyCollection<int> MissingSources => _markdown.Sources.Missing;

    public void Flush()
    {
        lock (_gate)
        {
            _scheduled = false;
            if (_unsent.Length > 0) SendUnsent();
        }
    }

    // Under the gate, so that a snapshot and the feed's number always agree.
    void SendUnsent()
    {
        var chunk = _unsent.ToString();
        _unsent.Clear();
        var offset = _text.Length - chunk.Length;
        var html = Deltas.ToPartials(reply.Id, _markdown.Append(chunk));
        feeds.Publish(run.SessionId, new FeedEvent
        {
            Stream = reply.Id, Html = html, Payload = new { type = "message.delta", messageId = reply.Id, offset, text = chunk },
        });
    }

    public LiveSnapshot Snapshot()
    {
        lock (_gate)
            return new(run.Id, _text.ToString(0, _text.Length - _unsent.Length), _markdown.FinishedHtml, _markdown.TailHtml, Cited, feeds.For(run.SessionId).Last);
    }

    /// <summary>Everything sent, and the whole answer as HTML.</summary>
    public (string Text, string Html, IReadOnlyList<CitedSource> Citations) Finish()
    {
        lock (_gate)
        {
            if (_unsent.Length > 0) SendUnsent();
            _markdown.Finish();
            return (_text.ToString(), _markdown.FinishedHtml, Cited);
        }
    }

    public (string Text, int Length) BeginSave() { lock (_gate) return (_text.ToString(), _text.Length); }

    public void Saved(int length, DateTimeOffset at) => (_saved, SavedAt) = (length, at);

    /// <summary>Ends the run early; a second call changes nothing.</summary>
    public void Stop(string by)
    {
        StoppedBy ??= by;
        Cancel();
    }

    /// <summary>Ends the run because the host goes down.</summary>
    public void Interrupt()
    {
        Interrupted = true;
        Cancel();
    }

    // The run may end, and be disposed, between the caller's look and its word.
    void Cancel()
    {
        lock (_gate)
            if (!_disposed) _ = _stop.CancelAsync();
    }

    public void Ended(MessageView message) => _over.TrySetResult(message);

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _stop.Dispose();
    }
}
