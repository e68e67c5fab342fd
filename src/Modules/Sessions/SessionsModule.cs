using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Html;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Live;
using ChatMonolith.Modules.Sessions.Participants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Sessions;

/// <summary>Conversations as things people own, name, share and come back to; what is said in them belongs to Chat.</summary>
public sealed class SessionsModule : IModule
{
    public string Name => "Sessions";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDatabase<SessionsDbContext>(SessionsDbContext.Schema)
        .AddSingleton<LiveList>()
        .AddHostedService(sp => sp.GetRequiredService<LiveList>())
        .AddSingleton<PersonLimits>()
        .AddScoped<Membership>()
        .AddUiSlot("host.missing", "/Modules/Sessions/Requests/_AskAccess.cshtml")
        .AddUiSlot("layout.rail", "/Modules/Sessions/List/_Rail.cshtml")
        .AddUiSlot("chat.header", "/Modules/Sessions/Participants/_People.cshtml");
}
