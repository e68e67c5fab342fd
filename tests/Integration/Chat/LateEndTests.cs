using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Tests.Integration.Agents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The database is away when an answer ends.</summary>
public sealed class LateEndTests
{
    // Twice as many as the store once made before it gave up.
    const int Tries = 120;

    [Fact]
    public async Task The_end_of_an_answer_is_stored_however_long_the_database_was_away()
    {
        await using var host = await TestHost.StartNewAsync();
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Half of");
        var live = host.Services.GetRequiredService<LiveRuns>().OfRun(sent.RunId)!;
        var failures = new Failures();
        var store = ActivatorUtilities.CreateInstance<RunStore>(host.Services, new HurriedTime(), failures);
        await TestDatabase.CloseAsync(host.ConnectionString);

        var ending = store.EndAsync(live, new(MessageStatus.Done, "Half of it", "<p>Half of it</p>") { InputTokens = 3, OutputTokens = 4 });
        await failures.Reached.SoonAsync(TimeSpan.FromMinutes(1));
        Assert.False(ending.IsCompleted);
        await TestDatabase.ReopenAsync(host.ConnectionString);
        await ending.SoonAsync();

        Assert.Equal("Done Half of it 4", await TestDatabase.ScalarAsync<string>(host.ConnectionString, "select status || ' ' || content || ' ' || output_tokens from chat.messages where id = $1", sent.ReplyId));
        Assert.Equal(1L, await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from analytics.usage_ledger where run_id = $1", sent.RunId), n => n > 0));
    }

    sealed class Failures : ILogger<RunStore>
    {
        readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _count;

        public Task Reached => _reached.Task;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null && Interlocked.Increment(ref _count) == Tries) _reached.TrySetResult();
        }
    }
}
