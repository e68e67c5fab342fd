namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>
/// What the server writes, in postgres.log and postgres.log.1. The host writes the file because PostgreSQL's own collector
/// bounds the number of files or their size, never both, and costs a process.
/// </summary>
internal sealed class ServerLog(string dataDirectory, long maxFileBytes = 4 * 1024 * 1024) : IDisposable
{
    private const int RememberedLines = 15;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly string _path = Path.Combine(dataDirectory, "postgres.log");
    private StreamWriter? _writer;

    public string LastLines
    {
        get
        {
            lock (_lock)
            {
                return _last.Count == 0 ? "(nothing)" : string.Join(Environment.NewLine, _last);
            }
        }
    }

    public async Task CopyAsync(TextReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Add(line);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    private void Add(string line)
    {
        lock (_lock)
        {
            _last.Enqueue(line);
            if (_last.Count > RememberedLines)
            {
                _last.Dequeue();
            }

            try
            {
                Write(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk must not stop the reading: the server would block on a full pipe.
            }
        }
    }

    private void Write(string line)
    {
        if (_writer?.BaseStream.Length > maxFileBytes)
        {
            _writer.Dispose();
            _writer = null;
            File.Move(_path, _path + ".1", overwrite: true);
        }

        _writer ??= new StreamWriter(new FileStream(_path, Options())) { AutoFlush = true };
        _writer.WriteLine(line);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
