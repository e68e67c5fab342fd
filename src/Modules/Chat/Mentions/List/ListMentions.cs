using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Mentions.List;

/// <summary>Where somebody named me: what I have not seen first, each part newest first.</summary>
sealed record ListMentions(CurrentUser By, int Page) : IRequest<MentionPage>;

sealed record MentionPage(IReadOnlyList<MentionItem> Items, bool More);

sealed record MentionItem(Guid SessionId, Guid MessageId, string SessionTitle, string Author, string Preview, DateTimeOffset At, bool IsNew)
{
    public string Address => $"/chat/{SessionId}?around={MessageId}#{Fragments.PrefixOf(MessageId)}";
}

sealed class ListMentionsHandler(ChatDbContext db, IMediator mediator) : IRequestHandler<ListMentions, MentionPage>
{
    const int PerPage = 50;

    public async Task<MentionPage> Handle(ListMentions request, CancellationToken cancellationToken)
    {
        var rows = await db.Mentions.AsNoTracking().Where(m => m.UserId == request.By.Id)
            .Join(db.Messages.Where(m => m.DeletedAt == null), m => m.MessageId, m => m.Id, (mention, message) => new { mention, message.AuthorName, message.Content })
            .OrderBy(x => x.mention.SeenAt != null).ThenByDescending(x => x.mention.At).ThenBy(x => x.mention.MessageId)
            .Skip((request.Page - 1) * PerPage).Take(PerPage + 1).ToListAsync(cancellationToken);
        // Asked, and not only forgotten on leaving: a title is as private as the text.
        var titles = await mediator.Send(new GetSessionTitles(request.By.Id, [.. rows.Select(r => r.mention.SessionId).Distinct()]), cancellationToken);
        return new(
            [.. from row in rows.Take(PerPage)
                let m = row.mention
                where titles.ContainsKey(m.SessionId)
                select new MentionItem(m.SessionId, m.MessageId, titles[m.SessionId], row.AuthorName, ChatText.Preview(SafeMarkdown.ToPlainText(row.Content)), m.At, m.SeenAt is null)],
            rows.Count > PerPage);
    }
}
