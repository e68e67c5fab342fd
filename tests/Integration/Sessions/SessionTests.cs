using System.Net;
using System.Net.Http.Json;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

[Collection("host")]
public sealed class SessionTests(TestHost host)
{
    [Fact]
    public async Task A_session_is_made_found_renamed_and_deleted()
    {
        var ana = await ChatClient.SignInAsync(host);
        using var made = await ana.User.PostAsJsonAsync("/api/sessions", new { title = "  Plans\nfor   May ", agent = ChatClient.Agent });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var session = await made.ReadAsync<SessionJson>();
        Assert.Equal(("Plans for May", ChatClient.Agent, "owner"), (session.Title, session.Agent, session.Role));
        Assert.Equal($"/api/sessions/{session.Id}", made.Headers.Location?.OriginalString);

        using var renamed = await ana.RenameAsync(session.Id, "Plans for June");
        Assert.Equal("Plans for June", (await renamed.ReadAsync<SessionJson>()).Title);
        Assert.Equal("Plans for June", (await (await ana.User.GetAsync($"/api/sessions/{session.Id}")).ReadAsync<SessionJson>()).Title);

        using var deleted = await ana.DeleteAsync(session.Id);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.User.GetAsync($"/api/sessions/{session.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.DeleteAsync(session.Id)).StatusCode);
        Assert.DoesNotContain((await ListAsync(ana)).Items, s => s.Id == session.Id);
    }

    [Fact]
    public async Task The_list_goes_on_where_the_cursor_says()
    {
        var ana = await ChatClient.SignInAsync(host);
        var made = new List<Guid>();
        for (var i = 0; i < 7; i++) made.Insert(0, await ana.StartAsync($"No. {i}"));

        var walked = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await ListAsync(ana, $"limit=3&cursor={cursor}");
            Assert.InRange(page.Items.Count, 1, 3);
            walked.AddRange(page.Items.Select(s => s.Id));
            cursor = page.Next;
        } while (cursor is not null);

        Assert.Equal(made, walked);
        Assert.Equal(7, (await ListAsync(ana, "cursor=nonsense-here")).Items.Count);
    }

    [Fact]
    public async Task Sessions_are_found_by_words_of_their_title_as_typed()
    {
        var ana = await ChatClient.SignInAsync(host);
        foreach (var title in new[] { "100% sure", "100 percent", "Ünder_score", "under score", "back\\slash" }) await ana.StartAsync(title);
        foreach (var (query, found) in new[] { ("100%", "100% sure"), ("ÜNDER_", "Ünder_score"), ("\\S", "back\\slash"), ("PERCENT", "100 percent") })
            Assert.Equal([found], (await ListAsync(ana, $"query={Uri.EscapeDataString(query)}")).Items.Select(s => s.Title));
        Assert.Empty((await ListAsync(ana, "query=nothing%00like%20this")).Items);
    }

    [Fact]
    public async Task A_message_moves_its_session_to_the_top()
    {
        var ana = await ChatClient.SignInAsync(host);
        var (older, newer) = (await ana.StartAsync("Older"), await ana.StartAsync("Newer"));
        Assert.Equal([newer, older], (await ListAsync(ana)).Items.Select(s => s.Id));
        await ana.HearAsync(older, "Hello");
        await Soon.UntilAsync(() => ListAsync(ana), l => l.Items[0].Id == older, TimeSpan.FromSeconds(5));
        var rail = (await ana.OpenAsync(newer)).Document.QuerySelectorAll(".rail-link .name").Select(e => e.TextContent);
        Assert.Equal(["Older", "Newer"], rail);
    }

    [Fact]
    public async Task The_first_message_suggests_the_title_and_every_open_page_learns_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowAsync(session);
        await events.NextAsync("cm-hello");

        await ana.SendAsync(session, "# How do I  bake\n\na *sourdough* bread without a scale, and how long does it take until the crust is as it should be, dark and crisp?");

        Assert.Contains("How do I bake", (await events.NextAsync("cm-title", TimeSpan.FromSeconds(5))).Data, StringComparison.Ordinal);
        var title = (await (await ana.User.GetAsync($"/api/sessions/{session}")).ReadAsync<SessionJson>()).Title;
        Assert.StartsWith("How do I bake a ", title, StringComparison.Ordinal);
        Assert.InRange(title.Length, 10, 120);

        await ana.HearAsync(session, "Later");
        Assert.Equal(title, (await (await ana.User.GetAsync($"/api/sessions/{session}")).ReadAsync<SessionJson>()).Title);
    }

    [Fact]
    public async Task A_title_that_somebody_gave_is_kept()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("Given");
        var before = (await (await ana.User.GetAsync($"/api/sessions/{session}")).ReadAsync<SessionJson>()).UpdatedAt;
        await ana.HearAsync(session, "Hello");
        // The same event that would suggest a title moves the session.
        var after = await Soon.UntilAsync(async () => await (await ana.User.GetAsync($"/api/sessions/{session}")).ReadAsync<SessionJson>(), s => s.UpdatedAt > before);
        Assert.Equal("Given", after.Title);
    }

    [Theory]
    [InlineData("", "at least one character")]
    [InlineData("   ", "at least one character")]
    [InlineData("long", "at most 120 characters")]
    public async Task A_title_that_is_none_is_refused_in_words(string title, string sentence)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("Kept");
        using var refused = await ana.RenameAsync(session, title == "long" ? new string('x', 121) : title);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(sentence, await refused.SentenceAsync(), StringComparison.Ordinal);
        Assert.Equal("Kept", (await (await ana.User.GetAsync($"/api/sessions/{session}")).ReadAsync<SessionJson>()).Title);
    }

    [Fact]
    public async Task Other_peoples_sessions_do_not_exist()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync("Private");
        var api = $"/api/sessions/{session}";

        HttpResponseMessage[] answers =
        [
            await eve.User.GetAsync(api), await eve.RenameAsync(session, "Mine now"), await eve.DeleteAsync(session), await eve.User.GetAsync($"{api}/participants"),
            await eve.AddAsync(session, eve.User.Email), await eve.RemoveAsync(session, ana.User.Email), await eve.User.GetAsync($"{api}/messages"), await eve.User.GetAsync($"{api}/events"),
            await eve.NavigateAsync($"/chat/{session}"), await eve.NavigateAsync($"/chat/{session}/people"), await eve.User.PostAsync($"/sessions/{session}/delete", null),
            await eve.User.PostAsync($"/chat/{session}/stop", null), await PostFormAsync(eve, $"/sessions/{session}/title", "title", "Mine"), await PostFormAsync(eve, $"/sessions/{session}/participants/remove", "email", ana.User.Email),
        ];

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.NotFound, a.StatusCode));
        Assert.Empty((await ListAsync(eve)).Items);
        Assert.Equal("Private", (await (await ana.User.GetAsync(api)).ReadAsync<SessionJson>()).Title);
    }

    static async Task<HttpResponseMessage> PostFormAsync(ChatClient person, string address, string name, string value)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create(name, value)]);
        return await person.User.PostAsync(address, form);
    }

    static async Task<ListJson> ListAsync(ChatClient person, string query = "")
    {
        using var answer = await person.User.GetAsync($"/api/sessions?{query}");
        return await answer.ReadAsync<ListJson>();
    }

    sealed record SessionJson(Guid Id, string Title, string? Agent, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Role);

    sealed record ListJson(IReadOnlyList<SessionJson> Items, string? Next);
}
