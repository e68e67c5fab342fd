using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Kernel.Errors;

/// <summary>Turns the outcome of a handler into an HTTP result.</summary>
public static class ResultExtensions
{
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> success) =>
        result.Failed ? new ErrorResult(result.Error) : success(result.Value);
}
