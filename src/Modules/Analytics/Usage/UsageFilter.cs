using System.Globalization;
using ChatMonolith.Modules.Kernel.Errors;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>What a report may be split by; the names are those of <c>groupBy</c>.</summary>
enum UsageGroup { Day, User, Agent, Model, Session }

/// <summary>What was asked for, as it was typed.</summary>
sealed record UsageQuestion(string? From, string? To, string? Tz, string? GroupBy, string? Currency);

/// <summary>A question that makes sense: whole days of one time zone, both ends included.</summary>
sealed record UsageFilter(DateOnly From, DateOnly To, string Tz, IReadOnlyList<UsageGroup> Groups, string? Currency)
{
    public const int MaxDays = 366;
    const int DefaultDays = 30;
    static readonly DateOnly First = new(2000, 1, 1);
    static readonly DateOnly Last = new(2199, 12, 31);

    public int Days => To.DayNumber - From.DayNumber + 1;
    public bool ByDayAlone => Groups is [UsageGroup.Day];
    public string GroupBy => string.Join(',', Groups).ToLowerInvariant();

    public static Result<UsageFilter> Parse(UsageQuestion typed, DateTimeOffset now)
    {
        var tz = Given(typed.Tz) ?? "UTC";
        // Names of Windows pass the look-up on some systems, but PostgreSQL does not know them.
        if (tz.Length > 64 || !TimeZoneInfo.TryFindSystemTimeZoneById(tz, out var zone) || !zone.HasIanaId) return UsageErrors.TimeZone;

        if (!TryDay(typed.To, out var to)) return UsageErrors.Day("to");
        var end = to ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).Date);
        if (!TryDay(typed.From, out var from)) return UsageErrors.Day("from");
        var start = from ?? end.AddDays(1 - DefaultDays);
        if (start > end) return UsageErrors.Backwards;
        if (end.DayNumber - start.DayNumber >= MaxDays) return UsageErrors.TooLong;

        if (!TryGroups(typed.GroupBy, out var groups)) return UsageErrors.Group;
        var currency = Given(typed.Currency);
        if (currency is not null && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))) return UsageErrors.Currency;
        return new UsageFilter(start, end, tz, groups, currency);
    }

    static bool TryDay(string? text, out DateOnly? day)
    {
        day = null;
        if (Given(text) is not { } given) return true;
        if (!DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)) return false;
        day = parsed;
        return parsed >= First && parsed <= Last;
    }

    static bool TryGroups(string? text, out IReadOnlyList<UsageGroup> groups)
    {
        var found = new List<UsageGroup>();
        foreach (var name in (Given(text) ?? "day").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            // Enum.TryParse alone also takes numbers.
            if (char.IsAsciiLetter(name[0]) && Enum.TryParse<UsageGroup>(name, ignoreCase: true, out var group)) found.Add(group);
            else found.Add((UsageGroup)(-1));
        groups = [.. found.Distinct().Order()];
        return groups.Count > 0 && Enum.IsDefined(groups[0]);
    }

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

static class UsageErrors
{
    public static readonly Error TimeZone = Error.Invalid("unknown_time_zone", "There is no such time zone. Write its name, such as Europe/Berlin or UTC.", "tz");
    public static readonly Error Backwards = Error.Invalid("days_backwards", "The first day is after the last one. Choose an earlier first day.", "from");
    public static readonly Error TooLong = Error.Invalid("too_many_days", $"That is more than {UsageFilter.MaxDays} days. Choose days closer together.", "from");
    public static readonly Error Group = Error.Invalid("unknown_group", "Group by day, user, agent, model or session, or by several of them with commas between.", "groupBy");
    public static readonly Error Currency = Error.Invalid("unknown_currency", "Write the currency as three capital letters, such as EUR.", "currency");
    public static readonly Error Format = Error.Invalid("unknown_format", "The format is csv, json or html.", "format");
    public static readonly Error TooManyRows = Error.Invalid("too_many_rows", "That makes more rows than one answer may have. Choose fewer days or fewer groups.", "groupBy");

    public static Error Day(string field) => Error.Invalid("invalid_day", "Write the day as year-month-day, such as 2026-11-22.", field);
}
