using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Messages.Edit;

static class EditEndpoints
{
    public sealed record Body(string? Content, long? Revision, bool? RunAgain, string? ClientMessageId);

    public static async Task<IResult> Api(Guid id, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) => body.RunAgain is true
        ? (await mediator.Send(new AskInOtherWords(id, user, body.Content ?? "", body.ClientMessageId), ct)).ToHttp(sent => Results.Accepted(null, sent))
        : (await mediator.Send(new EditMessage(id, user, body.Content ?? "", body.Revision), ct)).ToHttp(edited => edited.Stale ? Conflict(edited.Message) : Results.Ok(edited.Message));

    // With the text that is there, so that a program can show both.
    static IResult Conflict(MessageView now) => MessageErrors.EditConflict.With(("content", now.Content), ("revision", now.Revision));
}
