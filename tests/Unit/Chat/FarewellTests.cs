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
        var (deaf, client) = RecordingSocket.Connect(new(Guid.NewGuid(), "Deaf", "deaf@example.org", false), stuck: true);
        rooms.Join(Guid.NewGuid(), deaf);
        await deaf.SendAsync("{}", CancellationToken.None);

        var told = new FollowMembership(null!, null!, new ChatFeed(feeds, null!, null!, null!, null!), null!, rooms, null!).Handle(new UserDisabled(deaf.User.Id), CancellationToken.None);

        Assert.True(told.IsCompletedSuccessfully);
        Assert.False(client.Aborted);
    }
}
