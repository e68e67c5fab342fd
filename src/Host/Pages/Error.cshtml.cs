using System.Globalization;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Host.Pages;

/// <summary>Where every refusal and failure without a page of its own ends: for people a sentence and a way on, for programs problem details.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true)]
sealed class ErrorModel : PageModel
{
    public string Heading { get; private set; } = "";
    public string Advice { get; private set; } = "";

    /// <summary>The address that a person who is signed in did not find.</summary>
    public string? Missing { get; private set; }

    /// <summary>Where the form that was refused stands.</summary>
    public string? Back { get; private set; }

    // What was refused is executed again with its own method, whichever that is.
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) =>
        context.Result = Show(int.TryParse(Request.Query["status"], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null);

    IActionResult Show(int? status)
    {
        var original = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        var code = original is not null && status is >= 400 and < 600 ? status.Value : 500;
        if (HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is { } error && UnstorableText.IsCauseOf(error)) code = 400;
        var refusal = HttpContext.Features.Get<Error>();
        Missing = refusal is null && code == StatusCodes.Status404NotFound && User.Identity?.IsAuthenticated is true ? original?.OriginalPath : null;
        (Heading, Advice) = code switch
        {
            400 => ("The request could not be read", "Check that it is complete, is text without NUL characters and, for a program, that the body is valid JSON. Then send it again."),
            401 => ("Please sign in", "You are signed out. Sign in and open the page again."),
            403 => ("Not for this account", "Your account may not open this. Ask an administrator, or go back."),
            404 => ("Not found", "There is nothing here, or it is not shared with you. Check the address."),
            405 => ("Not possible here", "This address does not take this kind of request."),
            409 or 422 => ("Nothing was changed", "Go back, look at what is there now and try again."),
            413 => ("Too large", "This is more than the server takes at once. Send less, or in parts."),
            415 => ("Wrong kind of content", "Send JSON with the header Content-Type: application/json."),
            429 => ("Too many tries", "Wait a minute and try again."),
            _ => ("Something went wrong", "The server could not finish this. Nothing you sent earlier is lost. Try again in a moment."),
        };
        if (refusal is not null) (Advice, Back) = (refusal.Message, CameFrom());
        Response.StatusCode = code;
        var accept = Request.Headers.Accept.ToString();
        return accept.Contains("text/html", StringComparison.Ordinal)
            ? Page()
            : new ObjectResult(new ProblemDetails { Status = code, Title = Heading, Detail = Advice }) { StatusCode = code, ContentTypes = { "application/problem+json" } };
    }

    string? CameFrom() =>
        Uri.TryCreate(Request.Headers.Referer, UriKind.Absolute, out var page) && string.Equals(page.Authority, Request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? page.AbsoluteUri : null;
}
