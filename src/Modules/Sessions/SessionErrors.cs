using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Sessions;

static class SessionErrors
{
    // The same for "does not exist" and "is not yours": an id must not tell which.
    public static readonly Error NotFound = Error.NotFound("session_not_found", "This session does not exist, or it is not shared with you.");
    public static readonly Error OwnerOnly = Error.Forbidden("owner_only", "Only the owner of this session can do that. Ask them.");
    public static readonly Error ReadOnly = Error.Forbidden("read_only", "You can read this session, but not change it. Ask its owner.");
    public static readonly Error NoSuchUser = Error.Invalid("user_not_found", "Nobody here has this e-mail address. Ask an administrator to add them first.", "Email");
    public static readonly Error OwnerStays = Error.Conflict("owner_stays", "The owner cannot be removed. Delete the session instead.");
}
