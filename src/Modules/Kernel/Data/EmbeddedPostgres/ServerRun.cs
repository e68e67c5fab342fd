using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>Everything needed to start the server, the first time and again after it died.</summary>
internal sealed class ServerRun(Cluster cluster, Binaries binaries, ProgramLauncher launcher, ServerLog log, string password, bool durable, ILogger logger)
{
    private const int FirstAttempts = 3;

    // Fewer than the server allows, so that an administrator's tool still gets in, and no more than a small machine can use at once:
    // each keeps the plans of its statements.
    private const int PoolSize = 32;
    private const int PreparedStatements = 100;

    public NpgsqlConnectionStringBuilder Address { get; } = new()
    {
        Host = IPAddress.Loopback.ToString(),
        Username = ServerSettings.Superuser,
        Password = password,
        Database = ServerSettings.Superuser,
        MaxPoolSize = PoolSize,

        // Planning costs more than running most of what is asked, also when it is only planned for other values; and nothing is set on a
        // connection that must be reset. Together they halve what an answer costs the server.
        MaxAutoPrepare = PreparedStatements,
        AutoPrepareMinUsages = 2,
        Options = "-c plan_cache_mode=force_generic_plan",
        NoResetOnClose = true,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,

        // While the server restarts, any local program can take its port. With SCRAM it would have to know the password
        // itself; without this line it could simply ask for it.
        RequireAuth = "ScramSHA256",
    };

    public async Task<Postmaster> FirstStartAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Between choosing a free port and listening on it somebody else may take it.
            Address.Port = FreePort();
            try
            {
                return await StartAsync(ct);
            }
            catch (PostmasterExitedException e) when (attempt < FirstAttempts)
            {
                ServerEvents.StartFailed(logger, e.Message);
            }
        }
    }

    public async Task<Postmaster> StartAsync(CancellationToken ct)
    {
        await new Leftovers(cluster.Directory, binaries, logger).ClearAsync(ct);
        var postmaster = await Postmaster.LaunchAsync(cluster, binaries, launcher, Address.Port, durable, log);
        try
        {
            await new Readiness(Address, log).WaitAsync(postmaster, ct);
            return postmaster;
        }
        catch
        {
            await postmaster.StopAsync();
            postmaster.Dispose();
            throw;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
