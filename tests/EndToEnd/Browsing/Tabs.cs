using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>A window with several tabs of one person, of which at most one is seen, and the streams that they hold open.</summary>
sealed class Tabs
{
    static readonly string Sight = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Browsing", "sight.js"));
    readonly ConcurrentDictionary<IRequest, bool> _open = new();
    readonly ConcurrentQueue<IRequest> _all = new();
    readonly Person _first;

    Tabs(Person first)
    {
        _first = first;
        first.Context.Request += (_, r) => { if (IsStream(r)) { _all.Enqueue(r); _open[r] = true; } };
        first.Context.RequestFinished += (_, r) => _open.TryRemove(r, out bool _);
        first.Context.RequestFailed += (_, r) => _open.TryRemove(r, out bool _);
    }

    public IReadOnlyList<IRequest> Streams => [.. _all];

    public static async Task<Tabs> OfAsync(Person person)
    {
        await person.Context.AddInitScriptAsync(Sight);
        return new(person);
    }

    /// <summary>A new tab in front or, as by a middle click, behind.</summary>
    public async Task<Person> OpenAsync(string address, bool behind = false)
    {
        var tab = new Person(_first.Context, await _first.Context.NewPageAsync(), _first.Home) { Name = _first.Name, Email = _first.Email };
        if (behind) await tab.Page.AddInitScriptAsync("window.behind = true;");
        await tab.OpenAsync(address);
        await tab.LiveAsync();
        return tab;
    }

    public static Task ShowAsync(Person tab) => tab.Page.EvaluateAsync("() => show(true)");
    public static Task HideAsync(Person tab) => tab.Page.EvaluateAsync("() => show(false)");

    /// <summary>Waits until so many streams are open.</summary>
    public async Task AssertOpenAsync(int streams)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            while (_open.Count != streams) await pace.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_open.Count} streams are open instead of {streams}.");
        }
    }

    static bool IsStream(IRequest request) => request.Url.Contains("/events", StringComparison.Ordinal);
}
