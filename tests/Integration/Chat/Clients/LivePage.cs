using System.Text.RegularExpressions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>An open page that loads itself again when its stream says so, and comes back when its network was gone, as its script does.</summary>
/// <param name="path">What comes after the session's address: a version, or a thread.</param>
sealed partial class LivePage(ChatClient person, Guid session, string path) : IAsyncDisposable
{
    string _path = path;
    PageDom _page = null!;
    SseClient _events = null!;
    int _applied;

    public static async Task<LivePage> OpenAsync(ChatClient person, Guid session, string path = "")
    {
        var live = new LivePage(person, session, path);
        await live.LoadAsync();
        return live;
    }

    public async Task LoadAsync()
    {
        if (_events is not null) await _events.DisposeAsync();
        _page = await FreshAsync();
        (_events, _applied) = (await SseClient.OpenAsync(person.User, _page.StreamAddress), 0);
    }

    /// <summary>The network is gone for a moment: what has come by now is all that the page knows when it is back.</summary>
    /// <param name="forgotten">It comes back with an id of a feed that is gone, as after a restart.</param>
    public async Task DropAsync(bool forgotten = false)
    {
        await ApplyAsync();
        await _events.DisposeAsync();
        var id = _events.LastId is { } last && forgotten ? $"0123456789{last[(last.IndexOf('.', StringComparison.Ordinal) - 6)..]}" : _events.LastId;
        (_events, _applied) = (await SseClient.OpenAsync(person.User, _page.StreamAddress, id), 0);
    }

    /// <summary>Follows until it shows what a page shows that is opened now.</summary>
    /// <param name="reacted">Somebody may have reacted to an answer that can go on. A press of Continue is named after the revision; a reaction is one too, and only its own row is sent.</param>
    public async Task IsFreshAsync(string because = "", bool reacted = false)
    {
        var (fresh, at) = (await FreshAsync(), _path);
        await Soon.UntilAsync(async () =>
        {
            await ApplyAsync();
            if (at != _path) (fresh, at) = (await FreshAsync(), _path);
            // Either may have more before what both show: the one because it has been open longer, the other because something of the one was taken away.
            var both = Math.Min(_page.Length, fresh.Length);
            var difference = Difference(Lines(_page, both, reacted), Lines(fresh, both, reacted));
            return difference is "" ? "" : $"{because}\n{difference}\n--- all live\n{Items(_page)}\n--- all fresh\n{Items(fresh)}";
        }, difference => difference is "");
    }

    async Task ApplyAsync()
    {
        _events.Take(int.MaxValue);
        for (; _applied < _events.Seen.Count; _applied++)
        {
            var item = _events.Seen[_applied];
            // Whoever is led to another version is not at the address of the one before.
            if (item.Event is "cm-branch") _path = _path.Split('?')[0];
            if (item.Event is not "cm-reload" && !(item.Event is "cm-branch" && item.Data.Contains("\"reload\":true", StringComparison.Ordinal))) { _page.Apply(item); continue; }
            await LoadAsync();
            return;
        }
    }

    static string[] Lines(PageDom page, int items, bool reacted) => [.. page.End(items).Split('\n').Select(l => reacted ? ContinueName().Replace(l, "value=on") : l)];

    [GeneratedRegex("value=on-[0-9]+")]
    private static partial Regex ContinueName();

    static string Difference(string[] live, string[] fresh)
    {
        var same = live.Zip(fresh).TakeWhile(l => l.First == l.Second).Count();
        if (same == live.Length && same == fresh.Length) return "";
        return $"After {string.Join('\n', live[Math.Max(0, same - 8)..same])}\n--- live\n{string.Join('\n', live.Skip(same).Take(8))}\n--- fresh\n{string.Join('\n', fresh.Skip(same).Take(8))}";
    }

    static string Items(PageDom page) => string.Join('\n', page.Transcript.Children.Select(i => string.Join(' ', i.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(12))));

    // It shows the end only; what is told of messages before that finds no place, and htmx passes over it.
    async Task<PageDom> FreshAsync()
    {
        var page = await person.OpenAsync(session, _path);
        page.IsEndOnly = true;
        return page;
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
