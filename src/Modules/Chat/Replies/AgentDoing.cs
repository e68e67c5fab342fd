using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What an agent is at in one answer: <c>thinking</c>, using a <c>tool</c>, <c>writing</c>, and <c>ready</c> when it is done.</summary>
/// <param name="Activity">The words for a tool, such as "searching the documents".</param>
sealed record AgentDoing(string Status, string? Activity = null)
{
    const int MaxActivity = 80;

    public static readonly AgentDoing Thinking = new("thinking"), Writing = new("writing"), Ready = new("ready");

    public static AgentDoing Using(string what) => new("tool", ChatText.Clean(what) is { Length: > MaxActivity } much ? much[..MaxActivity] : ChatText.Clean(what));

    public object ToView(Run run) => new
    {
        type = "agent", agent = run.AgentId, name = run.AgentName, status = Status, activity = Activity,
        runId = run.Id, messageId = run.MessageId, @for = new { id = run.UserId, name = run.UserName },
    };

    public FeedEvent ToEvent(Run run, MessagePlace place)
    {
        var view = ToView(run);
        // Pages see by the message itself that it is done.
        return this == Ready ? new() { Payload = view } : new() { Name = "cm-doing", Html = FeedEvent.Write(view), Payload = view, Stream = run.MessageId, Tag = place };
    }
}
