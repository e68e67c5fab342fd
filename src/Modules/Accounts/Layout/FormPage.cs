using System.Globalization;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Accounts.Layout;

/// <summary>A page with a form that, when refused, is shown again with everything typed and the sentence beside its field.</summary>
[ResponseCache(NoStore = true)]
abstract class FormPage : PageModel
{
    public Error? Problem { get; private set; }

    /// <summary>The sentence for the top of the form: it is about no single field.</summary>
    public string? GeneralError => Problem is { Field: null } ? Problem.Message : null;

    public string? ErrorFor(string field) => string.Equals(Problem?.Field, field, StringComparison.OrdinalIgnoreCase) ? Problem?.Message : null;

    protected IActionResult Refuse(Error error)
    {
        Problem = error;
        Response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait) Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Page();
    }
}

/// <summary>One labelled input. A password is never written back.</summary>
sealed record Field(string Name, string Label, string Type, string? Value, string Autocomplete)
{
    public string? Hint { get; init; }
    public string? Error { get; init; }
    public bool Required { get; init; } = true;
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }

    public string? DescribedBy => (Hint, Error) switch
    {
        (null, null) => null,
        (_, null) => $"{Name}-hint",
        (null, _) => $"{Name}-error",
        _ => $"{Name}-hint {Name}-error",
    };

    public static Field Email(string? value, string? error) => new("email", "Email", "email", value, "username") { Error = error, MaxLength = 254 };

    public static Field NewPassword(string label, string? error, string name = "password") => new(name, label, "password", null, "new-password")
    {
        Hint = $"At least {Users.AccountRules.PasswordLength} characters. A sentence is good.",
        Error = error,
        MinLength = Users.AccountRules.PasswordLength,
    };

    public static Field DisplayName(string? value, string? error, string autocomplete = "name") =>
        new("displayName", "Name", "text", value, autocomplete) { Error = error, MaxLength = Users.User.NameLength };
}
