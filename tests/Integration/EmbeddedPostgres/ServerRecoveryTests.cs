using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatMonolith.Tests.Integration.EmbeddedPostgres;

public sealed class ServerRecoveryTests : EmbeddedPostgresFixture
{
    [Fact]
    public async Task A_second_host_is_refused_and_the_first_goes_on()
    {
        await using var first = await StartAsync();

        var refusal = await Assert.ThrowsAsync<DataDirectoryInUseException>(StartAsync);

        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Data, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await QueryAsync(first, "SELECT 1"));
    }

    [Fact]
    public async Task A_killed_server_comes_back_at_the_same_address_with_every_committed_row()
    {
        await using var server = await EmbeddedPostgresServer.StartAsync(new(Data, Binaries()), NullLogger.Instance, default);
        await ExecuteAsync(server, "CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 1000)");
        var killed = PostmasterPid();

        Kill(killed);

        Assert.Equal(1000L, await EventuallyAsync(() => QueryAsync(server, "SELECT count(*) FROM kept")));
        Assert.NotEqual(killed, PostmasterPid());
    }

    [Fact]
    public async Task A_server_stopped_while_it_is_being_restarted_stays_stopped()
    {
        var server = await StartAsync();
        Kill(PostmasterPid());

        await server.DisposeAsync();

        await using var next = await StartAsync();
        Assert.Equal(1, await QueryAsync(next, "SELECT 1"));
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_a_living_stranger_is_no_obstacle_and_the_stranger_lives()
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
    public async Task A_server_whose_host_is_gone_is_stopped_and_its_data_taken_over()
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
    public async Task An_initialization_that_was_cut_off_does_not_matter()
    {
        var unfinished = Directory.CreateDirectory(Path.Combine(Data, "postgres.new-cut", "cluster", "base"));
        await File.WriteAllTextAsync(Path.Combine(Data, "postgres.password"), "kept-from-the-first-try");

        await using var server = await StartAsync();

        Assert.Equal(1, await QueryAsync(server, "SELECT 1"));
        Assert.False(unfinished.Exists && Directory.Exists(unfinished.FullName));
        Assert.Empty(Directory.EnumerateDirectories(Data, "postgres.new-*"));
    }

    [Fact]
    public async Task A_cancelled_first_start_leaves_no_half_made_data()
    {
        using var cancel = new CancellationTokenSource();
        var start = EmbeddedPostgresServer.StartAsync(new(Data, Binaries(), Durable: false), NullLogger.Instance, cancel.Token);
        await EventuallyAsync(() => Task.FromResult<object?>(Directory.EnumerateDirectories(Data, "postgres.new-*").FirstOrDefault()));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);

        await using var server = await StartAsync();

        Assert.Equal(1, await QueryAsync(server, "SELECT 1"));
    }

    /// <summary>Where an unprivileged account finds the programs when the repository itself is closed to it.</summary>
    static string ReadableBinaries()
    {
        var copies = "/var/cache/chatmonolith";
        return Environment.IsPrivilegedProcess && Directory.Exists(copies)
            ? Directory.EnumerateDirectories(copies, "postgres-*").FirstOrDefault() ?? Binaries()
            : Binaries();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    static ProcessStartInfo AsOwnerOf(string directory, string program, params string[] arguments)
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

    async Task WritePidFileAsync(int pid)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await File.WriteAllTextAsync(PostmasterFile, string.Create(CultureInfo.InvariantCulture, $"{pid}\n{Cluster}\n{now}\n1\n\n\n\nready\n"));
    }
}
