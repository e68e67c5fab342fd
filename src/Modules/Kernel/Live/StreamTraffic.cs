using System.Diagnostics.Metrics;

namespace ChatMonolith.Modules.Kernel.Live;

/// <summary>What event streams send, with the padding counted apart.</summary>
static class StreamTraffic
{
    /// <summary>The meter's name, as collectors ask for it.</summary>
    public const string Name = "ChatMonolith.Live";

    static readonly Meter Meter = new(Name);
    static readonly Counter<long> Events = Meter.CreateCounter<long>("live.events.bytes", "By", "Bytes of events sent to viewers");
    static readonly Counter<long> Padding = Meter.CreateCounter<long>("live.padding.bytes", "By", "Bytes sent only to hide the length of events");

    public static void Count(int events, int padding)
    {
        Events.Add(events);
        if (padding > 0) Padding.Add(padding);
    }
}
