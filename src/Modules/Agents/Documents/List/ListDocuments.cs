using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Documents.List;

/// <summary>All documents that the guide knows, without their texts.</summary>
sealed record ListDocuments(CurrentUser By) : IRequest<Result<IReadOnlyList<DocumentLine>>>;

sealed record DocumentLine(Guid Id, string Title, DocumentKind Kind, string? AddedByName, DateTimeOffset AddedAt, int Passages);

sealed class ListDocumentsHandler(AgentsDbContext db) : IRequestHandler<ListDocuments, Result<IReadOnlyList<DocumentLine>>>
{
    public async Task<Result<IReadOnlyList<DocumentLine>>> Handle(ListDocuments request, CancellationToken cancellationToken) =>
        request.By.IsAdministrator
            ? await db.Documents.OrderBy(d => d.Title).ThenBy(d => d.Id)
                .Select(d => new DocumentLine(d.Id, d.Title, d.Kind, d.AddedByName, d.AddedAt, d.Passages.Count)).ToListAsync(cancellationToken)
            : DocumentErrors.AdministratorsOnly;
}
