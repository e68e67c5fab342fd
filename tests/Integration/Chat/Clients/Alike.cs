using System.Text.RegularExpressions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Pages without what differs from one request or person to the next, whatever they say.</summary>
static partial class Alike
{
    public static string Of(string page) => Differs().Replace(page, "");

    [GeneratedRegex(" (nonce|data-list)=\"[^\"]*\"")]
    private static partial Regex Differs();
}
