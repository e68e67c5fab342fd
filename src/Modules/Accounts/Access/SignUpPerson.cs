using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatMonolith.Modules.Accounts.Access;

sealed record SignUpPerson(string? Email, string? DisplayName, string? Password) : IRequest<Result<User>>;

sealed class SignUpPersonValidator : AbstractValidator<SignUpPerson>
{
    public SignUpPersonValidator()
    {
        RuleFor(r => r.DisplayName).IsDisplayName();
        RuleFor(r => r.Email).IsEmail();
        RuleFor(r => r.Password).IsPassword();
    }
}

sealed class SignUpPersonHandler(AccountsDbContext db, UserManager<User> users, IOptions<AccountsOptions> options, TimeProvider time)
    : IRequestHandler<SignUpPerson, Result<User>>
{
    static readonly Error NotOpen = Error.NotFound("sign_up_closed", "Accounts are by invitation here. Ask an administrator.");

    public async Task<Result<User>> Handle(SignUpPerson request, CancellationToken cancellationToken)
    {
        if (options.Value.SignUp != SignUp.Open) return NotOpen;
        var user = new User(request.Email!, request.DisplayName!, time.GetUtcNow());
        // Goes into the database with the account, by the same save.
        db.Publish(new UserJoined(user.Id, user.Email!, user.DisplayName));
        return await users.AddAsync(user, request.Password!, administrator: false);
    }
}
