using System.Security.Cryptography;

namespace ChatMonolith.Modules.Chat.Sharing;

/// <summary>A link's password: PBKDF2 with a salt of its own, written as <c>{rounds}.{salt}.{hash}</c>.</summary>
static class SharePassword
{
    const int Rounds = 210_000;

    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return $"{Rounds}.{Convert.ToBase64String(salt)}.{Convert.ToBase64String(Derive(password, salt, Rounds))}";
    }

    public static bool Matches(string hash, string password) =>
        hash.Split('.') is [var rounds, var salt, var derived] && int.TryParse(rounds, out var count)
        && CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt), count), Convert.FromBase64String(derived));

    static byte[] Derive(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, 32);
}
