using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatMonolith.Modules.Chat.Sharing;

enum ShareKind
{
    /// <summary>Goes on with the session.</summary>
    Live,

    /// <summary>What was said when the link was made.</summary>
    Snapshot,
}

/// <summary>A link to read a session without taking part. Whoever has the token reads; only its hash is kept.</summary>
sealed class Share
{
    public const int MaxLabel = 80;
    public const int MinPassword = 8;
    public const int MaxPassword = 200;

    public Guid Id { get; private set; }
    public Guid SessionId { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public ShareKind Kind { get; private set; }
    public string Label { get; private set; } = "";

    /// <summary>The session's title when the link was made; a live link shows the one of now.</summary>
    public string Title { get; private set; } = "";
    public string? PasswordHash { get; private set; }

    /// <summary>False leaves out who reacted; how many did is shown always.</summary>
    public bool ReactionNames { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>How often the page was opened.</summary>
    public int Views { get; private set; }

    public bool IsLive => Kind is ShareKind.Live;

    /// <returns>The link, and its token, which nobody can find out again.</returns>
    public static (Share Share, string Token) Make(Guid sessionId, string title, ShareWish wish, string createdBy, DateTimeOffset now)
    {
        // With so many random bits a plain hash suffices: there is nothing to guess that a slow one would protect.
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new()
        {
            Id = Guid.CreateVersion7(now), SessionId = sessionId, TokenHash = HashOf(token), Kind = wish.Kind, Title = title, Label = wish.Label?.Trim() ?? "",
            PasswordHash = string.IsNullOrEmpty(wish.Password) ? null : SharePassword.Hash(wish.Password),
            ReactionNames = wish.ReactionNames, CreatedAt = now, CreatedBy = createdBy, ExpiresAt = wish.ExpiresAt?.ToUniversalTime(),
        }, token);
    }

    /// <summary>What a live link calls the session from now on.</summary>
    public void Rename(string title) => Title = IsLive ? title : Title;

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>What somebody wants of a new link.</summary>
sealed record ShareWish(ShareKind Kind, string? Label, DateTimeOffset? ExpiresAt, string? Password, bool ReactionNames);
