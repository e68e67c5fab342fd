using ChatMonolith.Modules.Chat.Branches;
using Xunit;

namespace ChatMonolith.Tests.Unit.Chat;

public sealed class SessionPathTests
{
    static readonly Guid Session = Guid.NewGuid();

    [Fact]
    public void A_path_is_its_branches_each_cut_where_the_next_begins()
    {
        var path = SessionPath.To(3, [Branch.Fork(Session, 1, 0, 10), Branch.Fork(Session, 2, 0, 4), Branch.Fork(Session, 3, 1, 20)])!;
        Assert.Equal([new(3, long.MaxValue), new(1, 20), new(0, 10)], path.Parts);
        Assert.True(path.Contains(0, 10) && path.Contains(1, 20) && path.Contains(3, 99));
        Assert.False(path.Contains(0, 11) || path.Contains(1, 21) || path.Contains(2, 3));
    }

    [Fact]
    public void A_fork_before_its_parent_began_cuts_the_grandparent_too()
    {
        var path = SessionPath.To(2, [Branch.Fork(Session, 1, 0, 10), Branch.Fork(Session, 2, 1, 6)])!;
        Assert.Equal([new(2, long.MaxValue), new(1, 6), new(0, 6)], path.Parts);
    }

    [Fact]
    public void Forking_cuts_everything_behind_the_fork() =>
        Assert.Equal([new(5, long.MaxValue), new(0, 7)], SessionPath.First.ForkedAfter(7, 5).Parts);

    [Fact]
    public void A_thread_shows_its_own_messages_and_reads_the_conversation_up_to_its_message()
    {
        var root = Guid.NewGuid();
        var path = SessionPath.To(3, [Branch.Fork(Session, 1, 0, 10), Branch.Fork(Session, 2, 1, 14, root), Branch.Fork(Session, 3, 2, 20, root)])!;
        Assert.Equal([new(3, long.MaxValue), new(2, 20), new(1, 14), new(0, 10)], path.Parts);
        Assert.Equal([new(3, long.MaxValue), new(2, 20)], path.Shown.Parts);
        Assert.Equal(root, path.Shown.ThreadId);
        Assert.Equal([new(4, long.MaxValue), new(3, 30), new(2, 20)], path.ForkedAfter(30, 4).Shown.Parts);
        Assert.Equal([new(1, long.MaxValue)], SessionPath.First.ThreadUnder(root, 7, 1).Shown.Parts);
        Assert.Same(SessionPath.First, SessionPath.First.Shown);
    }

    [Fact]
    public void A_branch_that_is_not_there_has_no_path() => Assert.Null(SessionPath.To(1, []));
}
