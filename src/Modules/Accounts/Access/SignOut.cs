using Carter;
using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace ChatMonolith.Modules.Accounts.Access;

sealed class SignOut : ICarterModule
{
    // Anonymous, because somebody whose cookie has just expired wants the same.
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapPost("/sign-out", PostAsync).AllowAnonymous().ExcludeFromDescription();

    static async Task PostAsync(HttpContext context, IMediator mediator)
    {
        if (CurrentUser.From(context.User) is { AccessId: { } device } user) await mediator.Send(new SignOutDevices(user.Id, Only: device));
        // What was typed and seen here is nobody's who comes next. Our cookie goes by itself; the others say how it should look.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        context.Response.Redirect("/sign-in");
    }
}
