using Carter;
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

    static async Task PostAsync(HttpContext context)
    {
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        context.Response.Redirect("/sign-in");
    }
}
