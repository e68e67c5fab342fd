using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Which agent answers in a session is the same on every page, and changes only when somebody wants it.</summary>
[Collection("chat")]
public sealed class SessionAgentTests(TestHost host)
{
    const string Guide = "guide";

    [Fact]
    public async Task A_choice_by_whatever_path_is_told_to_pages_and_programs_at_once()
    {
        var (ana, ben, session) = await TogetherAsync();
        await using var page = await ana.FollowAsync(session);
        await using var program = await ana.FollowJsonAsync(session);
        await page.NextAsync("cm-hello");
        await program.NextAsync("cm-hello");

        await ChooseAsync(ben, session, Guide);
        await AssertToldAsync("""{"chosen":"guide","agent":"guide","name":"Guide","status":"ready"}""", Guide);
        using var form = await ben.SubmitAsync($"/chat/{session}/messages", false, ("content", "By the form"), ("agent", ChatClient.Agent), ("shownAgent", Guide));
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        await AssertToldAsync("\"agent\":\"test/test-model\",\"name\":\"test-model\"", ChatClient.Agent);
        await ben.SayAsync(session, "By a program", agent: Guide);
        await AssertToldAsync("\"agent\":\"guide\"", Guide);
        // The same once more is no change, and one that is not here is shown as what answers then.
        await ChooseAsync(ben, session, Guide);
        await ChooseAsync(ben, session, "no/such");
        await AssertToldAsync("\"chosen\":\"no/such\",\"agent\":\"test/test-model\"", "no/such");

        async Task AssertToldAsync(string data, string agent)
        {
            Assert.Contains(data, (await page.NextAsync("cm-chosen")).Data, StringComparison.Ordinal);
            var told = await program.NextAsync(i => i.Data.Contains("\"session.agent\"", StringComparison.Ordinal));
            Assert.Equal(agent, JsonSerializer.Deserialize<JsonElement>(told.Data).GetProperty("agent").GetString());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/messages")]
    public async Task A_choice_that_was_left_as_it_was_undoes_nothing(string form)
    {
        var (ana, ben, session) = await TogetherAsync();
        var fields = Fields(await ana.OpenAsync(session));
        await ChooseAsync(ben, session, Guide);
        await SendAsync(fields);
        Assert.Equal((Guide, Guide), (await AgentAsync(ana, session), await LastAnswererAsync(ana, session)));

        // What she chooses herself counts, also when it is what the page was opened with.
        await SendAsync(Fields(await ana.OpenAsync(session)) with { Agent = ChatClient.Agent });
        Assert.Equal((ChatClient.Agent, ChatClient.Agent), (await AgentAsync(ana, session), await LastAnswererAsync(ana, session)));

        async Task SendAsync(ComposerFields with)
        {
            using var sent = await ana.SubmitAsync($"/chat/{session}{form}", false, ("content", "And now?"), ("agent", with.Agent), ("shownAgent", with.Shown));
            Assert.True((int)sent.StatusCode < 400, sent.StatusCode.ToString());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gone/agent")]
    public async Task Where_nobody_has_chosen_or_the_agent_is_gone_the_one_on_the_page_answers_and_stays(string? agent)
    {
        var ana = await ChatClient.SignInAsync(host);
        using var made = await ana.User.PostAsJsonAsync("/api/sessions", new { agent });
        var session = (await made.ReadAsync<JsonElement>()).GetProperty("id").GetGuid();
        var fields = Fields(await ana.OpenAsync(session));
        using var sent = await ana.SubmitAsync($"/chat/{session}", false, ("content", "Hello"), ("agent", fields.Agent), ("shownAgent", fields.Shown));
        Assert.Equal((fields.Agent, fields.Agent), (await AgentAsync(ana, session), await LastAnswererAsync(ana, session)));
    }

    [Fact]
    public async Task A_page_from_before_anybody_chose_does_not_undo_the_first_choice()
    {
        var ana = await ChatClient.SignInAsync(host);
        using var made = await ana.User.PostAsJsonAsync("/api/sessions", new { });
        var session = (await made.ReadAsync<JsonElement>()).GetProperty("id").GetGuid();
        var fields = Fields(await ana.OpenAsync(session));
        await ChooseAsync(ana, session, Guide);
        using var sent = await ana.SubmitAsync($"/chat/{session}", false, ("content", "Hello"), ("agent", fields.Agent), ("shownAgent", fields.Shown));
        Assert.NotEqual(Guide, fields.Agent);
        Assert.Equal((Guide, Guide), (await AgentAsync(ana, session), await LastAnswererAsync(ana, session)));
    }

    sealed record ComposerFields(string Agent, string Shown);

    /// <summary>What the page would post when nobody touches it.</summary>
    static ComposerFields Fields(PageDom page) => new(
        page.Document.QuerySelector("#agent option[selected]")!.GetAttribute("value")!, page.Document.QuerySelector("#composer [name=shownAgent]")!.GetAttribute("value")!);

    static async Task ChooseAsync(ChatClient person, Guid session, string agent) =>
        (await person.User.PatchAsJsonAsync($"/api/sessions/{session}", new { agent })).EnsureSuccessStatusCode();

    static async Task<string?> AgentAsync(ChatClient person, Guid session) =>
        (await person.User.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}")).GetProperty("agent").GetString();

    static async Task<string> LastAnswererAsync(ChatClient person, Guid session) => (await person.ListAsync(session)).Items.Last(m => m.Author.Kind == "agent").Author.Id;

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> TogetherAsync()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        return (ana, ben, session);
    }
}
