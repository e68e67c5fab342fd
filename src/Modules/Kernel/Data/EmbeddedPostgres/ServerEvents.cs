using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>What the launcher tells the operator.</summary>
internal static partial class ServerEvents
{
    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL {Version} is ready on 127.0.0.1:{Port} after {Milliseconds} ms, data in {Directory}")]
    public static partial void Ready(ILogger logger, int version, int port, long milliseconds, string directory);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A PostgreSQL of an earlier host (process {Pid}) is still running on this data directory; stopping it")]
    public static partial void OrphanFound(ILogger logger, int pid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL did not start, trying again: {Reason}")]
    public static partial void StartFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL ended unexpectedly with code {ExitCode}; starting it again on the same port")]
    public static partial void Died(ILogger logger, int exitCode);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL is back after {Milliseconds} ms")]
    public static partial void Recovered(ILogger logger, long milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL could not be restarted; next try in {Seconds} s")]
    public static partial void RestartFailed(ILogger logger, Exception reason, double seconds);
}
