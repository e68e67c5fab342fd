using ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Integration.EmbeddedPostgres;

public sealed class ServerStartTests : EmbeddedPostgresFixture
{
    [Fact]
    public async Task Data_survives_a_restart_that_uses_the_same_password()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yes')");
        }

        Assert.False(File.Exists(PostmasterFile), "the server was not shut down cleanly");
        await using var second = await StartAsync();

        Assert.Equal("yes", await QueryAsync(second, "SELECT word FROM kept"));
        Assert.Equal("chatmonolith", await QueryAsync(second, "SELECT current_database()"));
    }

    [Fact]
    public async Task Settings_are_durable_and_only_loopback_listens()
    {
        await using var server = await EmbeddedPostgresServer.StartAsync(new(Data, Binaries()), NullLogger.Instance, default);

        Assert.Equal(
            "on on on 127.0.0.1",
            await QueryAsync(
                server,
                """
                SELECT concat_ws(' ', current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
                                 current_setting('listen_addresses'), nullif(current_setting('unix_socket_directories'), ''))
                """));
    }

    [Fact]
    public async Task Text_in_other_scripts_is_found_by_trigrams_and_folded_to_lower_case()
    {
        await using var server = await StartAsync();
        await ExecuteAsync(server, "CREATE EXTENSION pg_trgm");

        Assert.Equal("привет", await QueryAsync(server, "SELECT lower('ПРИВЕТ')"));
        Assert.Equal(1f, await QueryAsync(server, "SELECT similarity('привет', 'привет')"));
    }

    [Fact]
    public async Task The_password_is_private_and_is_asked_for()
    {
        await using var server = await StartAsync();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PasswordFile));
        }

        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task A_lost_password_file_does_not_cost_the_data()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yes')");
        }

        File.Delete(PasswordFile);
        await using var second = await StartAsync();

        Assert.Equal("yes", await QueryAsync(second, "SELECT word FROM kept"));
    }

    [Fact]
    public async Task Data_of_another_major_version_is_refused_in_words()
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "16\n");

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("was written by PostgreSQL 16, but this program brings PostgreSQL 17", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why_in_its_own_words()
    {
        await (await StartAsync()).DisposeAsync();
        await File.AppendAllTextAsync(Path.Combine(Cluster, "postgresql.conf"), "\nno_such_setting = 1\n");

        var refusal = await Assert.ThrowsAnyAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("no_such_setting", refusal.Message, StringComparison.Ordinal);
    }
}
