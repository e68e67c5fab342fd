using System.Reflection;
using System.Text.Json;
using ChatMonolith.Modules.Kernel.Data;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel.Events;

/// <summary>Which stored names are which events, and who consumes them.</summary>
sealed class EventCatalog
{
    readonly Dictionary<string, Type> _types;
    readonly ILookup<Type, Type> _consumers;

    public EventCatalog(ModuleCatalog modules)
    {
        _consumers = modules.Assemblies.SelectMany(a => a.GetTypes()).Where(t => t is { IsAbstract: false, IsGenericType: false })
            .SelectMany(t => t.GetInterfaces(), (consumer, i) => (consumer, i))
            .Where(x => x.i.IsGenericType && x.i.GetGenericTypeDefinition() == typeof(INotificationHandler<>))
            .ToLookup(x => x.i.GetGenericArguments()[0], x => x.consumer);
        _types = _consumers.Select(g => g.Key).Where(t => t.IsAssignableTo(typeof(IIntegrationEvent)))
            .ToDictionary(t => t.GetCustomAttribute<EventNameAttribute>()!.Name);
    }

    public IEnumerable<Type> Consumers => _consumers.SelectMany(g => g).Distinct();

    /// <summary>The event and its consumers; none when no module that runs here listens.</summary>
    public (IIntegrationEvent Event, IReadOnlyList<Type> Consumers)? Read(string name, string payload) =>
        _types.TryGetValue(name, out var type)
            ? ((IIntegrationEvent)JsonSerializer.Deserialize(payload, type, JsonSerializerOptions.Web)!, [.. _consumers[type]])
            : null;
}

static class EventRegistration
{
    public static void AddEvents(this IServiceCollection services, ModuleCatalog modules)
    {
        var catalog = new EventCatalog(modules);
        services.AddSingleton(catalog);
        services.AddSingleton<OutboxSignal>();
        foreach (var consumer in catalog.Consumers) services.AddScoped(consumer);
        services.AddSingleton<EventDelivery>();
        services.AddSingleton<DeadLetters>();
        services.AddHostedService<EventDispatcher>();
    }

    public static ModuleDatabase DatabaseOf(this IEnumerable<ModuleDatabase> databases, Type consumer) =>
        databases.Single(d => d.ContextType.Assembly == consumer.Assembly);
}
