using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>Somebody who is in a session now, as others see them.</summary>
sealed record PresentPerson(Guid Id, string Name, SessionRole Role, PresenceState State)
{
    public object ToView() => new { id = Id, name = Name, role = Word(Role), state = Word(State), hue = CurrentUser.HueOf(Id) };

    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>Those who are in a session now, in the order in which they came. Of a crowd only the first are shown.</summary>
sealed class Present(IReadOnlyList<PresentPerson> people)
{
    public static readonly Present Nobody = new([]);

    public IReadOnlyList<PresentPerson> People => people;
    public int Count => people.Count;
    public bool IsCrowd => people.Count > Room.Crowd;
    public IEnumerable<PresentPerson> Shown => IsCrowd ? people.Take(Room.ShownOfCrowd) : people;

    public object[] ToViews() => [.. Shown.Select(p => p.ToView())];

    /// <summary>How somebody who takes part in the session is there; null when the crowd hides it.</summary>
    public string? StateOf(Guid userId) =>
        Shown.FirstOrDefault(p => p.Id == userId) is { } person ? PresentPerson.Word(person.State) : IsCrowd ? null : "away";

    /// <summary>The frame that tells the difference; null when there is none. Around a crowd the list comes whole, because most of it is not shown.</summary>
    public object? ChangesSince(Present before)
    {
        if (IsCrowd || before.IsCrowd)
            return Count == before.Count && Shown.SequenceEqual(before.Shown) ? null
                : new { type = "presence", count = Count, crowded = IsCrowd, present = ToViews(), joined = Array.Empty<object>(), left = Array.Empty<Guid>(), changed = Array.Empty<object>() };

        var (was, now) = (before.People.ToDictionary(p => p.Id), People.ToDictionary(p => p.Id));
        var joined = People.Where(p => !was.ContainsKey(p.Id)).ToList();
        var left = before.People.Where(p => !now.ContainsKey(p.Id)).Select(p => p.Id).ToList();
        var changed = People.Where(p => was.TryGetValue(p.Id, out var old) && old.State != p.State).ToList();
        return joined.Count + left.Count + changed.Count == 0 ? null : new
        {
            type = "presence", count = Count, crowded = false, left,
            joined = joined.Select(p => p.ToView()), changed = changed.Select(p => new { id = p.Id, state = PresentPerson.Word(p.State) }),
        };
    }
}
