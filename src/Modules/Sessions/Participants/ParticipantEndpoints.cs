using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Html;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Sessions.Participants;

static class ParticipantEndpoints
{
    public sealed record Body(string? Email, string? Role);
    internal sealed record View(Guid Id, string Name, string Email, string Role);

    public static async Task<IResult> List(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        await mediator.Send(new GetSessionAccess(id, user.Id), ct) is { } access
            ? Results.Ok(access.Participants.Select(ToView))
            : new ErrorResult(SessionErrors.NotFound);

    public static async Task<IResult> Add(Guid id, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new AddParticipant(id, user, body.Email ?? "", RoleOf(body.Role)), ct)).ToHttp(p => Results.Ok(ToView(p)));

    public static async Task<IResult> Remove(Guid id, string email, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RemoveParticipant(id, user, email), ct)).ToHttp(_ => Results.NoContent());

    /// <summary>The header's faces again, after somebody came or went.</summary>
    public static async Task<IResult> Badge(Guid id, CurrentUser user, IMediator mediator, FragmentRenderer renderer, CancellationToken ct) =>
        await mediator.Send(new GetSessionAccess(id, user.Id), ct) is { } access
            ? Results.Content(await renderer.RenderAsync("/Modules/Sessions/Participants/_People.cshtml", access), "text/html; charset=utf-8")
            : new ErrorResult(SessionErrors.NotFound);

    public static async Task<IResult> RemoveForm(Guid id, [FromForm] string? email, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RemoveParticipant(id, user, email ?? ""), ct))
            .ToHttp(_ => Results.Redirect(string.Equals(email, user.Email, StringComparison.OrdinalIgnoreCase) ? "/" : $"/chat/{id}/people"));

    public static SessionRole RoleOf(string? name) =>
        string.IsNullOrEmpty(name) ? SessionRole.Editor : Enum.TryParse<SessionRole>(name, ignoreCase: true, out var role) ? role : (SessionRole)(-1);

    static View ToView(Participant p) => new(p.UserId, p.Name, p.Email, p.Role.ToString().ToLowerInvariant());
}
