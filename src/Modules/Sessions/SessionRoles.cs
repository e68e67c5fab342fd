using ChatMonolith.Modules.Sessions.Contracts;
using FluentValidation;

namespace ChatMonolith.Modules.Sessions;

/// <summary>Roles as people and programs write and read them.</summary>
static class SessionRoles
{
    const SessionRole None = (SessionRole)(-1);

    /// <summary>What an owner can give; owning is handed over instead.</summary>
    public static readonly SessionRole[] Given = [SessionRole.Editor, SessionRole.Commenter, SessionRole.Viewer];

    public static string Name(this SessionRole role) => role.ToString().ToLowerInvariant();

    /// <summary>Names only: numbers and lists, which an enum would take too, are no roles.</summary>
    public static SessionRole Parse(string? name, SessionRole missing = None) => string.IsNullOrEmpty(name) ? missing
        : Enum.GetValues<SessionRole>().Where(r => string.Equals(r.ToString(), name, StringComparison.OrdinalIgnoreCase)).DefaultIfEmpty(None).First();

    public static string Words(this SessionRole role) => role switch
    {
        SessionRole.Owner => "Owner",
        SessionRole.Editor => "Editor: can write and ask agents",
        SessionRole.Commenter => "Commenter: can read and comment",
        _ => "Viewer: can read",
    };

    public static IRuleBuilderOptions<T, SessionRole> IsGiven<T>(this IRuleBuilder<T, SessionRole> rule) =>
        rule.Must(r => Given.Contains(r)).WithMessage("Choose what they may do: editor, commenter or viewer.");
}
