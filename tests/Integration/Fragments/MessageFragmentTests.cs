using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Tests.Integration.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Snapshooter.Xunit;
using Xunit;

namespace ChatMonolith.Tests.Integration.Fragments;

/// <summary>The HTML that page, stream and refresh share, as it is now: a change of it must be seen and meant.</summary>
[Collection("host")]
public sealed partial class MessageFragmentTests(TestHost host)
{
    static readonly Guid Session = Guid.Parse("0194d0b0-0000-7000-8000-000000000001");
    static readonly Guid Ana = Guid.Parse("0194d0b0-0000-7000-8000-000000000002");
    static readonly DateTimeOffset Noon = new(2031, 3, 4, 12, 5, 6, TimeSpan.Zero);
    static readonly NextPlace First = new(2, 0, null, 0, null);
    const string Text = "Two things:\n\n1. *Tea* <b>now</b>\n2. `code`\n\nAs said [[1]].";

    [Fact]
    public Task A_persons_message() => MatchAsync(Said(new("Hello **all**,\nsecond line <script>alert(1)</script>", null)));

    [Fact]
    public Task A_comment_that_names_somebody() => MatchAsync(Said(new("Look, @ben <b>Bo</b>: `@ben <b>Bo</b>`", null) { IsComment = true, Named = new([], [Session], ["ben <b>Bo</b>"]) }));

    [Fact]
    public Task A_finished_answer_with_a_source_and_its_price() => MatchAsync(Answer(Ended(MessageStatus.Done) with
    {
        Citations = [new(1, "Tea › Brewing", "/agents/documents/0194d0b0-0000-7000-8000-000000000009#p3", "Pour it over <the> leaves.")],
        InputTokens = 1200,
        OutputTokens = 345,
        Cost = 0.0123m,
        Currency = "EUR",
        FirstTokenMs = 250,
        TotalMs = 1500,
    }));

    [Fact]
    public Task Sources_in_the_order_of_first_use() => MatchAsync(Answer(new(MessageStatus.Done, "Milk [[7]] and [2], not [4]; milk 【7】.", "")
    {
        // As a live run stores them: in the order of first use, those that the text does not use last.
        Citations =
        [
            new(7, "Milk <b>", "https://dairy.example/milk?a=1&b=2", "White."), new(2, "A \"trick\"", "javascript:alert(1)", ""), new(9, "Unused", null, "Nobody said so."),
        ],
        TotalMs = 20,
    }));

    [Fact]
    public Task A_failed_answer() => MatchAsync(Answer(new(MessageStatus.Failed, "", "") { ErrorCode = "rate_limited", ErrorMessage = "The provider is busy. Try again in 20 seconds.", TotalMs = 90 }));

    [Fact]
    public Task An_interrupted_answer() => MatchAsync(Answer(Ended(MessageStatus.Interrupted) with
    {
        ErrorCode = "restarted",
        ErrorMessage = Interruption.Restarted,
        InputTokens = 10,
        OutputTokens = 20,
        Cost = 0.00001m,
        Currency = "USD",
        Estimated = true,
    }));

    [Fact]
    public Task A_stopped_answer() => MatchAsync(Answer(Ended(MessageStatus.Stopped) with { StoppedBy = "Ben", TotalMs = 2000 }));

    [Fact]
    public Task A_running_answer() => MatchAsync(MessageView.Of(Running(), new(Guid.CreateVersion7(), "One.\n\nTwo *th", "<p>One.</p>", "<p>Two <em>th</em></p>", [], null, 7)));

    [Fact]
    public Task A_waiting_answer_with_thoughts_in_its_second_version() => MatchAsync(MessageView.Of(Reply(), new(Guid.CreateVersion7(), "", "", "", [], "Is <this> right?", 7, AskedBy: "Ana"),
        new(2, 3, new(Guid.Parse("0194d0b0-0000-7000-8000-000000000003"), 0), new(Guid.Parse("0194d0b0-0000-7000-8000-000000000004"), 2))));

    [Fact]
    public async Task A_person_in_the_list_of_people()
    {
        var ana = await host.SignInAsync("Ana <b>Berg</b>");
        using var page = await host.OpenAsync("/chat/{session}/people", ana);
        Match(page.QuerySelector("main .list li")!.OuterHtml.Replace(ana.Email, "ana@example.org", StringComparison.Ordinal));
    }

    static MessageView Said(NewQuestion question) =>
        MessageView.Of(Message.FromPerson(Session, First, 1, new(Ana, "Ana <b>Berg</b>", "ana@example.org", false), question, Written.Of(Guid.CreateVersion7(Noon), question.Content, question.Named.Names), Noon));

    static Message Reply() => Message.Reply(Guid.CreateVersion7(Noon), Session, Guid.CreateVersion7(Noon), 0, 2, "test/model", "Tess <i>T</i>", Noon);

    static Message Running()
    {
        var reply = Reply();
        reply.Begin(2);
        return reply;
    }

    static MessageView Answer(Outcome outcome)
    {
        var reply = Reply();
        reply.End(3, outcome with { Html = SafeMarkdown.ToHtml(outcome.Content, Modules.Chat.Messages.Fragments.PrefixOf(reply.Id), CitationView.Sources(outcome.Citations)) });
        return MessageView.Of(reply);
    }

    static Outcome Ended(MessageStatus status) => new(status, Text, "");

    async Task MatchAsync(MessageView message)
    {
        var html = await host.Services.GetRequiredService<Modules.Chat.Messages.Fragments>().MessageAsync(message);
        Match(html.Replace(message.Id.ToString(), "{id}", StringComparison.Ordinal));
        using var parsed = new HtmlParser().ParseDocument(html);
        Assert.Empty(parsed.QuerySelectorAll("script, [style], article b, article i"));
    }

    static void Match(string html) => Snapshot.Match(Sprite().Replace(Hue().Replace(Id().Replace(Lines().Replace(html, "\n"), "{id}"), "hue-N"), "/lib/icons.svg").Trim());

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex Lines();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("hue-[0-9]")]
    private static partial Regex Hue();

    [GeneratedRegex(@"/lib/icons\.[a-z0-9]+\.svg")]
    private static partial Regex Sprite();
}
