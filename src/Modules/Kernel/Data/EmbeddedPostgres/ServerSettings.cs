using System.Globalization;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The configuration of the server: what the launcher relies on is fixed, the rest is a person's to tune.</summary>
internal static class ServerSettings
{
    public const string Superuser = "chatmonolith";

    /// <summary>Written to postgresql.conf once, where whoever runs the product may change it.</summary>
    public static readonly IReadOnlyList<string> Initial =
    [
        "max_connections=100",
        "shared_buffers=96MB",
        "jit=off",

        // Parallel queries need shared memory beyond the 64 MB that containers grant, and gain little on a small machine.
        "max_parallel_workers_per_gather=0",
        "max_wal_senders=0",
        "max_logical_replication_workers=0",
        "huge_pages=off",
        "timezone=UTC",
        "log_timezone=UTC",
        "log_checkpoints=off",
        "log_min_duration_statement=-1",

        // The details and statements of errors hold what people wrote; a log is no place for it.
        "log_error_verbosity=terse",
        "log_min_error_statement=panic",
    ];

    /// <summary>Given on the command line, which wins over every file and over ALTER SYSTEM.</summary>
    public static IEnumerable<string> Fixed(int port, bool durable)
    {
        var safe = durable ? "on" : "off";
        string[] settings =
        [
            string.Create(CultureInfo.InvariantCulture, $"port={port}"),
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "cluster_name=chatmonolith",

            // Everything goes to standard error, where the host reads it and keeps it within bounds.
            "logging_collector=off",
            "log_destination=stderr",
            "log_line_prefix=%m [%p] ",
            $"fsync={safe}",
            $"full_page_writes={safe}",
            $"synchronous_commit={safe}",
        ];
        return settings.SelectMany(setting => (string[])["-c", setting]);
    }
}
