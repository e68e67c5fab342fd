using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Stream;

namespace ChatMonolith.Tests.Benchmarks;

/// <summary>Bytes that one viewer of an answer receives, uncompressed: our HTML events against the token deltas of the OpenAI protocol.</summary>
static class WireTable
{
    static readonly Message Message = Message.Reply(
        Guid.Parse("0194d0b0-0000-7000-8000-000000000001"), Guid.Empty, Guid.Empty, 0, 42, "agent", "Agent", DateTimeOffset.UnixEpoch);

    public static void Print(TextWriter output)
    {
        output.WriteLine("| answer | KB | tokens | JSON deltas | every token | every 20 tokens | share |");
        output.WriteLine("| --- | --: | --: | --: | --: | --: | --: |");
        foreach (var kind in Answer.Kinds)
            foreach (var kilobytes in new[] { 1, 10, 100 })
            {
                var text = Answer.Of(kind, kilobytes * 1024);
                var tokens = Answer.Tokens(text).ToList();
                var (json, each, flushed) = (tokens.Sum(Json), Html(tokens), Html([.. tokens.Chunk(20).Select(piece => string.Concat(piece))]));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {kind} | {kilobytes} | {tokens.Count:N0} | {json:N0} | {each:N0} | {flushed:N0} | {flushed * 100d / json:0} % |"));
            }
    }

    static long Html(IReadOnlyList<string> flushes)
    {
        var stream = new IncrementalMarkdown(Fragments.PrefixOf(Message.Id));
        return flushes.Select(f => Event(stream.Append(f))).Sum() + Event(stream.Finish());
    }

    // As SSE writes it: the id, one data line for each line, and the empty line.
    static long Event(MarkdownDelta delta)
    {
        if (delta.IsEmpty) return 0;
        var (name, html) = Deltas.Of(Message, delta);
        return "id: 1a2b3c.12345.123456\n\n".Length + (name is null ? 0 : $"event: {name}\n".Length) + html.Split('\n').Sum(line => "data: \n".Length + Encoding.UTF8.GetByteCount(line));
    }

    static long Json(string token) => Encoding.UTF8.GetByteCount(
        "data: " + JsonSerializer.Serialize(new
        {
            id = "chatcmpl-ABCDEFGHIJKLMNOPQRSTUVWXYZ012", @object = "chat.completion.chunk", created = 1_900_000_000, model = "gpt-4o-mini-2024-07-18",
            choices = new[] { new { index = 0, delta = new { content = token }, finish_reason = (string?)null } },
        }) + "\n\n");
}
