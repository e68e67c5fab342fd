using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Documents.Remove;

/// <summary>Takes an added document away; answers that quoted it keep their quotes.</summary>
sealed record RemoveDocument(CurrentUser By, Guid Id) : IRequest<Result<Guid>>;

sealed class RemoveDocumentHandler(AgentsDbContext db) : IRequestHandler<RemoveDocument, Result<Guid>>
{
    public async Task<Result<Guid>> Handle(RemoveDocument request, CancellationToken cancellationToken)
    {
        if (!request.By.IsAdministrator) return DocumentErrors.AdministratorsOnly;
        var removed = await db.Documents.Where(d => d.Id == request.Id && d.Kind == DocumentKind.Added).ExecuteDeleteAsync(cancellationToken);
        return removed == 1 ? request.Id : DocumentErrors.NotFound;
    }
}
