using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>
/// What concerns a person everywhere, as one of their pages follows it, beside a session or alone. Each event says how something is, so that
/// twice is once: beside a session it has no ids, and a page that comes back begins where it was loaded. A page that missed some is told to
/// load its list.
/// </summary>
sealed class PersonFollower : IDisposable
{
    static readonly StreamItem LoadList = new(null, "cm-list", "{}", null);

    readonly SessionFeed _feed;
    readonly Onlooker _who;
    readonly IDisposable _watching;
    readonly List<FeedEvent> _events = [];
    readonly long _begin;
    long _cursor;
    Task _woken = Task.CompletedTask;

    /// <param name="position">Where the page's list stands, as <see cref="SessionFeed.Position"/> said it.</param>
    public PersonFollower(SessionFeeds feeds, Onlooker who, string position)
    {
        _feed = feeds.OfPerson(who.Id);
        _who = who;
        _watching = _feed.Watch();
        _begin = _feed.Last;
        _cursor = FeedPosition.Read(position) is { } at && at.Epoch == _feed.Epoch ? at.Number : -1;
    }

    /// <summary>Where it is, to come back with.</summary>
    public string Position => $"{_feed.Epoch}.0.{_cursor}";

    /// <summary>True once something had happened that nobody tells any more.</summary>
    public bool Missed { get; private set; }

    /// <summary>What is new; often nothing.</summary>
    public IEnumerable<StreamItem> Read()
    {
        _events.Clear();
        if (_cursor < 0 || !_feed.TryRead(_cursor, _events))
        {
            (_cursor, Missed) = (_feed.Last, true);
            yield return LoadList;
        }
        foreach (var happened in _events)
        {
            _cursor = happened.Number;
            if (!_who.IsMeant(happened)) continue;
            // An end from before they came is over, unless it came just before: whoever comes back is asked again who they are.
            if (happened.Name == ChatFeed.Close && happened.Number <= _begin)
            {
                Missed = true;
                yield return LoadList;
                continue;
            }
            yield return new(null, happened.Name, happened.Html, null);
        }
    }

    /// <summary>Returns when <see cref="Read"/> may have something, or at the next pulse of the shared wheel.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) =>
        // One wait for as long as it lasts: the session wakes its viewers far more often than this.
        _woken.IsCompleted ? _woken = _feed.WaitAsync(_cursor, cancellationToken) : _woken;

    public void Dispose() => _watching.Dispose();
}
