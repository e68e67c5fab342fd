using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>What can be done with code and with a whole answer.</summary>
[Collection("journeys")]
public sealed class CodeTests(BrowserFixture browser)
{
    static readonly string Code = string.Concat(Enumerable.Range(1, 40).Select(i => $"let line{i} = \"<b>{i}</b> \" + {i}; // {new string('x', 120)}\n"));

    [Fact]
    public Task A_long_block_can_be_opened_wrapped_numbered_copied_and_saved() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await ana.StartSessionAsync();
        var answer = journey.Answer("Some code");
        await ana.SayAsync("Some code, please");
        await answer.SendAsync($"Here:\n\n```javascript\n{Code}");
        await Expect(ana.Answer).ToContainTextAsync("let line40");
        await Expect(ana.Button("Copy code")).ToBeHiddenAsync();
        await answer.SendAsync("```\n\nThat is");

        // While the answer goes on the finished block has its tools, and keeps how they were set when it ends.
        await ana.Button("Show all 40 lines").ClickAsync();
        await ana.Button("Wrap lines").ClickAsync();
        await Expect(ana.Button("Wrap lines")).ToHaveAttributeAsync("aria-pressed", "true");
        await answer.SendAsync(" all.");
        await answer.FinishAsync();
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        await Expect(ana.Button("Show fewer lines")).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(ana.Button("Wrap lines")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.False(await ana.Answer.Locator("pre").EvaluateAsync<bool>("pre => pre.scrollWidth > pre.clientWidth"), "wrapped lines need no scrolling");

        await ana.Button("Line numbers").ClickAsync();
        await Expect(ana.Button("Wrap lines")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(ana.Answer.Locator(".code-lines")).ToBeVisibleAsync();

        await ana.Button("Copy code").ClickAsync();
        await Expect(ana.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Code copied" })).ToBeAttachedAsync();
        Assert.Equal(Code.TrimEnd(), (await ClipboardAsync(ana)).TrimEnd());

        var file = await ana.Page.RunAndWaitForDownloadAsync(() => ana.Button("Download code").ClickAsync());
        Assert.Equal("code.js", file.SuggestedFilename);
        Assert.Equal(Code.TrimEnd(), (await File.ReadAllTextAsync((await file.PathAsync())!)).TrimEnd());
    });

    [Fact]
    public Task An_answer_is_copied_without_the_models_thoughts() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await ana.StartSessionAsync();
        var answer = journey.Answer("Think first");
        await ana.SayAsync("Think first");
        await answer.SendEventAsync("""{"choices":[{"index":0,"delta":{"reasoning_content":"A secret thought"}}]}""");
        await answer.SendAsync("Then **speak**.");
        await answer.FinishAsync();
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        await ana.Answer.GetByText("Thoughts").ClickAsync();
        await Expect(ana.Answer.GetByText("A secret thought")).ToBeVisibleAsync();
        await ana.Answer.GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).ClickAsync();
        await Expect(ana.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Copied" })).ToBeAttachedAsync();
        Assert.Equal("Then speak.", (await ClipboardAsync(ana)).Trim());
    });

    static Task<string> ClipboardAsync(Person person) => person.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
}
