using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Agents.Documents.Index;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Documents.Add;

/// <summary>Gives the guide one more text to look things up in.</summary>
sealed record AddDocument(CurrentUser By, string? Title, string? Text) : IRequest<Result<Guid>>;

sealed class AddDocumentValidator : AbstractValidator<AddDocument>
{
    public AddDocumentValidator()
    {
        RuleFor(r => r.Title).Must(t => t?.Trim() is { Length: > 0 and <= Document.LongestTitle } title && !title.Any(char.IsControl))
            .WithMessage($"Give the document a title of at most {Document.LongestTitle} characters, on one line.");
        RuleFor(r => r.Text).Cascade(CascadeMode.Stop)
            .Must(t => !string.IsNullOrWhiteSpace(t)).WithMessage("Paste the text, or choose a .md or .txt file.")
            .Must(t => t!.Length <= Document.LongestText).WithMessage("The text is longer than one million characters. Cut it into several documents.")
            .Must(t => !t!.Contains('\0')).WithMessage("This is not a text: it contains NUL characters.");
    }
}

sealed class AddDocumentHandler(AgentsDbContext db, TimeProvider time) : IRequestHandler<AddDocument, Result<Guid>>
{
    const int Most = 1000;

    public async Task<Result<Guid>> Handle(AddDocument request, CancellationToken cancellationToken)
    {
        if (!request.By.IsAdministrator) return DocumentErrors.AdministratorsOnly;
        var text = request.Text!.ReplaceLineEndings("\n");
        var hash = ProductDocuments.Hash(text);
        if (await db.Documents.AnyAsync(d => d.Kind == DocumentKind.Added && d.Hash == hash, cancellationToken)) return DocumentErrors.Twice;
        if (await db.Documents.CountAsync(d => d.Kind == DocumentKind.Added, cancellationToken) >= Most) return DocumentErrors.TooMany;

        var document = Document.Added(request.Title!.Trim(), text, hash, request.By.Id, request.By.Name, time.GetUtcNow());
        db.Add(document);
        await db.SaveChangesAsync(cancellationToken);
        return document.Id;
    }
}
