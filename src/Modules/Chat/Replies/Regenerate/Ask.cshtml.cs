using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Chat.Replies.Regenerate;

/// <summary>Chooses the agent that answers the same question again.</summary>
sealed class AskModel(MessageAccess access, IMediator mediator) : PanelPage
{
    public IReadOnlyList<AgentSummary> Agents { get; private set; } = [];
    public string Chosen { get; private set; } = "";
    public string ClientMessageId { get; private set; } = "";
    public bool CanAsk { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(id, CurrentUser.From(User)!, cancellationToken) is not { Message.AuthorKind: AuthorKind.Agent } seen) return NotFound();
        About(seen.Message);
        if (!seen.Session.CanWrite) return Refused(ChatErrors.ReadOnly);
        Agents = await mediator.Send(new ListAgents(), cancellationToken);
        // Another one than before, if there is one.
        Chosen = Agents.FirstOrDefault(a => a.Id != seen.Message.AuthorId && a.Status is not AgentStatus.Down)?.Id ?? seen.Message.AuthorId;
        (CanAsk, ClientMessageId) = (true, Guid.NewGuid().ToString("N"));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string? agent, [FromForm] string? clientMessageId, CancellationToken cancellationToken)
    {
        var opened = await OnGetAsync(id, cancellationToken);
        if (!CanAsk) return opened;
        (Chosen, ClientMessageId) = (agent ?? Chosen, clientMessageId ?? ClientMessageId);
        var asked = await mediator.Send(new RegenerateReply(id, CurrentUser.From(User)!, agent, clientMessageId), cancellationToken);
        return asked.Failed ? Refused(asked.Error) : Done($"{Conversation}?live=1#latest");
    }
}
