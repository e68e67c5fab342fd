using ChatMonolith.Modules.Chat;
using Xunit;

namespace ChatMonolith.Tests.Unit.Chat;

public class ChatTextTests
{
    [Theory]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [InlineData("\r\n  hello \r\n", "  hello")]
    [InlineData("\tcode", "\tcode")]
    [InlineData("", "")]
    public void Text_is_cleaned(string text, string clean) => Assert.Equal(clean, ChatText.Clean(text));

    // Not as theory data: the test log cannot carry halves of pairs either.
    [Fact]
    public void Halves_of_surrogate_pairs_are_replaced_and_pairs_stay()
    {
        Assert.Equal("a\uFFFDb", ChatText.Clean("a\uD83Db"));
        Assert.Equal("a\uFFFDb", ChatText.Clean("a\uDE00b"));
        Assert.Equal("\uFFFD\uFFFD", ChatText.Clean("\uDE00\uD83D"));
        Assert.Equal("a😀b", ChatText.Clean("a😀b"));
    }

    [Theory]
    [InlineData("# Hello\n\nworld", "Hello world")]
    [InlineData("> - quoted", "quoted")]
    [InlineData("  many \t spaces\u00a0here ", "many spaces here")]
    [InlineData("", "")]
    public void A_preview_is_one_plain_line(string text, string preview) => Assert.Equal(preview, ChatText.Preview(text));

    [Fact]
    public void A_long_preview_ends_in_an_ellipsis_and_never_in_half_a_character()
    {
        for (var shift = 75; shift < 82; shift++)
        {
            var preview = ChatText.Preview(new string('a', shift) + "😀😀😀😀😀");
            Assert.InRange(preview.Length, 79, 80);
            Assert.EndsWith("…", preview, StringComparison.Ordinal);
            Assert.Equal(preview, ChatText.Clean(preview));
        }
    }
}
