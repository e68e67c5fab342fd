using System.Net;
using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What is left of a deleted session: nothing, and nobody waits for that.</summary>
public sealed class EraseTests
{
    [Fact]
    public async Task A_long_session_is_gone_at_once_and_what_happens_behind_it_does_not_wait_until_it_is_erased()
    {
        await using var host = await TestHost.StartNewAsync();
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var (session, other) = (await ana.StartAsync(), await ana.StartAsync());
        await ana.ShareAsync(session, ben);
        var share = await ana.ShareByLinkAsync(session, "snapshot");
        await FillAsync(host.ConnectionString, session, ana, 20_000);
        var message = await TestDatabase.ScalarAsync<Guid>(host.ConnectionString, "select id from chat.messages where ordinal = 19999");
        await using var events = await ana.FollowAsync(other);
        await events.NextAsync("cm-hello");
        // It is not erased to its end before the test lets go of its last message, and not begun before what comes behind it is told.
        await using var source = NpgsqlDataSource.Create(host.ConnectionString);
        await using var end = await HoldAsync(source, "desc");
        await using (await HoldAsync(source, "asc"))
        {
            (await ana.DeleteAsync(session)).EnsureSuccessStatusCode();
            (await ana.RenameAsync(other, "Told behind it")).EnsureSuccessStatusCode();
        }

        await events.NextAsync("cm-title");
        foreach (var address in new[] { $"/chat/{session}", $"/chat/{session}/people", $"/chat/{session}/events", $"/api/sessions/{session}", $"/api/sessions/{session}/messages", $"/messages/{message}/history", share.Path })
            foreach (var person in new[] { ana, ben })
                Assert.Equal((address, HttpStatusCode.NotFound), (address, (await person.NavigateAsync(address)).StatusCode));

        await end.DisposeAsync();
        await Soon.UntilAsync(() => LeftAsync(host.ConnectionString, "chat"), left => left == "", TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_a_server_did_not_come_to_erase_the_next_one_does()
    {
        var (name, database) = await TestDatabase.CreateAsync();
        try
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using (var first = await TestHost.StartOnAsync(database))
            {
                var ana = await ChatClient.SignInAsync(first);
                var session = await ana.StartAsync();
                await FillAsync(database, session, ana, 4000);
                await using var end = await HoldAsync(source, "desc");
                (await ana.DeleteAsync(session)).EnsureSuccessStatusCode();
                await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(database, "select count(*) from chat.messages"), left => left < 4000);
                // While the last message is still held: it stops in the middle.
                await first.DisposeAsync();
            }
            Assert.NotEqual("", await LeftAsync(database, "chat", "sessions"));
            await using var second = await TestHost.StartOnAsync(database);
            await Soon.UntilAsync(() => LeftAsync(database, "chat", "sessions"), left => left == "");
        }
        finally
        {
            await TestDatabase.DropAsync(name);
        }
    }

    /// <summary>Keeps one of the only session's messages from being erased until it is let go.</summary>
    static async Task<NpgsqlConnection> HoldAsync(NpgsqlDataSource source, string order)
    {
        var connection = await source.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        await using var held = new NpgsqlCommand($"select 1 from chat.messages order by ordinal {order} limit 1 for update", connection);
        await held.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Messages with everything that hangs on them.</summary>
    static async Task FillAsync(string database, Guid session, ChatClient by, int messages)
    {
        await TranscriptSeed.FillAsync(database, session, by.User, messages);
        await TestDatabase.ExecuteAsync(database, $$"""
            insert into chat.wordings (message_id, revision, content, at) select id, 1, 'as it was', now() from chat.messages where ordinal % 3 = 0;
            insert into chat.reactions (message_id, user_id, user_name, emoji, at) select id, '{{by.User.UserId}}', 'Ana', '👍', now() from chat.messages where ordinal % 3 = 0;
            insert into chat.mentions (message_id, user_id, session_id, at) select id, '{{by.User.UserId}}', session_id, now() from chat.messages where ordinal % 3 = 0;
            insert into chat.runs (id, session_id, message_id, user_id, user_name, agent_id, agent_name, model, node, status, started_at, heartbeat_at, ended_at)
              select gen_random_uuid(), session_id, id, '{{by.User.UserId}}', 'Ana', 'a', 'a', 'a', 'n', 'Done', now(), now(), now() from chat.messages where author_kind = 'Agent';
            insert into chat.run_pieces (run_id, number, text) select id, 1, 'a piece' from chat.runs;
            insert into chat.shared_messages (share_id, ordinal, message_id, text) select s.id, m.ordinal, m.id, '{}' from chat.shares s, chat.messages m where m.ordinal <= 5000;
            insert into chat.branches (session_id, number, parent, up_to) values ('{{session}}', 1, 0, 2);
            insert into chat.read_marks (session_id, user_id, ordinal, at) values ('{{session}}', '{{by.User.UserId}}', 2, now());
            analyze chat.messages;
            """);
    }

    /// <summary>The tables that are not empty, but for those about something else than sessions.</summary>
    static async Task<string> LeftAsync(string database, params string[] schemas)
    {
        var tables = await TestDatabase.ScalarAsync<string[]>(database, """
            select array_agg(table_schema || '.' || table_name) from information_schema.tables
            where table_schema = any($1) and table_name not in ('__migrations', 'inbox', 'outbox', 'preferences')
            """, (object)schemas);
        return await TestDatabase.ScalarAsync<string>(database, $"select concat_ws(' ', {string.Join(", ", tables.Select(t => $"(select '{t} ' || count(*) from {t} having count(*) > 0)"))})");
    }
}
