namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>Another running host holds the data directory.</summary>
public sealed class DataDirectoryInUseException : EmbeddedPostgresException
{
    /// <summary>Creates the exception without a message.</summary>
    public DataDirectoryInUseException()
    {
    }

    /// <summary>Creates the exception with a sentence that says what to do.</summary>
    public DataDirectoryInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a sentence that says what to do, and the cause.</summary>
    public DataDirectoryInUseException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal static DataDirectoryInUseException For(string dataDirectory, string? otherHost, Exception cause)
    {
        var holder = otherHost is null ? "another running ChatMonolith" : $"another running ChatMonolith (process {otherHost})";
        return new DataDirectoryInUseException(
            $"The data directory '{dataDirectory}' is in use by {holder}. Stop that one first, or start this one with another Data:Directory.",
            cause);
    }
}
