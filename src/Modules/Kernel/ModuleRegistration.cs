using Carter;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Kernel.Html;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Kernel.Mediation;
using ChatMonolith.Modules.Kernel.Web;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel;

/// <summary>Brings the listed modules into a web application.</summary>
public static class ModuleRegistration
{
    /// <summary>Adds every module that <c>Modules:{Name}:Enabled</c> does not switch off.</summary>
    public static WebApplicationBuilder AddModules(this WebApplicationBuilder builder, IReadOnlyList<IModule> modules)
    {
        var byState = modules.ToLookup(m => builder.Configuration.GetValue($"Modules:{m.Name}:Enabled", true));
        var catalog = new ModuleCatalog([.. byState[true]], [.. byState[false]]);
        var services = builder.Services;

        services.AddSingleton(catalog);
        services.AddSingleton(TimeProvider.System);
        services.AddDatabaseServer();
        services.AddEvents(catalog);
        services.AddMediation(catalog);
        services.AddValidatorsFromAssemblies(catalog.Assemblies, includeInternalTypes: true, lifetime: ServiceLifetime.Singleton);
        services.AddSingleton(StreamLifetime.From(builder.Configuration));
        services.AddSingleton<SessionFeeds>();
        services.AddHostedService(sp => sp.GetRequiredService<SessionFeeds>());
        services.AddSingleton<FragmentRenderer>();
        services.AddSingleton<Assets>();
        services.AddSingleton<MatcherPolicy, WebSocketMatcherPolicy>();
        services.AddHttpContextAccessor();

        foreach (var module in catalog.Enabled)
            module.AddServices(services, builder.Configuration);

        services.AddRazorPages(options =>
            {
                options.RootDirectory = "/";
                options.Conventions.ConfigureFilter(new Microsoft.AspNetCore.Mvc.IgnoreAntiforgeryTokenAttribute());
            })
            .ConfigureApplicationPartManager(parts => Leave(parts, catalog));
        // Carter looks for public types only; a module's endpoints are internal.
        services.AddCarter(new DependencyContextAssemblyCatalog(catalog.Assemblies), carter => carter.WithModules(
            [.. catalog.Assemblies.SelectMany(a => a.GetTypes()).Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(ICarterModule)))]));
        return builder;
    }

    static void Leave(ApplicationPartManager parts, ModuleCatalog catalog)
    {
        var names = catalog.DisabledAssemblies.Select(a => a.GetName().Name).ToHashSet();
        foreach (var part in parts.ApplicationParts.Where(p => names.Contains(p.Name)).ToList())
            parts.ApplicationParts.Remove(part);
    }
}
