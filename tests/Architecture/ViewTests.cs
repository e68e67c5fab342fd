using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.Hosting;
using Xunit;

namespace ChatMonolith.Tests.Architecture;

public partial class ViewTests
{
    [GeneratedRegex("""^\s*@page\b(?:\s+"(?<route>[^"]*)")?""")]
    private static partial Regex Page { get; }

    [GeneratedRegex(@"\{(?<name>\*{0,2}\w+)[^}]*\}")]
    private static partial Regex Parameter { get; }

    [GeneratedRegex(@"\bHtml\.Raw\b|\bHtmlString\b|\bMarkupString\b")]
    private static partial Regex RawHtml { get; }

    [GeneratedRegex(@"[""'(]/Modules/(?<module>\w+)/")]
    private static partial Regex ViewPath { get; }

    static IEnumerable<(string Path, string? Route)> Pages =>
        from file in Repository.In("src/", ".cshtml")
        from line in file.Lines
        let page = Page.Match(line)
        where page.Success
        select (file.Path, page.Groups["route"].Success ? page.Groups["route"].Value : null);

    static IEnumerable<(string Owner, string Path)> CompiledViews =>
        from assembly in ModuleProject.All.Where(p => !p.IsContracts).Select(p => p.Assembly).Append(typeof(Program).Assembly)
        from view in assembly.GetCustomAttributes(typeof(RazorCompiledItemAttribute), false).Cast<RazorCompiledItemAttribute>()
        select (assembly.GetName().Name!["ChatMonolith.".Length..], view.Identifier);

    [Fact]
    public void Every_page_has_its_own_absolute_address()
    {
        Assert.NotEmpty(Pages);
        Findings.AssertNone("A page writes its whole address, from the first slash:",
            Pages.Where(p => p.Route is not ['/', ..]).Select(p => $"{p.Path}: {p.Route ?? "nothing"}"));
        Findings.AssertNone("Two pages at one address:",
            Pages.GroupBy(p => Parameter.Replace(p.Route ?? p.Path, "{}"), p => p.Path, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g)}"));
    }

    // Two views at one path: the second answers 404, and nothing says so.
    [Fact]
    public void Every_view_has_its_own_path_inside_its_module()
    {
        Assert.NotEmpty(CompiledViews);
        Findings.AssertNone("Two views at one path:",
            CompiledViews.GroupBy(v => v.Path, v => v.Owner, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g)}"));
        Findings.AssertNone("A module's views lie under its own name:",
            CompiledViews.Where(v => v.Owner != "Host" && !v.Path.StartsWith($"/Modules/{v.Owner}/", StringComparison.Ordinal)).Select(v => $"{v.Owner}: {v.Path}"));
    }

    [Fact]
    public void No_view_or_source_names_another_modules_view() => Findings.AssertNone(
        "Pages are put together by address or by slot, not by another module's files:",
        from file in Repository.In("src/", ".cs", ".cshtml")
        from found in file.Find(ViewPath, inComments: false)
        where ViewPath.Matches(found).Any(m => m.Groups["module"].Value != file.Module)
        select found);

    [Fact]
    public void Every_view_path_in_a_source_exists() => Findings.AssertNone(
        "There is no such view:",
        from file in Repository.In("src/", ".cs", ".cshtml")
        from found in file.Find(NamedView, inComments: false)
        from name in NamedView.Matches(found).Select(m => m.Groups["path"].Value)
        where CompiledViews.All(v => v.Path != name)
        select found);

    [GeneratedRegex("""["'](?<path>/[\w/]+\.cshtml)["']""")]
    private static partial Regex NamedView { get; }

    [Fact]
    public void Nothing_is_written_to_a_page_unencoded() => Findings.AssertNone(
        "Text becomes HTML in one pipeline that checks it:", Repository.In("src/", ".cs", ".cshtml").SelectMany(f => f.Find(RawHtml)));

    // A second such type would be a second way around the check.
    [Fact]
    public void One_type_carries_checked_html()
    {
        var carriers = ModuleProject.All.Where(p => !p.IsContracts).Select(p => p.Assembly).Append(typeof(Program).Assembly)
            .SelectMany(a => a.GetTypes()).Where(t => t is { IsInterface: false } && t.IsAssignableTo(typeof(IHtmlContent))).Select(t => t.FullName!).ToList();
        if (carriers.Count != 1) Findings.AssertNone("Only one type may be written to a page as it is:", carriers);
    }

    [GeneratedRegex(@"\bSafeHtml\b")]
    private static partial Regex SafeHtml { get; }

    // Where checked HTML is held and where it is written; whoever joins them must have it from the renderer.
    [Fact]
    public void Only_holders_of_rendered_messages_call_text_safe() => Findings.AssertNone(
        "Only what the Markdown renderer made is safe HTML:",
        Repository.In("src/", ".cs", ".cshtml")
            .Where(f => f.Path is not ("src/Modules/Chat/Messages/SafeHtml.cs" or "src/Modules/Chat/Messages/MessageView.cs" or "src/Modules/Chat/Conversation/LiveAnswer.cs" or "src/Modules/Chat/Conversation/Chat.cshtml"))
            .SelectMany(f => f.Find(SafeHtml, inComments: false)));

    [GeneratedRegex(@"^using (?:static )?(?:ChatMonolith\.Modules\.(?!Chat\.Markdown)|Microsoft\.)|\bDbContext\b|\bHttpContext\b")]
    private static partial Regex Outside { get; }

    [Fact]
    public void The_renderer_knows_neither_database_nor_http() => Findings.AssertNone(
        "The Markdown folder stands on its own:",
        Repository.In("src/Modules/Chat/Markdown/", ".cs").SelectMany(f => f.Find(Outside, inComments: false)));
}
