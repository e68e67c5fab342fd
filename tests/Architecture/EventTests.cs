using System.Reflection;
using System.Text.RegularExpressions;
using ChatMonolith.Modules.Kernel.Events;
using Xunit;

namespace ChatMonolith.Tests.Architecture;

public partial class EventTests
{
    [GeneratedRegex(@"^[a-z]+\.[a-z-]+\.v\d+$")]
    private static partial Regex Name { get; }

    static IEnumerable<(ModuleProject Project, Type Type, string? Name)> Events =>
        from project in ModuleProject.All
        from type in project.Assembly.GetTypes()
        where type is { IsInterface: false, IsAbstract: false } && type.IsAssignableTo(typeof(IIntegrationEvent))
        select (project, type, type.GetCustomAttribute<EventNameAttribute>()?.Name);

    [Fact]
    public void Every_event_has_a_stored_name_of_its_own()
    {
        Assert.NotEmpty(Events);
        Findings.AssertNone("An event is named {module}.{what-happened}.v{n}:",
            Events.Where(e => e.Name is null || !Name.IsMatch(e.Name) || !e.Name.StartsWith(e.Project.Owner.ToLowerInvariant() + '.', StringComparison.Ordinal)).Select(e => $"{e.Type.FullName}: {e.Name ?? "nothing"}"));
        Findings.AssertNone("Two events with one name:",
            Events.GroupBy(e => e.Name, e => e.Type.FullName).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g)}"));
    }

    [Fact]
    public void Events_live_in_contracts() =>
        Findings.AssertNone("Only contracts can be seen by those who listen:", Events.Where(e => !e.Project.IsContracts).Select(e => e.Type.FullName!));
}
