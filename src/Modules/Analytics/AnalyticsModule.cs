using ChatMonolith.Modules.Analytics.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Html;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Analytics;

/// <summary>What answers used and cost, kept from events in a ledger of its own.</summary>
public sealed class AnalyticsModule : IModule
{
    public string Name => "Analytics";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDatabase<AnalyticsDbContext>(AnalyticsDbContext.Schema)
        .AddUiSlot("layout.menu", "/Modules/Analytics/Usage/_UsageLink.cshtml", order: 20);
}
