using Microsoft.Extensions.Configuration;

namespace ChatMonolith.Modules.Kernel.Live;

/// <summary>How old an event stream gets before its client comes back and its right to listen is checked again.</summary>
/// <param name="Longest">From one second to ten minutes.</param>
public sealed record StreamLifetime(TimeSpan Longest)
{
    const int Usual = 600;

    /// <summary><c>Live:StreamSeconds</c>; more than ten minutes counts as ten, since somebody's right may have ended.</summary>
    public static StreamLifetime From(IConfiguration configuration) => new(TimeSpan.FromSeconds(Math.Clamp(configuration.GetValue("Live:StreamSeconds", Usual), 1, Usual)));
}
