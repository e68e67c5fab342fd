namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>Close codes of <c>chat.v1</c>. Those of 4400, 4401, 4403, 4404 and 4409 mean: do not come back.</summary>
static class CloseCode
{
    public const int TooLarge = 1009, Internal = 1011, Restart = 1012, Overloaded = 1013;
    public const int BadFrame = 4400, SignedOut = 4401, Revoked = 4403, Gone = 4404, TooManySockets = 4409, RateLimit = 4429;
}
