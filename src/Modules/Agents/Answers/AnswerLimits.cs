using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ChatMonolith.Modules.Agents.Answers;

/// <param name="FirstToken">How long the first text may take; models that think say nothing for a while.</param>
/// <param name="Idle">How long the text may pause.</param>
/// <param name="Answer">How long a whole answer may take, second tries included.</param>
/// <param name="Tokens">How long an answer may be, reasoning included; null for as long as the model likes.</param>
sealed record AnswerLimits(TimeSpan FirstToken, TimeSpan Idle, TimeSpan Answer, int? Tokens)
{
    public static AnswerLimits From(IConfiguration configuration) => new(
        Read(configuration["Agents:FirstTokenTimeout"]) ?? TimeSpan.FromSeconds(120),
        Read(configuration["Agents:IdleTimeout"]) ?? TimeSpan.FromSeconds(60),
        Read(configuration["Agents:AnswerTimeLimit"]) ?? TimeSpan.FromMinutes(10),
        int.TryParse(configuration["Agents:AnswerTokenLimit"], NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens > 0 ? tokens : null);

    /// <summary>Seconds, or hh:mm:ss.</summary>
    static TimeSpan? Read(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero ? span : null;
}
