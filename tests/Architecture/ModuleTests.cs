using System.Reflection;
using ChatMonolith.Modules.Kernel;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace ChatMonolith.Tests.Architecture;

public class ModuleTests
{
    [Fact]
    public void The_host_lists_every_module()
    {
        var field = typeof(Program).Assembly.GetType("ChatMonolith.Host.ModuleList")!.GetField("All", BindingFlags.Public | BindingFlags.Static)!;
        var listed = (IReadOnlyList<IModule>)field.GetValue(null)!;
        Assert.Equal(ModuleProject.Modules.Select(m => m.Name).Order(), listed.Select(m => m.Name).Order());
        Assert.All(listed, m => Assert.Equal($"ChatMonolith.{m.Name}", m.GetType().Assembly.GetName().Name));
    }

    // Migrations alone are excepted: the EF tool writes them as public classes. Razor's compiled views are internal.
    [Fact]
    public void Only_the_registrar_of_a_module_is_public() => Findings.AssertNone(
        "Everything in a module but its registrar is internal:",
        from module in ModuleProject.Modules
        from type in module.Assembly.GetExportedTypes()
        where !type.IsAssignableTo(typeof(IModule)) && !type.IsAssignableTo(typeof(Migration))
        select type.FullName);

    [Fact]
    public void A_module_has_one_registrar_named_after_it() => Assert.All(ModuleProject.Modules, module =>
        Assert.Equal($"ChatMonolith.Modules.{module}.{module}Module", Assert.Single(module.Assembly.GetTypes(), t => t.IsAssignableTo(typeof(IModule))).FullName));

    [Fact]
    public void Folders_are_nouns_of_the_product()
    {
        string[] technical = ["Commands", "Queries", "Handlers", "Services", "Dtos", "Interfaces", "Helpers", "Common", "Utils"];
        Findings.AssertNone("Slices lie in folders named after what they are about:",
            Repository.In("src/", ".cs", ".cshtml").Where(f => f.Path.Split('/').Intersect(technical, StringComparer.OrdinalIgnoreCase).Any()).Select(f => f.Path));
    }
}
