using System.Globalization;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>A figure, how it changed, and its course by day when that is known.</summary>
sealed record UsageTile(string Name, string Value, string Change, string? Spark = null)
{
    public static IEnumerable<UsageTile> Of(UsageReport report)
    {
        var (now, before, rows) = (report.Totals, report.Before, report.Rows);
        var days = report.Filter.Days == 1 ? "day" : $"{report.Filter.Days} days";
        var byDay = report.Filter.ByDayAlone && rows.Count > 1;
        yield return new("Cost", UsageText.Money(now.Cost, report.Currency), UsageText.Change((double)now.Cost, (double)before.Cost, days), Points(r => (double)r.Cost));
        yield return new("Answers", UsageText.Count(now.Runs), UsageText.Change(now.Runs, before.Runs, days), Points(r => r.Runs));
        yield return new("Tokens in", UsageText.Count(now.InputTokens), UsageText.Change(now.InputTokens, before.InputTokens, days), Points(r => r.InputTokens));
        yield return new("Tokens out", UsageText.Count(now.OutputTokens), UsageText.Change(now.OutputTokens, before.OutputTokens, days), Points(r => r.OutputTokens));
        yield return new("First word (median)", UsageText.Seconds(now.MedianFirstTokenMs),
            UsageText.Change(now.MedianFirstTokenMs ?? 0, before.MedianFirstTokenMs ?? 0, days, "slower", "faster"));

        string? Points(Func<UsageRow, double> value)
        {
            var top = byDay ? rows.Max(value) : 0;
            if (top <= 0) return null;
            return string.Join(' ', rows.Select((row, i) =>
                string.Create(CultureInfo.InvariantCulture, $"{2 + 116.0 * i / (rows.Count - 1):0.#},{26 - 24 * value(row) / top:0.#}")));
        }
    }
}
