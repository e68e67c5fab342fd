using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Sharing.Create;

/// <summary>Makes a link to read a session. Only its owner does.</summary>
sealed record CreateShare(Guid SessionId, CurrentUser By, ShareWish Wish) : IRequest<Result<NewShare>>;

/// <param name="Token">Shown this once.</param>
sealed record NewShare(Share Share, string Token)
{
    public string Path => $"/share/{Token}";
}

sealed class CreateShareValidator : AbstractValidator<CreateShare>
{
    public CreateShareValidator(TimeProvider clock)
    {
        RuleFor(r => r.Wish.Kind).IsInEnum().OverridePropertyName("kind").WithMessage("Choose what the link shows: live or snapshot.");
        RuleFor(r => r.Wish.Label).MaximumLength(Share.MaxLabel).OverridePropertyName("label").WithMessage($"A label has at most {Share.MaxLabel} characters. Shorten it.");
        RuleFor(r => r.Wish.ExpiresAt).Must(e => e is null || e > clock.GetUtcNow()).OverridePropertyName("expiresAt").WithMessage("The link would have ended already. Choose a later day.");
        RuleFor(r => r.Wish.Password).Must(p => string.IsNullOrEmpty(p) || p.Length is >= Share.MinPassword and <= Share.MaxPassword).OverridePropertyName("password")
            .WithMessage($"A password has {Share.MinPassword} to {Share.MaxPassword} characters. Choose another one, or none.");
    }
}

sealed class CreateShareHandler(ChatDbContext db, IMediator mediator, TimeProvider clock) : IRequestHandler<CreateShare, Result<NewShare>>
{
    public async Task<Result<NewShare>> Handle(CreateShare request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is not { } session) return ChatErrors.SessionNotFound;
        if (!session.IsOwner) return ShareErrors.OwnerOnly;
        var wish = request.Wish with { Label = ChatText.Clean(request.Wish.Label ?? "") };
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Locks the session's row: what is copied below is one moment, and of it nothing is wiped meanwhile.
        var state = await db.AdvanceAsync(session.SessionId, 0, cancellationToken);
        if (await db.Shares.CountAsync(s => s.SessionId == session.SessionId, cancellationToken) >= ShareErrors.MostLinks) return ShareErrors.TooManyLinks;

        var (share, token) = Share.Make(session.SessionId, session.Title, wish, request.By.Name, clock.GetUtcNow());
        db.Add(share);
        if (!share.IsLive)
        {
            var said = await SaidAsync(session.SessionId, state.ActiveBranch, cancellationToken);
            if (said.Count > ShareErrors.MostMessages) return ShareErrors.TooLong;
            db.AddRange(said.Select(m => SharedMessage.Of(share.Id, m)));
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return new NewShare(share, token);
    }

    async Task<List<Message>> SaidAsync(Guid sessionId, int branch, CancellationToken cancellationToken)
    {
        var path = await db.PathAsync(sessionId, branch, cancellationToken) ?? SessionPath.First;
        var all = await db.After(sessionId, path, 0, ShareErrors.MostMessages + 1, comments: false).ToListAsync(cancellationToken);
        return [.. all.Where(m => m.DeletedAt is null && m.IsOver)];
    }
}
