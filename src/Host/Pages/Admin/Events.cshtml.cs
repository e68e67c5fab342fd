using ChatMonolith.Modules.Kernel.Events;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Host.Pages.Admin;

[Authorize(Policy = "administrator")]
sealed class EventsModel(DeadLetters letters) : PageModel
{
    public IReadOnlyList<DeadLetter> Letters { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Letters = await letters.ListAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync([FromForm] string? schema, [FromForm] Guid id, CancellationToken cancellationToken) =>
        await letters.RetryAsync(schema ?? "", id, cancellationToken) ? Redirect("/admin/events") : NotFound();
}
