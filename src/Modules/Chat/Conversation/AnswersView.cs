using System.Text.Json;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Html;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Conversation;

/// <summary>Who will answer what I write, and whom I can name.</summary>
/// <param name="Agent">The session's own.</param>
sealed record AnswersView(SessionAccess Session, AgentSummary? Agent, IReadOnlyList<AgentSummary> Agents, Guid Me)
{
    public const string View = "/Modules/Chat/Conversation/_Answers.cshtml";

    public bool OnlyComments => !Session.CanWrite;

    public string Chosen => Session.AnswerModeIsAutomatic ? "auto" : Session.AnswerMode.ToString().ToLowerInvariant();

    /// <summary>Names to offer after an @, each with what it is: pairs, as JSON.</summary>
    public string Names => JsonSerializer.Serialize(
        Session.Participants.Where(p => p.UserId != Me).Select(p => new[] { p.Name, "person" })
            .Concat(OnlyComments ? [] : Agents.Select(a => new[] { NameOf(a), "agent" })));

    /// <summary>Two agents may have one name: then the id says which.</summary>
    string NameOf(AgentSummary agent) => Agents.First(a => a.Name == agent.Name) == agent ? agent.Name : agent.Id;
}

static class AnswersEndpoint
{
    /// <summary>The line below the composer again, after somebody came, went or chose another mode.</summary>
    public static async Task<IResult> Show(Guid id, CurrentUser user, IMediator mediator, FragmentRenderer renderer, CancellationToken ct)
    {
        if (await mediator.Send(new GetSessionAccess(id, user.Id), ct) is not { } session) return new ErrorResult(ChatErrors.SessionNotFound);
        var agents = await mediator.Send(new ListAgents(), ct);
        var view = new AnswersView(session, agents.FirstOrDefault(a => a.Id == session.AgentId) ?? (agents.Count > 0 ? agents[0] : null), agents, user.Id);
        return Results.Content(session.CanComment ? await renderer.RenderAsync(AnswersView.View, view) : "", "text/html; charset=utf-8");
    }
}
