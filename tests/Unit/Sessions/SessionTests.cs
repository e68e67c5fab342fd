using ChatMonolith.Modules.Sessions;
using ChatMonolith.Modules.Sessions.Contracts;
using Xunit;

namespace ChatMonolith.Tests.Unit.Sessions;

public class SessionTests
{
    static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    static Session Start(string? title = null) => Session.Start(Guid.NewGuid(), "Ada", "ada@example.org", title, null, Now);

    [Fact]
    public void The_first_words_become_the_title_until_somebody_names_the_session()
    {
        var session = Start();
        Assert.Equal(Session.Untitled, session.Title);
        Assert.True(session.SuggestTitle(Guid.NewGuid(), "How do\nships   float?"));
        Assert.Equal("How do ships float?", session.Title);
        Assert.False(session.SuggestTitle(Guid.NewGuid(), "Something else"));

        session.Rename("Ships");
        Assert.False(session.SuggestTitle(Guid.NewGuid(), "Again"));
        Assert.Equal("Ships", session.Title);
    }

    [Fact]
    public void A_given_title_is_never_overwritten_by_a_suggestion()
    {
        var named = Start("Ships");
        Assert.False(named.SuggestTitle(Guid.NewGuid(), "How do ships float?"));

        // Also when the name is the very words an unnamed session has.
        var session = Start();
        session.Rename(Session.Untitled);
        Assert.False(session.SuggestTitle(Guid.NewGuid(), "How do ships float?"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void A_blank_title_is_none(string? title) => Assert.Equal((Session.Untitled, false), (Start(title).Title, Start(title).Named));

    [Theory]
    [InlineData("\0a\0b", "a b")]
    [InlineData("  a \r\n b  ", "a b")]
    public void A_title_is_one_line_that_can_be_stored(string text, string title) => Assert.Equal(title, Start(text).Title);

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        Assert.Equal(new string('a', Session.MaxTitle), Start(new string('a', Session.MaxTitle)).Title);
        for (var shift = Session.MaxTitle - 5; shift < Session.MaxTitle + 2; shift++)
        {
            var title = Start(new string('a', shift) + "😀😀😀😀").Title;
            Assert.InRange(title.Length, Session.MaxTitle - 1, Session.MaxTitle);
            Assert.EndsWith("…", title, StringComparison.Ordinal);
            Assert.False(char.IsHighSurrogate(title[^2]));
        }
    }

    [Fact]
    public void The_owner_stays_owner_and_others_change_roles()
    {
        var session = Start();
        session.Admit(session.OwnerId, "Ada", "ada@example.org", SessionRole.Viewer, Now);
        Assert.Equal(SessionRole.Owner, Assert.Single(session.Participants).Role);

        var bob = Guid.NewGuid();
        session.Admit(bob, "Bob", "bob@example.org", SessionRole.Viewer, Now);
        session.Admit(bob, "Bob", "bob@example.org", SessionRole.Editor, Now);
        Assert.Equal(SessionRole.Editor, Assert.Single(session.Participants, p => p.UserId == bob).Role);
    }

    [Fact]
    public void Who_is_invited_has_not_joined_and_another_role_changes_nothing_about_that()
    {
        var (session, bob, cem) = (Start(), Guid.NewGuid(), Guid.NewGuid());
        session.Admit(bob, "Bob", "bob@example.org", SessionRole.Viewer, Now, "Ada");
        session.Admit(cem, "Cem", "cem@example.org", SessionRole.Viewer, Now);
        session.Admit(bob, "Bob", "bob@example.org", SessionRole.Editor, Now.AddDays(1));
        Assert.Equal((null, "Ada", SessionRole.Editor), (session.Find(bob)!.JoinedAt, session.Find(bob)!.InvitedBy, session.Find(bob)!.Role));
        Assert.Equal((Now, null), (session.Find(cem)!.JoinedAt, session.Find(cem)!.InvitedBy));
    }

    [Fact]
    public void There_is_one_owner_also_after_handing_over()
    {
        var session = Start();
        var (ada, bob) = (session.OwnerId, Guid.NewGuid());
        session.Admit(bob, "Bob", "bob@example.org", SessionRole.Viewer, Now);
        session.HandTo(session.Find(" BOB@example.org ")!);
        Assert.Equal(bob, session.OwnerId);
        Assert.Equal((SessionRole.Editor, SessionRole.Owner), (session.Find(ada)!.Role, session.Find(bob)!.Role));
        session.Find(ada)!.ChangeRole(SessionRole.Viewer);
        Assert.Equal(SessionRole.Viewer, session.Find(ada)!.Role);
    }

    [Theory]
    [InlineData("Editor", SessionRole.Editor)]
    [InlineData("viewer", SessionRole.Viewer)]
    [InlineData("1", (SessionRole)(-1))]
    [InlineData("owner,viewer", (SessionRole)(-1))]
    [InlineData(" editor", (SessionRole)(-1))]
    [InlineData(null, (SessionRole)(-1))]
    public void Roles_are_written_as_words(string? name, SessionRole role) => Assert.Equal(role, SessionRoles.Parse(name));

    [Fact]
    public void Activity_never_moves_a_session_back_in_time()
    {
        var session = Start();
        session.Touch(Now.AddMinutes(2));
        session.Touch(Now.AddMinutes(1));
        Assert.Equal(Now.AddMinutes(2), session.UpdatedAt);
    }

    [Fact]
    public void Who_answers_follows_the_number_of_people_until_somebody_chooses()
    {
        var session = Start();
        Assert.Equal((AnswerMode.Always, AnswerMode.Mentioned, AnswerMode.Mentioned), (session.AnswerModeAmong(1), session.AnswerModeAmong(2), session.AnswerModeAmong(100)));
        session.ChooseAnswerMode(AnswerMode.Off);
        Assert.Equal((AnswerMode.Off, AnswerMode.Off), (session.AnswerModeAmong(1), session.AnswerModeAmong(2)));
        session.ChooseAnswerMode(null);
        Assert.Equal(AnswerMode.Mentioned, session.AnswerModeAmong(2));
    }
}
