using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The choice of emoji, and where reactions go when what they are on goes.</summary>
[Collection("chat")]
public sealed class ReactionPageTests(TestHost host)
{
    const string Rows = "select count(*) from chat.reactions where message_id = $1";

    [Theory]
    [InlineData(false, HttpStatusCode.Redirect)]
    [InlineData(true, HttpStatusCode.NoContent)]
    public async Task An_emoji_is_chosen_or_typed_and_all_who_reacted_are_named(bool panel, HttpStatusCode done)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;

        using var chosen = await ana.SubmitAsync($"/messages/{question}/react", panel, ("emoji", "🎉"));
        Assert.Equal(done, chosen.StatusCode);
        if (!panel) Assert.Equal($"/chat/{session}?around={question}#message-{question}", chosen.Headers.Location!.OriginalString);

        using var refused = await ana.SubmitAsync($"/messages/{question}/react", panel, ("emoji", "yes!"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var form = await refused.SeeAsync();
        Assert.Equal("yes!", form.QuerySelector("input[name=emoji]")!.GetAttribute("value"));
        Assert.Contains("exactly one emoji", form.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ana", form.QuerySelector("dl.reactors dd")!.TextContent);

        using var reader = await ben.NavigateAsync($"/messages/{question}/react");
        var seen = await reader.SeeAsync();
        Assert.Empty(seen.QuerySelectorAll("main form"));
        Assert.Contains("not react", seen.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var eve = await ChatClient.SignInAsync(host);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.NavigateAsync($"/messages/{question}/react")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.SubmitAsync($"/messages/{question}/react", panel, ("emoji", "🎉"))).StatusCode);
    }

    [Fact]
    public async Task A_press_on_one_that_is_there_works_with_a_script_and_without()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        await ana.PressAsync(question, "👍");
        var address = (await ana.OpenAsync(session)).Message(question).QuerySelector(".reactions form")!.GetAttribute("action")!;

        using var off = await ana.SubmitAsync(address, panel: false);
        Assert.Equal($"/chat/{session}?around={question}#message-{question}", off.Headers.Location!.OriginalString);
        Assert.Empty(await ana.ReactionsAsync(session, question));
        Assert.True((await ana.OpenAsync(session)).Message(question).QuerySelector(".reactions")!.HasAttribute("hidden"));
        using var on = await ana.SubmitAsync(address, panel: true);
        Assert.Equal(HttpStatusCode.NoContent, on.StatusCode);
        Assert.Equal(["👍 1: Ana"], await ana.ReactionsAsync(session, question));
    }

    [Fact]
    public async Task They_come_back_with_a_deleted_message_and_go_with_its_session()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        await ana.PressAsync(question, "👍");

        var gone = await ana.GoneAsync(question);
        Assert.Empty(await ana.ReactionsAsync(session, question));
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        Assert.Equal(["👍 1: Ana"], await ana.ReactionsAsync(session, question));
        (await ana.DeleteAsync(session)).EnsureSuccessStatusCode();
        await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(host.ConnectionString, Rows, question), n => n == 0);
    }

    [Fact]
    public async Task They_are_wiped_with_the_text()
    {
        await using var other = await TestHost.StartNewAsync(c => c["Chat:UndoSeconds"] = "0");
        var ana = await ChatClient.SignInAsync(other, "Ana");
        var session = await ana.StartAsync();
        var question = (await ana.HearAsync(session, "An answer")).ParentId!.Value;
        await ana.PressAsync(question, "👍");
        await ana.GoneAsync(question);

        await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(other.ConnectionString, Rows, question), n => n == 0);
        Assert.Equal("[]", await TestDatabase.ScalarAsync<string>(other.ConnectionString, "select reactions::text from chat.messages where id = $1", question));
    }
}
