using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Reactions.React;

static class ReactEndpoints
{
    public sealed record Body(string? Emoji);

    public static async Task<IResult> Api(Guid id, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ToggleReaction(id, user, body.Emoji), ct)).ToHttp(Results.Ok);

    public static async Task<IResult> Remove(Guid id, string? emoji, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ToggleReaction(id, user, emoji, Active: false), ct)).ToHttp(Results.Ok);

    /// <summary>A press on an emoji that is there; back to the message for who has no script.</summary>
    public static async Task<IResult> Form(Guid id, string? emoji, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ToggleReaction(id, user, emoji), ct)).ToHttp(now =>
            request.Headers["X-Requested-With"] == "fetch" ? Results.NoContent() : Results.Redirect($"/chat/{now.SessionId}?around={id}#{Fragments.PrefixOf(id)}"));
}
