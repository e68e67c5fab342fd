using Microsoft.Extensions.Configuration;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>How many sockets there may be, and how long a silent or slow one is borne.</summary>
sealed record SocketLimits
{
    /// <summary>Of one person in one session.</summary>
    public const int PerSession = 10;

    /// <summary>Of one person in all sessions.</summary>
    public int PerPerson { get; init; } = 50;

    /// <summary>Of everybody.</summary>
    public int Total { get; init; } = 20_000;

    /// <summary>How long one frame may take to be sent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the server pings, and how long it waits for the answer.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(20);

    public static SocketLimits From(IConfiguration configuration)
    {
        var usual = new SocketLimits();
        return new()
        {
            PerPerson = Math.Max(1, configuration.GetValue("Chat:SocketsPerPerson", usual.PerPerson)),
            Total = Math.Max(0, configuration.GetValue("Chat:Sockets", usual.Total)),
            Patience = TimeSpan.FromSeconds(Math.Max(1, configuration.GetValue("Chat:SocketPatienceSeconds", (int)usual.Patience.TotalSeconds))),
            Heartbeat = TimeSpan.FromSeconds(Math.Max(1, configuration.GetValue("Chat:SocketHeartbeatSeconds", (int)usual.Heartbeat.TotalSeconds))),
        };
    }
}
