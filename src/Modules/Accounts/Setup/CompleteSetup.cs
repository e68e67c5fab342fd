using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;

namespace ChatMonolith.Modules.Accounts.Setup;

sealed record CompleteSetup(string? Token, string? Email, string? DisplayName, string? Password) : IRequest<Result<User>>;

sealed class CompleteSetupValidator : AbstractValidator<CompleteSetup>
{
    public CompleteSetupValidator()
    {
        RuleFor(r => r.DisplayName).IsDisplayName();
        RuleFor(r => r.Email).IsEmail();
        RuleFor(r => r.Password).IsPassword();
    }
}

sealed class CompleteSetupHandler(FirstAdministrator first, TimeProvider time) : IRequestHandler<CompleteSetup, Result<User>>
{
    public Task<Result<User>> Handle(CompleteSetup request, CancellationToken cancellationToken) => first.CreateByLinkAsync(
        request.Token ?? "", new User(request.Email!, request.DisplayName!, time.GetUtcNow()), request.Password!, cancellationToken);
}
