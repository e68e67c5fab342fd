using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Delete;
using ChatMonolith.Modules.Chat.Messages.List;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Html;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Chat;

/// <summary>What is said in a session: messages, answers as they are written, and who is there.</summary>
public sealed class ChatModule : IModule
{
    public string Name => "Chat";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<ChatDbContext>(ChatDbContext.Schema);
        services.AddUiSlot("layout.menu", "/Modules/Chat/Mentions/_MentionsLink.cshtml", order: 5);
        services.AddSingleton<SendLimits>();
        services.AddSingleton(new NodeName(configuration["Node:Name"] is { Length: > 0 } name ? name : Environment.MachineName));
        services.AddSingleton<Fragments>();
        services.AddSingleton<SessionOrder>();
        services.AddSingleton<ChatFeed>();
        services.AddSingleton<CatchUp>();
        services.AddSingleton<SessionViewer>();
        services.AddSingleton<EventPadding>();
        services.AddHostedService<AgentStates>();
        services.AddSingleton<LiveRuns>();
        services.AddSingleton<PersonSlots>();
        services.AddScoped<Asking>();
        services.AddScoped<WindowReader>();
        services.AddScoped<MessageAccess>();
        services.AddSingleton<Sweeper>();
        services.AddHostedService(sp => sp.GetRequiredService<Sweeper>());
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunRecovery>();
        services.AddSingleton<SocketFrames>();
        services.AddSingleton<FlushWheel>();
        services.AddHostedService(sp => sp.GetRequiredService<FlushWheel>());
        services.AddHostedService<RunKeeper>();
        services.AddSingleton<Rooms>();
        services.AddHostedService(sp => sp.GetRequiredService<Rooms>());
        services.AddSingleton<ReplyRunner>();
        services.AddSingleton<IHostedService>(sp => sp.GetRequiredService<ReplyRunner>());
    }
}
