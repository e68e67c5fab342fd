using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Live;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Sessions.Create;

sealed record CreateSession(CurrentUser By, string? Title, string? Agent) : IRequest<Result<SessionView>>;

sealed class CreateSessionValidator : AbstractValidator<CreateSession>
{
    public CreateSessionValidator()
    {
        RuleFor(r => r.Title).MaximumLength(Session.MaxTitle).WithMessage($"A title has at most {Session.MaxTitle} characters. Shorten it.");
        RuleFor(r => r.Agent).MaximumLength(200).WithMessage("This is not the id of an agent. Choose one from the list.");
    }
}

sealed class CreateSessionHandler(SessionsDbContext db, LiveList list, TimeProvider clock) : IRequestHandler<CreateSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(CreateSession request, CancellationToken cancellationToken)
    {
        var agent = string.IsNullOrWhiteSpace(request.Agent) ? null : request.Agent;
        var session = Session.Start(request.By.Id, request.By.Name, request.By.Email, request.Title, agent, clock.GetUtcNow());
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        // Who is let in later has it at its place then.
        list.Changed(session.Id, moved: true, onlyFor: request.By.Id);
        return SessionView.Of(new(session, session.Participants[0], People: 1));
    }
}

static class CreateSessionEndpoints
{
    public sealed record Body(string? Title, string? Agent);

    public static async Task<IResult> Form(CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new CreateSession(user, null, null), ct)).ToHttp(s => Results.Redirect($"/chat/{s.Id}"));

    public static async Task<IResult> Api(Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new CreateSession(user, body.Title, body.Agent), ct)).ToHttp(s => Results.Created($"/api/sessions/{s.Id}", s));
}
