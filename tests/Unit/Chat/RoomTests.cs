using System.Text.Json;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.Contracts;
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
        Greet(joined.Connection);
        return joined;
    }

    void Greet(SocketConnection connection, SessionRole role = SessionRole.Editor, Hidden hidden = default) =>
        _room.Greet(connection, role, hidden, (here, typing) => new { type = "welcome", count = here.Count, crowded = here.IsCrowd, present = here.ToViews(), typing });

    /// <summary>What somebody who joins now is told.</summary>
    async Task<JsonElement> WelcomeAsync()
    {
        var (connection, client) = RecordingSocket.Connect(new(Guid.NewGuid(), "Newcomer", "new@example.org", false));
        _room.Join(connection);
        Greet(connection, hidden: new(false, Presence: true, false));
        var welcome = await client.WelcomeAsync();
        _room.Leave(connection);
        return welcome;
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


    [Fact]
    public async Task Typing_is_told_to_others_at_once_and_ends_after_six_seconds()
    {
        var ada = Join(Ada);
        var bob = Join(Bob);
        _room.SetTyping(ada.Connection, true);
        var told = await bob.Client.NextAsync();
        Assert.Equal(("typing", true, 6000), (Type(told), told.GetProperty("active").GetBoolean(), told.GetProperty("ttl").GetInt32()));
        Assert.Equal(Ada.Id, told.GetProperty("user").GetProperty("id").GetGuid());
        await AssertSilent(ada);

        SweepAfter(5.9);
        Assert.Equal("presence", Type(await bob.Client.NextAsync()));
        await AssertSilent(bob);
        Assert.Equal(Ada.Id, Assert.Single(Ids(await WelcomeAsync(), "typing")));

        SweepAfter(0.1);
        Assert.False((await bob.Client.NextAsync()).GetProperty("active").GetBoolean());
        Assert.Empty(Ids(await WelcomeAsync(), "typing"));
    }

    [Fact]
    public async Task Typing_again_starts_the_six_seconds_anew()
    {
        var ada = Join(Ada);
        _room.SetTyping(ada.Connection, true);
        SweepAfter(5);
        _room.SetTyping(ada.Connection, true);
        SweepAfter(5);
        Assert.Single(Ids(await WelcomeAsync(), "typing"));
        SweepAfter(1);
        Assert.Empty(Ids(await WelcomeAsync(), "typing"));
    }

    [Fact]
    public async Task A_page_that_is_left_does_not_end_what_another_page_of_the_same_person_types()
    {
        var (first, second, bob) = (Join(Ada), Join(Ada), Join(Bob));
        _room.SetTyping(first.Connection, true);
        await bob.Client.NextAsync();
        _room.SetTyping(second.Connection, false);
        _room.Leave(second.Connection);
        await AssertSilent(bob);
        _room.SetTyping(first.Connection, false);
        Assert.False((await bob.Client.NextAsync()).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Who_may_not_write_does_not_type_and_who_loses_the_right_stops()
    {
        var (ada, bob) = (Join(Ada), Join(Bob));
        _room.SetTyping(ada.Connection, true);
        Assert.True((await bob.Client.NextAsync()).GetProperty("active").GetBoolean());
        _room.SetRole(Ada.Id, SessionRole.Viewer);
        Assert.False((await bob.Client.NextAsync()).GetProperty("active").GetBoolean());
        _room.SetTyping(ada.Connection, true);
        await AssertSilent(bob);
        _room.SetRole(Ada.Id, SessionRole.Commenter);
        _room.SetTyping(ada.Connection, true);
        Assert.True((await bob.Client.NextAsync()).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Who_hides_leaves_at_once_types_unseen_and_is_in_no_welcome()
    {
        var (ada, bob) = (Join(Ada), Join(Bob));
        _room.Sweep();
        await bob.Client.NextAsync();
        _room.SetTyping(ada.Connection, true);
        await bob.Client.NextAsync();

        _room.SetHidden(Ada.Id, new(Typing: false, Presence: true, Reads: false));
        Assert.False((await bob.Client.NextAsync()).GetProperty("active").GetBoolean());
        var told = await bob.Client.NextAsync();
        Assert.Equal((1, Ada.Id), (told.GetProperty("count").GetInt32(), Assert.Single(Ids(told, "left"))));
        _room.SetTyping(ada.Connection, true);
        _room.SetState(ada.Connection, PresenceState.Idle);
        SweepAfter(1);
        await AssertSilent(bob);
        Assert.DoesNotContain(Ada.Id.ToString(), (await WelcomeAsync()).GetRawText(), StringComparison.Ordinal);

        // Nor does leaving show that somebody was there.
        _room.Leave(ada.Connection);
        SweepAfter(1);
        await AssertSilent(bob);
        Assert.DoesNotContain(Ada.Id.ToString(), (await WelcomeAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_hides_just_after_leaving_is_gone_at_once()
    {
        var (ada, bob) = (Join(Ada), Join(Bob));
        _room.Sweep();
        await bob.Client.NextAsync();
        _room.Leave(ada.Connection);
        _room.SetHidden(Ada.Id, new(false, Presence: true, false));
        Assert.Equal(Ada.Id, Assert.Single(Ids(await bob.Client.NextAsync(), "left")));
    }

    [Fact]
    public async Task A_choice_made_while_a_page_opens_is_not_undone_by_what_the_page_read_before_it()
    {
        var bob = Join(Bob);
        var (connection, _) = RecordingSocket.Connect(Ada);
        _room.Join(connection);
        _room.SetHidden(Ada.Id, new(false, Presence: true, false));
        Greet(connection, hidden: Hidden.Nothing);
        SweepAfter(1);
        Assert.Equal([Bob.Id], Ids(await bob.Client.NextAsync(), "joined"));
        await AssertSilent(bob);
    }

    [Fact]
    public async Task A_crowd_is_a_number_and_its_first_twenty_and_nobody_types()
    {
        var first = Join(Ada);
        var bob = Join(Bob);
        var others = Enumerable.Range(3, 98).Select(i => Join(new(Guid.NewGuid(), $"Person {i}", $"p{i}@example.org", false))).ToList();
        _room.Sweep();
        var told = await first.Client.NextAsync();
        Assert.Equal((100, false, 100), (told.GetProperty("count").GetInt32(), told.GetProperty("crowded").GetBoolean(), told.GetProperty("joined").GetArrayLength()));
        _room.SetTyping(bob.Connection, true);
        Assert.Equal("typing", Type(await first.Client.NextAsync()));

        var last = Join(new(Guid.NewGuid(), "Person 101", "p101@example.org", false));
        _room.Sweep();
        Assert.Equal(("typing", false), (await first.Client.NextAsync()) is var stopped ? (Type(stopped), stopped.GetProperty("active").GetBoolean()) : default);
        told = await first.Client.NextAsync();
        Assert.Equal((101, true, 20), (told.GetProperty("count").GetInt32(), told.GetProperty("crowded").GetBoolean(), told.GetProperty("present").GetArrayLength()));
        Assert.Equal([Ada.Id, Bob.Id], Ids(told, "present").Take(2));
        Assert.All(new[] { "joined", "left", "changed" }, list => Assert.Equal(0, told.GetProperty(list).GetArrayLength()));
        var welcome = await WelcomeAsync();
        Assert.Equal((101, 20, 0), (welcome.GetProperty("count").GetInt32(), welcome.GetProperty("present").GetArrayLength(), welcome.GetProperty("typing").GetArrayLength()));

        _room.SetTyping(bob.Connection, true);
        // Nor is a change told that nobody sees.
        _room.SetState(others[^1].Connection, PresenceState.Idle);
        SweepAfter(1);
        await AssertSilent(first);

        _room.Leave(last.Connection);
        SweepAfter(8);
        told = await first.Client.NextAsync();
        Assert.Equal((100, false, 100), (told.GetProperty("count").GetInt32(), told.GetProperty("crowded").GetBoolean(), told.GetProperty("present").GetArrayLength()));
        _room.SetTyping(bob.Connection, true);
        Assert.Equal("typing", Type(await first.Client.NextAsync()));
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
        _room.SetTyping(bob.Connection, true);
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
        Assert.Contains((await WelcomeAsync()).GetProperty("present").EnumerateArray(), p => p.GetProperty("id").GetGuid() == Ada.Id && p.GetProperty("state").GetString() == "idle");

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
        Assert.DoesNotContain(oldest, _room.Connections());
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
