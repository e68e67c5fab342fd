using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;
using Xunit;

namespace ChatMonolith.Tests.Unit.Chat;

public sealed class FarewellTests
{
    [Fact]
    public async Task A_client_that_takes_no_word_does_not_hold_up_the_end_of_the_next()
    {
        using var feeds = new SessionFeeds();
        using var rooms = new Rooms(TimeProvider.System, new(), null!);
        var (deaf, _) = RecordingSocket.Connect(new(Guid.NewGuid(), "Deaf", "deaf@example.org", false), stuck: true);
        rooms.Join(Guid.NewGuid(), deaf);
        await deaf.SendAsync("{}", CancellationToken.None);
        var (next, hers) = RecordingSocket.Connect(new(Guid.NewGuid(), "Next", "next@example.org", false));
        rooms.Join(Guid.NewGuid(), next);

        var follow = new FollowMembership(null!, null!, new ChatFeed(feeds, null!, null!, null!, null!), null!, rooms, null!);
        foreach (var person in new[] { deaf, next }) Assert.True(follow.Handle(new UserDisabled(person.User.Id), CancellationToken.None).IsCompletedSuccessfully);

        var ended = new TaskCompletionSource();
        await using var registered = next.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(CloseCode.SignedOut, hers.Closed);
    }
}
