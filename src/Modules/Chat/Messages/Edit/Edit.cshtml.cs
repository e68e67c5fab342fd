using ChatMonolith.Modules.Chat.Messages.History;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Chat.Messages.Edit;

/// <summary>The form with one's own words. Whatever goes wrong, what was typed stays in it.</summary>
sealed class EditModel(MessageAccess access, IMediator mediator) : PanelPage
{
    public bool CanEdit { get; private set; }
    public bool IsComment { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>The revision that the text was made from.</summary>
    public long Revision { get; private set; }
    public string ClientMessageId { get; private set; } = "";

    /// <summary>What somebody saved meanwhile; null when nobody did.</summary>
    public string? Theirs { get; private set; }
    public IReadOnlyList<DiffPiece> Changes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var me = CurrentUser.From(User)!;
        if (await access.FindAsync(id, me, cancellationToken) is not { } seen) return NotFound();
        About(seen.Message);
        IsComment = seen.Message.IsComment;
        (Text, Revision, ClientMessageId) = (seen.Message.Content, seen.Message.Revision, Guid.NewGuid().ToString("N"));
        if (EditRules.Refusal(seen, me) is { } refusal) return Refused(refusal);
        CanEdit = true;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        Guid id, [FromForm] string? content, [FromForm] long? revision, [FromForm] string? again, [FromForm] string? clientMessageId, CancellationToken cancellationToken)
    {
        var me = CurrentUser.From(User)!;
        var opened = await OnGetAsync(id, cancellationToken);
        if (!CanEdit) return opened;
        var typed = content ?? "";
        if (again is not null)
        {
            var asked = await mediator.Send(new AskInOtherWords(id, me, typed, PressId.Of(clientMessageId, typed)), cancellationToken);
            if (!asked.Failed) return Done($"{Conversation}?live=1#latest");
            return Keep(typed, revision, clientMessageId, asked.Error);
        }
        var saved = await mediator.Send(new EditMessage(id, me, typed, revision), cancellationToken);
        if (saved.Failed) return Keep(typed, revision, clientMessageId, saved.Error);
        if (!saved.Value.Stale) return Done(Back);
        (Theirs, Changes) = (saved.Value.Message.Content, TextDiff.Between(saved.Value.Message.Content, ChatText.Clean(typed)));
        return Keep(typed, saved.Value.Message.Revision, clientMessageId, MessageErrors.EditConflict);
    }

    PageResult Keep(string typed, long? revision, string? clientMessageId, Error refusal)
    {
        (Text, Revision, ClientMessageId) = (typed, revision ?? Revision, clientMessageId ?? ClientMessageId);
        return Refused(refusal);
    }
}
