using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Kernel.Errors;

/// <summary>An expected refusal: a value, not an exception. Each noun keeps its own closed set.</summary>
/// <param name="Code">Stable and machine-readable, such as <c>session_not_found</c>.</param>
/// <param name="Status">The HTTP status that says the same.</param>
/// <param name="Message">A plain sentence that says what happened and what to do.</param>
/// <param name="Field">The form field it is about, if any.</param>
/// <param name="RetryAfter">How long to wait before trying again, if that helps.</param>
public sealed record Error(string Code, int Status, string Message, string? Field = null, TimeSpan? RetryAfter = null)
{
    public static Error Invalid(string code, string message, string? field = null) => new(code, StatusCodes.Status422UnprocessableEntity, message, field);
    public static Error NotFound(string code, string message) => new(code, StatusCodes.Status404NotFound, message);
    public static Error Forbidden(string code, string message) => new(code, StatusCodes.Status403Forbidden, message);
    public static Error Conflict(string code, string message) => new(code, StatusCodes.Status409Conflict, message);
}
