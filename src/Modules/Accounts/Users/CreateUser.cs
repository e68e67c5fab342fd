using Carter;
using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Invites;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ChatMonolith.Modules.Accounts.Users;

/// <summary>Adds a person. With a password the account is ready; without one the answer carries the path of a link to choose it.</summary>
sealed record CreateUser(string? Email, string? Password, string? DisplayName, string? Role) : IRequest<Result<CreatedUser>>;

sealed record CreatedUser(Guid Id, string Email, string DisplayName, string Role, string? InviteUrl);

sealed class CreateUserValidator : AbstractValidator<CreateUser>
{
    public CreateUserValidator()
    {
        RuleFor(r => r.DisplayName).IsDisplayName();
        RuleFor(r => r.Email).IsEmail();
        RuleFor(r => r.Password).IsPassword().When(r => r.Password is not null);
        RuleFor(r => r.Role).IsRole();
    }
}

sealed class CreateUserHandler(AccountsDbContext db, UserManager<User> users, IOptions<AccountsOptions> options, OutboxSignal outbox, TimeProvider time)
    : IRequestHandler<CreateUser, Result<CreatedUser>>
{
    static readonly Error NoInvites = Error.Invalid("invites_closed", "Invitations are switched off here. Give the account its first password.", "password");

    public async Task<Result<CreatedUser>> Handle(CreateUser request, CancellationToken cancellationToken)
    {
        if (request.Password is null && options.Value.SignUp == SignUp.Closed) return NoInvites;

        var now = time.GetUtcNow();
        var user = new User(request.Email!, request.DisplayName!, now);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (request.Password is not null) db.Publish(new UserJoined(user.Id, user.Email!, user.DisplayName));
        var added = await users.AddAsync(user, request.Password, request.Role == CurrentUser.AdministratorRole);
        if (added.Failed) return added.Error;

        var token = request.Password is null ? Secret.New() : null;
        if (token is not null)
        {
            db.Invites.Add(new Invite(user.Id, token, now));
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake(typeof(AccountsDbContext));
        return new CreatedUser(user.Id, user.Email!, user.DisplayName, request.Role ?? Roles.Member, token is null ? null : Invite.Path(token));
    }
}

sealed class CreateUserApi : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapPost("/api/admin/users", PostAsync)
        .RequireAuthorization(CurrentUser.AdministratorRole).WithTags("Accounts").WithSummary("Add a person")
        .Produces<CreatedUser>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    static async Task<IResult> PostAsync(CreateUser body, HttpRequest request, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(body, cancellationToken)).ToHttp(user => Results.Created(
            "/api/admin/users", user with { InviteUrl = user.InviteUrl is null ? null : $"{request.Scheme}://{request.Host}{request.PathBase}{user.InviteUrl}" }));
}
