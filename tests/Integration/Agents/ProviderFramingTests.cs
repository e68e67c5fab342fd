using System.IO.Compression;
using System.Text;
using ChatMonolith.Modules.Agents.Contracts;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>One and the same answer, in every wrapping that providers and the proxies before them send it in.</summary>
public sealed class ProviderFramingTests : ModelFixture
{
    static readonly string Usual = Delta("""{"role":"assistant","content":""}""") + Delta("""{"content":"Grüß "}""") + Delta("""{"content":"👍🏽 dich"}""") + Stop + Done;

    public static TheoryData<string, string> Wrappings => new()
    {
        { "as it should be", Usual },
        { "CRLF", Usual.Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "CR", Usual.Replace("\n", "\r", StringComparison.Ordinal) },
        { "comment pings", ": ping\n\n" + Usual.Replace("data: ", ": OPENROUTER PROCESSING\n\n:\ndata: ", StringComparison.Ordinal) },
        { "no space behind data:", Usual.Replace("data: ", "data:", StringComparison.Ordinal) },
        { "event and id lines", Usual.Replace("data: ", "event: message\nid: 7\nretry: 10\ndata: ", StringComparison.Ordinal) },
        { "byte order mark", "\uFEFF" + Usual },
        { "no empty line at the end", Usual.TrimEnd('\n') },
        { "no end mark and no empty line", Usual.Replace(Done, "", StringComparison.Ordinal).TrimEnd('\n') },
        { "empty lines forgotten", Usual.Replace("\n\n", "\n", StringComparison.Ordinal) },
        { "one event over several data lines", Usual.Replace(",\"delta\"", ",\ndata: \"delta\"", StringComparison.Ordinal) },
        { "empty events", "data:\n\n" + Usual.Replace("data: {", "data: \n\ndata: {", StringComparison.Ordinal) },
        { "more after the end mark", Usual + Delta("""{"content":"no"}""") },
        { "fields that nobody knows", "foo: bar\nbaz\n" + Usual },
    };

    [Theory, MemberData(nameof(Wrappings))]
    public async Task In_one_packet(string wrapping, string stream)
    {
        Reply(stream);
        await IsWholeAsync(wrapping);
    }

    [Theory, MemberData(nameof(Wrappings))]
    public async Task Byte_by_byte(string wrapping, string stream)
    {
        Reply(Encoding.UTF8.GetBytes(stream).Select(b => new[] { b }));
        await IsWholeAsync(wrapping);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    [InlineData("text/event-stream; charset=utf-8")]
    public async Task Whatever_it_calls_itself(string contentType)
    {
        Reply([Encoding.UTF8.GetBytes(Usual)], contentType);
        await IsWholeAsync(contentType);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Compressed(string encoding)
    {
        using var packed = new MemoryStream();
        await using (Stream packer = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Optimal, true) : new GZipStream(packed, CompressionLevel.Optimal, true))
            await packer.WriteAsync(Encoding.UTF8.GetBytes(Usual));
        Reply(packed.ToArray().Chunk(7), encoding: encoding);
        await IsWholeAsync(encoding);
    }

    async Task IsWholeAsync(string wrapping)
    {
        var updates = await AllAsync(Answer());
        Assert.Equal((wrapping, "Grüß 👍🏽 dich"), (wrapping, TextOf(updates)));
        Assert.IsType<AgentFinished>(updates[^1]);
        Assert.Single(Server.Requests);
    }
}
