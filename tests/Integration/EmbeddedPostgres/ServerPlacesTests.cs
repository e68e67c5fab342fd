using ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatMonolith.Tests.Integration.EmbeddedPostgres;

public sealed class ServerPlacesTests : EmbeddedPostgresFixture
{
    [Fact]
    public async Task Roots_server_runs_as_somebody_else_without_privileges()
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
    public async Task Programs_and_data_work_in_a_folder_only_the_host_can_enter()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var closed = Directory.CreateDirectory(Path.Combine(Data, "closed"), ownerOnly).FullName;
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
    public async Task Two_hosts_may_make_the_library_links_at_the_same_time()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var programs = Path.Combine(Data, "native");
        CopyWithoutLinks(Binaries(), programs);

        var servers = await Task.WhenAll(Enumerable.Range(0, 2).Select(n =>
            EmbeddedPostgresServer.StartAsync(new(Path.Combine(Data, $"host{n}"), programs, Durable: false), NullLogger.Instance, default)));

        foreach (var server in servers)
        {
            Assert.Equal(1, await QueryAsync(server, "SELECT 1"));
            await server.DisposeAsync();
        }
    }

    [Fact]
    public void Programs_beside_the_host_come_before_those_of_a_repository_and_none_is_null()
    {
        Assert.Null(EmbeddedPostgresServer.FindBinaries(Data));
        var published = Directory.CreateDirectory(Path.Combine(Data, "postgres", "bin"));
        File.WriteAllText(Path.Combine(published.FullName, OperatingSystem.IsWindows() ? "postgres.exe" : "postgres"), "");

        Assert.Equal(Path.Combine(Data, "postgres"), EmbeddedPostgresServer.FindBinaries(Data));
    }

    static void CopyWithoutLinks(string from, string to)
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
}
