using Carter;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatMonolith.Modules.Accounts.Access;

sealed class SignInApi : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapPost("/api/sign-in", PostAsync)
        .AllowAnonymous().RequireRateLimiting(TryLimits.Policy).WithTags("Accounts").WithSummary("Sign in and get a cookie")
        .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);

    static async Task<IResult> PostAsync(SignIn request, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(request, cancellationToken)).ToHttp(_ => Results.NoContent());
}
