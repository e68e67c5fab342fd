namespace ChatMonolith.Modules.Chat;

static class ChatAddress
{
    /// <summary>The page of a session's conversation, or of the thread under one of its messages.</summary>
    public static string Of(Guid sessionId, Guid? threadId = null) => threadId is null ? $"/chat/{sessionId}" : $"/chat/{sessionId}/thread/{threadId}";
}
