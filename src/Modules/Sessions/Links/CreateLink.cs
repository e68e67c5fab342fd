using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Participants;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Links;

/// <summary>A new link into the session. Its token is told once.</summary>
sealed record CreateLink(Guid SessionId, CurrentUser By, SessionRole Role, string? Label, string? Password, DateTimeOffset? ExpiresAt, int? MaxUses) : IRequest<Result<NewLink>>;

sealed record NewLink(string Token, LinkView Link);

sealed class CreateLinkValidator : AbstractValidator<CreateLink>
{
    public CreateLinkValidator(TimeProvider clock)
    {
        RuleFor(r => r.Role).IsGiven();
        RuleFor(r => r.Label).MaximumLength(JoinLink.LongestLabel).WithMessage($"A note has at most {JoinLink.LongestLabel} characters. Shorten it.")
            .Must(l => l is null || !l.Any(char.IsControl)).WithMessage("A note is one line of text. Type it again.");
        RuleFor(r => r.Password).Length(JoinLink.ShortestPassword, JoinLink.LongestPassword).When(r => !string.IsNullOrEmpty(r.Password))
            .WithMessage($"The password of a link has {JoinLink.ShortestPassword} to {JoinLink.LongestPassword} characters. Leave it empty for none.");
        RuleFor(r => r.ExpiresAt).Must(at => at is null || at > clock.GetUtcNow()).WithMessage("The link would have ended already. Choose a later time, or none.");
        RuleFor(r => r.MaxUses).Must(uses => uses is null or (>= 1 and <= JoinLink.MostUses)).WithMessage($"A link can be used 1 to {JoinLink.MostUses:N0} times. Leave it empty for no limit.");
    }
}

sealed class CreateLinkHandler(SessionsDbContext db, Membership membership, TimeProvider clock) : IRequestHandler<CreateLink, Result<NewLink>>
{
    public Task<Result<NewLink>> Handle(CreateLink request, CancellationToken cancellationToken) =>
        membership.ChangeAsOwnerAsync<NewLink>(request.SessionId, request.By, async session =>
        {
            if (await db.Links.CountAsync(l => l.SessionId == session.Id, cancellationToken) >= JoinLink.MostPerSession) return LinkErrors.TooMany;
            var token = JoinLink.NewToken();
            var link = new JoinLink(session.Id, token, request.Role, request.By.Name, clock.GetUtcNow());
            link.Limit(request.Label, request.Password, request.ExpiresAt?.ToUniversalTime(), request.MaxUses);
            db.Add(link);
            db.Publish(new WaysInChanged(session.Id, session.OwnerId));
            return new NewLink(token, LinkView.Of(link, clock.GetUtcNow()));
        }, cancellationToken);
}

static class CreateLinkEndpoint
{
    public sealed record Body(string? Role, string? Label, string? Password, DateTimeOffset? ExpiresAt, int? MaxUses);
    internal sealed record NewLinkView(Guid Id, string Token, string Url, string Role, string? Label, bool HasPassword, DateTimeOffset? ExpiresAt, int? MaxUses);

    public static async Task<IResult> Api(Guid id, Body body, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new CreateLink(id, user, SessionRoles.Parse(body.Role), body.Label, body.Password, body.ExpiresAt, body.MaxUses), ct)).ToHttp(made =>
            Results.Created($"/api/sessions/{id}/links", new NewLinkView(
                made.Link.Id, made.Token, UrlOf(request, made.Token), made.Link.Role, made.Link.Label, made.Link.HasPassword, made.Link.ExpiresAt, made.Link.MaxUses)));

    public static string UrlOf(HttpRequest request, string token) => $"{request.Scheme}://{request.Host}{request.PathBase}/join/{token}";
}
