using Carter;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Keys;

sealed record CreateKey(Guid UserId, string? Name, DateTimeOffset? ExpiresAt) : IRequest<Result<CreatedKey>>;

sealed record CreatedKey(Guid Id, string Key);

sealed class CreateKeyValidator : AbstractValidator<CreateKey>
{
    public CreateKeyValidator(TimeProvider time)
    {
        RuleFor(r => r.Name).Must(name => AccountRules.IsLine(name, PersonalKey.NameLength))
            .WithErrorCode("invalid_name").WithMessage($"Name the key in 1 to {PersonalKey.NameLength} characters, after the program that will use it.");
        RuleFor(r => r.ExpiresAt).Must(at => at is null || at > time.GetUtcNow())
            .WithErrorCode("already_expired").WithMessage("Choose a day to come, or none.");
    }
}

sealed class CreateKeyHandler(AccountsDbContext db, TimeProvider time) : IRequestHandler<CreateKey, Result<CreatedKey>>
{
    const int MostKeys = 50;
    static readonly Error TooMany = Error.Conflict("too_many_keys", $"You have {MostKeys} keys. Revoke one that you no longer need.");

    public async Task<Result<CreatedKey>> Handle(CreateKey request, CancellationToken cancellationToken)
    {
        if (await db.Keys.CountAsync(k => k.UserId == request.UserId, cancellationToken) >= MostKeys) return TooMany;

        var secret = PersonalKey.NewKey();
        var key = new PersonalKey(request.UserId, request.Name!, secret, request.ExpiresAt?.ToUniversalTime(), time.GetUtcNow());
        db.Keys.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        return new CreatedKey(key.Id, secret);
    }
}

sealed class CreateKeyApi : ICarterModule
{
    sealed record Body(string? Name, DateTimeOffset? ExpiresAt);

    public void AddRoutes(IEndpointRouteBuilder app) => app.MapPost("/api/keys", PostAsync)
        .WithTags("Accounts").WithSummary("Make a personal key; it is shown once").Produces<CreatedKey>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    static async Task<IResult> PostAsync(Body body, CurrentUser user, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new CreateKey(user.Id, body.Name, body.ExpiresAt), cancellationToken))
            .ToHttp(key => Results.Created($"/api/keys/{key.Id}", key));
}
