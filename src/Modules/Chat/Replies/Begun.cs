using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What an answer says already, parsed so that it can go on: before anything is locked, because a long text takes its time.</summary>
sealed record Begun(string Text, int Sources, IncrementalMarkdown Markdown)
{
    public static Begun Of(Message reply)
    {
        var markdown = new IncrementalMarkdown(Fragments.PrefixOf(reply.Id), new AnswerSources());
        foreach (var source in reply.Citations) markdown.Sources.Add(source.Number, source.Title);
        markdown.Append(reply.Content);
        return new(reply.Content, reply.Citations.Count, markdown);
    }

    public bool IsOf(Message reply) => Text == reply.Content && Sources == reply.Citations.Count;
}
