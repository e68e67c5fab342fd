using System.Text;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What a viewer needs to join in the middle: everything so far, the feed's number that it contains, and a mark of the sources it lists.</summary>
sealed record LiveSnapshot(Guid RunId, string Text, string FinishedHtml, string TailHtml, IReadOnlyList<CitedSource> Citations, string? Reasoning, long FeedNumber, string? AskedBy = null, (int, int) Listed = default);

/// <summary>What of a running answer is stored from time to time.</summary>
sealed record Checkpoint(Guid MessageId, string Text, string? Reasoning, IReadOnlyList<CitedSource> Citations, int Gathered);

/// <summary>A running answer in memory: its text, its renderer, and the parts that viewers have not been sent yet.</summary>
sealed class LiveRun(Run run, Message reply, SessionFeeds feeds) : IDisposable
{
    // About 150 ms.
    const int PauseTurns = 3;

    readonly Lock _gate = new();
    readonly StringBuilder _text = new();
    readonly StringBuilder _unsent = new();
    readonly StringBuilder _reasoning = new();
    readonly StringBuilder _reasoningUnsent = new();
    readonly IncrementalMarkdown _markdown = new(Fragments.PrefixOf(reply.Id), new AnswerSources());
    readonly List<CitedSource> _citations = [];
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource<MessageView> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly MessagePlace _place = new(reply.Branch, reply.Ordinal);
    int _saved;
    int _quiet;
    (int, int) _listed;
    bool _begun;
    bool _frozen;
    bool _scheduled;
    bool _finished;
    bool _disposed;

    public Run Run => run;
    public Message Reply => reply;

    /// <summary>What the answer said before this run; null for a fresh one.</summary>
    public string? Begun { get; private set; }
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

    /// <summary>How much has come since it was last stored: characters, and sources.</summary>
    public int Unsaved { get { lock (_gate) return Gathered - _saved; } }

    int Gathered => _text.Length + _reasoning.Length + _citations.Count;

    public string Text { get { lock (_gate) return _text.ToString(); } }

    /// <summary>Goes on behind what is there already.</summary>
    public LiveRun GoingOnFrom(string text, IEnumerable<CitedSource> citations, string? reasoning)
    {
        Begun = text;
        _text.Append(text);
        _reasoning.Append(reasoning);
        foreach (var citation in citations) Cite(citation);
        _markdown.Append(text);
        (_saved, _listed) = (Gathered, SourcesNow);
        return this;
    }

    /// <summary>Takes text from the agent. True when it must be sent by a later flush that nobody has scheduled yet.</summary>
    public bool Append(string text) => Take(text, _text, _unsent);

    /// <summary>Takes what the model says to itself; as <see cref="Append"/>.</summary>
    public bool AppendReasoning(string text) => Take(text, _reasoning, _reasoningUnsent);

    bool Take(string text, StringBuilder all, StringBuilder unsent)
    {
        lock (_gate)
        {
            // What comes after Stop was never shown and is not added any more.
            if (_frozen) return false;
            all.Append(text);
            unsent.Append(text);
            if (!_begun && ReferenceEquals(all, _text))
            {
                _begun = true;
                SendUnsent();
                if (_markdown.HeldBack == 0 && _listed == SourcesNow) return false;
            }
            return !_scheduled && (_scheduled = true);
        }
    }

    /// <summary>Takes a source; as <see cref="Append"/>.</summary>
    public bool Cite(CitedSource citation)
    {
        var clean = citation with { Title = ChatText.Clean(citation.Title), Url = citation.Url is { } url ? ChatText.Clean(url) : null, Quote = ChatText.Clean(citation.Quote) };
        lock (_gate)
        {
            if (_frozen || !_markdown.Sources.Add(clean.Number, clean.Title)) return false;
            _citations.Add(clean);
            return !_scheduled && (_scheduled = true);
        }
    }

    /// <summary>In the order of first use; those that the text does not use come last.</summary>
    List<CitedSource> Cited => _markdown.Sources.InOrder(_citations, c => c.Number);

    /// <summary>Numbers that the text used without a source; readers do not see them.</summary>
    public IReadOnlyCollection<int> MissingSources => _markdown.Sources.Missing;

