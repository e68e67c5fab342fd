using ChatMonolith.Modules.Chat.Sharing.Create;
using ChatMonolith.Modules.Chat.Sharing.List;
using ChatMonolith.Modules.Chat.Sharing.Revoke;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Chat.Sharing;

static class ShareEndpoints
{
    public sealed record Body(string? Kind, string? Label, DateTimeOffset? ExpiresAt, string? Password, bool? ReactionNames);

    /// <param name="Url">Has the token, which is not shown again.</param>
    public sealed record Made(Guid Id, string Url, string Kind, string Label, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, bool HasPassword, bool ReactionNames);

    public static async Task<IResult> List(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ListShares(id, user), ct)).ToHttp(Results.Ok);

    public static async Task<IResult> Create(Guid id, Body body, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new CreateShare(id, user, new(KindOf(body.Kind), body.Label, body.ExpiresAt, body.Password, body.ReactionNames ?? true)), ct)).ToHttp(made =>
        {
            var (share, url) = (made.Share, UrlOf(request, made));
            return Results.Created(url, new Made(share.Id, url, share.Kind.ToString().ToLowerInvariant(), share.Label, share.CreatedAt, share.ExpiresAt, share.PasswordHash is not null, share.ReactionNames));
        });

    public static async Task<IResult> Revoke(Guid id, Guid share, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RevokeShare(id, share, user), ct)).ToHttp(_ => Results.NoContent());

    public static async Task<IResult> RevokeForm(Guid id, [FromForm] Guid share, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RevokeShare(id, share, user), ct)).ToHttp(_ => Results.Redirect($"/chat/{id}/share"));

    public static string UrlOf(HttpRequest request, NewShare made) => $"{request.Scheme}://{request.Host}{made.Path}";

    // Anything unknown is left to the validator.
    public static ShareKind KindOf(string? text) => text?.ToLowerInvariant() switch { "live" => ShareKind.Live, "snapshot" => ShareKind.Snapshot, _ => (ShareKind)(-1) };
}
