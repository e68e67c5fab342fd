using System.Text.Json;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Kernel;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatMonolith.Tests.Unit.Chat;

public class RoomTests
{
    static readonly CurrentUser Ada = new(Guid.NewGuid(), "Ada", "ada@example.org", false);
    static readonly CurrentUser Bob = new(Guid.NewGuid(), "Bob", "bob@example.org", false);

    readonly FakeTimeProvider _clock = new();
    readonly Room _room;

    public RoomTests() => _room = new(_clock);

    (SocketConnection Connection, RecordingSocket Client) Join(CurrentUser user)
    {
        var joined = RecordingSocket.Connect(user);
        Assert.Null(_room.Join(joined.Connection));
        return joined;
    }

    void SweepAfter(double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _room.Sweep();
    }

    /// <summary>Nothing else was told before: frames keep their order.</summary>
    static async Task AssertSilent((SocketConnection Connection, RecordingSocket Client) to)
    {
        to.Connection.Post("{\"type\":\"mark\"}");
        Assert.Equal("mark", Type(await to.Client.NextAsync()));
    }

    static string? Type(JsonElement frame) => frame.GetProperty("type").GetString();
    static IEnumerable<Guid> Ids(JsonElement frame, string list) =>
        frame.GetProperty(list).EnumerateArray().Select(e => e.ValueKind is JsonValueKind.String ? e.GetGuid() : e.GetProperty("id").GetGuid());

    string Present() => JsonSerializer.Serialize(_room.Present());

    [Fact]
    public async Task Typing_is_told_to_others_at_once_and_ends_after_six_seconds()
    {
        var ada = Join(Ada);
        var bob = Join(Bob);
        _room.SetTyping(Ada, true);
        var told = await bob.Client.NextAsync();
        Assert.Equal(("typing", true, 6000), (Type(told), told.GetProperty("active").GetBoolean(), told.GetProperty("ttl").GetInt32()));
        Assert.Equal(Ada.Id, told.GetProperty("user").GetProperty("id").GetGuid());
        await AssertSilent(ada);

        SweepAfter(5.9);
        Assert.Equal("presence", Type(await bob.Client.NextAsync()));
        await AssertSilent(bob);
        Assert.Single(_room.Typing());

        SweepAfter(0.1);
        Assert.False((await bob.Client.NextAsync()).GetProperty("active").GetBoolean());
        Assert.Empty(_room.Typing());
    }

    [Fact]
    public void Typing_again_starts_the_six_seconds_anew()
    {
        _room.SetTyping(Ada, true);
        SweepAfter(5);
        _room.SetTyping(Ada, true);
        SweepAfter(5);
        Assert.Single(_room.Typing());
        SweepAfter(1);
        Assert.Empty(_room.Typing());
    }

    [Fact]
    public async Task Somebody_who_leaves_is_missed_after_eight_seconds()
    {
        var ada = Join(Ada);
        var bob = Join(Bob);
        _room.Sweep();
        await ada.Client.NextAsync();

        _room.Leave(bob.Connection);
        SweepAfter(7.9);
        await AssertSilent(ada);

        SweepAfter(0.1);
        var told = await ada.Client.NextAsync();
        Assert.Equal(Bob.Id, Assert.Single(Ids(told, "left")));
        Assert.Equal(1, told.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Somebody_who_comes_back_in_time_never_left()
    {
        var ada = Join(Ada);
        var bob = Join(Bob);
        _room.Sweep();
        await ada.Client.NextAsync();

        _room.Leave(bob.Connection);
        SweepAfter(5);
        Join(Bob);
        SweepAfter(5);
        SweepAfter(5);
        await AssertSilent(ada);
    }

    [Fact]
    public async Task Leaving_ends_typing_at_once()
    {
        var ada = Join(Ada);
        var bob = Join(Bob);
        _room.SetTyping(Bob, true);
        await ada.Client.NextAsync();
        _room.Leave(bob.Connection);
        Assert.False((await ada.Client.NextAsync()).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task The_best_state_of_several_connections_counts()
    {
        var first = Join(Ada);
        var second = Join(Ada);
        var bob = Join(Bob);
        _room.SetState(first.Connection, PresenceState.Hidden);
        _room.SetState(second.Connection, PresenceState.Idle);
        _room.Sweep();
        Assert.Equal(2, Ids(await bob.Client.NextAsync(), "joined").Count());
        Assert.Contains("\"state\":\"idle\"", Present(), StringComparison.Ordinal);

        _room.SetState(second.Connection, PresenceState.Active);
        _room.Sweep();
        var changed = Assert.Single((await bob.Client.NextAsync()).GetProperty("changed").EnumerateArray());
        Assert.Equal("active", changed.GetProperty("state").GetString());

        // The best connection goes, the person stays with what the other one says.
        _room.Leave(second.Connection);
        _room.Sweep();
        changed = Assert.Single((await bob.Client.NextAsync()).GetProperty("changed").EnumerateArray());
        Assert.Equal("hidden", changed.GetProperty("state").GetString());
    }

    [Fact]
    public void The_eleventh_connection_of_a_person_pushes_the_oldest_out()
    {
        var oldest = Join(Ada).Connection;
        Join(Bob);
        for (var i = 2; i <= 10; i++) Join(Ada);
        Assert.Same(oldest, _room.Join(RecordingSocket.Connect(Ada).Connection));
    }

    [Fact]
    public void A_room_is_empty_when_the_last_person_has_been_missed()
    {
        var ada = Join(Ada).Connection;
        _room.Sweep();
        _room.Leave(ada);
        Assert.False(_room.IsEmpty);
        SweepAfter(8);
        Assert.True(_room.IsEmpty);
    }
}
