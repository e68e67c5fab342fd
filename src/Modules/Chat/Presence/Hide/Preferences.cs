namespace ChatMonolith.Modules.Chat.Presence.Hide;

/// <summary>What a person does not show to others.</summary>
readonly record struct Hidden(bool Typing, bool Presence, bool Reads)
{
    public static readonly Hidden Nothing;
}

/// <summary>A person's choices; whoever has no row hides nothing.</summary>
sealed class Preferences
{
    public Guid UserId { get; private set; }
    public bool HideTyping { get; private set; }
    public bool HidePresence { get; private set; }
    public bool HideReads { get; private set; }

    public Hidden Hidden => new(HideTyping, HidePresence, HideReads);
}
