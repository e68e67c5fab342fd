using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using Htmx;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Chat.Messages.Send;

static class SendMessageEndpoints
{
    public sealed record Body(string? Content, string? ClientMessageId, string? Agent, Guid? ParentId, bool? Comment, Guid? ThreadId);

    public static async Task<IResult> Api(Guid id, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new SendMessage(id, user, body.Content ?? "", body.ClientMessageId, body.Agent, body.ParentId, ThreadId: body.ThreadId) { IsComment = body.Comment is true }, ct))
            .ToHttp(sent => Results.Accepted($"/api/sessions/{id}/messages?around={sent.MessageId}", sent));

    /// <summary>The composer with htmx. The message itself arrives by the stream, like everybody else's; without htmx the page's own post does the same.</summary>
    public static async Task<IResult> Form(
        Guid id, [FromForm] string? content, [FromForm] string? clientMessageId, [FromForm] string? agent, [FromForm] string? shownAgent, [FromForm] int? branch, [FromForm] Guid? thread, [FromForm] string? comment, CurrentUser user, HttpContext http, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new SendMessage(id, user, content ?? "", PressId.Of(clientMessageId, content ?? ""), null, null, branch, thread) { Picked = agent, Shown = shownAgent, IsComment = comment == "true" }, ct)).ToHttp(sent =>
        {
            http.Response.Htmx(h => h.WithTrigger("cm-sent", new { message = sent.MessageId, reply = sent.ReplyId }));
            return Results.Content("", "text/html");
        });
}
