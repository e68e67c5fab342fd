namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The embedded PostgreSQL cannot do its work; the message is a sentence for the person who started the program.</summary>
public class EmbeddedPostgresException : StartRefusedException
{
    /// <summary>Creates the exception without a message.</summary>
    public EmbeddedPostgresException()
    {
    }

    /// <summary>Creates the exception with a sentence that says what to do.</summary>
    public EmbeddedPostgresException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a sentence that says what to do, and the cause.</summary>
    public EmbeddedPostgresException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
