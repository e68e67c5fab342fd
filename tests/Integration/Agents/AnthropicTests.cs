using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.OpenAi;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

public sealed class AnthropicTests
{
    [Fact]
    public async Task Its_environment_variables_alone_make_its_models_agents_that_answer()
    {
        await using var anthropic = await OpenAiTestServer.StartAsync([.. Enumerable.Range(1, 25).Select(i => $"claude-{i:00}")]);
        await using var host = await TestHost.StartNewAsync(settings =>
        {
            settings["ANTHROPIC_API_KEY"] = "sk-ant-test";
            settings["ANTHROPIC_BASE_URL"] = anthropic.BaseUrl[..^"/v1".Length];
        });
        var ana = await ChatClient.SignInAsync(host);

        // Also those that do not fit on the first page of its list, in its order.
        var agents = await Soon.UntilAsync(() => ana.User.GetFromJsonAsync<JsonElement>("/api/agents"), all => Ours(all).Length == 25);
        Assert.Equal(Enumerable.Range(1, 25).Select(i => $"anthropic/claude-{i:00}"), Ours(agents));
        var asked = anthropic.ModelHeaders[0];
        Assert.Equal(("sk-ant-test", "2023-06-01"), (asked["x-api-key"], asked["anthropic-version"]));
        Assert.False(asked.ContainsKey("Authorization"));

        var session = await ana.StartAsync(agent: "anthropic/claude-07");
        var script = anthropic.Next();
        var sent = await ana.SendAsync(session, "Who are you?");
        await script.SendAsync("Some");
        _ = script.Say("body.").FinishAsync();
        var answer = await ana.EndOfAsync(session, sent.ReplyId);

        Assert.Equal("Somebody.", answer.Content);
        var request = Assert.Single(anthropic.Requests);
        Assert.Equal(("claude-07", true, "Bearer sk-ant-test"), (request.Model, request.IsStream, request.Headers["Authorization"]));
        Assert.Empty(host.Provider.Requests);
    }

    static string[] Ours(JsonElement agents) =>
        [.. agents.EnumerateArray().Select(a => a.GetProperty("id").GetString()!).Where(id => id.StartsWith("anthropic/", StringComparison.Ordinal))];
}
