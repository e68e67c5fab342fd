using System.Globalization;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>One bar: where it stands, what is written under and over it.</summary>
sealed record Bar(double X, double Y, double Width, double Height, string? Label, string? Figure, bool IsTop)
{
    public double Middle => X + Width / 2;
}

/// <summary>
/// A bar chart with one message as its title. Sizes are in the units of its view box; colours come from classes, so that it follows every theme.
/// </summary>
sealed record BarChart(string Title, string Note, string Summary, string RegionName, IReadOnlyList<Bar> Bars, IReadOnlyList<(double Y, string Text)> Lines)
{
    public const int Width = 640;
    public const int Height = 200;
    const double Left = 64, Floor = 170, Ceiling = 24;
    const int MostNamed = 8, MostFigures = 10, MostRanked = 10;

    /// <summary>Cost, or tokens while nothing costs anything; null when there is nothing to draw.</summary>
    public static BarChart? Of(UsageReport report)
    {
        var cost = report.Totals.Cost > 0;
        var what = cost ? "Cost" : "Tokens";
        Func<UsageRow, decimal> value = cost ? r => r.Cost : r => r.InputTokens + r.OutputTokens;
        Func<decimal, string> text = cost ? v => UsageText.Money(v, report.Currency) : v => UsageText.Count((long)v);

        var byDay = report.Filter.Groups[0] == UsageGroup.Day;
        var points = byDay
            ? PerDay(report, value)
            : [.. report.Rows.OrderByDescending(value).Take(MostRanked)
                .Select(r => (Name: string.Join(", ", report.Filter.Groups.Select(g => UsageText.Key(r, g))), Value: value(r)))];
        if (points.Count == 0 || points.Max(p => p.Value) is var top && top <= 0) return null;

        var best = points.First(p => p.Value == top);
        var by = byDay ? "day" : UsageText.Names(report.Filter.Groups).ToLowerInvariant();
        var title = points.Count == 1 ? $"{what}: {text(top)}"
            : byDay ? $"{what} {(cost ? "was" : "were")} highest on {best.Name}: {text(top)}"
            : $"{best.Name} {(cost ? "cost" : "used")} the most: {text(top)}";
        var note = !byDay && report.Rows.Count > MostRanked ? $"{what} by {by}, the first {MostRanked} of {UsageText.Count(report.Rows.Count)}." : $"{what} by {by}.";
        var summary = $"{what} by {by}: {points.Count} bars, the highest {text(top)} ({best.Name}), the lowest {text(points.Min(p => p.Value))}. The table below has every figure.";
        var scale = (double)(Ceil(top));
        return new(title, note, summary, $"Chart: {what.ToLowerInvariant()} by {by}", Draw(points, top, scale, text, byDay),
            [(At(0, scale), text(0)), (At(scale / 2, scale), text(Ceil(top) / 2)), (At(scale, scale), text(Ceil(top)))]);
    }

    static List<(string Name, decimal Value)> PerDay(UsageReport report, Func<UsageRow, decimal> value)
    {
        var sums = report.Rows.GroupBy(r => r.Day!.Value).ToDictionary(g => g.Key, g => g.Sum(value));
        return [.. Enumerable.Range(0, report.Filter.Days).Select(report.Filter.From.AddDays)
            .Select(day => (day.ToString("ddd d MMM", CultureInfo.InvariantCulture), sums.GetValueOrDefault(day)))];
    }

    static List<Bar> Draw(List<(string Name, decimal Value)> points, decimal top, double scale, Func<decimal, string> text, bool byDay)
    {
        var slot = (Width - Left) / points.Count;
        var width = Math.Min(slot * 0.75, 64);
        var every = (points.Count + MostNamed - 1) / MostNamed;
        return [.. points.Select((point, i) => new Bar(
            Left + slot * i + (slot - width) / 2, At((double)point.Value, scale), width, Floor - At((double)point.Value, scale),
            i % every == 0 ? Short(point.Name, byDay || points.Count <= 4 ? 16 : 9) : null,
            point.Value == top || points.Count <= MostFigures && point.Value > 0 ? text(point.Value) : null,
            point.Value == top))];
    }

    static double At(double value, double scale) => Floor - (Floor - Ceiling) * value / scale;

    static string Short(string name, int length) => name.Length <= length ? name : string.Concat(name.AsSpan(0, length - 1), "…");

    // The next 1, 2 or 5 times a power of ten: figures on the lines that are quick to read.
    static decimal Ceil(decimal value)
    {
        var unit = 0.000001m;
        while (unit * 10 < value) unit *= 10;
        return value <= unit ? unit : value <= unit * 2 ? unit * 2 : value <= unit * 5 ? unit * 5 : unit * 10;
    }
}
