using System.Text;
using System.Text.Json;
using ChatMonolith.Modules.Chat.Stream;
using Xunit;

namespace ChatMonolith.Tests.Unit.Chat;

public class EventPartsTests
{
    const int Limit = 64 * 1024;

    [Theory]
    [InlineData("x", 1)]
    [InlineData("x", 20_999)]
    [InlineData("x", 100_000)]
    [InlineData("海", 50_000)]
    [InlineData("😀", 50_000)]
    [InlineData("\r\n", 50_000)]
    [InlineData("a\n", 50_001)]
    public void A_large_event_is_its_parts_joined_and_only_the_last_has_the_id(string text, int times)
    {
        var whole = string.Concat(Enumerable.Repeat(text, times));
        var parts = EventParts.Of(new(whole, "cm-run") { EventId = "e.1.2" }).ToList();

        Assert.Equal(whole, string.Concat(parts.Select(p => p.Data)));
        Assert.All(parts, p => Assert.InRange(Encoding.UTF8.GetByteCount(p.Data), 0, Limit - 256));
        Assert.All(parts[..^1], p => Assert.Equal((EventParts.Part, null), (p.EventType, p.EventId)));
        Assert.Equal(("cm-run", "e.1.2"), (parts[^1].EventType, parts[^1].EventId));
        Assert.Equal(whole.Length <= 21_000, parts.Count == 1);
        Assert.DoesNotContain(parts, p => p.Data.Length > 0 && (char.IsLowSurrogate(p.Data[0]) || p.Data[^1] == '\r'));
    }

    [Theory]
    [InlineData("x", 70_000)]
    [InlineData("<海>", 30_000)]
    [InlineData("😀", 40_000)]
    public void A_long_delta_comes_in_pieces_by_offset(string text, int times)
    {
        var whole = string.Concat(Enumerable.Repeat(text, times));
        var json = JsonSerializer.Serialize(new { type = "message.delta", messageId = 1, offset = 7, text = whole, eventId = "e.1.2" });
        var pieces = LargeJson.Of(json).Select(p => (p.IsLast, Json: JsonSerializer.Deserialize<JsonElement>(p.Json), p.Json.Length)).ToList();

        Assert.All(pieces, p => Assert.InRange(p.Length, 1, Limit));
        var joined = "";
        foreach (var (isLast, piece, _) in pieces)
        {
            Assert.Equal(7 + joined.Length, piece.GetProperty("offset").GetInt32());
            Assert.Equal(isLast, piece.TryGetProperty("eventId", out _));
            joined += piece.GetProperty("text").GetString();
        }
        Assert.Equal(whole, joined);
        Assert.True(pieces[^1].IsLast);
    }

    [Fact]
    public void A_long_message_comes_without_what_makes_it_long()
    {
        static JsonElement Send(int content, int html) => JsonSerializer.Deserialize<JsonElement>(Assert.Single(LargeJson.Of(JsonSerializer.Serialize(
            new { type = "message.completed", status = "done", message = new { id = 1, content = new string('c', content), html = new string('h', html) } }))).Json);

        Assert.True(Send(1000, 1000).GetProperty("message").TryGetProperty("html", out _));
        var (noHtml, neither) = (Send(30_000, 70_000).GetProperty("message"), Send(70_000, 70_000).GetProperty("message"));
        Assert.False(noHtml.TryGetProperty("html", out _));
        Assert.Equal(30_000, noHtml.GetProperty("content").GetString()!.Length);
        Assert.False(neither.TryGetProperty("content", out _));
        Assert.Equal(1, neither.GetProperty("id").GetInt32());
    }
}
