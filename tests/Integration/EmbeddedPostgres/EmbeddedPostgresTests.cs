using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Integration.EmbeddedPostgres;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _data = Directory.CreateTempSubdirectory("cm-pg-").FullName;

    private string Cluster => Path.Combine(_data, "postgres");

    private string PostmasterFile => Path.Combine(Cluster, "postmaster.pid");

    private string PasswordFile => Path.Combine(_data, "postgres.password");

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task DataSurvivesARestartThatUsesTheSamePassword()
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
    public async Task SettingsAreDurableAndOnlyLoopbackListens()
    {
        await using var server = await EmbeddedPostgresServer.StartAsync(new(_data, Binaries()), NullLogger.Instance, default);

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
    public async Task TextInOtherScriptsIsFoundByTrigramsAndFoldedToLowerCase()
    {
        await using var server = await StartAsync();
        await ExecuteAsync(server, "CREATE EXTENSION pg_trgm");

        Assert.Equal("привет", await QueryAsync(server, "SELECT lower('ПРИВЕТ')"));
        Assert.Equal(1f, await QueryAsync(server, "SELECT similarity('привет', 'привет')"));
    }

    [Fact]
    public async Task ThePasswordIsPrivateAndIsAskedFor()
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
    public async Task ALostPasswordFileDoesNotCostTheData()
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
    public async Task ASecondHostIsRefusedAndTheFirstGoesOn()
    {
        await using var first = await StartAsync();

        var refusal = await Assert.ThrowsAsync<DataDirectoryInUseException>(StartAsync);

        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_data, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await QueryAsync(first, "SELECT 1"));
    }

    [Fact]
    public async Task AKilledServerComesBackAtTheSameAddressWithEveryCommittedRow()
    {
        await using var server = await EmbeddedPostgresServer.StartAsync(new(_data, Binaries()), NullLogger.Instance, default);
        await ExecuteAsync(server, "CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 1000)");
        var killed = PostmasterPid();

        Kill(killed);

        Assert.Equal(1000L, await EventuallyAsync(() => QueryAsync(server, "SELECT count(*) FROM kept")));
        Assert.NotEqual(killed, PostmasterPid());
    }

    [Fact]
    public async Task AServerStoppedWhileItIsBeingRestartedStaysStopped()
    {
        var server = await StartAsync();
        Kill(PostmasterPid());

        await server.DisposeAsync();

        await using var next = await StartAsync();
        Assert.Equal(1, await QueryAsync(next, "SELECT 1"));
    }

    [Fact]
    public async Task AStalePidFileThatNamesALivingStrangerIsNoObstacleAndTheStrangerLives()
    {
        await (await StartAsync()).DisposeAsync();

        // PostgreSQL itself believes in the file when a process of its own user has that number.
        using var stranger = Process.Start(AsOwnerOf(Cluster, "sleep", "600"))!;
        try
        {
            await WritePidFileAsync(stranger.Id);
            await using var server = await StartAsync();

            Assert.Equal(1, await QueryAsync(server, "SELECT 1"));
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task AServerWhoseHostIsGoneIsStoppedAndItsDataTakenOver()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yes')");
        }

        // Started past the launcher, it holds the data and has nobody to stop it.
        using var orphan = Process.Start(AsOwnerOf(
            Cluster, Path.Combine(ReadableBinaries(), "bin", "postgres"), "-D", Cluster, "-c", $"port={FreePort()}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="))!;
        try
        {
            await EventuallyAsync(() => Task.FromResult<object?>(File.ReadLines(PostmasterFile).FirstOrDefault(line => line.StartsWith("ready", StringComparison.Ordinal))));
            Assert.False(orphan.HasExited);
            await using var second = await StartAsync();

            Assert.True(orphan.HasExited);
            Assert.Equal("yes", await QueryAsync(second, "SELECT word FROM kept"));
        }
        finally
        {
            orphan.Kill();
        }
    }

    [Fact]
    public async Task AnInitializationThatWasCutOffDoesNotMatter()
    {
        var unfinished = Directory.CreateDirectory(Path.Combine(_data, "postgres.new-cut", "cluster", "base"));
        await File.WriteAllTextAsync(Path.Combine(_data, "postgres.password"), "kept-from-the-first-try");

        await using var server = await StartAsync();

        Assert.Equal(1, await QueryAsync(server, "SELECT 1"));
        Assert.False(unfinished.Exists && Directory.Exists(unfinished.FullName));
        Assert.Empty(Directory.EnumerateDirectories(_data, "postgres.new-*"));
    }

    [Fact]
    public async Task ACancelledFirstStartLeavesNoHalfMadeData()
    {
        using var cancel = new CancellationTokenSource();
        var start = EmbeddedPostgresServer.StartAsync(new(_data, Binaries(), Durable: false), NullLogger.Instance, cancel.Token);
        await EventuallyAsync(() => Task.FromResult<object?>(Directory.EnumerateDirectories(_data, "postgres.new-*").FirstOrDefault()));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);

        await using var server = await StartAsync();

        Assert.Equal(1, await QueryAsync(server, "SELECT 1"));
    }

    [Fact]
    public async Task DataOfAnotherMajorVersionIsRefusedInWords()
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(Cluster, "PG_VERSION"), "16\n");

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("was written by PostgreSQL 16, but this program brings PostgreSQL 17", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatCannotStartSaysWhyInItsOwnWords()
    {
        await (await StartAsync()).DisposeAsync();
        await File.AppendAllTextAsync(Path.Combine(Cluster, "postgresql.conf"), "\nno_such_setting = 1\n");

        var refusal = await Assert.ThrowsAnyAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Contains("no_such_setting", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RootsServerRunsAsSomebodyElseWithoutPrivileges()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        await using var server = await StartAsync();
        var status = await File.ReadAllLinesAsync($"/proc/{PostmasterPid()}/status");

        Assert.DoesNotContain("0", Field("Uid:").Concat(Field("Gid:")));
        Assert.Equal("0000000000000000", Assert.Single(Field("CapEff:")));
        Assert.Equal("1", Assert.Single(Field("NoNewPrivs:")));

        string[] Field(string name) => Assert.Single(status, line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1..];
    }

    [Fact]
    public async Task ProgramsAndDataWorkInAFolderOnlyTheHostCanEnter()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var closed = Directory.CreateDirectory(Path.Combine(_data, "closed"), ownerOnly).FullName;
        var programs = Path.Combine(closed, "native");
        CopyWithoutLinks(Binaries(), programs);
        var data = Path.Combine(closed, "deep", "data");

        await using (var server = await EmbeddedPostgresServer.StartAsync(new(data, programs, Durable: false), NullLogger.Instance, default))
        {
            await ExecuteAsync(server, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yes'); CHECKPOINT");
        }

        await using var again = await EmbeddedPostgresServer.StartAsync(new(data, programs, Durable: false), NullLogger.Instance, default);
        Assert.Equal("yes", await QueryAsync(again, "SELECT word FROM kept"));
        Assert.Equal(ownerOnly, File.GetUnixFileMode(closed));
        Assert.True(Directory.Exists(Path.Combine(data, "postgres")));
    }

    [Fact]
    public async Task TwoHostsMayMakeTheLibraryLinksAtTheSameTime()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var programs = Path.Combine(_data, "native");
        CopyWithoutLinks(Binaries(), programs);

        var servers = await Task.WhenAll(Enumerable.Range(0, 2).Select(n =>
            EmbeddedPostgresServer.StartAsync(new(Path.Combine(_data, $"host{n}"), programs, Durable: false), NullLogger.Instance, default)));

        foreach (var server in servers)
        {
            Assert.Equal(1, await QueryAsync(server, "SELECT 1"));
            await server.DisposeAsync();
        }
    }

    [Fact]
    public void ProgramsBesideTheHostComeBeforeThoseOfARepositoryAndNoneIsNull()
    {
        Assert.Null(EmbeddedPostgresServer.FindBinaries(_data));
        var published = Directory.CreateDirectory(Path.Combine(_data, "postgres", "bin"));
        File.WriteAllText(Path.Combine(published.FullName, OperatingSystem.IsWindows() ? "postgres.exe" : "postgres"), "");

        Assert.Equal(Path.Combine(_data, "postgres"), EmbeddedPostgresServer.FindBinaries(_data));
    }

    private static string Binaries() =>
        EmbeddedPostgresServer.FindBinaries(AppContext.BaseDirectory)
        ?? throw new InvalidOperationException("Run 'npm ci' in the repository: the embedded PostgreSQL is missing.");

    /// <summary>Where an unprivileged account finds the programs when the repository itself is closed to it.</summary>
    private static string ReadableBinaries()
    {
        var copies = "/var/cache/chatmonolith";
        return Environment.IsPrivilegedProcess && Directory.Exists(copies)
            ? Directory.EnumerateDirectories(copies, "postgres-*").FirstOrDefault() ?? Binaries()
            : Binaries();
    }

    private static async Task ExecuteAsync(EmbeddedPostgresServer server, string sql) => await QueryAsync(server, sql);

    private static async Task<object?> QueryAsync(EmbeddedPostgresServer server, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<object> EventuallyAsync(Func<Task<object?>> attempt)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await attempt() is { } result)
                {
                    return result;
                }
            }
            catch (Exception e) when (e is NpgsqlException or IOException && clock.Elapsed < Patience)
            {
                // Not yet.
            }

            Assert.True(clock.Elapsed < Patience, "it did not happen in time");
            await Task.Delay(20);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    private static ProcessStartInfo AsOwnerOf(string directory, string program, params string[] arguments)
    {
        var start = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
            ? new ProcessStartInfo("/bin/sh", ["-c", "exec setpriv --reuid=$(stat -c %u .) --regid=$(stat -c %g .) --clear-groups -- \"$@\"", "sh", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = directory;

        // Named so that the server, like the launcher's own, need not be able to walk the path to its data.
        if (start.ArgumentList.IndexOf(directory) is >= 0 and var at && OperatingSystem.IsLinux())
        {
            start.ArgumentList[at] = "/proc/self/cwd";
        }

        return start;
    }

    private static void CopyWithoutLinks(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(e => e.LinkTarget is null && e.Extension != ".a"))
        {
            var target = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo)
            {
                CopyWithoutLinks(entry.FullName, target);
            }
            else
            {
                File.Copy(entry.FullName, target);
            }
        }
    }

    private Task<EmbeddedPostgresServer> StartAsync() =>
        EmbeddedPostgresServer.StartAsync(new(_data, Binaries(), Durable: false), NullLogger.Instance, default);

    private int PostmasterPid() => int.Parse(File.ReadLines(PostmasterFile).First(), CultureInfo.InvariantCulture);

    private async Task WritePidFileAsync(int pid)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await File.WriteAllTextAsync(PostmasterFile, string.Create(CultureInfo.InvariantCulture, $"{pid}\n{Cluster}\n{now}\n1\n\n\n\nready\n"));
    }
}
