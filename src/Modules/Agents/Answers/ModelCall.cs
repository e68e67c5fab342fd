using System.ClientModel;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>One question to a model, with the patience, the second tries and the limits that an answer needs.</summary>
sealed class ModelCall(
    IChatClient client, Provider provider, string model, IList<ChatMessage> prompt, string? begun, AnswerLimits limits,
    TimeProvider time, ILogger logger, CancellationToken stop) : IAsyncDisposable
{
    const int MostTries = 3;
    static readonly TimeSpan LongestQuietWait = TimeSpan.FromSeconds(5);
    // The usage comes right after the end; somebody who saw the end should not wait for it.
    static readonly TimeSpan AfterEnd = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource _limit = new(limits.Answer, time);
    AnswerPieces _pieces = new(begun);
    CancellationTokenSource? _patience, _any;
    IAsyncEnumerator<ChatResponseUpdate>? _updates;
    ChatFinishReason? _end;
    int _tries;
    bool _over, _refused, _wantedTool;

    public Trouble? Trouble { get; private set; }
    public UsageDetails? Usage { get; private set; }

    /// <summary>Everything that the provider wrote, reasoning included.</summary>
    public string Written => _pieces.Whole;

    /// <summary>The provider took the question, so that it may charge for it.</summary>
    public bool Accepted { get; private set; }

    /// <summary>The provider gave any answer, if only a refusal.</summary>
    public bool Reached => Accepted || _refused;

    /// <summary>The provider said that the answer is whole; running into its length limit is not that.</summary>
    public bool Finished => Trouble is null && _end is { } end && end != ChatFinishReason.Length && end != FinishReasons.Broken;

    public bool CutShort => Trouble is null && _end == ChatFinishReason.Length;

    /// <summary>More of the answer, or null when there will be none.</summary>
    public async ValueTask<AgentUpdate?> NextAsync()
    {
        while (true)
        {
            if (_pieces.TryTake(out var update)) return update;
            if (_over) return null;
            try
            {
                if (!await ReadOnAsync()) continue;
            }
            catch (Exception) when (stop.IsCancellationRequested) { Accepted |= _updates is not null; }
            catch (Exception e)
            {
                if (!await EndsAsync(e)) continue;
            }
            _over = true;
            _pieces.End();
            await CloseStreamAsync();
        }
    }

    /// <summary>True when the answer is over.</summary>
    async ValueTask<bool> ReadOnAsync()
    {
        stop.ThrowIfCancellationRequested();
        if (_updates is null) Open();
        _patience!.CancelAfter(_end is not null ? AfterEnd : _pieces.HasText ? limits.Idle : limits.FirstToken);
        if (!await _updates!.MoveNextAsync()) return await EndsAsync(null);
        Take(_updates.Current);
        if (!(_pieces.RoughTokens >= limits.Tokens)) return false;
        Trouble = Trouble.TooManyTokens(limits.Tokens.Value);
        return true;
    }

    void Open()
    {
        _tries++;
        _pieces = new(begun);
        _patience = new CancellationTokenSource(limits.FirstToken, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(stop, _patience.Token, _limit.Token);
        _updates = client.GetStreamingResponseAsync(prompt, new() { MaxOutputTokens = limits.Tokens }, _any.Token).GetAsyncEnumerator(_any.Token);
    }

    void Take(ChatResponseUpdate update)
    {
        Accepted = true;
        _end = update.FinishReason ?? _end;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage) Usage = usage.Details;
            _wantedTool |= content is FunctionCallContent;
        }
        _pieces.Add(update);
    }

    /// <summary>True when the answer is over, one way or another; false when asking again is worth it.</summary>
    async Task<bool> EndsAsync(Exception? error)
    {
        _refused |= error is ClientResultException { Status: > 0 };
        if (_end is { } end && end != FinishReasons.Broken)
        {
            Trouble = end == ChatFinishReason.ContentFilter ? Trouble.Filtered(provider.Name, "finish_reason content_filter")
                : end == ChatFinishReason.ToolCalls || (_wantedTool && !_pieces.HasText) ? Trouble.WantsTool(model)
                : end == ChatFinishReason.Length && (Usage?.OutputTokenCount ?? _pieces.RoughTokens) >= limits.Tokens ? Trouble.TooManyTokens(limits.Tokens.Value)
                : null;
            return true;
        }

        var trouble =
            error is StreamedErrorException streamed ? ProviderErrors.ReadStreamed(streamed.Json, provider, model)
            : _limit.IsCancellationRequested ? Trouble.TooMuchTime(limits.Answer)
            : _patience is { IsCancellationRequested: true } ? Trouble.Slow(provider.Name, _pieces.HasText, "no text in time")
            : error is not null ? ProviderErrors.Read(error, provider, model, time)
            : Trouble.Unreachable(provider.Name, "the stream ended before its end");
        logger.LogWarning("{Provider}/{Model}, try {Try}, after {Tokens} tokens: {Code}: {Detail}",
            provider.Name, model, _tries, _pieces.RoughTokens, trouble.Code, trouble.Detail);

        // A connection that broke in the middle is no verdict: what came stays, and the person may continue.
        if (_pieces.HasText && trouble.Health == Outcome.Unreachable && error is not StreamedErrorException) return true;
        Trouble = trouble;
        if (_pieces.Begun || !trouble.MayRetry || _tries == MostTries || trouble.RetryAfter > LongestQuietWait) return true;
        return !await WaitAsync(trouble.RetryAfter);
    }

    async Task<bool> WaitAsync(TimeSpan? atLeast)
    {
        await CloseStreamAsync();
        var wait = TimeSpan.FromSeconds(_tries == 1 ? 0.5 : 2) * (0.75 + Random.Shared.NextDouble() * 0.5);
        try { await Task.Delay(atLeast > wait ? atLeast.Value : wait, time, stop); }
        catch (OperationCanceledException)
        {
            Trouble = null;
            return false;
        }
        if (_limit.IsCancellationRequested) return false;
        (Trouble, _end) = (null, null);
        return true;
    }

    async ValueTask CloseStreamAsync()
    {
        // Cancelled first: disposing alone would read the rest of the reply so as to use the connection again.
        if (_any is not null) await _any.CancelAsync();
        if (_updates is not null)
        {
            try { await _updates.DisposeAsync(); }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException) { } // It is being thrown away.
        }
        _any?.Dispose();
        _patience?.Dispose();
        (_updates, _any, _patience) = (null, null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseStreamAsync();
        _limit.Dispose();
    }
}
