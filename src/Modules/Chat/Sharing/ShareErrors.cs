using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Chat.Sharing;

static class ShareErrors
{
    public const int MostLinks = 50;
    public const int MostMessages = 5000;
    public const int MostCopied = 1000;

    public static readonly Error OwnerOnly = Error.Forbidden("owner_only", "Only the owner of a session can share it by a link. Ask them for one.");
    public static readonly Error NotFound = Error.NotFound("share_not_found", "This link does not exist any more.");
    public static readonly Error TooManyLinks = Error.Conflict("too_many_links", $"A session has at most {MostLinks} links. Revoke one first.");
    public static readonly Error TooLong = Error.Conflict("too_long", $"A snapshot has at most {MostMessages:N0} messages, and this session has more. Make a live link instead.");
    public static readonly Error NothingSaid = Error.Conflict("nothing_said", "There is nothing to copy here yet.");
    public static readonly Error WrongPassword = Error.Forbidden("wrong_password", "This is not the password of this link. Ask who sent it to you.");
}
