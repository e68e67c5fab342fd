using System.Threading.Channels;

namespace ChatMonolith.Tests.Integration.OpenAi;

/// <summary>
/// One answer in the hand of a test. Each step completes when its bytes have been sent, and waits for the request when that has not come yet;
/// the steps before the request may also be queued without waiting for them.
/// </summary>
public sealed class ScriptedAnswer
{
    readonly Channel<Step> _steps = Channel.CreateUnbounded<Step>();
    readonly TaskCompletionSource<ReceivedRequest> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ScriptedAnswer(string? when) => When = when;

    internal string? When { get; }
    internal ChannelReader<Step> Steps => _steps.Reader;

    /// <summary>Completes when the request for this answer has come.</summary>
    public Task<ReceivedRequest> Asked => _asked.Task;

    /// <summary>Completes when the client gives the request up.</summary>
    public Task Aborted => _aborted.Task;

    /// <summary>More text, as one event.</summary>
    public Task SendAsync(string text) => Add(new Step.Text(text));

    /// <summary>More text, one event each.</summary>
    public ScriptedAnswer Say(params IEnumerable<string> pieces)
    {
        foreach (var piece in pieces) _ = SendAsync(piece);
        return this;
    }

    /// <summary>The data of one event as given, such as a chunk that is not well-formed.</summary>
    public Task SendEventAsync(string data) => Add(new Step.Event(data));

    /// <summary>Bytes as given, in a packet of their own.</summary>
    public Task SendBytesAsync(byte[] bytes) => Add(new Step.Bytes(bytes));

    /// <summary>What the reply calls itself, instead of an event stream; only as the first step.</summary>
    public ScriptedAnswer As(string contentType, string? encoding = null)
    {
        _ = Add(new Step.Head(contentType, encoding));
        return this;
    }

    /// <summary>The end, with a reason, the usage when it was asked for, and the end mark.</summary>
    public Task FinishAsync(TestUsage? usage = null, string reason = "stop") => Add(new Step.Finish(usage ?? TestUsage.Usual, reason));

    /// <summary>The end without any usage, as of a provider that does not count.</summary>
    public Task FinishUncountedAsync(string reason = "stop") => Add(new Step.Finish(null, reason));

    /// <summary>The connection breaks.</summary>
    public Task DisconnectAsync() => Add(new Step.Disconnect());

    /// <summary>The reply ends in good order, but in the middle of the answer.</summary>
    public Task CutOffAsync() => Add(new Step.CutOff());

    /// <summary>A refusal; only as the first step.</summary>
    public Task RefuseAsync(int status, string body = """{"error":{"message":"refused"}}""", string? retryAfter = null) =>
        Add(new Step.Refuse(status, body, retryAfter));

    internal void Ask(ReceivedRequest request) => _asked.TrySetResult(request);
    internal void Abort() => _aborted.TrySetResult();

    Task Add(Step step)
    {
        _steps.Writer.TryWrite(step);
        return step.Sent.Task;
    }
}

/// <summary>What the provider says an answer used.</summary>
public sealed record TestUsage(int Input, int Output, int Cached = 0, int Reasoning = 0)
{
    public static readonly TestUsage Usual = new(10, 5);
}

abstract class Step
{
    public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public sealed class Text(string value) : Step { public string Value => value; }
    public sealed class Event(string data) : Step { public string Data => data; }
    public sealed class Finish(TestUsage? usage, string reason) : Step { public TestUsage? Usage => usage; public string Reason => reason; }
    public sealed class Refuse(int status, string body, string? retryAfter) : Step
    {
        public int Status => status;
        public string Body => body;
        public string? RetryAfter => retryAfter;
    }
    public sealed class Bytes(byte[] value) : Step { public byte[] Value => value; }
    public sealed class Head(string contentType, string? encoding) : Step { public string ContentType => contentType; public string? Encoding => encoding; }
    public sealed class Disconnect : Step;
    public sealed class CutOff : Step;
}
