using System.Diagnostics;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The examples of docs/api.md do what they promise.</summary>
[Collection("chat")]
public sealed class SocketExampleTests(TestHost host)
{
    [Theory]
    [InlineData("chat.mjs", "js")]
    [InlineData("ChatExample.cs", "csharp")]
    public async Task The_documentation_shows_the_example_that_is_run(string file, string language) =>
        Assert.Contains($"```{language}\n{(await File.ReadAllTextAsync(In("docs", "examples", file))).TrimEnd()}\n```", await File.ReadAllTextAsync(In("docs", "api.md")), StringComparison.Ordinal);

    [Fact]
    public async Task The_one_in_csharp_asks_and_returns_the_answer()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("As the documentation says.").FinishAsync();
        Assert.Equal("As the documentation says.", await ChatExample.AskAsync(host.BaseAddress, await ana.NewKeyAsync(), session, question).SoonAsync());
    }

    [Fact]
    public async Task The_one_in_JavaScript_asks_and_prints_the_answer()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("As the ", "documentation says.").FinishAsync();
        Assert.Equal((0, "As the documentation says.", ""), await RunAsync(await ana.NewKeyAsync(), session, question));
        Assert.Equal(2, (await ana.ListAsync(session)).Items.Count);
    }

    [Theory]
    [InlineData("chat.mjs")]
    [InlineData("ChatExample.cs")]
    public async Task Each_has_at_most_thirty_lines(string file) => Assert.InRange((await File.ReadAllLinesAsync(In("docs", "examples", file))).Length, 1, 30);

    [Fact]
    public async Task Both_end_with_a_sentence_where_nobody_answers_and_with_the_answer_where_the_agent_is_named()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, answers: "auto");
        var key = await ana.NewKeyAsync();
        const string Sentence = "Sent. No agent answers here unless its name is in the message, after an @.";
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatExample.AskAsync(host.BaseAddress, key, session, "Good morning, Ben").SoonAsync());
        Assert.Equal(Sentence, refused.Message);
        Assert.Equal((1, "", Sentence), await RunAsync(key, session, "Good morning again, Ben"));

        var (first, second) = (ChatClient.Question(), ChatClient.Question());
        _ = host.Provider.Next(first).Say("Good morning.").FinishAsync();
        _ = host.Provider.Next(second).Say("Again.").FinishAsync();
        Assert.Equal("Good morning.", await ChatExample.AskAsync(host.BaseAddress, key, session, $"@test-model: {first}").SoonAsync());
        Assert.Equal((0, "Again.", ""), await RunAsync(key, session, $"@test-model: {second}"));
    }

    [Fact]
    public async Task Both_have_all_of_an_answer_that_is_too_large_for_one_frame()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var key = await ana.NewKeyAsync();
        var (first, second) = (ChatClient.Question(), ChatClient.Question());
        var words = string.Join(' ', Enumerable.Repeat("many words", 8_000));
        _ = host.Provider.Next(first).Say(words).FinishAsync();
        _ = host.Provider.Next(second).Say(words).FinishAsync();
        Assert.Equal(words, await ChatExample.AskAsync(host.BaseAddress, key, session, first).SoonAsync());
        Assert.Equal((0, words, ""), await RunAsync(key, session, second));
    }

    [Fact]
    public async Task The_one_in_JavaScript_ends_when_it_is_told_not_to_come_back()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);
        var running = RunAsync(await ana.NewKeyAsync(), session, question);
        await script.Asked.SoonAsync();
        (await ana.DeleteAsync(session)).Dispose();
        Assert.Equal(1, (await running).ExitCode);
    }

    async Task<(int ExitCode, string Printed, string Told)> RunAsync(string key, Guid session, string question)
    {
        using var node = Process.Start(new ProcessStartInfo("node",
            ["--experimental-websocket", "--no-warnings", In("docs", "examples", "chat.mjs"), host.BaseAddress.GetLeftPart(UriPartial.Authority), key, $"{session}", question])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var (printed, told) = (node.StandardOutput.ReadToEndAsync(deadline.Token), node.StandardError.ReadToEndAsync(deadline.Token));
            await node.WaitForExitAsync(deadline.Token);
            return (node.ExitCode, (await printed).Trim(), (await told).Trim());
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw new TimeoutException("The example did not end.");
        }
    }

    static string In(params string[] path)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "ChatMonolith.sln"))) return Path.Combine([folder, .. path]);
        throw new InvalidOperationException("ChatMonolith.sln is in no folder above the tests.");
    }
}
