using ChatMonolith.Modules.Kernel.Live;
using Xunit;

namespace ChatMonolith.Tests.Unit.Kernel;

public class SessionFeedTests
{
    readonly SessionFeed _feed = new();

    void Publish(int count, string? html = null)
    {
        for (var i = 0; i < count; i++) Assert.True(_feed.TryPublish(new FeedEvent { Html = html }));
    }

    IEnumerable<long>? Read(long after)
    {
        var events = new List<FeedEvent>();
        return _feed.TryRead(after, events) ? events.Select(e => e.Number) : null;
    }

    [Fact]
    public void An_end_is_known_to_those_it_is_meant_for_also_when_the_ring_has_forgotten_it()
    {
        var (feed, me, other) = (new SessionFeed(), Guid.NewGuid(), Guid.NewGuid());
        feed.TryPublish(new() { Name = EventStream.Close, To = other });
        feed.TryPublish(new() { Name = EventStream.Close, To = me });
        var after = feed.Last;
        feed.ForgetAll();

        Assert.False(feed.TryRead(0, []));
        Assert.Equal(2, feed.CloseSince(0, e => e.To == me)!.Number);
        Assert.Null(feed.CloseSince(after, e => e.To == me));
    }

    [Fact]
    public void A_viewer_gets_everything_after_its_number_in_order()
    {
        Assert.Equal([], Read(0));
        Publish(5);
        Assert.Equal([1, 2, 3, 4, 5], Read(0));
        Assert.Equal([4, 5], Read(3));
        Assert.Equal([], Read(5));
    }

    [Fact]
    public void A_viewer_too_far_behind_is_told_and_gets_nothing()
    {
        Publish(3000);
        Assert.Null(Read(0));
        Assert.Equal(1000, Read(2000)!.Count());

        var floor = Enumerable.Range(0, 3001).First(after => Read(after) is not null);
        Assert.Equal(Enumerable.Range(floor + 1, 3000 - floor).Select(n => (long)n), Read(floor));
        Assert.Null(Read(floor - 1));
    }

    [Fact]
    public void Large_events_push_old_ones_out_and_a_single_one_is_always_kept()
    {
        Publish(10, new string('x', 100 * 1024));
        Assert.Null(Read(0));
        Assert.Equal([6, 7, 8, 9, 10], Read(5));

        Publish(1, new string('x', 2 * 1024 * 1024));
        Assert.Null(Read(9));
        Assert.Equal([11], Read(10));
    }

    [Fact]
    public void A_number_that_was_never_given_is_of_another_epoch()
    {
        Publish(3);
        Assert.Null(Read(4));
        Assert.NotEqual(new SessionFeed().Epoch, _feed.Epoch);
    }

    [Fact]
    public void The_position_names_epoch_highest_revision_and_number()
    {
        _feed.TryPublish(new FeedEvent { Revision = 7 });
        _feed.TryPublish(new FeedEvent { Revision = 5 });
        _feed.TryPublish(new FeedEvent());
        Assert.Equal($"{_feed.Epoch}.7.3", _feed.Position);
    }

