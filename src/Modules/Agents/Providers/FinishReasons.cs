using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>Why an answer ended, in the words of several providers.</summary>
static class FinishReasons
{
    /// <summary>The provider says itself that it broke off.</summary>
    public static readonly ChatFinishReason Broken = new("error");

    /// <summary>Null when it goes on; a reason that nobody knows is an end as good as any.</summary>
    public static ChatFinishReason? Read(string reason) => reason.ToLowerInvariant() switch
    {
        "" or "null" => null,
        "length" or "max_tokens" or "model_length" => ChatFinishReason.Length,
        "content_filter" or "safety" or "sensitive" or "prohibited_content" => ChatFinishReason.ContentFilter,
        "tool_calls" or "tool_use" or "function_call" => ChatFinishReason.ToolCalls,
        "error" or "abort" or "network_error" or "insufficient_system_resource" => Broken,
        _ => ChatFinishReason.Stop,
    };
}
