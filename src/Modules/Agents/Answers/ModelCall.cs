using System.ClientModel;
using ChatMonolith.Modules.Agents.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>One question to a model, with the patience, the second tries and the repairs that an answer needs.</summary>
sealed class ModelCall(
    IChatClient client, Provider provider, string model, IList<ChatMessage> prompt, AnswerLimits limits,
    TimeProvider time, ILogger logger, CancellationToken stop) : IAsyncDisposable
{
    const int MostTries = 3;
    static readonly TimeSpan LongestQuietWait = TimeSpan.FromSeconds(5);
    // The usage comes right after the end; somebody who saw the end should not wait for it.
    static readonly TimeSpan AfterEnd = TimeSpan.FromSeconds(5);

    readonly TextRepair _repair = new();
    CancellationTokenSource? _patience, _either;
    IAsyncEnumerator<ChatResponseUpdate>? _updates;
    StreamNotes _notes = new(default);
    ChatFinishReason? _end;
    int _tries;
    bool _over, _refused;

    public Trouble? Trouble { get; private set; }
    public UsageDetails? Usage { get; private set; }
    public int Characters { get; private set; }

    /// <summary>The provider took the question, so that it may charge for it.</summary>
    public bool Accepted { get; private set; }

    /// <summary>The provider gave any answer, if only a refusal.</summary>
    public bool Reached => Accepted || _refused;

    /// <summary>The provider said that the answer is whole; running into its length limit is not that.</summary>
    public bool Finished => Trouble is null && (_end is { } end ? end != ChatFinishReason.Length : _notes.Done && Characters > 0);

    /// <summary>More text, or null when there will be none.</summary>
    public async ValueTask<string?> NextAsync()
    {
        while (!_over && !(stop.IsCancellationRequested && _updates is null))
        {
            Exception? error = null;
            try
            {
                if (_updates is null) Open();
                _patience!.CancelAfter(_end is not null ? AfterEnd : Characters > 0 ? limits.Idle : limits.FirstToken);
                if (await _updates!.MoveNextAsync())
                {
                    if (Take(_updates.Current) is { Length: > 0 } text) return Counted(text);
                    continue;
                }
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                Accepted = true;
                return Close();
            }
            catch (Exception e) { error = e; }

            if (await EndsAsync(error)) return Close();
        }
        return null;
    }

    void Open()
    {
        _tries++;
        _patience = new CancellationTokenSource(limits.FirstToken, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(stop, _patience.Token);
        StreamNotes.Current = _notes = new(_either.Token);
        _updates = client.GetStreamingResponseAsync(prompt, cancellationToken: _either.Token).GetAsyncEnumerator(_either.Token);
    }

    string? Take(ChatResponseUpdate update)
    {
        Accepted = true;
        _end = update.FinishReason ?? _end;
        string? text = null;
        foreach (var content in update.Contents)
        {
            if (content is TextContent { Text: { Length: > 0 } piece }) text = text is null ? piece : text + piece;
            else if (content is ErrorContent { Message: { Length: > 0 } refusal }) text += refusal;
            else if (content is UsageContent usage) Usage = usage.Details;
        }
        return text is null ? null : _repair.Add(text);
    }

    /// <summary>True when the answer is over, one way or another; false when asking again is worth it.</summary>
    async Task<bool> EndsAsync(Exception? error)
    {
        Accepted |= _notes.Opened;
        _refused |= error is ClientResultException { Status: > 0 };
        if (_end == ChatFinishReason.ContentFilter) Trouble = Trouble.Filtered(provider.Name, "finish_reason content_filter");
        if (_end is not null || (error is null && _notes is { Done: true, Error: null } && Characters > 0)) return true;

        var trouble =
            _notes.Error is { } streamed ? ProviderErrors.ReadStreamed(streamed, provider, model)
            : _patience!.IsCancellationRequested ? Trouble.Slow(provider.Name, Characters > 0, "no text in time")
            : error is not null ? ProviderErrors.Read(error, provider, model, time)
            : Trouble.Unreachable(provider.Name, "the stream ended before its end");
        logger.LogWarning("{Provider}/{Model}, try {Try}, after {Characters} characters: {Code}: {Detail}",
            provider.Name, model, _tries, Characters, trouble.Code, trouble.Detail);

        // A connection that broke in the middle is no verdict: what came stays, and the person may continue.
        if (Characters > 0 && trouble.Health == Outcome.Unreachable && _notes.Error is null) return true;
        Trouble = trouble;
        if (Characters > 0 || !trouble.MayRetry || _tries == MostTries || trouble.RetryAfter > LongestQuietWait) return true;

        try
        {
            Trouble = null;
            await CloseStreamAsync();
            var wait = TimeSpan.FromSeconds(_tries == 1 ? 0.5 : 2) * (0.75 + Random.Shared.NextDouble() * 0.5);
            await Task.Delay(trouble.RetryAfter > wait ? trouble.RetryAfter.Value : wait, time, stop);
            return false;
        }
        catch (OperationCanceledException) { return true; }
    }

    string? Close()
    {
        _over = true;
        return _repair.Flush() is { Length: > 0 } rest ? Counted(rest) : null;
    }

    string Counted(string text)
    {
        Characters += text.Length;
        return text;
    }

    async ValueTask CloseStreamAsync()
    {
        // Cancelled first: disposing alone would read the rest of the reply so as to use the connection again.
        if (_either is not null) await _either.CancelAsync();
        if (_updates is not null)
        {
            try { await _updates.DisposeAsync(); }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException) { } // It is being thrown away.
        }
        _either?.Dispose();
        _patience?.Dispose();
        (_updates, _either, _patience) = (null, null, null);
    }

    public ValueTask DisposeAsync() => CloseStreamAsync();
}
