using ChatMonolith.Modules.Analytics.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatMonolith.Modules.Analytics.Usage;

/// <summary>The report a person may see: an administrator that of everybody, others their own.</summary>
sealed record ShowUsage(UsageQuestion Question, CurrentUser User) : IRequest<Result<UsageReport>>;

sealed class ShowUsageHandler(AnalyticsDbContext db, TimeProvider clock) : IRequestHandler<ShowUsage, Result<UsageReport>>
{
    const string WhenNothingWasPaid = "USD";

    public async Task<Result<UsageReport>> Handle(ShowUsage request, CancellationToken cancellationToken)
    {
        var parsed = UsageFilter.Parse(request.Question, clock.GetUtcNow());
        if (parsed.Failed) return parsed.Error;
        try
        {
            return await ReadAsync(parsed.Value, request.User, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // A zone of this system that the database's own list lacks.
            return UsageErrors.TimeZone;
        }
    }

    async Task<Result<UsageReport>> ReadAsync(UsageFilter filter, CurrentUser user, CancellationToken cancellationToken)
    {
        var onlyOwn = !user.IsAdministrator;
        var summary = UsageSql.Summary(onlyOwn);
        var currencies = await db.Database.SqlQueryRaw<Summary>(summary, Parameters(filter, user, null)).ToListAsync(cancellationToken);
        var all = currencies.Single(c => c.Currency is null);
        currencies.Remove(all);

        var currency = filter.Currency
            ?? currencies.OrderByDescending(c => c.PricedRuns).ThenByDescending(c => c.Runs).ThenByDescending(c => c.RunsBefore)
                .ThenBy(c => c.Currency, StringComparer.Ordinal).FirstOrDefault()?.Currency
            ?? WhenNothingWasPaid;
        var rowsSql = UsageSql.Rows(filter.Groups, onlyOwn);
        IReadOnlyList<UsageRow> rows = await db.Database.SqlQueryRaw<UsageRow>(rowsSql, Parameters(filter, user, currency)).ToListAsync(cancellationToken);
        if (rows.Count > UsageSql.MaxRows) return UsageErrors.TooManyRows;
        if (filter.ByDayAlone) rows = EveryDay(filter, rows);

        return new UsageReport(
            filter, currency, rows, UsageTotals.Of(rows, all.Median),
            new(all.RunsBefore, all.InputBefore, all.OutputBefore, currencies.SingleOrDefault(c => c.Currency == currency)?.CostBefore ?? 0, all.MedianBefore),
            [.. currencies.Where(c => c.Currency != currency && c.Cost != 0).OrderBy(c => c.Currency, StringComparer.Ordinal)
                .Select(c => new CurrencyCost(c.Currency!, c.Cost, c.PricedRuns))]);
    }

    static object[] Parameters(UsageFilter filter, CurrentUser user, string? currency)
    {
        List<NpgsqlParameter> parameters = [new("from", filter.From), new("to", filter.To), new("tz", filter.Tz), new("me", user.Id)];
        parameters.Add(currency is null ? new("before", filter.From.AddDays(-filter.Days)) : new("currency", currency));
        return [.. parameters];
    }

    static UsageRow[] EveryDay(UsageFilter filter, IEnumerable<UsageRow> rows)
    {
        var used = rows.ToDictionary(r => r.Day!.Value);
        return [.. Enumerable.Range(0, filter.Days).Select(filter.From.AddDays).Select(day => used.GetValueOrDefault(day) ?? new() { Day = day })];
    }

    sealed record Summary(
        string? Currency, long Runs, long PricedRuns, decimal Cost, double? Median,
        long RunsBefore, long InputBefore, long OutputBefore, decimal CostBefore, double? MedianBefore);
}
