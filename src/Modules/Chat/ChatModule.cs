using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Mentions;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Delete;
using ChatMonolith.Modules.Chat.Messages.List;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Notices;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Sharing;
using ChatMonolith.Modules.Chat.Sharing.Show;
using ChatMonolith.Modules.Chat.Sharing.Stream;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Html;
using Microsoft.AspNetCore.Mvc.RazorPages;
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
        services.AddUiSlot("sessions.list", "/Modules/Chat/Mentions/_MentionsCountAgain.cshtml");
        // A thread is a conversation like the main one: the same page shows it.
        services.PostConfigure<RazorPagesOptions>(o => o.Conventions.AddPageRoute("/Modules/Chat/Conversation/Chat", "/chat/{id:guid}/thread/{thread:guid}"));
        services.AddSingleton<SendLimits>();
        services.AddSingleton<OncePerId>();
        services.AddSingleton(new NodeName(configuration["Node:Name"] is { Length: > 0 } name ? name : Environment.MachineName));
        services.AddSingleton<Fragments>();
        services.AddSingleton<SharedFragments>();
        services.AddSingleton<SharedEvents>();
        services.AddSingleton<ShareTries>();
        services.AddScoped<ShareDoor>();
        services.AddScoped<SharedReader>();
        services.AddSingleton<SessionOrder>();
        services.AddSingleton<ChatFeed>();
        services.AddSingleton<CatchUp>();
        services.AddSingleton<SessionViewer>();
        services.AddSingleton<EventPadding>();
        services.AddHostedService<AgentStates>();
        services.AddSingleton<LiveRuns>();
        services.AddSingleton<PersonSlots>();
        services.AddScoped<Asking>();
        services.AddSingleton<HtmlRenewal>();
        services.AddHostedService(sp => sp.GetRequiredService<HtmlRenewal>());
        services.AddScoped<WindowReader>();
        services.AddScoped<MessageAccess>();
        services.AddSingleton<Sweeper>();
        services.AddHostedService(sp => sp.GetRequiredService<Sweeper>());
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunRecovery>();
        services.AddSingleton(SocketLimits.From(configuration));
        services.AddSingleton<SocketFrames>();
        services.AddSingleton<SocketEndpoint>();
        services.AddSingleton<Welcome>();
        services.AddSingleton<Privacy>();
        services.AddUiSlot("layout.settings", "/Modules/Chat/Presence/Hide/_PrivacyLink.cshtml", order: 30);
        services.AddSingleton<FlushWheel>();
        services.AddHostedService(sp => sp.GetRequiredService<FlushWheel>());
        services.AddHostedService<RunKeeper>();
        services.AddSingleton<Rooms>();
        services.AddHostedService(sp => sp.GetRequiredService<Rooms>());
        services.AddSingleton<SessionActivities>();
        services.AddSingleton<ISessionActivity>(sp => sp.GetRequiredService<SessionActivities>());
        services.AddSingleton<ReadMarks>();
        services.AddHostedService(sp => sp.GetRequiredService<ReadMarks>());
        services.AddSingleton<ReadTellings>();
        services.AddScoped<OpenedSession>();
        services.AddScoped<NewMentions>();
        services.AddSingleton<PersonSockets>();
        services.AddSingleton<PersonNotices>();
        services.AddUiSlot("layout.settings", "/Modules/Chat/Notices/_SettingsLink.cshtml", order: 30);
        services.AddSingleton<ReplyRunner>();
        services.AddSingleton<IHostedService>(sp => sp.GetRequiredService<ReplyRunner>());
    }
}
