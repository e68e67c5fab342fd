using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>Whether the lengths of what a stream sends are hidden: <c>auto</c> does so where they could be seen behind an encryption.</summary>
sealed class EventPadding(IConfiguration configuration)
{
    readonly string _mode = configuration["Chat:PadEvents"] is { Length: > 0 } mode ? mode.ToLowerInvariant() : "auto";

    public bool For(HttpRequest request) => _mode switch
    {
        "on" => true,
        "off" => false,
        "auto" => request.IsHttps,
        _ => throw new InvalidOperationException($"Chat:PadEvents is '{_mode}'; it can be auto, on or off."),
    };
}
