using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

[Collection("journeys")]
public sealed class ComposerTests(BrowserFixture browser)
{
    [Fact]
    public Task Shift_and_Enter_is_a_new_line_and_Enter_sends() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.Box.PressSequentiallyAsync("first line");
        await ana.Box.PressAsync("Shift+Enter");
        await ana.Box.PressSequentiallyAsync("second line");
        await Expect(ana.Box).ToHaveValueAsync("first line\nsecond line");
        await ana.Box.PressAsync("Enter");
        await Expect(ana.Said("second line").First).ToContainTextAsync("first line");
        await Expect(ana.Box).ToHaveValueAsync("");
        await Expect(ana.Box).ToBeFocusedAsync();
    });

    [Fact]
    public Task A_message_sent_from_the_middle_leads_to_the_live_end() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        journey.Answer("First of all").Say("The first answer").FinishAsync().Forget();
        await ana.SayAsync("First of all");
        await ana.AssertAnswerAsync("The first answer");

        var id = (await ana.Answer.GetAttributeAsync("id"))!["message-".Length..];
        await ana.OpenAsync($"/chat/{ana.SessionId}?before={id}");
        await ana.LiveAsync();
        await Expect(ana.Link("Later messages")).ToBeVisibleAsync();
        var answer = journey.Answer("And then");
        await ana.SayAsync("And then?");
        await answer.SendAsync("It ");
        await Expect(ana.Page.Locator("#stream")).ToBeAttachedAsync();
        await Expect(ana.Answer).ToContainTextAsync("It");
        await answer.SendAsync("goes on");
        await answer.FinishAsync();
        await ana.AssertAnswerAsync("It goes on");
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Stop_is_there_only_while_an_answer_is_written(bool script) => browser.RunAsync(async journey =>
    {
        var user = await journey.Host.SignInAsync("Ana");
        using var made = await user.PostAsync("/api/sessions", new StringContent("""{"agent":"test/test-model"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        var address = made.Headers.Location!.ToString().Replace("/api/sessions", "/chat", StringComparison.Ordinal);
        var ana = await journey.EnterAsync(user, new() { JavaScriptEnabled = script });
        await ana.OpenAsync(address);
        await Expect(ana.Button("Send")).ToBeVisibleAsync();
        await Expect(ana.Button("Stop")).ToBeHiddenAsync();

        var answer = journey.Answer("Slowly");
        await user.PostAsync($"/api/sessions/{ana.SessionId}/messages", new StringContent("""{"content":"Slowly"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        await answer.SendAsync("It is");
        await ana.OpenAsync(address);
        await Expect(ana.Button("Stop")).ToBeVisibleAsync();
        await answer.FinishAsync();
        await Expect(ana.Answer).ToBeVisibleAsync();
    });

    [Theory]
    [InlineData(true, 13)]
    [InlineData(false, 229)]
    public Task The_Enter_that_ends_a_word_of_an_input_method_does_not_send(bool composing, int keyCode) => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.Box.FillAsync($"にほんご {keyCode}");
        var left = await ana.Box.EvaluateAsync<bool>(
            "(box, how) => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how }))",
            new { isComposing = composing, keyCode });
        Assert.True(left, "the key was taken from the input method");
        await Expect(ana.Box).ToHaveValueAsync($"にほんご {keyCode}");

        await ana.Box.PressAsync("Enter");
        await Expect(ana.Answer).ToContainTextAsync($"Echo: にほんご {keyCode}");
        await Expect(ana.Messages).ToHaveCountAsync(2);
    });

    [Fact]
    public Task A_draft_is_still_there_after_a_reload_and_gone_after_it_was_sent() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.Box.FillAsync("Not finished ye");
        await ana.Page.ReloadAsync();
        await ana.LiveAsync();
        await Expect(ana.Box).ToHaveValueAsync("Not finished ye");
        await ana.Box.PressAsync("Enter");
        await Expect(ana.Answer).ToContainTextAsync("Echo: Not finished ye");
        await ana.Page.ReloadAsync();
        await ana.LiveAsync();
        await Expect(ana.Box).ToHaveValueAsync("");
    });

    [Fact]
    public Task A_message_that_is_refused_stays_in_the_box_with_the_reason_beside_it() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var tooLong = new string('x', 33_000);
        await ana.Box.EvaluateAsync("box => box.removeAttribute('maxlength')");
        await ana.SayAsync(tooLong);
        await Expect(ana.Refusal).ToHaveTextAsync("A message has at most 32,768 characters. Shorten it, or send it in parts.");
        await Expect(ana.Box).ToHaveValueAsync(tooLong);
        await Expect(ana.Box).ToBeFocusedAsync();
        await Expect(ana.Messages).ToHaveCountAsync(0);

        await ana.SayAsync("Short enough");
        await Expect(ana.Answer).ToContainTextAsync("Echo: Short enough");
        await Expect(ana.Refusal).ToHaveTextAsync("");
    });

    [Fact]
    public Task Without_a_network_the_text_stays_and_can_be_sent_later() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.Context.SetOfflineAsync(true);
        await ana.SayAsync("From the train");
        await Expect(ana.Refusal).ToContainTextAsync("Your text is kept");
        await Expect(ana.Box).ToHaveValueAsync("From the train");
        await ana.Context.SetOfflineAsync(false);
        await ana.Box.PressAsync("Enter");
        await Expect(ana.Answer).ToContainTextAsync("Echo: From the train");
        await Expect(ana.Messages).ToHaveCountAsync(2);
    });

    [Fact]
    public Task While_an_answer_runs_the_next_message_can_be_written_and_sent() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var (first, second) = (journey.Answer("question one"), journey.Answer("question two"));
        await ana.SayAsync("question one");
        await first.SendAsync("Answer one begins");
        await Expect(ana.Answer).ToContainTextAsync("Answer one begins");
        await Expect(ana.Button("Stop")).ToBeVisibleAsync();
        await Expect(ana.Button("Send")).ToBeHiddenAsync();

        await ana.Box.PressSequentiallyAsync("question two");
        await Expect(ana.Button("Send")).ToBeVisibleAsync();
        await ana.Button("Send").ClickAsync();
        await second.SendAsync("Answer two");
        await Expect(ana.Answer).ToContainTextAsync("Answer two");
        await first.SendAsync(" and ends");
        await Expect(ana.Answers.First).ToContainTextAsync("Answer one begins and ends");
        await second.FinishAsync();
        await Expect(ana.Button("Stop")).ToBeVisibleAsync();
        await first.FinishAsync();
        await Expect(ana.Button("Stop")).ToBeHiddenAsync();
        await Expect(ana.Messages).ToHaveCountAsync(4);
    });

    [Fact]
    public Task Pressing_Enter_twice_sends_once() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.Box.FillAsync("Only once");
        await ana.Box.EvaluateAsync("box => { box.form.requestSubmit(); box.form.requestSubmit(); }");
        await Expect(ana.Answer).ToContainTextAsync("Echo: Only once");
        await Expect(ana.Button("Stop")).ToBeHiddenAsync();
        await ana.Page.ReloadAsync();
        await Expect(ana.Messages).ToHaveCountAsync(2);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task What_is_typed_while_a_message_is_on_its_way_stays_and_goes_next_if_Enter_was_pressed(bool enter) => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var (asked, mayGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        await ana.Page.RouteAsync("**/messages", async route =>
        {
            asked.TrySetResult();
            await mayGo.Task;
            await route.ContinueAsync();
        });
        await ana.Box.PressSequentiallyAsync("First this.");
        await ana.Box.PressAsync("Enter");
        await asked.Task;
        await ana.Box.PressSequentiallyAsync(" Then that.");
        if (enter) await ana.Box.PressAsync("Enter");
        mayGo.SetResult();

        await Expect(ana.Said("Echo: First this.")).ToHaveCountAsync(1);
        await Expect(ana.Box).ToHaveValueAsync(enter ? "" : "Then that.");
        if (enter) await Expect(ana.Said("Echo: Then that.")).ToHaveCountAsync(1);
        await ana.Page.ReloadAsync();
        await Expect(ana.Box).ToHaveValueAsync(enter ? "" : "Then that.");
        await Expect(ana.Messages).ToHaveCountAsync(enter ? 4 : 2);
    }, $"{nameof(What_is_typed_while_a_message_is_on_its_way_stays_and_goes_next_if_Enter_was_pressed)}-{enter}");
}
