using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Html;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Invitations;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Sessions.Participants;

static class ParticipantEndpoints
{
    public sealed record Body(string? Email, string? Name, string? Role);

    public static async Task<IResult> List(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct)
    {
        if (await mediator.Send(new GetSessionAccess(id, user.Id), ct) is not { } access) return new ErrorResult(SessionErrors.NotFound);
        IReadOnlyList<Invitation> waiting = access.IsOwner ? await mediator.Send(new ListInvitations(id), ct) : [];
        return Results.Ok(access.Participants.Select(ParticipantView.Of).Concat(waiting.Select(ParticipantView.Of)));
    }

    public static async Task<IResult> Add(Guid id, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new AddParticipant(id, user, body.Email ?? body.Name ?? "", SessionRoles.Parse(body.Role, SessionRole.Editor)), ct)).ToHttp(Results.Ok);

    public static async Task<IResult> Change(Guid id, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ChangeRole(id, user, body.Email ?? "", SessionRoles.Parse(body.Role)), ct)).ToHttp(Results.Ok);

    public static async Task<IResult> Transfer(Guid id, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new TransferOwnership(id, user, body.Email ?? ""), ct)).ToHttp(Results.Ok);

    public static async Task<IResult> Remove(Guid id, string email, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RemoveParticipant(id, user, email), ct)).ToHttp(_ => Results.NoContent());

    /// <summary>The header's faces again, after somebody came or went.</summary>
    public static async Task<IResult> Badge(Guid id, CurrentUser user, IMediator mediator, FragmentRenderer renderer, CancellationToken ct) =>
        await mediator.Send(new GetSessionAccess(id, user.Id), ct) is { } access
            ? Results.Content(await renderer.RenderAsync("/Modules/Sessions/Participants/_People.cshtml", access), "text/html; charset=utf-8")
            : new ErrorResult(SessionErrors.NotFound);

    /// <summary>Declines an invitation from the list of sessions.</summary>
    public static async Task<IResult> DeclineForm(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RemoveParticipant(id, user, user.Email), ct)).ToHttp(_ => Results.Redirect("/sessions"));
}
