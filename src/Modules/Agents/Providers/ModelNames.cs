using ChatMonolith.Modules.Agents.Catalogue;

namespace ChatMonolith.Modules.Agents.Providers;

static class ModelNames
{
    // The model list says nothing about what a model does; only names tell those that cannot chat.
    static readonly string[] NotForChat =
        ["embed", "whisper", "tts", "dall-e", "moderation", "transcribe", "realtime", "gpt-image", "gpt-audio", "sora", "davinci-002", "babbage-002", "rerank", "bge-", "nomic-"];

    public static bool IsUsable(string name) => name.Length is > 0 and <= Agent.LongestId - 60 && !name.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    public static bool CanChat(string name) => !NotForChat.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
