using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel.Mediation;

/// <summary>All that knows how this version of MediatR is wired, so that another version is a change of this file.</summary>
static class MediatorRegistration
{
    public static void AddMediation(this IServiceCollection services, ModuleCatalog catalog)
    {
        services.AddScoped<ServiceFactory>(sp => sp.GetService!);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.Scan(scan => scan.FromAssemblies(catalog.Assemblies)
            .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
            .AsImplementedInterfaces(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)).WithScopedLifetime());
    }
}
