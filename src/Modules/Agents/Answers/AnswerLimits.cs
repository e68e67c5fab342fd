using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ChatMonolith.Modules.Agents.Answers;

/// <param name="FirstToken">How long the first text may take; models that think say nothing for a while.</param>
/// <param name="Idle">How long the text may pause.</param>
sealed record AnswerLimits(TimeSpan FirstToken, TimeSpan Idle)
{
    public static AnswerLimits From(IConfiguration configuration) => new(
        Read(configuration["Agents:FirstTokenTimeout"]) ?? TimeSpan.FromSeconds(120),
        Read(configuration["Agents:IdleTimeout"]) ?? TimeSpan.FromSeconds(60));

    /// <summary>Seconds, or hh:mm:ss.</summary>
    static TimeSpan? Read(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero ? span : null;
}
