using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Participants;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Requests;

/// <summary>The owner lets somebody in who asked, or does not: then the role is null.</summary>
sealed record AnswerRequest(Guid SessionId, CurrentUser By, Guid UserId, SessionRole? Role) : IRequest<Result<Unit>>;

sealed class AnswerRequestValidator : AbstractValidator<AnswerRequest>
{
    public AnswerRequestValidator() => RuleFor(r => r.Role!.Value).IsGiven().When(r => r.Role is not null);
}

sealed class AnswerRequestHandler(SessionsDbContext db, Membership membership, TimeProvider clock) : IRequestHandler<AnswerRequest, Result<Unit>>
{
    static readonly Error NotThere = Error.NotFound("request_not_found", "This request has been answered already. Load the page again.");

    public Task<Result<Unit>> Handle(AnswerRequest request, CancellationToken cancellationToken) =>
        membership.ChangeAsOwnerAsync<Unit>(request.SessionId, request.By, async session =>
        {
            if (await db.AccessRequests.AsNoTracking().SingleOrDefaultAsync(r => r.SessionId == session.Id && r.UserId == request.UserId, cancellationToken) is not { } asked) return NotThere;
            if (request.Role is { } role) await membership.AdmitByOwnerAsync(session, new(asked.UserId, asked.Email, asked.Name), role, request.By.Name, clock.GetUtcNow(), cancellationToken);
            else await membership.ForgetRequestAsync(session, asked.UserId, cancellationToken);
            return Unit.Value;
        }, cancellationToken);
}

static class AnswerRequestEndpoints
{
    public sealed record Body(string? Role);

    public static async Task<IResult> Accept(Guid id, Guid userId, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new AnswerRequest(id, user, userId, SessionRoles.Parse(body.Role)), ct)).ToHttp(_ => Results.NoContent());

    public static async Task<IResult> Decline(Guid id, Guid userId, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new AnswerRequest(id, user, userId, null), ct)).ToHttp(_ => Results.NoContent());
}
