using System.Globalization;
using System.Text;
using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>The conversation as a model reads it: who said what matters only when there is more than one voice of a kind.</summary>
static class Prompt
{
    const string GoOn =
        "Your last message was cut off. Go on with it exactly where it stops, in the middle of a word if it stops there. Repeat nothing of it, and add no introduction or comment.";

    public static List<ChatMessage> Write(Agent agent, AgentTurn turn, DateTimeOffset now)
    {
        var people = Voices(turn, fromAgent: false) > 1;
        var agents = Voices(turn, fromAgent: true) > 1 || turn.Messages.Any(m => m.FromAgent && m.Author != agent.Name);

        var prompt = new List<ChatMessage>(turn.Messages.Count + 1) { new(ChatRole.System, Instructions(agent, now, people, agents)) };
        foreach (var message in turn.Messages.Where(m => m.Text.Length > 0))
        {
            var named = message.FromAgent ? agents && message.Author != agent.Name : people;
            prompt.Add(new(message.FromAgent ? ChatRole.Assistant : ChatRole.User, named ? $"{OneLine(message.Author)}: {message.Text}" : message.Text));
        }
        if (string.IsNullOrWhiteSpace(turn.Begun)) return prompt;
        // Asked in words, because only some servers go on with an assistant's message that ends the conversation.
        prompt.Add(new(ChatRole.Assistant, turn.Begun));
        prompt.Add(new(ChatRole.User, GoOn));
        return prompt;
    }

    static string Instructions(Agent agent, DateTimeOffset now, bool people, bool agents)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"You are {agent.Name}, an assistant in a shared chat. Answer in Markdown. Today is {now.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture)}.");
        if (people) text.Append(" Several people write here; each of their messages begins with its author's name.");
        if (agents) text.Append(" Other assistants answer here too; what they said begins with their name.");
        if (people || agents) text.Append(" Do not begin your own answer with a name.");
        return text.ToString();
    }

    static int Voices(AgentTurn turn, bool fromAgent) => turn.Messages.Where(m => m.FromAgent == fromAgent).Select(m => m.Author).Distinct().Count();

    static string OneLine(string name) => name.ReplaceLineEndings(" ");
}
