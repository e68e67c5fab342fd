using System.Globalization;
using System.Text.Encodings.Web;
using Htmx;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Kernel.Errors;

/// <summary>
/// The one place where a refusal becomes HTTP: a sentence for htmx to place beside the field, problem details (RFC 9457) for programs.
/// Pages without JavaScript show the same sentence themselves.
/// </summary>
public sealed class ErrorResult(Error error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (!httpContext.Request.IsHtmx())
            return Problem(error).ExecuteAsync(httpContext);

        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync($"<p class=\"error\">{HtmlEncoder.Default.Encode(error.Message)}</p>", httpContext.RequestAborted);
    }

    static IResult Problem(Error error) => Results.Problem(
        detail: error.Message, statusCode: error.Status, type: $"urn:chatmonolith:error:{error.Code}",
        extensions: new Dictionary<string, object?> { ["code"] = error.Code, ["field"] = error.Field });
}
