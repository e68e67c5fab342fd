using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Agents.Providers;
using ChatMonolith.Modules.Agents.Providers.Local;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Agents.Catalogue;

/// <summary>The agents of now, in memory: choosing one for an answer must not cost a query.</summary>
sealed class AgentCatalogue(ProviderList providers, ProviderHealth health, IConfiguration configuration, IServiceScopeFactory scopes)
{
    volatile Snapshot _now = new([Agent.Guide()], []);

    /// <summary>Set by configuration, and then not changeable on the page.</summary>
    public string? ConfiguredDefault { get; } = configuration["Agents:Default"] is { Length: > 0 } id ? id : null;

    /// <summary>Those switched on, the default one first and the guide last.</summary>
    public IReadOnlyList<AgentSummary> List() => [.. _now.Usable.Select(Summarize)];

    /// <summary>Those switched off as well, for administrators.</summary>
    public IReadOnlyList<Agent> All => _now.All;

    /// <summary>The model servers on this machine that administrators chose.</summary>
    public IReadOnlyList<UsedServer> Used { get; private set; } = [];

    public bool Knows(string id) => _now.All.Any(a => a.Id == id);

    public string DefaultId => _now.Usable[0].Id;

    public AgentSummary? Find(string? id) => Get(id) is { } agent ? Summarize(agent) : null;

    /// <summary>The agent that may answer; the default one for null.</summary>
    public Agent? Get(string? id) => id is null ? _now.Usable[0] : _now.ById.GetValueOrDefault(id);

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AgentsDbContext>();
        Used = await db.UsedServers.AsNoTracking().OrderBy(s => s.UsedSince).ToListAsync(cancellationToken);
        providers.SetUsed(Used);
        var stored = await db.Agents.AsNoTracking().ToListAsync(cancellationToken);
        var all = stored.Where(a => a is { Offered: true, IsGuide: false } && providers.Find(a.Provider) is not null)
            .OrderBy(a => providers.PlaceOf(a.Provider)).ThenBy(a => a.Position)
            .Append(stored.Find(a => a.IsGuide) ?? Agent.Guide()).ToList();

        var usable = all.Where(a => a.Enabled || a.IsGuide).ToList();
        var first = usable.Find(a => a.Id == ConfiguredDefault) ?? usable.Find(a => a.IsDefault) ?? usable[0];
        usable.Remove(first);
        usable.Insert(0, first);
        _now = new(usable, all);
    }

    AgentSummary Summarize(Agent a) => new(
        a.Id, a.Name, a.Provider, a.Model, a.Description, StatusOf(a), a.InputPrice, a.OutputPrice, a.Currency)
    { TellsSourcesAgain = a.IsGuide };

    public AgentStatus StatusOf(Agent agent) => agent.IsGuide ? AgentStatus.Ready : health.StatusOf(agent.Provider);

    sealed record Snapshot(IReadOnlyList<Agent> Usable, IReadOnlyList<Agent> All)
    {
        public Dictionary<string, Agent> ById { get; } = Usable.ToDictionary(a => a.Id);
    }
}
