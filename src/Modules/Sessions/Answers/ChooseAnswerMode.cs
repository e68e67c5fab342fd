using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Rename;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Sessions.Answers;

/// <summary>The choice below the composer. A script sees the effect by the stream; without one the page opens again.</summary>
static class ChooseAnswerMode
{
    public static async Task<IResult> Form(Guid id, [FromForm] string? answers, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RenameSession(id, user, null, null, answers ?? ""), ct))
            .ToHttp(_ => request.Headers["X-Requested-With"] == "fetch" ? Results.NoContent() : Results.Redirect($"/chat/{id}#latest"));
}
