using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Tests.Integration.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>More than one session at a time: what the list, the notices and two panes say of those that are not looked at.</summary>
[Collection("journeys")]
public sealed class SeveralSessionsTests(BrowserFixture browser)
{
    [Fact]
    public Task The_list_counts_what_is_unread_elsewhere_says_that_an_answer_is_written_and_is_clear_when_it_is_read() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.Title.FillAsync("Harbour");
        await ana.Title.PressAsync("Enter");
        await ben.StartSessionAsync();
        await Expect(Row(ben, "Harbour")).ToBeHiddenAsync();
        await ana.ShareAsync(ben);
        await Expect(Row(ben, "Harbour")).ToBeVisibleAsync();

        var answer = journey.Answer("When is high water");
        await ana.SayAsync("When is high water, @Ben?");
        await answer.SendAsync("At ");
        await Expect(Row(ben, "Harbour")).ToHaveAccessibleNameAsync("Harbour answering mentions you 1 unread Invitation from Ana");
        await Expect(ben.Rail.Locator("#sessions-today li").First).ToContainTextAsync("Harbour");
        await answer.SendAsync("noon.");
        await answer.FinishAsync();
        await Expect(Row(ben, "Harbour")).ToHaveAccessibleNameAsync("Harbour mentions you 2 unread Invitation from Ana");
        await Expect(Row(ana, "Harbour")).ToHaveAccessibleNameAsync("Harbour");

        var second = await ben.SecondTabAsync();
        await Expect(Row(second, "Harbour")).ToHaveAccessibleNameAsync("Harbour mentions you 2 unread Invitation from Ana");
        await Row(ben, "Harbour").ClickAsync();
        await ben.LiveAsync();
        await Expect(Row(second, "Harbour")).ToHaveAccessibleNameAsync("Harbour");
        await Expect(ana.Conversation.GetByText("Seen by Ben")).ToBeVisibleAsync();

        // What comes while it is looked at is read as it comes, and that is seen too.
        await ana.SayAsync("Thank you");
        await Expect(ana.Answer).ToContainTextAsync("Echo: Thank you");
        await Expect(ana.Conversation.GetByRole(AriaRole.Listitem).Last).ToContainTextAsync("Seen by Ben");
        await Expect(ana.Conversation.GetByText("Seen by Ben")).ToHaveCountAsync(1);
        await Expect(Row(second, "Harbour")).ToHaveAccessibleNameAsync("Harbour");

