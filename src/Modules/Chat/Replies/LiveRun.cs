using System.Text;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Sharing;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What a viewer needs to join in the middle: everything so far, the feed's number that it contains, and a mark of the sources it lists.</summary>
sealed record LiveSnapshot(Guid RunId, string Text, string FinishedHtml, string TailHtml, IReadOnlyList<CitedSource> Citations, string? Reasoning, long FeedNumber, (int, int) Listed = default, string? AskedBy = null);

/// <summary>What of a running answer is stored from time to time: what is new. <see cref="Citations"/> are all of them, or null when they are as before.</summary>
sealed record Checkpoint(Guid RunId, int Number, string Text, string? Reasoning, IReadOnlyList<CitedSource>? Citations, (int, int) Sources);

/// <summary>A running answer in memory: its text, its renderer, and the parts that viewers have not been sent yet.</summary>
sealed class LiveRun(Run run, Message reply, SessionFeeds feeds) : IDisposable
{
    // About 150 ms.
    const int HoldTurns = 3;

    readonly Lock _gate = new();
    readonly StringBuilder _text = new();
    readonly StringBuilder _unsent = new();
    readonly StringBuilder _reasoning = new();
    readonly StringBuilder _reasoningUnsent = new();
    IncrementalMarkdown _markdown = new(Fragments.PrefixOf(reply.Id), new AnswerSources());
    readonly List<CitedSource> _citations = [];
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource<MessageView> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly MessagePlace _place = new(reply.Branch, reply.Ordinal);
    readonly MessagePlace _unshared = new(reply.Branch, reply.Ordinal) { ForReaders = ReaderForm.Nothing };
    (int Text, int Reasoning, int Pieces, (int, int) Sources) _saved;
    (int At, int Turns) _held;
    (int, int) _listed;
    bool _begun;
    bool _frozen;
    bool _scheduled;
    bool _finished;
    bool _disposed;

    public Run Run => run;
    public Message Reply => reply;

    /// <summary>What the agent is at; null while the answer waits for its turn.</summary>
    public AgentDoing? Doing { get; private set; }

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

    /// <summary>How many characters were shown since they were last stored; new sources count as one.</summary>
    public int Unsaved { get { lock (_gate) return Shown - _saved.Text + ShownReasoning - _saved.Reasoning + (SourcesNow == _saved.Sources ? 0 : 1); } }

    /// <summary>True when there are pieces of it in the database, or will be in a moment.</summary>
    public bool HasPieces { get; private set; }

    int Shown => _text.Length - _unsent.Length;
    int ShownReasoning => _reasoning.Length - _reasoningUnsent.Length;

    public string Text { get { lock (_gate) return _text.ToString(); } }

    /// <summary>Goes on behind what is there already.</summary>
    public void GoingOnFrom(Begun begun)
    {
        (Begun, _markdown) = (begun.Text, begun.Markdown);
        _text.Append(begun.Text);
        _reasoning.Append(reply.Reasoning);
        _citations.AddRange(reply.Citations);
        (_saved, _listed) = ((_text.Length, _reasoning.Length, 0, SourcesNow), SourcesNow);
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
        var clean = citation with { Title = ChatText.Clean(citation.Title), Url = citation.Url is { } url ? ChatText.Clean(url) : null, Quote = ChatText.Shorten(ChatText.Clean(citation.Quote), CitedSource.MaxQuote) };
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
            SendUnsent();
            if (_markdown.HeldBack == 0 || _frozen) return _scheduled = false;
            // Counted from when it was first held: a slow model would never pause for long enough.
            var at = _text.Length - _markdown.HeldBack;
            _held = (at, at == _held.At ? _held.Turns + 1 : 0);
            if (_held.Turns < HoldTurns) return true;
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
                new { type = "message.reasoning", messageId = reply.Id, offset = _reasoning.Length - thought.Length, text = thought }, _unshared);
        }
        if (_unsent.Length > 0)
        {
            var chunk = Drain(_unsent);
            Publish(Deltas.Of(reply, _markdown.Append(chunk)), new { type = "message.delta", messageId = reply.Id, offset = _text.Length - chunk.Length, text = chunk });
        }
    }

    void Publish(Delta delta, object? payload, MessagePlace? place = null) =>
        feeds.Publish(run.SessionId, new FeedEvent { Stream = reply.Id, Tag = place ?? _place, Name = delta.Name, Html = delta.Html, Payload = payload });

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
                _reasoning.Length > _reasoningUnsent.Length ? _reasoning.ToString(0, _reasoning.Length - _reasoningUnsent.Length) : null, feeds.For(run.SessionId).Last, SourcesNow, run.UserName);
    }

    /// <summary>Tells everybody what the agent is at, when that is something else than before.</summary>
    public void Does(AgentDoing doing)
    {
        // Asked for every piece of text.
        if (Doing == doing) return;
        lock (_gate)
        {
            if (_finished || _frozen) return;
            Doing = doing;
            feeds.Publish(run.SessionId, doing.ToEvent(run, _place));
        }
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

    /// <summary>What people have seen and is not stored: what was never shown must not come back after a Stop that outlived the host.</summary>
    public Checkpoint BeginSave()
    {
        lock (_gate)
        {
            HasPieces = true;
            return new(run.Id, _saved.Pieces, _text.ToString(_saved.Text, Shown - _saved.Text),
                ShownReasoning > _saved.Reasoning ? _reasoning.ToString(_saved.Reasoning, ShownReasoning - _saved.Reasoning) : null,
                SourcesNow == _saved.Sources ? null : [.. Cited], SourcesNow);
        }
    }

    public void Saved(Checkpoint piece, DateTimeOffset at)
    {
        lock (_gate) _saved = (_saved.Text + piece.Text.Length, _saved.Reasoning + (piece.Reasoning?.Length ?? 0), _saved.Pieces + 1, piece.Sources);
        SavedAt = at;
    }

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
