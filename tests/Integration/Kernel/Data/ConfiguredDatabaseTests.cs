using ChatMonolith.Modules.Kernel.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Integration.Kernel.Data;

public sealed class ConfiguredDatabaseTests
{
    [Fact]
    public async Task With_a_database_in_the_settings_nothing_embedded_starts()
    {
        var data = Path.Combine(Path.GetTempPath(), $"chatmonolith-none-{Guid.NewGuid():N}");
        await using var host = await TestHost.StartNewAsync(settings =>
        {
            settings["Data:Directory"] = data;
            settings["Data:PostgresBinaries"] = "/nowhere";
        });

        var server = host.Services.GetRequiredService<DatabaseServer>();
        Assert.False(server.IsEmbedded);
        var (given, used) = (new NpgsqlConnectionStringBuilder(host.ConnectionString), new NpgsqlConnectionStringBuilder(server.ConnectionString));
        Assert.Equal((given.Host, given.Port, given.Database), (used.Host, used.Port, used.Database));
        Assert.False(Directory.Exists(data), "The data directory was made.");
    }
}
