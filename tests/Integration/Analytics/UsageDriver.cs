using System.Text.Json;
using ChatMonolith.Modules.Analytics.Ledger;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Kernel.Events;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Tests.Integration.Analytics;

/// <summary>Lets answers end, and asks what they used.</summary>
static class UsageDriver
{
    public static RunCompleted Run(
        Guid user, string endedAt, decimal cost = 0.5m, string currency = "USD", string agent = "test/model", string userName = "Ana", Guid? session = null, int? firstTokenMs = 400)
    {
        var at = DateTimeOffset.Parse(endedAt, System.Globalization.CultureInfo.InvariantCulture);
        return new(Guid.CreateVersion7(), session ?? Guid.CreateVersion7(), Guid.CreateVersion7(), user, userName, agent, $"Agent {agent}", "model", "done", null,
            100, 20, 10, 5, cost, currency, false, firstTokenMs, 900, at.AddMilliseconds(-900), at);
    }

    public static async Task DeliverAsync(this IServiceProvider services, params RunCompleted[] runs)
    {
        var delivery = services.GetRequiredService<EventDelivery>();
        foreach (var run in runs) await delivery.DeliverAsync(Guid.CreateVersion7(), run, typeof(RecordUsage), CancellationToken.None);
    }

    public static async Task<HttpResponseMessage> AskAsync(this HttpClient client, string query, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/usage?{query}");
        request.Headers.Accept.ParseAdd(accept);
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> ReportAsync(this HttpClient client, string query)
    {
        using var response = await client.AskAsync(query, "application/json");
        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
    }

    public static JsonElement[] Rows(this JsonElement report) => [.. report.GetProperty("rows").EnumerateArray()];
    public static decimal Cost(this JsonElement sums) => sums.GetProperty("cost").GetDecimal();
    public static long Runs(this JsonElement sums) => sums.GetProperty("runs").GetInt64();
}
