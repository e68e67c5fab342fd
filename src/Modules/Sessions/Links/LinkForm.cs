using System.Globalization;
using ChatMonolith.Modules.Kernel;

namespace ChatMonolith.Modules.Sessions.Links;

/// <summary>A new link as the page's form says it.</summary>
sealed record LinkForm(string? Role, string? Label, string? Password, string? Days, string? MaxUses)
{
    const string NoEnd = "none";

    public static readonly (string Days, string Words)[] Ends = [("1", "1 day"), ("7", "7 days"), ("30", "30 days"), (NoEnd, "No end")];

    public CreateLink ToRequest(Guid sessionId, CurrentUser by, DateTimeOffset now) =>
        new(sessionId, by, SessionRoles.Parse(Role), Label, Password, NumberOf(Days) is { } days ? now.AddDays(Math.Clamp(days, -1, 3650)) : null, NumberOf(MaxUses));

    // What is no number is refused like a number that is too small.
    static int? NumberOf(string? text) => string.IsNullOrWhiteSpace(text) || text == NoEnd ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
