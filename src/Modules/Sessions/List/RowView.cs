using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Kernel;

namespace ChatMonolith.Modules.Sessions.List;

/// <summary>A session in somebody's list.</summary>
sealed record RowView(Guid Id, string Title, int Unread, int Mentions, bool Answering, bool IsHere, string? InvitedBy = null)
{
    /// <summary>What the page's script makes new rows of.</summary>
    public static readonly RowView Blank = new(Guid.Empty, "", 0, 0, false, false);

    public string UnreadText => SessionNews.TextOf(Unread);
}

/// <summary>The list at the side.</summary>
sealed record ListView(IReadOnlyList<SessionView> Sessions, bool HasMore, string Query, Guid? Here);

/// <summary>The same for a page that fetches it again, with what else the page missed.</summary>
sealed record ListAgain(ListView List, CurrentUser Reader);
