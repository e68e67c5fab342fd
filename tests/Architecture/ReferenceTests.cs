using Xunit;

namespace ChatMonolith.Tests.Architecture;

public class ReferenceTests
{
    const string Ours = "ChatMonolith.";

    static IEnumerable<string> References(ModuleProject project) => project.Assembly.GetReferencedAssemblies().Select(a => a.Name!);

    [Fact]
    public void Modules_are_found() => Assert.True(ModuleProject.Modules.Count() > 1 && ModuleProject.Contracts.Any());

    [Fact]
    public void A_module_sees_only_the_kernel_and_contracts() => Findings.AssertNone(
        "A module asks another through its contracts, or by an event:",
        from module in ModuleProject.Modules
        from reference in References(module)
        where reference.StartsWith(Ours, StringComparison.Ordinal) && reference != Ours + "Kernel" && !reference.EndsWith(".Contracts", StringComparison.Ordinal)
        select $"{module} → {reference}");

    [Fact]
    public void Contracts_see_only_the_kernel_and_the_mediator() => Findings.AssertNone(
        "Contracts are plain records that everybody can afford to reference:",
        from contracts in ModuleProject.Contracts
        from reference in References(contracts)
        where reference is not ("ChatMonolith.Kernel" or "MediatR" or "netstandard") && !reference.StartsWith("System.", StringComparison.Ordinal)
        select $"{contracts} → {reference}");

    [Fact]
    public void The_kernel_sees_no_module() => Findings.AssertNone(
        "The kernel holds no business word:",
        References(ModuleProject.All.Single(p => p.IsKernel)).Where(r => r.StartsWith(Ours, StringComparison.Ordinal)));

    [Fact]
    public void Contracts_belong_to_a_module() => Findings.AssertNone(
        "These contracts have no module that fulfils them:",
        ModuleProject.Contracts.Where(c => ModuleProject.Modules.All(m => m.Name != c.Owner)).Select(c => c.Name));
}
