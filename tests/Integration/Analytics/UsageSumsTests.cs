using ChatMonolith.Modules.Analytics.Data;
using ChatMonolith.Modules.Analytics.Ledger;
using ChatMonolith.Modules.Kernel.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Analytics;

[Collection("host")]
public sealed class UsageSumsTests(TestHost host)
{
    [Fact]
    public async Task Every_grouping_adds_up_to_the_ledger()
    {
        var ana = await host.SignInAsync();
        var ben = await host.SignInAsync();
        var sessions = new[] { Guid.CreateVersion7(), Guid.CreateVersion7() };
        var runs = Enumerable.Range(0, 40).Select(i => UsageDriver.Run(
            i % 3 == 0 ? ben.UserId : ana.UserId, $"2003-05-{1 + i % 9:00}T{i % 24:00}:30:00Z", cost: 0.00000001m + i * 0.12345679m,
            agent: $"test/{i % 4}", session: sessions[i % 2])).ToArray();
        await host.Services.DeliverAsync(runs);

        var admin = await host.AdminAsync();
        foreach (var groupBy in new[] { "day", "user", "agent", "model", "session", "day,user", "session,agent,day,model,user" })
        {
            var report = await admin.Client.ReportAsync($"from=2003-05-01&to=2003-05-10&groupBy={groupBy}");
            Assert.Equal(runs.Sum(r => r.Cost), report.GetProperty("totals").Cost());
            Assert.Equal(runs.Sum(r => r.Cost), report.Rows().Sum(r => r.Cost()));
            Assert.Equal(40, report.Rows().Sum(r => r.Runs()));
            Assert.Equal(4000, report.Rows().Sum(r => r.GetProperty("inputTokens").GetInt64()));
        }

        await using var scope = host.Services.CreateAsyncScope();
        var ids = runs.Select(r => r.RunId).ToList();
        var ledger = scope.ServiceProvider.GetRequiredService<AnalyticsDbContext>().Ledger;
        Assert.Equal(runs.Sum(r => r.Cost), await ledger.Where(e => ids.Contains(e.RunId)).SumAsync(e => e.Cost));
    }

    [Fact]
    public async Task A_run_counts_once_however_often_it_is_told()
    {
        var ana = await host.SignInAsync();
        var run = UsageDriver.Run(ana.UserId, "2003-06-01T12:00:00Z");
        var delivery = host.Services.GetRequiredService<EventDelivery>();
        var eventId = Guid.CreateVersion7();
        for (var i = 0; i < 2; i++) await delivery.DeliverAsync(eventId, run, typeof(RecordUsage), CancellationToken.None);
        await host.Services.DeliverAsync(run);

        Assert.Equal(1, (await ana.Client.ReportAsync("from=2003-06-01&to=2003-06-01")).GetProperty("totals").Runs());
    }

    [Fact]
    public async Task People_see_their_own_rows_and_administrators_all()
    {
        var ana = await host.SignInAsync();
        var ben = await host.SignInAsync();
        await host.Services.DeliverAsync(
            UsageDriver.Run(ana.UserId, "2003-07-01T12:00:00Z"), UsageDriver.Run(ben.UserId, "2003-07-01T12:00:00Z"), UsageDriver.Run(ben.UserId, "2003-06-30T12:00:00Z"));

        const string query = "from=2003-07-01&to=2003-07-01&groupBy=user";
        var row = Assert.Single((await ana.Client.ReportAsync(query)).Rows());
        Assert.Equal(ana.UserId, row.GetProperty("user").GetGuid());
        Assert.Equal(1, row.Runs());

        var admin = await host.AdminAsync();
        Assert.Equal(2, (await admin.Client.ReportAsync(query)).Rows().Length);
    }

    [Fact]
    public async Task Costs_of_two_currencies_are_never_added_up()
    {
        var ana = await host.SignInAsync();
        await host.Services.DeliverAsync(
            UsageDriver.Run(ana.UserId, "2003-08-01T12:00:00Z", 1.25m, "EUR"), UsageDriver.Run(ana.UserId, "2003-08-01T12:00:00Z", 2m, "EUR"),
            UsageDriver.Run(ana.UserId, "2003-08-01T12:00:00Z", 7m, "USD"), UsageDriver.Run(ana.UserId, "2003-08-01T12:00:00Z", 0m, "USD"));

        var report = await ana.Client.ReportAsync("from=2003-08-01&to=2003-08-01");
        Assert.Equal("EUR", report.GetProperty("currency").GetString());
        Assert.Equal(3.25m, report.GetProperty("totals").Cost());
        Assert.Equal(4, report.GetProperty("totals").Runs());
        var other = Assert.Single(report.GetProperty("otherCosts").EnumerateArray());
        Assert.Equal(("USD", 7m, 1L), (other.GetProperty("currency").GetString(), other.Cost(), other.Runs()));

        Assert.Equal(7m, (await ana.Client.ReportAsync("from=2003-08-01&to=2003-08-01&currency=USD")).GetProperty("totals").Cost());
    }
}
