using ChatMonolith.Modules.Accounts;
using ChatMonolith.Modules.Agents;
using ChatMonolith.Modules.Analytics;
using ChatMonolith.Modules.Chat;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions;
using ChatMonolith.Modules.Theming;

namespace ChatMonolith.Host;

static class ModuleList
{
    /// <summary>Every module of the product. <c>Modules:{Name}:Enabled=false</c> leaves one out.</summary>
    public static readonly IReadOnlyList<IModule> All =
        [new AccountsModule(), new SessionsModule(), new AgentsModule(), new ChatModule(), new AnalyticsModule(), new ThemingModule()];
}
