namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The server ended while it was awaited; another port or another moment may help.</summary>
internal sealed class PostmasterExitedException(string message) : EmbeddedPostgresException(message);
