using System.Globalization;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>Figures in words. The pages are English, whatever the server's own language is.</summary>
static class UsageText
{
    static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Count(long value) => value.ToString("N0", Culture);

    public static string Money(decimal value, string currency)
    {
        var amount = value switch
        {
            > 0 and < 0.0001m => "0.0001",
            < 1 when value * 100 % 1 != 0 => value.ToString("0.0000", Culture),
            _ => value.ToString("N2", Culture),
        };
        return (value is > 0 and < 0.0001m ? "under " : "") + currency switch
        {
            "USD" => $"${amount}",
            "EUR" => $"€{amount}",
            "GBP" => $"£{amount}",
            _ => $"{currency} {amount}",
        };
    }

    public static string Seconds(double? milliseconds) => milliseconds is { } ms ? (ms / 1000).ToString("0.0#", Culture) + " s" : "None yet";

    public static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", Culture);

    public static string Days(UsageFilter filter)
    {
        var end = filter.To.ToString("d MMMM yyyy", Culture);
        if (filter.Days == 1) return end;
        return filter.From.Year == filter.To.Year
            ? $"{filter.From.ToString(filter.From.Month == filter.To.Month ? "%d" : "d MMMM", Culture)} to {end}"
            : $"{filter.From.ToString("d MMMM yyyy", Culture)} to {end}";
    }

    /// <summary>How <paramref name="now"/> compares with the period before.</summary>
    public static string Change(double now, double before, string days, string more = "more", string less = "less")
    {
        if (before == 0) return now == 0 ? $"None in the {days} before either" : $"None in the {days} before";
        var percent = Math.Round((now - before) / before * 100);
        return percent switch
        {
            0 => $"Like the {days} before",
            > 0 => $"{percent.ToString("N0", Culture)} % {more} than in the {days} before",
            _ => $"{(-percent).ToString("N0", Culture)} % {less} than in the {days} before",
        };
    }

    public static string Name(UsageGroup group) => group switch
    {
        UsageGroup.Day => "Day",
        UsageGroup.User => "Person",
        UsageGroup.Agent => "Agent",
        UsageGroup.Model => "Model",
        _ => "Session",
    };

    public static string Names(IReadOnlyList<UsageGroup> groups) =>
        string.Join(" and ", groups.Select((group, i) => i == 0 ? Name(group) : Name(group).ToLowerInvariant()));

    public static string Key(UsageRow row, UsageGroup group) => group switch
    {
        UsageGroup.Day => Day(row.Day!.Value),
        UsageGroup.User => row.UserName!,
        UsageGroup.Agent => row.AgentName!,
        UsageGroup.Model => row.Model!,
        // The end of the id: ids made one after the other begin alike.
        _ => $"Session {row.SessionId!.Value.ToString("N")[^6..]}",
    };
}
