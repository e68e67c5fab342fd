using System.Reflection;
using System.Text.Json;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;

namespace ChatMonolith.Modules.Kernel.Mediation;

/// <summary>Refuses bad input before the handler sees it; the first broken rule is the sentence the person reads.</summary>
sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
{
    static readonly MethodInfo? Fail = typeof(TResponse).IsGenericType && typeof(TResponse).GetGenericTypeDefinition() == typeof(Result<>)
        ? typeof(TResponse).GetMethod(nameof(Result<>.Fail)) : null;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators)
        {
            var outcome = await validator.ValidateAsync(request, cancellationToken);
            if (outcome.IsValid) continue;
            if (Fail is null) throw new ValidationException(outcome.Errors);

            var first = outcome.Errors[0];
            var error = new Error(first.ErrorCode is { Length: > 0 } code && code.Contains('_') ? code : "invalid", 422, first.ErrorMessage, JsonNamingPolicy.CamelCase.ConvertName(first.PropertyName));
            return (TResponse)Fail.Invoke(null, [error])!;
        }
        return await next();
    }
}
