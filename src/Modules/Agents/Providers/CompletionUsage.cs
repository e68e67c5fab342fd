using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>Reads what a provider counted.</summary>
static class CompletionUsage
{
    /// <summary>Null when nothing was counted: many send <c>"usage": null</c> or an empty one with each chunk.</summary>
    public static UsageDetails? Read(JsonElement usage)
    {
        var (input, output) = (Count(usage, "prompt_tokens"u8), Count(usage, "completion_tokens"u8));
        if (input is null && output is null) return null;
        return new()
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            // DeepSeek's own name for it is older than the usual one.
            CachedInputTokenCount = Count(usage.At("prompt_tokens_details"u8), "cached_tokens"u8) ?? Count(usage, "prompt_cache_hit_tokens"u8),
            ReasoningTokenCount = Count(usage.At("completion_tokens_details"u8), "reasoning_tokens"u8),
        };
    }

    static long? Count(JsonElement usage, ReadOnlySpan<byte> name) =>
        usage.At(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var count) ? (long)Math.Clamp(count, 0, int.MaxValue) : null;
}
