using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Answers;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using FluentValidation;
using Htmx;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Rename;

/// <summary>Changes the title, the agent or which messages agents answer; null leaves a thing as it is.</summary>
sealed record RenameSession(Guid SessionId, CurrentUser By, string? Title, string? Agent, string? AnswerMode = null) : IRequest<Result<SessionView>>;

sealed class RenameSessionValidator : AbstractValidator<RenameSession>
{
    public RenameSessionValidator()
    {
        RuleFor(r => r.Title).Must(t => t is null || t.Trim().Length > 0).WithMessage("A session needs a title. Type at least one character.")
            .MaximumLength(Session.MaxTitle).WithMessage($"A title has at most {Session.MaxTitle} characters. Shorten it.");
        RuleFor(r => r.Agent).MaximumLength(200).WithMessage("This is not the id of an agent. Choose one from the list.");
        RuleFor(r => r.AnswerMode).Must(m => m is null || AnswerModes.IsOne(m)).WithErrorCode("unknown_answer_mode")
            .WithMessage("Choose when agents answer: always, mentioned, off or auto.");
    }
}

sealed class RenameSessionHandler(SessionsDbContext db, IMediator mediator) : IRequestHandler<RenameSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(RenameSession request, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.Include(s => s.Participants)
            .SingleOrDefaultAsync(s => s.Id == request.SessionId && s.Participants.Any(p => p.UserId == request.By.Id), cancellationToken);
        if (session is null) return SessionErrors.NotFound;
        var me = session.Participants.First(p => p.UserId == request.By.Id);
        if (me.Role is not (SessionRole.Owner or SessionRole.Editor)) return SessionErrors.ReadOnly;

        if (request.Title is { } title)
        {
            session.Rename(title);
            db.Publish(new SessionRenamed(session.Id, session.Title));
        }
        if (!string.IsNullOrWhiteSpace(request.Agent) && request.Agent != session.AgentId)
        {
            session.ChooseAgent(request.Agent);
            db.Publish(new AgentChosen(session.Id));
        }
        if (request.AnswerMode is { } word && AnswerModes.Read(word) is var mode && mode != session.ChosenAnswerMode)
        {
            session.ChooseAnswerMode(mode);
            db.Publish(new AnswerModeChosen(session.Id));
        }
        await db.SaveChangesAsync(cancellationToken);
        return (await SessionView.OfAsync([new(session, me, session.People)], request.By, mediator, cancellationToken))[0];
    }
}

static class RenameSessionEndpoints
{
    public sealed record Body(string? Title, string? Agent, string? AnswerMode);

    public static async Task<IResult> Api(Guid id, Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RenameSession(id, user, body.Title, body.Agent, body.AnswerMode), ct)).ToHttp(Results.Ok);

    public static async Task<IResult> Form(Guid id, [FromForm] string? title, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RenameSession(id, user, title ?? "", null), ct))
            .ToHttp(_ => request.IsHtmx() ? Results.Content("", "text/html") : Results.Redirect($"/chat/{id}"));
}
