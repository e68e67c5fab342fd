using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Messages.Delete;

static class DeleteEndpoints
{
    public static async Task<IResult> Api(Guid id, string? scope, CurrentUser user, IMediator mediator, CancellationToken ct) => DeletionScopes.Read(scope) is { } which
        ? (await mediator.Send(new DeleteMessage(id, user, which), ct)).ToHttp(deletion => Results.Accepted(null, deletion))
        : new ErrorResult(MessageErrors.UnknownScope);

    public static async Task<IResult> UndoApi(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new UndoDeletion(id, user), ct)).ToHttp(_ => Results.NoContent());

    public static async Task<IResult> UndoForm(Guid id, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new UndoDeletion(id, user), ct)).ToHttp(restored => Answers.Quietly(request, restored.SessionId, restored.ThreadId));
}