    [Fact]
    public async Task Waiting_viewers_wake_when_something_happens()
    {
        var waiting = Enumerable.Range(0, 50).Select(_ => _feed.WaitAsync(0, CancellationToken.None)).ToList();
        Assert.DoesNotContain(waiting, w => w.IsCompleted);
        Publish(1);
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(_feed.WaitAsync(0, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Waiting_viewers_wake_at_the_pulse_and_when_cancelled()
    {
        var waiting = _feed.WaitAsync(0, CancellationToken.None);
        _feed.Pulse();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));

        using var left = new CancellationTokenSource();
        waiting = _feed.WaitAsync(0, left.Token);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Under_load_a_viewer_sees_each_event_once_and_in_order()
    {
        const int publishers = 4, each = 200;
        var seen = new List<FeedEvent>();
        var viewer = Task.Run(async () =>
        {
            while (seen.Count < publishers * each)
            {
                var after = seen.Count == 0 ? 0 : seen[^1].Number;
                Assert.True(_feed.TryRead(after, seen));
                if (seen.Count < publishers * each) await _feed.WaitAsync(seen.Count == 0 ? 0 : seen[^1].Number, CancellationToken.None);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, publishers).Select(_ => Task.Run(() => Publish(each))));
        await viewer.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(1, publishers * each).Select(n => (long)n), seen.Select(e => e.Number));
    }

    [Fact]
    public void A_watched_feed_stays_and_an_idle_one_is_given_up()
    {
        var viewer = _feed.Watch();
        Assert.False(_feed.TryClose(TimeSpan.FromTicks(-1)));
        Publish(1);

        viewer.Dispose();
        viewer.Dispose();
        using (_feed.Watch()) Assert.False(_feed.TryClose(TimeSpan.FromTicks(-1)));
        Assert.False(_feed.TryClose(TimeSpan.FromMinutes(2)));

        Assert.True(_feed.TryClose(TimeSpan.FromMilliseconds(-1)));
        Assert.False(_feed.TryPublish(new FeedEvent()));
        Assert.True(_feed.WaitAsync(99, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void Publishing_to_a_feed_that_was_given_up_starts_a_new_epoch()
    {
        using var feeds = new SessionFeeds();
        var session = Guid.NewGuid();
        var before = feeds.For(session);
        Assert.True(before.TryClose(TimeSpan.FromMilliseconds(-1)));

        feeds.Publish(session, new FeedEvent());
        Assert.NotEqual(before.Epoch, feeds.For(session).Epoch);
        Assert.Equal(1, feeds.For(session).Last);
    }

    [Fact]
    public void A_person_is_told_only_while_a_page_of_theirs_is_open_and_being_told_does_not_keep_their_feed()
    {
        using var feeds = new SessionFeeds();
        var (ana, ben) = (Guid.NewGuid(), Guid.NewGuid());
        feeds.TellPerson(ana, new FeedEvent());
        Assert.False(feeds.IsAround(ana));
        Assert.False(feeds.IsAnybodyAround);

        var feed = feeds.OfPerson(ana);
        Assert.Equal(0, feed.Last);
        feeds.TellPerson(ana, new FeedEvent());
        feeds.TellPerson(ben, new FeedEvent());
        feeds.PublishToAll(() => new FeedEvent());
        Assert.Equal((1, true, false), (feed.Last, feeds.IsAround(ana), feeds.IsAround(ben)));

        for (var i = 0; i < 200; i++) feeds.TellPerson(ana, new FeedEvent());
        Assert.False(feed.TryRead(1, []));
        Assert.True(feed.TryRead(150, []));
        feeds.ForgetTold(ana);
        Assert.False(feed.TryRead(200, []));
        Assert.True(feed.TryRead(201, []));

        Assert.True(feed.TryClose(TimeSpan.FromMilliseconds(-1)));
        Assert.NotEqual(feed.Epoch, feeds.OfPerson(ana).Epoch);
    }

    [Fact]
    public void Asking_for_a_feed_keeps_it()
    {
        using var feeds = new SessionFeeds();
        var (session, feed) = (Guid.NewGuid(), new SessionFeed());
        Assert.True(feed.TryClose(TimeSpan.FromMilliseconds(-1)));
        Assert.False(feed.TryKeep());

        var given = feeds.For(session);
        Assert.True(given.TryKeep());
        Assert.False(given.TryClose(TimeSpan.FromSeconds(30)));
        Assert.Same(given, feeds.For(session));
        Assert.True(given.TryClose(TimeSpan.FromMilliseconds(-1)));
        Assert.NotSame(given, feeds.For(session));
    }

    [Fact]
    public void The_payload_becomes_json_with_the_event_id()
    {
        var happened = new FeedEvent { Payload = new { type = "delta", text = "a", nothing = (string?)null } };
        Assert.Equal("""{"type":"delta","text":"a","eventId":"e.1.2"}""", happened.ToJson("e.1.2"));
        Assert.Null(new FeedEvent().ToJson("e.1.2"));
    }

    [Fact]
    public void Asking_where_a_feed_is_makes_none()
    {
        using var feeds = new SessionFeeds();
        var session = Guid.NewGuid();
        Assert.Equal(0, feeds.LastOf(session));
        feeds.PublishToAll(() => throw new InvalidOperationException("There is a feed."));

        feeds.Publish(session, new FeedEvent());
        Assert.Equal(1, feeds.LastOf(session));
    }
}
