using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Messages.Delete;

static class DeleteEndpoints
{
    public static async Task<IResult> Api(Guid id, string? scope, long? revision, int? count, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        DeletionScopes.Read(scope) is { } which
            ? (await mediator.Send(new DeleteMessage(id, user, which, new(revision, count)), ct)).ToHttp(d => d.Stale is { } stale ? Conflict(stale) : Results.Accepted(null, d))
            : new ErrorResult(MessageErrors.UnknownScope);

    // With what is there, so that a program can ask again.
    static IResult Conflict(StaleDeletion stale) => MessageErrors.DeleteConflict.With(("content", stale.Message.Content), ("revision", stale.Now.Revision), ("count", stale.Now.Count));

    public static async Task<IResult> UndoApi(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new UndoDeletion(id, user), ct)).ToHttp(_ => Results.NoContent());

    public static async Task<IResult> UndoForm(Guid id, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new UndoDeletion(id, user), ct)).ToHttp(restored => Answers.Quietly(request, restored.SessionId, restored.ThreadId));
}
