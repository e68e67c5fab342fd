using System.Globalization;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Sharing.Copy;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Live;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Sharing.Show;

/// <summary>What a link shows: the conversation, a question for the password, or that there is nothing here.</summary>
[AllowAnonymous]
sealed class SharedModel(ShareDoor door, SharedReader reader, ChatDbContext db, IMediator mediator, SessionFeeds feeds) : PageModel
{
    public string Token { get; private set; } = "";

    /// <summary>Null when the link opens nothing.</summary>
    public Share? Share { get; private set; }

    /// <summary>Null while the password is not known.</summary>
    public SharedWindow? Window { get; private set; }
    public string Since { get; private set; } = "";
    public Error? Refusal { get; private set; }
    public CurrentUser? Me { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, Guid? before, Guid? after, CancellationToken cancellationToken)
    {
        (Token, Me) = (token, CurrentUser.From(User));
        if (await door.FindAsync(token, cancellationToken) is not { } share) return Nothing();
        if (!door.IsOpen(share, Request))
        {
            Share = share;
            return Page();
        }
        var feed = feeds.For(share.SessionId);
        var number = feed.Last;
        (Share, Window) = (share, await reader.ReadAsync(share, before, after, cancellationToken));
        Since = $"{feed.Epoch}.{Window.Revision}.{number}";
        if (HttpMethods.IsGet(Request.Method) && before is null && after is null)
            await db.Shares.Where(s => s.Id == share.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Views, x => x.Views + 1), cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, [FromForm] string? password, CancellationToken cancellationToken)
    {
        (Token, Me) = (token, CurrentUser.From(User));
        if (await door.FindAsync(token, cancellationToken) is not { } share) return Nothing();
        Share = share;
        return door.Try(share, token, password, HttpContext) is { } refusal ? Refuse(refusal) : Redirect($"/share/{token}");
    }

    public async Task<IActionResult> OnPostCopyAsync(string token, CancellationToken cancellationToken)
    {
        if (CurrentUser.From(User) is not { } me) return Redirect($"/sign-in?returnUrl={Uri.EscapeDataString($"/share/{token}")}");
        if (await door.EnterAsync(token, Request, cancellationToken) is not { } share) return await OnGetAsync(token, null, null, cancellationToken);
        var copied = await mediator.Send(new CopyShared(share, me), cancellationToken);
        if (!copied.Failed) return Redirect($"/chat/{copied.Value}");
        return await OnGetAsync(token, null, null, cancellationToken) is PageResult ? Refuse(copied.Error) : Nothing();
    }

    PageResult Refuse(Error refusal)
    {
        Refusal = refusal;
        Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } wait) Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Page();
    }

    PageResult Nothing()
    {
        Share = null;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
