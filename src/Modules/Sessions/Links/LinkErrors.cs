using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Sessions.Links;

static class LinkErrors
{
    // The same for a link that never was, has ended, is used up or revoked: it tells nothing about the session.
    public static readonly Error NotValid = Error.NotFound("link_not_valid", "This link does not work. It may have ended, be used up or revoked. Ask the person who gave it to you for a new one.");
    public static readonly Error Outdated = Error.Forbidden("link_outdated", "The owner took you out of this session after this link was made. Ask them for a new invitation.");
    public static readonly Error NotFound = Error.NotFound("link_not_found", "This link is revoked already.");
    public static readonly Error PasswordNeeded = Error.Invalid("password_needed", "Type the password of this link. The person who gave you the link knows it.", "password");
    public static readonly Error PasswordWrong = Error.Invalid("password_wrong", "This is not the password of this link. Check it with the person who gave it to you.", "password");
    public static readonly Error TooMany = Error.Conflict("too_many_links", $"A session has at most {JoinLink.MostPerSession} links. Revoke one first.");
}
