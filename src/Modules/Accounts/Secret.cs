using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatMonolith.Modules.Accounts;

/// <summary>
/// Random words that open something: links and keys. Only their hash is stored; with 256 random bits a plain SHA-256 suffices,
/// because there is nothing to guess that a slow hash would protect.
/// </summary>
static class Secret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
