using Npgsql;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Puts rows where the program would have put them, for states that take too long to reach by talking.</summary>
static class TranscriptSeed
{
    const string Text = "Some **plain** words about `things` that people say to each other, long enough to be like a message that somebody would really write. ";

    /// <summary>Fills a session with <paramref name="count"/> messages of people and agents in turn.</summary>
    public static async Task FillAsync(string connectionString, Guid session, TestUser user, int count)
    {
        await ExecuteAsync(connectionString, """
            insert into chat.messages (id, session_id, ordinal, revision, author_kind, author_id, author_name, content, html_version, status,
              input_tokens, output_tokens, cached_tokens, reasoning_tokens, cost, currency, estimated, total_ms, created_at, citations)
            select gen_random_uuid(), $1, i, i, case when i % 2 = 1 then 'User' else 'Agent' end, case when i % 2 = 1 then $2 else 'test/test-model' end,
              case when i % 2 = 1 then $3 else 'test-model' end, repeat($4, 1 + i % 4), 0, 'Done', 10, 5, 0, 0, 0.001, 'USD', false, 900, now(), '[]'
            from generate_series(1, $5) i
            """, session, user.UserId.ToString(), user.Name, Text, count);
        await ExecuteAsync(connectionString, """
            insert into chat.transcripts (session_id, revision, cost, currency) values ($1, $2, 0.5, 'USD')
            on conflict (session_id) do update set revision = $2
            """, session, (long)count);
    }

    /// <summary>A question with an answer that a node was still writing.</summary>
    public static async Task<(Guid Reply, Guid Run)> LeaveRunningAsync(string connectionString, Guid session, TestUser user, string node, string text, DateTimeOffset heartbeat)
    {
        var (question, reply, run) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await ExecuteAsync(connectionString, """
            insert into chat.messages (id, session_id, parent_id, ordinal, revision, author_kind, author_id, author_name, content, html_version, status,
              input_tokens, output_tokens, cached_tokens, reasoning_tokens, cost, estimated, created_at, citations)
            values ($1, $2, null, 1, 1, 'User', $3, $4, 'What?', 0, 'Done', 0, 0, 0, 0, 0, false, now(), '[]'),
                   ($5, $2, $1, 2, 2, 'Agent', 'test/test-model', 'test-model', $6, 0, 'Running', 0, 0, 0, 0, 0, false, now(), '[]')
            """, question, session, user.UserId.ToString(), user.Name, reply, text);
        await ExecuteAsync(connectionString, """
            insert into chat.runs (id, session_id, message_id, user_id, user_name, agent_id, agent_name, model, node, status, started_at, heartbeat_at)
            values ($1, $2, $3, $4, $5, 'test/test-model', 'test-model', 'test-model', $6, 'Running', $7, $7)
            """, run, session, reply, user.UserId, user.Name, node, heartbeat);
        await ExecuteAsync(connectionString, "insert into chat.transcripts (session_id, revision, cost) values ($1, 2, 0)", session);
        return (reply, run);
    }

    static async Task ExecuteAsync(string connectionString, string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
