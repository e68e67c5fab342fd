using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Sessions;

static class SessionErrors
{
    // The same for "does not exist" and "is not yours": an id must not tell which.
    public static readonly Error NotFound = Error.NotFound("session_not_found", "This session does not exist, or it is not shared with you.");
    public static readonly Error OwnerOnly = Error.Forbidden("owner_only", "Only the owner of this session can do that. Ask them.");
    public static readonly Error ReadOnly = Error.Forbidden("read_only", "You can read this session, but not change it. Ask its owner.");
    public static readonly Error NoSuchName = Error.Invalid("user_not_found", "Nobody here has this name. Type their e-mail address instead: then they need no account yet.", "who");
    public static readonly Error SeveralNames = Error.Invalid("name_not_unique", "Several people here have this name. Type the e-mail address of the one you mean.", "who");
    public static readonly Error NoSuchParticipant = Error.NotFound("participant_not_found", "This person does not take part in the session any more. Load the page again.");
    public static readonly Error OwnerStays = Error.Conflict("owner_stays", "You own this session. Make somebody else the owner before you leave, or delete the session.");
    public static readonly Error OwnerKeepsRole = Error.Conflict("owner_keeps_role", "The owner of a session has no other role. Make somebody else the owner first.");
    public static readonly Error AlreadyOwner = Error.Conflict("already_owner", "You own this session already. Choose somebody else who takes part.");
    public static readonly Error NotJoined = Error.Conflict("not_joined", "This person has not opened the session yet. Wait until they have, or choose somebody else.");
    public static readonly Error TooManyInvited = Error.Conflict("too_many_invited", $"At most {Invitations.Invitation.MostWaiting} invitations wait at a time. Withdraw some first, or make a link.");
}
