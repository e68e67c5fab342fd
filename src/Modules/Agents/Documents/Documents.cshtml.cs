using ChatMonolith.Modules.Agents.Documents.Add;
using ChatMonolith.Modules.Agents.Documents.List;
using ChatMonolith.Modules.Agents.Documents.Remove;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Agents.Documents;

// A text of a million characters is several times as long when a form encodes it.
[RequestSizeLimit(8 << 20), RequestFormLimits(ValueLengthLimit = 4 << 20, MultipartBodyLengthLimit = 8 << 20)]
sealed class DocumentsModel(IMediator mediator) : PageModel
{
    public IReadOnlyList<DocumentLine> Added { get; private set; } = [];
    public IReadOnlyList<DocumentLine> Product { get; private set; } = [];
    public string? TypedTitle { get; private set; }
    public string? TypedText { get; private set; }
    public Error? Problem { get; private set; }

    CurrentUser Me => CurrentUser.From(User)!;

    public string? ErrorOf(string field) => Problem?.Field == field ? Problem.Message : null;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(string? title, string? text, IFormFile? file, CancellationToken cancellationToken)
    {
        (TypedTitle, TypedText) = (title, text);
        if (file is { Length: > 0 })
        {
            var read = await UploadedText.ReadAsync(file, cancellationToken);
            if (read.Failed) return await RefuseAsync(read.Error, cancellationToken);
            text = read.Value;
            if (string.IsNullOrWhiteSpace(title)) title = Path.GetFileNameWithoutExtension(file.FileName);
        }
        var result = await mediator.Send(new AddDocument(Me, title, text), cancellationToken);
        return result.Failed ? await RefuseAsync(result.Error, cancellationToken) : Redirect("/agents/documents");
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new RemoveDocument(Me, id), cancellationToken);
        return result.Failed ? await RefuseAsync(result.Error, cancellationToken) : Redirect("/agents/documents");
    }

    async Task<IActionResult> RefuseAsync(Error error, CancellationToken cancellationToken)
    {
        (Problem, Response.StatusCode) = (error, error.Status);
        return await ShowAsync(cancellationToken);
    }

    async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        var list = await mediator.Send(new ListDocuments(Me), cancellationToken);
        if (list.Failed) return StatusCode(list.Error.Status);
        (Added, Product) = ([.. list.Value.Where(d => d.Kind == DocumentKind.Added)], [.. list.Value.Where(d => d.Kind == DocumentKind.Product)]);
        return Page();
    }
}
