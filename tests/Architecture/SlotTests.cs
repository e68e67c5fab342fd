using System.Text.RegularExpressions;
using Xunit;

namespace ChatMonolith.Tests.Architecture;

/// <summary>Named places in pages that other modules fill; <c>docs/architecture.md</c> lists them under "UI slots".</summary>
public partial class SlotTests
{
    const string Document = "docs/architecture.md";

    [GeneratedRegex("""<ui-slot\s[^>]*?name="(?<name>[^"]+)"(?=[^>]*/>)""")]
    private static partial Regex Place { get; }

    [GeneratedRegex("""AddUiSlot\("(?<name>[^"]+)",\s*"(?<view>[^"]+)"(?=[^;]*[);.])""")]
    private static partial Regex Filling { get; }

    [GeneratedRegex("""^\s*(?:\||[-*]|\d+\.)\s*`(?<name>[a-z]+(?:[.-][a-z]+)+)`""")]
    private static partial Regex Entry { get; }

    static HashSet<string> Places => [.. Matches(Place, ".cshtml")];
    static HashSet<string> Filled => [.. Matches(Filling, ".cs")];

    static IEnumerable<string> Matches(Regex pattern, string extension) => Repository.In("src/", extension)
        .SelectMany(f => f.Find(pattern, inComments: false)).SelectMany(found => pattern.Matches(found)).Select(m => m.Groups["name"].Value);

    [Fact]
    public void Views_have_the_slots_that_the_documentation_lists()
    {
        var file = Repository.Files.SingleOrDefault(f => f.Path == Document);
        Assert.True(file is not null, $"{Document} is missing; its section \"UI slots\" lists the slots.");
        var listed = file.Lines.SkipWhile(l => !IsHeading(l) || !l.Contains("UI slots", StringComparison.OrdinalIgnoreCase)).Skip(1).TakeWhile(l => !IsHeading(l))
            .Select(l => Entry.Match(l)).Where(m => m.Success).Select(m => m.Groups["name"].Value).ToHashSet();
        Assert.True(listed.Count > 0, $"{Document} has no section \"UI slots\" with a table or list whose entries begin with the slot's name in backticks.");
        Findings.AssertNone($"Slots in views that {Document} does not list:", Places.Except(listed));
        Findings.AssertNone($"Slots that {Document} lists and no view has:", listed.Except(Places));
    }

    [Fact]
    public void A_module_fills_only_slots_that_some_page_has() =>
        Findings.AssertNone("What is put there is shown nowhere:", Filled.Except(Places));

    [Fact]
    public void Every_slot_in_a_view_is_readable_here() => Findings.AssertNone(
        "Write a slot on one line with its literal name: <ui-slot name=\"…\" />.",
        Repository.In("src/", ".cshtml").SelectMany(f => f.Find(AnySlot)).Where(found => !Place.IsMatch(found)));

    [GeneratedRegex("<ui-slot")]
    private static partial Regex AnySlot { get; }

    static bool IsHeading(string line) => line.StartsWith('#');
}
