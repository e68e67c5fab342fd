using System.Globalization;
using System.Text.Encodings.Web;
using ChatMonolith.Modules.Kernel.Web;
using Htmx;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Kernel.Errors;

/// <summary>
/// The one place where a refusal becomes HTTP: a sentence for htmx to place beside the field, the host's page for a form that a browser posts
/// by itself, problem details (RFC 9457) for programs.
/// </summary>
public sealed class ErrorResult(Error error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (PageNavigation.EndsInAPage(httpContext.Request))
        {
            // A status without a body leads to the page, which finds the sentence here.
            httpContext.Features.Set(error);
            return Task.CompletedTask;
        }
        if (!httpContext.Request.IsHtmx())
            return Problem(error).ExecuteAsync(httpContext);

        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync($"<p class=\"error\">{HtmlEncoder.Default.Encode(error.Message)}</p>", httpContext.RequestAborted);
    }

    static IResult Problem(Error error) => Results.Problem(
        detail: error.Message, statusCode: error.Status, type: $"urn:chatmonolith:error:{error.Code}",
        extensions: new Dictionary<string, object?> { ["code"] = error.Code, ["field"] = error.Field });
}
