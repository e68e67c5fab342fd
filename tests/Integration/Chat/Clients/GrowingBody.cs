using System.Text;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A response as far as it has come.</summary>
sealed class GrowingBody(Stream stream)
{
    readonly StringBuilder _text = new();
    readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    readonly byte[] _bytes = new byte[8192];
    readonly char[] _chars = new char[8192];

    public string Text => _text.ToString();

    public async Task UntilAsync(string wanted)
    {
        using var deadline = new CancellationTokenSource(Soon.Limit);
        while (!Text.Contains(wanted, StringComparison.Ordinal))
            Assert.True(await ReadAsync(deadline.Token), $"The page ended without {wanted}: …{Text[Math.Max(0, Text.Length - 500)..]}");
    }

    public async Task<string> ToEndAsync()
    {
        while (await ReadAsync(CancellationToken.None).SoonAsync()) { }
        return Text;
    }

    async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var count = await stream.ReadAsync(_bytes, cancellationToken);
        _text.Append(_chars, 0, _decoder.GetChars(_bytes, 0, count, _chars, 0));
        return count > 0;
    }
}
