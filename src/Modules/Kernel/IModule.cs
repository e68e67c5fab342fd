using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel;

/// <summary>
/// A part of the product that can be built, tested and left out on its own. The registrar is the only public type of a module;
/// <c>src/Host/Modules.cs</c> lists them by hand.
/// </summary>
public interface IModule
{
    /// <summary>The name in <c>Modules:{Name}:Enabled</c>, in view paths (<c>/Modules/{Name}/…</c>) and in the assembly name.</summary>
    string Name { get; }

    /// <summary>Registers the module's services, database, slots and background work. Handlers, validators, pages and endpoints are found by themselves.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration);
}
