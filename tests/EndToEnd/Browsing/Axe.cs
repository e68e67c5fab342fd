using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>
/// axe in the page itself. The package's own way for Playwright opens a second page for each run and sends everything that was found in order
/// there and back, which took 1.5 seconds a page, most of the time of these tests.
/// </summary>
static class Axe
{
    const string Run = """
        async () => {
          const found = await axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'], iframes: false,
          });
          return found.violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id} (${rule.help}) at ${node.target} ${node.html} ${[...node.any, ...node.all, ...node.none].map(c => c.message).join(' ')}`));
        }
        """;

    static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What is wrong with the page; what stands in frames of it are pages too, which are looked at by themselves.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IPage page)
    {
        await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(Run);
    }
}
