using ChatMonolith.Modules.Chat.Threads;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Messages.List;

/// <summary>A window of a session's messages, oldest first.</summary>
sealed record ListMessages(WindowOf Which, CurrentUser By) : IRequest<Result<MessageWindow>>;

/// <param name="Cursors">Ids to ask on with; null where the session ends.</param>
/// <param name="Branch">The version that the messages are of.</param>
sealed record MessageWindow(IReadOnlyList<MessageView> Items, WindowCursors Cursors, int Branch);

sealed record WindowCursors(Guid? Before, Guid? After);

sealed class ListMessagesHandler(WindowReader reader, IMediator mediator) : IRequestHandler<ListMessages, Result<MessageWindow>>
{
    public async Task<Result<MessageWindow>> Handle(ListMessages request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.Which.SessionId, request.By.Id), cancellationToken) is null) return ChatErrors.SessionNotFound;
        if (await reader.ReadAsync(request.Which, cancellationToken) is not { } window)
            return request.Which.Thread is not null ? ThreadErrors.NotFound : request.Which.Branch is null ? ChatErrors.MessageNotFound : ChatErrors.BranchNotFound;
        return new MessageWindow(window.Items, new(
            window.Older && window.Items is [var first, ..] ? first.Id : null, window.Newer && window.Items is [.., var last] ? last.Id : null), window.Path.Leaf);
    }
}

static class ListMessagesEndpoint
{
    public static async Task<IResult> Api(
        Guid id, CurrentUser user, IMediator mediator, CancellationToken ct, Guid? before = null, Guid? after = null, Guid? around = null, int? branch = null, Guid? thread = null, int limit = 50) =>
        (await mediator.Send(new ListMessages(new(id, before, after, around, branch, Math.Clamp(limit, 1, 200), thread), user), ct)).ToHttp(Results.Ok);
}