    /// <summary>Sends what has gathered. True when it must be called again, because something waits to be shown if the stream pauses.</summary>
    public bool Flush()
    {
        lock (_gate)
        {
            _quiet = _unsent.Length + _reasoningUnsent.Length > 0 ? 0 : _quiet + 1;
            SendUnsent();
            if (_markdown.HeldBack == 0 || _frozen) return _scheduled = false;
            if (_quiet < PauseTurns) return true;
            // A half-typed marker is what the model meant, for now.
            if (_markdown.ShowHeld() is { IsEmpty: false } shown) Publish(Deltas.Of(reply, shown), null);
            return _scheduled = false;
        }
    }

    (int, int) SourcesNow => (_markdown.Sources.Count, _markdown.Sources.Mark);

    /// <summary>When sources came or the text used another one: what their list must show now. Otherwise null.</summary>
    public LiveSnapshot? SourcesToList()
    {
        lock (_gate)
        {
            if (_finished || _listed == SourcesNow) return null;
            _listed = SourcesNow;
            return Snapshot();
        }
    }

    /// <summary>Shows the list made from a snapshot, unless it is out of date by now.</summary>
    public void ListSources(LiveSnapshot made, string html, object payload)
    {
        lock (_gate)
            if (!_finished && made.Listed == _listed) Publish(new(null, html), payload);
    }

    // Under the gate, so that a snapshot and the feed's number always agree.
    void SendUnsent()
    {
        if (_reasoningUnsent.Length > 0)
        {
            var thought = Drain(_reasoningUnsent);
            Publish(new(null, Deltas.ToReasoning(reply.Id, thought, first: _reasoning.Length == thought.Length)),
                new { type = "message.reasoning", messageId = reply.Id, offset = _reasoning.Length - thought.Length, text = thought });
        }
        if (_unsent.Length > 0)
        {
            var chunk = Drain(_unsent);
            Publish(Deltas.Of(reply, _markdown.Append(chunk)), new { type = "message.delta", messageId = reply.Id, offset = _text.Length - chunk.Length, text = chunk });
        }
    }

    void Publish(Delta delta, object? payload) =>
        feeds.Publish(run.SessionId, new FeedEvent { Stream = reply.Id, Tag = _place, Name = delta.Name, Html = delta.Html, Payload = payload });

    static string Drain(StringBuilder text)
    {
        var all = text.ToString();
        text.Clear();
        return all;
    }

    public LiveSnapshot Snapshot()
    {
        lock (_gate)
            return new(run.Id, _text.ToString(0, _text.Length - _unsent.Length), _markdown.FinishedHtml, _markdown.TailHtml, Cited,
                _reasoning.Length > _reasoningUnsent.Length ? _reasoning.ToString(0, _reasoning.Length - _reasoningUnsent.Length) : null, feeds.For(run.SessionId).Last, run.UserName, SourcesNow);
    }

    /// <summary>Everything sent, and the whole answer as HTML.</summary>
    public (string Text, string Html, IReadOnlyList<CitedSource> Citations, string? Reasoning) Finish()
    {
        lock (_gate)
        {
            SendUnsent();
            _finished = true;
            _markdown.Finish();
            return (_text.ToString(), _markdown.FinishedHtml, Cited, _reasoning.Length > 0 ? _reasoning.ToString() : null);
        }
    }

    public Checkpoint BeginSave()
    {
        lock (_gate) return new(reply.Id, _text.ToString(), _reasoning.Length > 0 ? _reasoning.ToString() : null, [.. Cited], Gathered);
    }

    public void Saved(Checkpoint checkpoint, DateTimeOffset at) => (_saved, SavedAt) = (checkpoint.Gathered, at);

    /// <summary>Ends the run early with what people have seen of it; a second call changes nothing.</summary>
    public void Stop(string by)
    {
        lock (_gate)
        {
            StoppedBy ??= by;
            _frozen = true;
            _text.Length -= _unsent.Length;
            _reasoning.Length -= _reasoningUnsent.Length;
            _unsent.Clear();
            _reasoningUnsent.Clear();
        }
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
        // Where there is no end, because the session is gone, nobody may wait for it.
        _over.TrySetCanceled();
    }
}
