using System.Globalization;
using System.Text;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>The rows as RFC 4180: CRLF, quotes where needed, exact figures with a point.</summary>
static class UsageCsv
{
    // What a spreadsheet takes for the beginning of a formula, the full-width forms included:
    // https://owasp.org/www-community/attacks/CSV_Injection
    const string FormulaStarts = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    public static string Write(UsageReport report)
    {
        var columns = Columns(report).ToList();
        var csv = new StringBuilder();
        Line(columns.Select(c => c.Name));
        foreach (var row in report.Rows) Line(columns.Select(c => c.Value(row)));
        return csv.ToString();

        void Line(IEnumerable<string> fields) => csv.AppendJoin(',', fields).Append("\r\n");
    }

    public static string FileName(UsageFilter filter) => $"usage-{filter.From:yyyy-MM-dd}-to-{filter.To:yyyy-MM-dd}.csv";

    static IEnumerable<(string Name, Func<UsageRow, string> Value)> Columns(UsageReport report)
    {
        foreach (var group in report.Filter.Groups)
        {
            switch (group)
            {
                case UsageGroup.Day: yield return ("day", r => r.Day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
                case UsageGroup.User:
                    yield return ("user", r => $"{r.UserId}");
                    yield return ("userName", r => Text(r.UserName));
                    break;
                case UsageGroup.Agent:
                    yield return ("agent", r => Text(r.AgentId));
                    yield return ("agentName", r => Text(r.AgentName));
                    break;
                case UsageGroup.Model: yield return ("model", r => Text(r.Model)); break;
                case UsageGroup.Session: yield return ("session", r => $"{r.SessionId}"); break;
            }
        }
        yield return ("runs", r => Number(r.Runs));
        yield return ("inputTokens", r => Number(r.InputTokens));
        yield return ("outputTokens", r => Number(r.OutputTokens));
        yield return ("cachedTokens", r => Number(r.CachedTokens));
        yield return ("reasoningTokens", r => Number(r.ReasoningTokens));
        yield return ("cost", r => r.Cost.ToString("0.########", CultureInfo.InvariantCulture));
        yield return ("currency", _ => Text(report.Currency));
    }

    static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Text(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        if (FormulaStarts.Contains(value[0], StringComparison.Ordinal)) value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n\t") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
