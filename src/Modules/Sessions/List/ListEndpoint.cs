using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Html;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Sessions.List;

/// <summary>The list at the side once more, for a page that missed how it changed.</summary>
static class ListEndpoint
{
    public const int Length = 40;

    public static async Task<IResult> Fragment(Guid? here, CurrentUser user, IMediator mediator, FragmentRenderer renderer, CancellationToken ct)
    {
        var page = await mediator.Send(new ListSessions(user, null, null, Length), ct);
        return Results.Content(await renderer.RenderAsync("/Modules/Sessions/List/_ListAgain.cshtml", new ListAgain(new(page.Items, page.Next is not null, "", here), user)), "text/html; charset=utf-8");
    }
}
