using System.Net;
using System.Net.Sockets;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>What whoever starts the program can put right comes as one sentence, and nothing is left running.</summary>
[Trait("Category", "slow")]
public sealed class StartUpTests : IDisposable
{
    const string AnyPort = "http://127.0.0.1:0";
    readonly string _data = Directory.CreateTempSubdirectory("chatmonolith-start-").FullName;

    [Fact]
    public async Task A_second_program_on_one_data_directory_is_refused_and_the_first_goes_on()
    {
        await using var first = await RunningProgram.StartBuiltAsync(_data);

        await AssertRefusedAsync(
            $"The data directory '{_data}' is in use by another running ChatMonolith (process {first.ProcessId}). Stop that one first, or start this one with another Data:Directory.", AnyPort);

        using var client = first.NewClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(0, await first.TerminateAsync());
    }

    [Fact]
    public async Task A_taken_port_is_named_and_the_embedded_database_is_stopped_cleanly()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var urls = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        await AssertRefusedAsync($"Failed to bind to address {urls}: address already in use. End the program that uses it, or choose another address: --urls http://127.0.0.1:5081", urls);

        Assert.True(File.Exists(Path.Combine(_data, "postgres", "PG_VERSION")), "PostgreSQL did not run, so this proves nothing.");
        Assert.False(File.Exists(Path.Combine(_data, "postgres", "postmaster.pid")), "PostgreSQL was left running.");
    }

    [Fact]
    public async Task A_newer_database_is_refused()
    {
        await using var host = await TestHost.StartNewAsync();
        await TestDatabase.ExecuteAsync(host.ConnectionString, "insert into chat.__migrations (migration_id, product_version) values ('99990101000000_FromTheFuture', '99')");

        await AssertRefusedAsync(
            "The database is newer than this program: schema 'chat' has migration '99990101000000_FromTheFuture'. Start the newer version, or restore a backup made before it.",
            AnyPort, ("ConnectionStrings__Supabase", host.ConnectionString));
    }

    [Theory]
    [InlineData("Setup__AdminEmail", "first@example.org", "Setup:AdminEmail and Setup:AdminPassword belong together. ")]
    [InlineData("Setup__AdminPassword", "a long enough sentence", "Setup:AdminEmail and Setup:AdminPassword belong together. ")]
    [InlineData("Metrics__Key", "short", "Metrics:Key needs at least 16 characters.")]
    [InlineData("Modules__Theming__Enabled", "perhaps", "A setting cannot be read: Failed to convert configuration value 'perhaps' at 'Modules:Theming:Enabled'")]
    [InlineData("Proxy__Networks", "everywhere", "A setting cannot be read: ")]
    public async Task So_is_a_wrong_setting(string name, string value, string says)
    {
        await using var host = await TestHost.StartNewAsync(settings => settings["Setup:AdminEmail"] = settings["Setup:AdminPassword"] = null);
        await AssertRefusedAsync(says, AnyPort, (name, value), ("ConnectionStrings__Supabase", host.ConnectionString));
    }

    [Theory]
    [InlineData("ConnectionStrings__Supabase", "Host=127.0.0.1;Password=s3cret;Nonsense=1", "ConnectionStrings:Supabase cannot be read.")]
    [InlineData("ConnectionStrings__Supabase", "Host=127.0.0.1;Port=1;Username=a;Password=s3cret", "The database cannot be used: Failed to connect to 127.0.0.1:1 Check ConnectionStrings:Supabase, and")]
    [InlineData("Data__PostgresBinaries", "/nowhere", "There is no PostgreSQL in '/nowhere'. Run 'npm ci' in the repository, or give a ConnectionStrings:Supabase.")]
    public async Task And_a_database_that_cannot_be_had(string name, string value, string says) => await AssertRefusedAsync(says, AnyPort, (name, value));

    async Task AssertRefusedAsync(string says, string urls, params (string, string)[] environment)
    {
        var (code, output, error) = await RunningProgram.RefusedAsync(_data, urls, environment);

        Assert.StartsWith(says, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit:", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
