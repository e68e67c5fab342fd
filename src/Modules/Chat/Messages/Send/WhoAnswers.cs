using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Mentions;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;

namespace ChatMonolith.Modules.Chat.Messages.Send;

static class WhoAnswers
{
    public const int Most = 4;

    /// <summary>Who answers a message, by what it says and by the session's answer mode: those that it addresses, else the session's agent or nobody.</summary>
    public static async Task<Result<AgentSummary[]>> WhoAnswersAsync(this IMediator mediator, SendMessage message, SessionAccess session, Named named, CancellationToken cancellationToken)
    {
        var addressed = named.Agents.ToList();
        if (!string.IsNullOrEmpty(message.Agent))
        {
            if (await mediator.Send(new FindAgent(message.Agent), cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;
            if (!addressed.Exists(a => a.Id == agent.Id)) addressed.Insert(0, agent);
        }
        if (message.IsComment || session.AnswerMode is AnswerMode.Off) return Array.Empty<AgentSummary>();
        if (addressed.Count > Most) return ChatErrors.TooManyAgents;
        if (addressed.Count > 0 || session.AnswerMode is AnswerMode.Mentioned) return addressed.ToArray();
        return await mediator.Send(new FindAgent(message.ChosenIn(session) ?? session.AgentId), cancellationToken) is { } own ? new[] { own } : ChatErrors.AgentNotFound;
    }
}
