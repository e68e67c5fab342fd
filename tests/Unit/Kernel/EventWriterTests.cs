using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text;
using ChatMonolith.Modules.Kernel.Live;
using Xunit;

namespace ChatMonolith.Tests.Unit.Kernel;

public class EventWriterTests
{
    [Fact]
    public async Task Events_are_written_as_the_format_wants_them()
    {
        var written = await WriteAsync(false,
            new("{}", "cm-hello") { ReconnectionInterval = TimeSpan.FromSeconds(1) },
            new("one\ntwo\r\nthree\rfour\u2028 and \u0085 stay") { EventId = "e.1.2" },
            new("", "cm-ping"));
        Assert.Equal("retry: 1000\nevent: cm-hello\ndata: {}\n\n"
            + "id: e.1.2\ndata: one\ndata: two\ndata: three\ndata: four\u2028 and \u0085 stay\n\n"
            + "event: cm-ping\ndata: \n\n", written);
    }

    [Fact]
    public async Task Padded_pieces_are_multiples_of_128_bytes_and_their_events_are_unchanged()
    {
        for (var length = 0; length < 300; length++)
        {
            SseItem<string> item = new(new string('ä', length % 7) + new string('x', length)) { EventId = "e.1.1" };
            var (plain, padded) = (await WriteAsync(false, item), await WriteAsync(true, item));
            Assert.Equal(0, Encoding.UTF8.GetByteCount(padded) % 128);
            Assert.StartsWith(plain, padded, StringComparison.Ordinal);
            var read = new List<SseItem<string>>();
            await foreach (var one in SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(padded))).EnumerateAsync()) read.Add(one);
            Assert.Equal((item.Data, "e.1.1"), (Assert.Single(read).Data, read[0].EventId));
        }
    }

    [Theory]
    [InlineData(10, 100)]
    [InlineData(20_000, 14)]
    public void It_is_full_after_100_events_or_256_KB(int size, int expected)
    {
        var writer = new EventWriter(new Pipe(new(pauseWriterThreshold: 0)).Writer, padded: false);
        var count = 0;
        for (; !writer.IsFull; count++) writer.Write(new(new string('x', size)));
        Assert.Equal(expected, count);
    }

    static async Task<string> WriteAsync(bool padded, params SseItem<string>[] items)
    {
        var pipe = new Pipe(new(pauseWriterThreshold: 0));
        var writer = new EventWriter(pipe.Writer, padded);
        foreach (var item in items) writer.Write(item);
        Assert.True(await writer.FlushAsync());
        await pipe.Writer.CompleteAsync();
        return await new StreamReader(pipe.Reader.AsStream()).ReadToEndAsync();
    }
}
