using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.List;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Sessions.Beside;

/// <summary>Two sessions in one window, each whole and with a composer of its own; or the choice of the second.</summary>
sealed class BesideModel(IMediator mediator) : PageModel
{
    public SessionAccess Left { get; private set; } = null!;
    public SessionAccess? Right { get; private set; }
    public IReadOnlyList<SessionView> Others { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid left, Guid? right, CancellationToken cancellationToken)
    {
        var user = CurrentUser.From(User)!;
        if (await mediator.Send(new GetSessionAccess(left, user.Id), cancellationToken) is not { } one) return NotFound();
        Left = one;
        if (right is { } other && other != left)
        {
            Right = await mediator.Send(new GetSessionAccess(other, user.Id), cancellationToken);
            return Right is null ? NotFound() : Page();
        }
        Others = [.. (await mediator.Send(new ListSessions(user, null, null, ListEndpoint.Length), cancellationToken)).Items.Where(s => s.Id != left)];
        return Page();
    }
}
