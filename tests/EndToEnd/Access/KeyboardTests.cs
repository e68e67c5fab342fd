using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Whoever has no pointer. That no swap loses the focus is watched in every test.</summary>
[Collection("access")]
public sealed class KeyboardTests(BrowserFixture browser)
{
    [Fact]
    public Task From_the_top_of_the_page_to_a_stopped_answer() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var keys = ana.Page.Keyboard;
        await keys.PressAsync("Tab");
        await Expect(ana.Link("Skip to message box")).ToBeFocusedAsync();
        await Expect(ana.Link("Skip to message box")).ToBeInViewportAsync();
        await keys.PressAsync("Enter");
        await Expect(ana.Box).ToBeFocusedAsync();

        var answer = journey.Answer("by keyboard");
        await keys.TypeAsync("All by keyboard");
        await keys.PressAsync("Enter");
        await answer.SendAsync("It begins ");
        await Expect(ana.Answer).ToContainTextAsync("It begins");
        await Expect(ana.Box).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Expect(ana.Field("Agent")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Expect(ana.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Comment, not sent to agents" })).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Expect(ana.Button("Stop")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await answer.Aborted.WaitAsync(TimeSpan.FromSeconds(20));
        await Expect(ana.Answer).ToContainTextAsync("Stopped by Ana");
        await Expect(ana.Box).ToBeFocusedAsync();
    });

    [Fact]
    public Task The_focus_stays_when_an_answer_ends_under_the_Stop_button() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var answer = journey.Answer("quick");
        await ana.SayAsync("Something quick");
        await answer.SendAsync("Here ");
        await ana.Button("Stop").FocusAsync();
        await answer.FinishAsync();
        await Expect(ana.Button("Stop")).ToBeHiddenAsync();
        Assert.NotEqual("BODY", await ana.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));
    });

    [Fact]
    public Task The_title_is_changed_and_the_focus_stays_in_it() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.Title.FocusAsync();
        await ana.Page.Keyboard.PressAsync("Control+A");
        await ana.Page.Keyboard.TypeAsync("By keyboard");
        await ana.Page.Keyboard.PressAsync("Enter");
        await Expect(ana.Page).ToHaveTitleAsync("By keyboard - ChatMonolith");
        await Expect(ana.Title).ToBeFocusedAsync();
    });

    [Fact]
    public Task On_a_phone_the_list_of_sessions_opens_and_Escape_closes_it() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", new() { ViewportSize = new() { Width = 320, Height = 640 } });
        await ana.OpenAsync("/sessions");
        var opener = ana.Button("Sessions and menu");
        await Expect(ana.Rail).ToBeHiddenAsync();
        await opener.FocusAsync();
        await ana.Page.Keyboard.PressAsync("Enter");
        await Expect(ana.Rail).ToBeVisibleAsync();
        await ana.Page.Keyboard.PressAsync("Tab");
        Assert.True(await ana.Page.EvaluateAsync<bool>("() => document.getElementById('rail').contains(document.activeElement)"), "Tab does not lead into the opened list");
        await ana.Page.Keyboard.PressAsync("Escape");
        await Expect(ana.Rail).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();
    });

    [Fact]
    public Task No_stop_of_the_Tab_key_is_hidden_under_the_bars() => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana");
        var session = await Gallery.MakeAsync(journey, owner);
        var ana = await journey.EnterAsync(owner, new() { ViewportSize = new() { Width = 1280, Height = 640 } });
        await ana.OpenSessionAsync(session);
        var hidden = new List<string>();
        for (var stops = 0; stops < 150; stops++)
        {
            await ana.Page.Keyboard.PressAsync("Tab");
            var where = await ana.Page.EvaluateAsync<string>(Obscured);
            if (where == "BODY") break;
            if (where.Length > 0) hidden.Add(where);
        }
        Acts.AssertNone(hidden);
    });

    // Hidden: none of the corners and the middle of the focused element is on top.
    const string Obscured = """
        () => {
          const it = document.activeElement;
          if (it === document.body) return "BODY";
          const r = it.getBoundingClientRect(), inset = 2;
          const points = [[r.left + inset, r.top + inset], [r.right - inset, r.top + inset], [r.left + inset, r.bottom - inset], [r.right - inset, r.bottom - inset], [(r.left + r.right) / 2, (r.top + r.bottom) / 2]];
          const seen = points.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (top === it || it.contains(top) || top.contains(it)); });
          return seen ? "" : it.outerHTML.slice(0, 150);
        }
        """;
}
