namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>
/// The sources an answer has, and the numbers its readers see: 1 for the one the text uses first. The provider's own numbers stay in the text.
/// </summary>
/// <remarks>
/// Finished blocks settle their numbers. What the open tail uses is provisional: it is taken back before the tail is rendered again, so that
/// a stream numbers exactly as one render of the whole does.
/// </remarks>
internal sealed class AnswerSources
{
    private const int MaxTitle = 120;

    private readonly Dictionary<int, string> titles = [];
    private readonly HashSet<int> missing = [];
    private readonly List<int> used = [];
    private int settled;

    public bool IsEmpty => titles.Count == 0;

    /// <summary>Changes whenever a source is added: what was rendered before may look different now.</summary>
    public int Count => titles.Count;

    /// <summary>Numbers that the text uses and no source has; they are not shown.</summary>
    public IReadOnlyCollection<int> Missing => missing;

    /// <summary>A place in the numbering to go <see cref="BackTo"/>.</summary>
    public int Mark => used.Count;

    public static AnswerSources Of<T>(IEnumerable<T> items, Func<T, int> number, Func<T, string> title)
    {
        var sources = new AnswerSources();
        foreach (var item in items)
        {
            sources.Add(number(item), title(item));
        }

        return sources;
    }

    /// <summary>False where the answer has a source of that number already: the first one stays.</summary>
    public bool Add(int number, string title) => titles.TryAdd(number, Short(title.ReplaceLineEndings(" ")));

    public int? ShownAs(int number) => used.IndexOf(number) is >= 0 and var at ? at + 1 : null;

    /// <summary>In the order of first use; those that the text never uses come last, as they came.</summary>
    public List<T> InOrder<T>(IEnumerable<T> items, Func<T, int> number) => [.. items.OrderBy(item => ShownAs(number(item)) ?? int.MaxValue)];

    /// <summary>The source as the text uses it here; nothing where the answer has no such source.</summary>
    public CitationUse? Use(int number)
    {
        if (!titles.TryGetValue(number, out var title))
        {
            missing.Add(number);
            return null;
        }

        if (ShownAs(number) is { } known)
        {
            return new(known, title, IsFirst: false);
        }

        used.Add(number);
        return new(used.Count, title, IsFirst: true);
    }

    public void BackTo(int mark) => used.RemoveRange(mark, used.Count - mark);

    public void Settle() => settled = used.Count;

    public void BackToSettled() => BackTo(settled);

    public void Restart()
    {
        BackTo(0);
        settled = 0;
    }

    /// <summary>The same sources, none used yet.</summary>
    public AnswerSources Restarted() => Of(titles, t => t.Key, t => t.Value);

    public void Renumber(AnswerSources other)
    {
        Restart();
        used.AddRange(other.used);
        missing.UnionWith(other.missing);
        Settle();
    }

    private static string Short(string title) =>
        title.Length <= MaxTitle ? title : title[..(char.IsHighSurrogate(title[MaxTitle - 1]) ? MaxTitle - 1 : MaxTitle)] + "…";
}

/// <summary>One use of a source in a text, under the number that readers see.</summary>
internal readonly record struct CitationUse(int Number, string Title, bool IsFirst);
