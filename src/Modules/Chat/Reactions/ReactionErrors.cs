using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Chat.Reactions;

static class ReactionErrors
{
    public const int MostEmoji = 20;

    public static readonly Error ReadOnly = Error.Forbidden("read_only", "You can read this session, but not react in it. Ask its owner for the right to comment.");
    public static readonly Error NotAnEmoji = Error.Invalid("not_an_emoji", "A reaction is exactly one emoji. Choose one, or type one alone.", "emoji");
    public static readonly Error TooManyEmoji = Error.Conflict("too_many_emoji", $"There are {MostEmoji} different emoji on this message already. Choose one of those.");

    /// <summary>Null when the person may react.</summary>
    public static Error? Refusal(SessionAccess session) => session.Role is SessionRole.Viewer ? ReadOnly : null;
}
