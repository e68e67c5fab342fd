namespace ChatMonolith.Modules.Kernel;

/// <summary>The program cannot start as it is set up. The message says what to do; the host prints it alone and ends with code 1.</summary>
public class StartRefusedException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public StartRefusedException()
    {
    }

    /// <summary>Creates the exception with a sentence that says what to do.</summary>
    public StartRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a sentence that says what to do, and the cause.</summary>
    public StartRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
