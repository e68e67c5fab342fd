using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Documents.Show;

/// <summary>A document as the guide knows it. Everybody who is signed in may read what the guide quotes.</summary>
sealed record ShowDocument(Guid Id) : IRequest<Result<DocumentView>>;

sealed record DocumentView(Guid Id, string Title, DocumentKind Kind, string? AddedByName, DateTimeOffset AddedAt, IReadOnlyList<PassageView> Passages);

sealed record PassageView(int Ordinal, string Heading, string Text);

sealed class ShowDocumentHandler(AgentsDbContext db) : IRequestHandler<ShowDocument, Result<DocumentView>>
{
    public async Task<Result<DocumentView>> Handle(ShowDocument request, CancellationToken cancellationToken) =>
        await db.Documents.AsNoTracking().Where(d => d.Id == request.Id)
            .Select(d => new DocumentView(d.Id, d.Title, d.Kind, d.AddedByName, d.AddedAt,
                d.Passages.OrderBy(p => p.Ordinal).Select(p => new PassageView(p.Ordinal, p.Heading, p.Text)).ToList()))
            .SingleOrDefaultAsync(cancellationToken) is { } view ? view : DocumentErrors.NotFound;
}
