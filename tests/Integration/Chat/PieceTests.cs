using System.Security.Cryptography;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What a running answer costs the database: as much as it is long, and not the square of it.</summary>
public sealed class PieceTests(ITestOutputHelper output)
{
    const int Pieces = 20, Size = 5 * 1024;

    [Fact]
    public async Task A_long_answer_writes_little_more_than_its_text_and_html_and_leaves_no_pieces()
    {
        // A server of its own: the others count what all tests write.
        var data = Directory.CreateTempSubdirectory("cm-pieces-").FullName;
        try
        {
            await using var server = await EmbeddedPostgresServer.StartAsync(new(data, EmbeddedPostgresServer.FindBinaries(AppContext.BaseDirectory)!, Durable: false), NullLogger.Instance, default);
            await using var host = await TestHost.StartOnAsync(server.ConnectionString);
            var ana = await ChatClient.SignInAsync(host);
            var session = await ana.StartAsync();
            var (sent, script) = await ana.AskAsync(session);
            // What is written from here on fits on the pages that are open: their first copies are no cost of the answer.
            await WrittenAsync("checkpoint");
            var before = await WrittenAsync("");

            for (var i = 1; i <= Pieces; i++)
            {
                // So that no compression hides anything.
                await script.SendAsync(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes((Size - 2) / 2)) + "\n\n");
                await Soon.UntilAsync(() => CountAsync("select coalesce(sum(length(text)), 0) from chat.run_pieces where run_id = $1"), n => n >= i * Size);
            }
            _ = script.FinishAsync();
            var answer = await ana.EndOfAsync(session, sent.ReplyId);
            var written = await WrittenAsync("") - before;

            // What the pieces save: the whole text with each of them, in a table of nothing else.
            await TestDatabase.ExecuteAsync(server.ConnectionString, "create table whole (content text); insert into whole values ('')");
            before = await WrittenAsync("");
            for (var i = 1; i <= Pieces; i++) await TestDatabase.ScalarAsync<int>(server.ConnectionString, "update whole set content = $1 returning 1", answer.Content[..Math.Min(i * Size, answer.Content.Length)]);
            var whole = await WrittenAsync("") - before;

            output.WriteLine($"{written / 1024} KB of write-ahead log for an answer of {answer.Content.Length / 1024} KB; storing the whole each time: {whole / 1024} KB and the end");
            // Once while it grows; then text and HTML.
            Assert.InRange(written, answer.Content.Length, 5 * answer.Content.Length);
            Assert.True(written < whole / 2, $"{written} {whole}");
            Assert.Equal(0L, await CountAsync("select count(*) from chat.run_pieces where run_id = $1"));

            Task<long> CountAsync(string sql) => TestDatabase.ScalarAsync<long>(server.ConnectionString, sql, sent.RunId);
            async Task<long> WrittenAsync(string first)
            {
                if (first.Length > 0) await TestDatabase.ExecuteAsync(server.ConnectionString, first);
                return await TestDatabase.ScalarAsync<long>(server.ConnectionString, "select (pg_current_wal_insert_lsn() - '0/0')::bigint");
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_piece_that_is_stored_while_the_end_waits_its_turn_goes_with_the_others()
    {
        await using var host = await TestHost.StartNewAsync();
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        var live = host.Services.GetRequiredService<LiveRuns>().OfRun(sent.RunId)!;
        await using var other = new NpgsqlConnection(host.ConnectionString);
        await other.OpenAsync();
        await using var turn = await other.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("select 1 from chat.transcripts where session_id = $1 for update", other, turn) { Parameters = { new() { Value = session } } })
            await take.ExecuteNonQueryAsync();

        var ending = host.Services.GetRequiredService<RunStore>().EndAsync(live, new(MessageStatus.Done, "Half of it", "<p>Half of it</p>"));
        await script.SendAsync("Half of it");
        Assert.Equal(1L, await Soon.UntilAsync(CountAsync, n => n > 0));
        Assert.False(ending.IsCompleted);
        await turn.RollbackAsync();
        await ending.SoonAsync();

        Assert.Equal(0L, await CountAsync());

        Task<long> CountAsync() => TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.run_pieces where run_id = $1", sent.RunId);
    }
}
