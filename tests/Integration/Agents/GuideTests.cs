using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

[Collection("host")]
public sealed class GuideTests(TestHost host)
{
    [Fact]
    public async Task The_guide_quotes_an_added_document_word_for_word()
    {
        var admin = await host.AdminAsync();
        var title = $"Zeppelin handbook {Guid.NewGuid():N}";
        await AddAsync(admin, title, $"# Mooring\n\nTie the zeppelin to the quondamite mast {title[^6..]} before sunset.\n\n# Ballast\n\nDrop quondamite sand slowly.");

        var updates = await AskAsync($"How do I tie a zeppelin to the quondamite mast {title[^6..]}?");

        var citation = updates.OfType<AgentCitation>().First();
        Assert.Equal(1, citation.Number);
        Assert.Contains("Mooring", citation.Title, StringComparison.Ordinal);
        var text = string.Concat(updates.OfType<AgentText>().Select(t => t.Text));
        Assert.Contains("[[1]]", text, StringComparison.Ordinal);
        Assert.Contains("Tie the zeppelin", text, StringComparison.Ordinal);
        Assert.True(updates.OfType<AgentUsage>().Single() is { Cost: 0, Estimated: true });
        Assert.IsType<AgentFinished>(updates[^1]);

        var page = await admin.GetStringAsync(citation.Url!.Split('#')[0]);
        Assert.Contains($"id=\"{citation.Url!.Split('#')[1]}\"", page, StringComparison.Ordinal);
        Assert.Contains(citation.Quote, System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_quote_is_in_its_passage()
    {
        var updates = await AskAsync("How do I connect a provider with OPENAI_API_KEY, and where is the data directory?");
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AgentsDbContext>();
        foreach (var citation in updates.OfType<AgentCitation>())
        {
            var (path, anchor) = (citation.Url!.Split('#')[0], citation.Url.Split("#p")[1]);
            var (id, ordinal) = (Guid.Parse(path.Split('/')[^1]), int.Parse(anchor, System.Globalization.CultureInfo.InvariantCulture));
            var passage = await db.Passages.SingleAsync(p => p.DocumentId == id && p.Ordinal == ordinal);
            Assert.Contains(citation.Quote, passage.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_says_that_it_searches_before_anything_else() =>
        Assert.Equal("searching the documents", Assert.IsType<AgentActivity>((await AskAsync("How do I add a provider?"))[0]).What);

    [Theory]
    [InlineData("xylqwvt brzzk")]
    [InlineData("???")]
    [InlineData("'; drop table xylqwvt.zzkrp; -- & | ! :* <->")]
    public async Task Without_a_match_it_says_so_and_what_to_do(string question)
    {
        var updates = await AskAsync(question);
        Assert.Empty(updates.OfType<AgentCitation>());
        var text = string.Concat(updates.OfType<AgentText>().Select(t => t.Text));
        Assert.Contains("found nothing", text, StringComparison.Ordinal);
        Assert.Contains("OPENAI_API_KEY", text, StringComparison.Ordinal);
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    [Fact]
    public async Task Going_on_tells_the_rest_of_the_same_answer()
    {
        var whole = string.Concat((await AskAsync("xylqwvt")).OfType<AgentText>().Select(t => t.Text));
        foreach (var cut in new[] { 0, 1, whole.Length / 2, whole.Length })
        {
            var rest = await AskAsync("xylqwvt", whole[..cut]);
            Assert.Equal(whole[cut..], string.Concat(rest.OfType<AgentText>().Select(t => t.Text)));
            Assert.IsType<AgentFinished>(rest[^1]);
        }
    }

    [Fact]
    public async Task Going_on_with_another_answer_is_refused_in_words()
    {
        var failed = Assert.IsType<AgentFailed>(Assert.Single(await AskAsync("xylqwvt", "What the documents said before they changed."), u => u is not AgentActivity));
        Assert.Contains("Retry", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_it_in_the_middle()
    {
        using var stop = new CancellationTokenSource();
        var updates = new List<AgentUpdate>();
        await foreach (var update in Runtime.AnswerAsync(Turn("guide", "xylqwvt"), stop.Token))
        {
            updates.Add(update);
            if (update is AgentText) await stop.CancelAsync();
        }
        Assert.Single(updates.OfType<AgentText>());
        Assert.DoesNotContain(updates, u => u is AgentFinished);
    }

    [Fact]
    public async Task An_agent_that_is_not_there_is_a_failure_in_words()
    {
        var updates = new List<AgentUpdate>();
        await foreach (var update in Runtime.AnswerAsync(Turn("test/gone", "hello"), default)) updates.Add(update);
        Assert.Equal("model_not_found", Assert.IsType<AgentFailed>(Assert.Single(updates)).Code);
    }

    IAgentRuntime Runtime => host.Services.GetRequiredService<IAgentRuntime>();

    async Task<List<AgentUpdate>> AskAsync(string question, string? begun = null)
    {
        var updates = new List<AgentUpdate>();
        await foreach (var update in Runtime.AnswerAsync(Turn("guide", question) with { Begun = begun }, default)) updates.Add(update);
        return updates;
    }

    static AgentTurn Turn(string agent, string question) => new(agent, [new(false, "Ann", question)]);

    static async Task AddAsync(HttpClient admin, string title, string text)
    {
        using var form = new MultipartFormDataContent { { new StringContent(title), "title" }, { new StringContent(text), "text" } };
        using var response = await admin.PostAsync(new Uri("/agents/documents", UriKind.Relative), form);
        Assert.True((int)response.StatusCode < 400, await response.Content.ReadAsStringAsync());
    }
}
