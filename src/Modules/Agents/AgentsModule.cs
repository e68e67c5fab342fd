using ChatMonolith.Modules.Agents.Answers;
using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Agents.Documents.Index;
using ChatMonolith.Modules.Agents.Guide;
using ChatMonolith.Modules.Agents.Providers;
using ChatMonolith.Modules.Agents.Providers.Local;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Html;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Agents;

/// <summary>Who can answer: models of any OpenAI-compatible provider, and the built-in guide.</summary>
public sealed class AgentsModule : IModule
{
    public string Name => "Agents";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<AgentsDbContext>(AgentsDbContext.Schema);
        services.AddUiSlot("layout.menu", "/Modules/Agents/Catalogue/_MenuLink.cshtml", order: 10);

        services.AddSingleton<ProviderList>();
        services.AddSingleton<ProviderConnections>();
        services.AddSingleton<ProviderHealth>();
        services.AddSingleton<LocalServers>();
        services.AddSingleton<AgentCatalogue>();
        services.AddSingleton<IAgentStatus, AgentStatuses>();
        services.AddSingleton(AnswerLimits.From(configuration));
        services.AddSingleton<ModelAnswers>();
        services.AddSingleton<GuideAnswers>();
        services.AddSingleton<IAgentRuntime, AgentRuntime>();
        services.AddHostedService<AgentStart>();
        services.AddHostedService<ProviderWatch>();
        services.AddSingleton<ProductDocuments>();
        services.AddHostedService(sp => sp.GetRequiredService<ProductDocuments>());
    }
}
