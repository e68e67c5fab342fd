namespace ChatMonolith.Modules.Agents.Providers.Local;

/// <summary>A model server on this machine that an administrator chose to use; it needs no key.</summary>
sealed class UsedServer
{
    UsedServer() { }

    public UsedServer(string provider, string name, string address, DateTimeOffset now) => (Provider, Name, Address, UsedSince) = (provider, name, address, now);

    /// <summary>The name in the ids of its agents, such as <c>ollama</c>.</summary>
    public string Provider { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Address { get; private set; } = "";
    public DateTimeOffset UsedSince { get; private set; }
}