        await ana.OpenAsync($"/chat/{ana.SessionId}/people");
        await ana.Button("Remove Ben").ClickAsync();
        await Expect(Row(second, "Harbour")).ToBeHiddenAsync();
    });

    [Fact]
    public Task The_list_is_as_live_on_a_page_without_a_session_and_holds_no_stream_while_nobody_sees_it() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.Title.FillAsync("Harbour");
        await ana.Title.PressAsync("Enter");
        await Expect(Row(ana, "Harbour")).ToBeVisibleAsync();
        var tabs = await Tabs.OfAsync(ben);
        await ben.OpenAsync("/settings/profile");
        await tabs.AssertOpenAsync(1);
        await Expect(ben.Rail.GetByText("Your sessions will be listed here.")).ToBeVisibleAsync();
        await ben.Page.Locator("#rail-search").FocusAsync();
        await ana.ShareAsync(ben);
        await Expect(Row(ben, "Harbour")).ToBeVisibleAsync();
        await Expect(ben.Page.Locator("#rail-search")).ToBeFocusedAsync();

        var answer = journey.Answer("When is high water");
        await ana.SayAsync("When is high water, @Ben?");
        await answer.SendAsync("At ");
        await Expect(Row(ben, "Harbour")).ToHaveAccessibleNameAsync("Harbour answering mentions you 1 unread Invitation from Ana");
        await Expect(ben.Page.Locator("#sr-status")).ToBeEmptyAsync();
        await Tabs.HideAsync(ben);
        await tabs.AssertOpenAsync(0);
        await answer.SendAsync("noon.");
        await answer.FinishAsync();
        await ana.AssertAnswerAsync("At noon.");
        await Tabs.ShowAsync(ben);
        await Expect(Row(ben, "Harbour")).ToHaveAccessibleNameAsync("Harbour mentions you 2 unread Invitation from Ana");

        await ana.OpenAsync($"/chat/{ana.SessionId}/people");
        await ana.Button("Remove Ben").ClickAsync();
        await Expect(Row(ben, "Harbour")).ToBeHiddenAsync();
        await Expect(ben.Rail.Locator("li")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_list_without_a_session_ends_with_the_sign_in() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana");
        var tabs = await Tabs.OfAsync(ana);
        await ana.Page.Clock.InstallAsync();
        await ana.Context.AddInitScriptAsync("window.sources = []; window.EventSource = class extends EventSource { constructor(url) { super(url); sources.push(this); } };");
        await ana.OpenAsync("/sessions");
        await tabs.AssertOpenAsync(1);
        var admin = await journey.Host.AdminAsync();
        (await admin.PatchAsJsonAsync("/api/admin/users", new { email = ana.Email, disabled = true })).EnsureSuccessStatusCode();
        await tabs.AssertOpenAsync(0);
        // Closed, and not about to connect once more as the browser does by itself after every end.
        await ana.Page.WaitForFunctionAsync("() => sources.every(s => s.readyState === EventSource.CLOSED)");
        await ana.Page.Clock.FastForwardAsync(600_000);
        await Tabs.HideAsync(ana);
        await Tabs.ShowAsync(ana);
        Assert.Equal(1, await ana.Page.EvaluateAsync<int>("() => sources.length"));
        Assert.Single(tabs.Streams);
    });

    [Fact]
    public Task A_row_that_has_the_focus_keeps_it_when_it_moves() => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana");
        var older = await Gallery.StartAsync(owner, "Older");
        var newer = await Gallery.StartAsync(owner, "Newer");
        var (ana, elsewhere) = (await journey.EnterAsync(owner), await journey.EnterAsync(owner));
        await ana.OpenSessionAsync(newer);
        await elsewhere.OpenSessionAsync(older);
        await Row(ana, "Older").FocusAsync();
        await Expect(ana.Rail.Locator("#sessions-today li").First).ToContainTextAsync("Newer");
        await elsewhere.SayAsync("Up you go");
        await Expect(ana.Rail.Locator("#sessions-today li").First).ToContainTextAsync("Older");
        await Expect(Row(ana, "Older")).ToBeFocusedAsync();
    });

    [Fact]
    public Task Who_waits_in_another_session_is_told_quietly_when_the_answer_is_there() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana");
        await ana.StartSessionAsync();
        await ana.Title.FillAsync("Slow question");
        await ana.Title.PressAsync("Enter");
        await Expect(Row(ana, "Slow question")).ToBeVisibleAsync();
        var answer = journey.Answer("Take your time");
        await ana.SayAsync("Take your time");
        await answer.SendAsync("Hm, ");
        await Expect(ana.Answer).ToContainTextAsync("Hm,");
        var asked = ana.SessionId;
        await ana.StartSessionAsync();
        await Expect(Row(ana, "Slow question")).ToHaveAccessibleNameAsync("Slow question answering");
        // The notice comes by the socket.
        await Expect(ana.Page.Locator("#presence")).Not.ToHaveTextAsync("Live presence is off");
        await answer.SendAsync("forty-two.");
        await answer.FinishAsync();

        var notice = ana.Page.Locator("#notices");
        await Expect(notice).ToContainTextAsync("Answer ready in Slow question");
        await Expect(Row(ana, "Slow question")).ToHaveAccessibleNameAsync("Slow question 1 unread");
        await ana.AssertAccessibleAsync("notice");
        await notice.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ana.Page).ToHaveURLAsync(new Regex($"/chat/{asked}#message-"));
        await ana.AssertAnswerAsync("Hm, forty-two.");
        await Expect(ana.Page.Locator("#notices")).ToBeEmptyAsync();
    });

    [Fact]
    public Task Who_is_mentioned_in_another_session_is_told_quietly_and_the_menu_counts_it() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.Title.FillAsync("Harbour");
        await ana.Title.PressAsync("Enter");
        await Expect(Row(ana, "Harbour")).ToBeVisibleAsync();
        await ana.ShareAsync(ben, everythingIsAnswered: false);
        var harbour = ana.SessionId;
        await ben.StartSessionAsync();
        // The notice comes by the socket.
        await Expect(ben.Page.Locator("#presence")).ToHaveTextAsync("Only you here");
        await Expect(ben.Link("Mentions")).ToBeVisibleAsync();
        await ana.SayAsync("Are you there, @Ben?");

        var notice = ben.Page.Locator("#notices");
        await Expect(notice).ToContainTextAsync("Ana mentions you in Harbour");
        await Expect(ben.Link("Mentions 1 new")).ToBeVisibleAsync();
        await ben.AssertAccessibleAsync("mention");
        await notice.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ben.Page).ToHaveURLAsync(new Regex($"/chat/{harbour}#message-"));
        await Expect(ben.Link("Mentions")).ToBeVisibleAsync();
        await Expect(ana.Page.Locator("#notices")).ToBeEmptyAsync();
    });

    [Fact]
    public Task Tabs_that_were_hidden_for_long_come_back_with_the_menus_count() => browser.RunAsync(async journey =>
    {
        var account = await journey.Host.SignInAsync("Ben");
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.EnterAsync(account));
        await ana.StartSessionAsync();
        await ana.Title.FillAsync("Harbour");
        await ana.Title.PressAsync("Enter");
        await Expect(Row(ana, "Harbour")).ToBeVisibleAsync();
        await ana.ShareAsync(ben, everythingIsAnswered: false);
        // One message, of which the lists are told once.
        await ana.Field("Answers").SelectOptionAsync("off");
        await Expect(ana.Page.Locator("#answers-hint")).ToContainTextAsync("Nobody answers here");
        var tabs = await Tabs.OfAsync(ben);
        await ben.OpenSessionAsync(await Gallery.StartAsync(account, "Mine"));
        var settings = new Person(ben.Context, await ben.Context.NewPageAsync(), ben.Home);
        await settings.OpenAsync("/settings/profile");
        await tabs.AssertOpenAsync(2);
        foreach (var tab in new[] { ben, settings })
        {
            await Expect(tab.Link("Mentions")).ToBeVisibleAsync();
            await Tabs.HideAsync(tab);
        }
        await tabs.AssertOpenAsync(0);

        var feeds = journey.Host.Services.GetRequiredService<SessionFeeds>();
        var (feed, told) = (feeds.OfPerson(account.UserId), new List<FeedEvent>());
        var before = feed.Last;
        await ana.SayAsync("Are you there, @Ben?");
        await Soon.UntilAsync(() => Task.FromResult(feed.TryRead(before, told)), _ => told.Exists(e => e.Html?.Contains("\"mentions\":\"1\"", StringComparison.Ordinal) is true));
        // As after two minutes.
        feeds.ForgetTold(account.UserId);
        foreach (var tab in new[] { ben, settings })
        {
            await Tabs.ShowAsync(tab);
            await Expect(tab.Link("Mentions 1 new")).ToBeVisibleAsync();
            await Expect(Row(tab, "Harbour")).ToHaveAccessibleNameAsync("Harbour mentions you 1 unread Invitation from Ana");
            await Expect(tab.Rail.Locator("hx-partial")).ToHaveCountAsync(0);
        }
    });

    [Fact]
    public Task A_hidden_tab_shows_a_notification_only_where_the_person_switched_it_on() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana");
        await ana.Context.GrantPermissionsAsync(["notifications"]);
        await ana.OpenAsync("/settings/notifications");
        await Expect(ana.Rail.GetByText("Your sessions will be listed here.")).ToBeVisibleAsync();
        await Expect(ana.Rail.GetByText("Today")).ToBeHiddenAsync();
        await Expect(ana.Page.Locator("#permission")).ToHaveTextAsync("This browser may show notifications.");
        await ana.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Notify me" }).CheckAsync();
        await ana.Button("Save").ClickAsync();
        await Expect(ana.Page.GetByText("Saved. It applies in this browser.")).ToBeVisibleAsync();

        await Tabs.OfAsync(ana);
        await ana.Context.AddInitScriptAsync("window.shown = []; window.Notification = class { static permission = 'granted'; constructor(title, options) { shown.push(`${title}: ${options.body}`); } };");
        await ana.StartSessionAsync();
        await ana.Title.FillAsync("Far away");
        await ana.Title.PressAsync("Enter");
        foreach (var (question, hidden) in new[] { ("While I look", false), ("While I do not look", true) })
        {
            var answer = journey.Answer(question);
            await ana.SayAsync(question);
            await answer.SendAsync("Yes");
            await Expect(ana.Answer).ToContainTextAsync("Yes");
            if (hidden) await Tabs.HideAsync(ana);
            await answer.FinishAsync();
            if (!hidden) await ana.AssertAnswerAsync("Yes");
        }
        await ana.Page.WaitForFunctionAsync("() => shown.length > 0");
        Assert.Equal(["Far away: Answer ready"], await ana.Page.EvaluateAsync<string[]>("() => shown"));
    });

    [Fact]
    public Task Two_sessions_stand_side_by_side_each_with_its_own_composer() => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana");
        await Gallery.StartAsync(owner, "Winds");
        var left = await Gallery.StartAsync(owner, "Tides");
        var ana = await journey.EnterAsync(owner, new() { ViewportSize = new() { Width = 1400, Height = 900 } });
        await ana.OpenSessionAsync(left);
        await ana.Link("Open another session beside this one").ClickAsync();
        await ana.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Winds" }).ClickAsync();
        var panes = new[] { ana.Page.FrameLocator("iframe[title='Left session: Tides']"), ana.Page.FrameLocator("iframe[title='Right session: Winds']") };
        foreach (var (i, pane) in panes.Index())
        {
            await Expect(pane.Locator("html.js")).ToBeAttachedAsync();
            var box = pane.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });
            await box.FillAsync($"To pane {i}");
            await box.PressAsync("Enter");
        }
        foreach (var (i, pane) in panes.Index())
        {
            await Expect(pane.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
            await Expect(pane.GetByRole(AriaRole.Article).Last).ToContainTextAsync($"Echo: To pane {i}");
        }

        await ana.Page.SetViewportSizeAsync(800, 900);
        await Expect(ana.Page.GetByText("This window is too narrow for two sessions.")).ToBeVisibleAsync();
        await Expect(ana.Page.Locator("iframe").Last).ToBeHiddenAsync();
        await ana.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Winds" }).ClickAsync();
        await Expect(ana.Title).ToHaveValueAsync("Winds");
    });

    static ILocator Row(Person person, string title) => person.Rail.GetByRole(AriaRole.Link, new() { NameRegex = new($"^{title}\\b") });
}
