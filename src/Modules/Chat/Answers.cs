using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat;

/// <summary>How a form post is answered whose effect arrives by the stream.</summary>
static class Answers
{
    /// <summary>Nothing for a script, which sees the effect anyway; back to the live page for a form without one.</summary>
    public static IResult Quietly(HttpRequest request, Guid sessionId, Guid? threadId = null) =>
        request.Headers["X-Requested-With"] == "fetch" ? Results.NoContent() : Results.Redirect($"{ChatAddress.Of(sessionId, threadId)}?live=1#latest");

    /// <summary>What the button that was pressed calls this press. A form without fields has no body to bind.</summary>
    public static async Task<string?> ClientIdAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.HasFormContentType ? (await request.ReadFormAsync(cancellationToken))["clientMessageId"] : (string?)null;
}
