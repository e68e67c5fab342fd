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
        Assert.Equal((0, "As the documentation says."), await RunAsync(await ana.NewKeyAsync(), session, question));
        Assert.Equal(2, (await ana.ListAsync(session)).Items.Count);
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

    async Task<(int ExitCode, string Printed)> RunAsync(string key, Guid session, string question)
    {
        using var node = Process.Start(new ProcessStartInfo("node",
            ["--experimental-websocket", "--no-warnings", In("docs", "examples", "chat.mjs"), host.BaseAddress.GetLeftPart(UriPartial.Authority), key, $"{session}", question])
        {
            RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var printed = await node.StandardOutput.ReadToEndAsync(deadline.Token);
            await node.WaitForExitAsync(deadline.Token);
            return (node.ExitCode, printed.Trim());
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
