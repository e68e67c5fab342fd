using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages.Edit;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.History;

/// <summary>What a message said before it was edited, for everybody who takes part.</summary>
/// <param name="Before">Only what it said before this revision; null begins with what it says now.</param>
sealed record ReadHistory(Guid MessageId, CurrentUser By, long? Before) : IRequest<Result<MessageHistory>>;

/// <param name="Wordings">The newest first.</param>
/// <param name="CanRestore">True for the author, who may say it again.</param>
/// <param name="More">True when there are earlier ones.</param>
sealed record MessageHistory(Message Message, IReadOnlyList<PastWording> Wordings, bool CanRestore, bool More);

/// <param name="Changes">What is different from the one before; the whole text for the first.</param>
sealed record PastWording(long Revision, string Content, DateTimeOffset At, bool IsNow, bool IsFirst, IReadOnlyList<DiffPiece> Changes);

sealed class ReadHistoryHandler(ChatDbContext db, MessageAccess access) : IRequestHandler<ReadHistory, Result<MessageHistory>>
{
    const int PerPage = 20;

    public async Task<Result<MessageHistory>> Handle(ReadHistory request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(request.MessageId, request.By, cancellationToken) is not { } seen) return ChatErrors.MessageNotFound;
        var message = seen.Message;
        var before = request.Before ?? long.MaxValue;
        var texts = await db.Wordings.AsNoTracking().Where(w => w.MessageId == message.Id && w.Revision < before).OrderByDescending(w => w.Revision)
            .Take(PerPage + 1).ToListAsync(cancellationToken);
        if (request.Before is null) texts.Insert(0, Wording.Of(message));

        // One more than is shown, because each is compared with the one before it.
        var shown = texts.Take(PerPage).Select((w, i) => new PastWording(w.Revision, w.Content, w.At, request.Before is null && i == 0, i + 1 == texts.Count,
            i + 1 == texts.Count ? [new(DiffKind.Same, w.Content)] : TextDiff.Between(texts[i + 1].Content, w.Content))).ToList();
        return new MessageHistory(message, shown, EditRules.Refusal(seen, request.By) is null, texts.Count > PerPage);
    }
}
