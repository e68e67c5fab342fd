using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatMonolith.Modules.Chat.Reactions;

/// <summary>An emoji below a message, as everybody sees it.</summary>
sealed record ReactionView(string Emoji, int Count, IReadOnlyList<ReactorView> People)
{
    const int Named = 10;

    /// <param name="tallies">Null for a message from before there were any.</param>
    public static IReadOnlyList<ReactionView> ListOf(IEnumerable<EmojiTally>? tallies) =>
        [.. (tallies ?? []).Select(t => new ReactionView(t.Emoji, t.People.Count, [.. t.People.Select(p => new ReactorView(p.Id, p.Name))]))];

    /// <summary>What a screen reader says of the button; what the press does is added for each reader.</summary>
    [JsonIgnore] public string Label => $"{Emoji} {Count}, from {Names}";

    /// <summary>Of very many people only the first are named.</summary>
    [JsonIgnore]
    public string Names
    {
        get
        {
            string[] said = [.. People.Take(Named).Select(p => p.Name), .. Count > Named ? new[] { $"{Count - Named} more" } : []];
            return said.Length == 1 ? said[0] : $"{string.Join(", ", said[..^1])} and {said[^1]}";
        }
    }

    /// <summary>For the DOM id, by which a press keeps its place when others come and go.</summary>
    [JsonIgnore] public string Key => string.Join('-', Emoji.EnumerateRunes().Select(r => r.Value.ToString("x", CultureInfo.InvariantCulture)));

    /// <summary>Whose it is, for <see cref="Messages.Fragments.For"/>.</summary>
    [JsonIgnore] public string By => string.Join(' ', People.Select(p => p.Id));
}

sealed record ReactorView(Guid Id, string Name);

/// <summary>The row below a message; on the page also when it is empty, so that the first one has a place to go.</summary>
sealed record ReactionRow(Guid MessageId, IReadOnlyList<ReactionView> Reactions);
