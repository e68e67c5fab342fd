using System.Reflection;

namespace ChatMonolith.Modules.Kernel;

/// <summary>The modules of this process: those that run, and those that configuration left out.</summary>
public sealed record ModuleCatalog(IReadOnlyList<IModule> Enabled, IReadOnlyList<IModule> Disabled)
{
    /// <summary>Assemblies with code of enabled modules, the kernel included.</summary>
    public Assembly[] Assemblies => [typeof(ModuleCatalog).Assembly, .. Enabled.Select(m => m.GetType().Assembly)];

    /// <summary>Assemblies whose pages, endpoints, handlers and slots must not be found.</summary>
    public IEnumerable<Assembly> DisabledAssemblies => Disabled.Select(m => m.GetType().Assembly);
}
