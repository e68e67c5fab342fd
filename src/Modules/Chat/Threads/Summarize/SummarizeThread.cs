using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Threads.Summarize;

/// <summary>Asks the session's agent in the conversation what a thread came to. Whoever wants to know asks, and pays.</summary>
sealed record SummarizeThread(Guid SessionId, Guid ThreadId, CurrentUser By, string? ClientMessageId) : IRequest<Result<SentMessage>>;

sealed class SummarizeThreadHandler(ChatDbContext db, IMediator mediator, Asking asking, OncePerId once) : IRequestHandler<SummarizeThread, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(SummarizeThread request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is not { } access) return ChatErrors.SessionNotFound;
        var root = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.ThreadId && m.SessionId == request.SessionId && m.ThreadId == null, cancellationToken);
        if (root is null) return ThreadErrors.NotFound;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        if (root.Thread is not { Count: > 0 }) return ThreadErrors.Empty;
        // Not a word of the message: the link must not keep what somebody deletes.
        var question = new NewQuestion($"Summary of the [thread under a message by {Plain(root.AuthorName)}]({ChatAddress.Of(request.SessionId, root.Id)})",
            request.ClientMessageId is { Length: <= 64 } id ? id : null, root.Id);
        using var turn = await once.TakeAsync(request.SessionId, request.By, question.ClientMessageId, cancellationToken);
        if (asking.Instead(access, request.By, await db.FirstResultAsync(request.SessionId, request.By, question.ClientMessageId, cancellationToken)) is { } instead) return instead;
        if (await mediator.Send(new FindAgent(access.AgentId), cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;
        return (await asking.AskAsync(request.SessionId, request.By, [agent], question,
            async (count, newest) => await db.AtEndAsync(request.SessionId, count, newest, cancellationToken), cancellationToken))!;
    }

    static string Plain(string name) => string.Concat(name.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '.' or '\''));
}

static class SummarizeEndpoints
{
    public static async Task<IResult> Api(Guid id, CurrentUser user, MessageAccess access, IMediator mediator, CancellationToken ct) =>
        await access.FindAsync(id, user, ct) is not { } seen ? new ErrorResult(ChatErrors.MessageNotFound)
            : (await mediator.Send(new SummarizeThread(seen.Message.SessionId, id, user, null), ct)).ToHttp(sent => Results.Accepted(null, sent));
}
