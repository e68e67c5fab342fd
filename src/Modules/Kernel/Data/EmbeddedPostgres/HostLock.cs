namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>
/// The right to use a data directory. The kernel gives the lock back when its holder dies in whatever way, so holding it
/// proves that a PostgreSQL still running on this directory has lost its host.
/// </summary>
internal sealed class HostLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _pidFile;

    private HostLock(FileStream @lock, string pidFile)
    {
        _lock = @lock;
        _pidFile = pidFile;
    }

    public static HostLock Acquire(string dataDirectory)
    {
        // The process id has a file of its own because Windows refuses to read a file that is locked.
        var pidFile = Path.Combine(dataDirectory, "host.pid");
        FileStream stream;
        try
        {
            stream = new FileStream(Path.Combine(dataDirectory, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeldByOther(e))
        {
            throw DataDirectoryInUseException.For(dataDirectory, ReadPid(pidFile), e);
        }

        File.WriteAllText(pidFile, Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new HostLock(stream, pidFile);
    }

    public void Dispose()
    {
        // The lock file itself stays: deleting it would let a third host lock a new file while a second holds the old one.
        try
        {
            File.Delete(_pidFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It only informs; the lock is what counts.
        }

        _lock.Dispose();
    }

    // EWOULDBLOCK of Linux and of macOS, then ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    private static bool IsHeldByOther(IOException e) =>
        e.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private static string? ReadPid(string pidFile)
    {
        try
        {
            return int.TryParse(File.ReadAllText(pidFile), out var pid) ? $"{pid}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
