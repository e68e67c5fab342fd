using System.Net;
using AngleSharp.Dom;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

[Collection("host")]
public sealed class PageTests(TestHost host)
{
    /// <summary>Pages of signed-in people; true for those only an administrator may open.</summary>
    public static TheoryData<string, bool> Addresses { get; } = new()
    {
        { "/chat/{session}", false }, { "/chat/{session}/people", false }, { "/chat/{session}/share", false }, { "/chat/00000000-0000-0000-0000-000000000000/ask", false }, { "/sessions", false }, { "/mentions", false },
        { "/agents", false }, { "/agents", true }, { "/agents/documents", true },
        { "/usage", false }, { "/usage", true },
        { "/settings/profile", false }, { "/settings/appearance", false }, { "/settings/keys", false }, { "/settings/notifications", false }, { "/settings/privacy", false }, { "/beside?left={session}", false },
        { "/admin/users", true }, { "/admin/events", true },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_page_has_a_title_a_heading_and_a_main_part_the_skip_link_leads_to(string address, bool administrator)
    {
        using var page = await host.OpenAsync(address, administrator ? await host.AdminAsync() : await host.SignInAsync());
        IsComplete(page);
        Assert.NotNull(page.QuerySelector("nav[aria-label=Sessions]"));
    }

    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/settings/appearance", HttpStatusCode.OK)]
    [InlineData("/setup", HttpStatusCode.NotFound)]
    [InlineData("/sign-up", HttpStatusCode.NotFound)]
    [InlineData("/invite/of-nobody", HttpStatusCode.NotFound)]
    [InlineData("/share/of-nobody", HttpStatusCode.NotFound)]
    public async Task So_do_the_pages_of_strangers(string address, HttpStatusCode status)
    {
        using var page = await host.OpenAsync(address, null, status);
        IsComplete(page);
        if (status == HttpStatusCode.NotFound) Assert.NotEmpty(page.QuerySelectorAll("main a[href], main button"));
    }

    [Fact]
    public async Task An_unknown_address_is_explained_to_people_and_a_problem_for_programs()
    {
        var ana = await host.SignInAsync();
        foreach (var address in new[] { "/there-is-nothing-here", "/chat/no-session", $"/chat/{Guid.Empty}" })
        {
            using var page = await host.OpenAsync(address, ana, HttpStatusCode.NotFound);
            IsComplete(page);
            Assert.Equal("Not found", page.QuerySelector("h1")!.TextContent);
            Assert.Contains("not shared with you", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }

        using var answer = await ana.GetAsync("/api/there-is-nothing-here");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_person_who_is_no_administrator_reads_that_a_page_is_not_theirs()
    {
        using var page = await host.OpenAsync("/admin/users", await host.SignInAsync(), HttpStatusCode.Forbidden);
        IsComplete(page);
        Assert.Contains("Ask an administrator", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    static void IsComplete(AngleSharp.Html.Dom.IHtmlDocument page)
    {
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Matches(@"^\S.* - ChatMonolith$", page.Title);
        Assert.NotEqual("", Assert.Single(page.QuerySelectorAll("h1")).TextContent.Trim());
        var main = Assert.Single(page.QuerySelectorAll("main"));
        Assert.Contains(page.QuerySelectorAll("a.skip"), skip => skip.GetAttribute("href") is "#main" or "#message");
        Assert.All(page.QuerySelectorAll("a.skip"), skip => Assert.NotNull(page.QuerySelector(skip.GetAttribute("href")!)));
        Assert.NotNull(main.QuerySelector("h1"));

        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        foreach (var names in new[] { "aria-labelledby", "aria-describedby", "for" })
            Assert.All(page.QuerySelectorAll($"[{names}]").SelectMany(e => e.GetAttribute(names)!.Split(' ', StringSplitOptions.RemoveEmptyEntries)), id => Assert.Contains(id, ids));
        Assert.All(page.QuerySelectorAll("input:not([type=hidden], [hidden]), select, textarea"), field => Assert.True(HasName(page, field), field.OuterHtml));
    }

    static bool HasName(IDocument page, IElement field) =>
        field.HasAttribute("aria-label") || field.HasAttribute("aria-labelledby") || field.Closest("label") is not null
        || (field.Id is { } id && page.QuerySelector($"label[for='{id}']") is not null);
}
