using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Chat.Reactions.React;

/// <summary>Who reacted with what, and a choice of emoji.</summary>
sealed class ReactModel(MessageAccess access, IMediator mediator) : PanelPage
{
    public static readonly IReadOnlyList<(string Emoji, string Name)> Common =
    [
        ("👍", "Thumbs up"), ("👎", "Thumbs down"), ("❤️", "Heart"), ("🎉", "Celebration"), ("😄", "Smile"), ("😂", "Tears of joy"), ("😮", "Surprise"), ("😢", "Sad"),
        ("🤔", "Thinking"), ("👀", "Eyes"), ("🙏", "Thank you"), ("👏", "Applause"), ("🙌", "Raised hands"), ("🔥", "Fire"), ("🚀", "Rocket"), ("💯", "Hundred"),
        ("💡", "Idea"), ("⭐", "Star"), ("✅", "Done"), ("❌", "Cross"), ("❓", "Question"), ("⚠️", "Warning"), ("⏳", "Waiting"), ("☕", "Coffee"),
    ];

    public IReadOnlyList<ReactionView> There { get; private set; } = [];
    public bool CanReact { get; private set; }
    public string Typed { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(id, CurrentUser.From(User)!, cancellationToken) is not { } seen) return NotFound();
        About(seen.Message);
        There = ReactionView.ListOf(seen.Message.Reactions);
        CanReact = ReactionErrors.Refusal(seen.Session) is null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string? emoji, CancellationToken cancellationToken)
    {
        var reacted = await mediator.Send(new ToggleReaction(id, CurrentUser.From(User)!, emoji), cancellationToken);
        if (await OnGetAsync(id, cancellationToken) is not PageResult) return NotFound();
        if (!reacted.Failed) return Done(Back);
        Typed = emoji ?? "";
        return Refused(reacted.Error);
    }
}
