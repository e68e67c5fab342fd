using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Agents.Documents.Show;

sealed class DocumentModel(IMediator mediator) : PageModel
{
    public DocumentView Document { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new ShowDocument(id), cancellationToken);
        if (found.Failed) return NotFound();
        Document = found.Value;
        return Page();
    }
}
