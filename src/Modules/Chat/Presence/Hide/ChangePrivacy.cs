using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Presence.Hide;

/// <summary>Chooses what others may know of a person, for all sessions, at once. All three must be said: nobody is shown by an omission.</summary>
sealed record ChangePrivacy(CurrentUser By, bool? HideTyping, bool? HidePresence, bool? HideReads) : IRequest<Result<PrivacyView>>;

sealed record PrivacyView(bool HideTyping, bool HidePresence, bool HideReads)
{
    public static PrivacyView Of(Hidden hidden) => new(hidden.Typing, hidden.Presence, hidden.Reads);
}

sealed class ChangePrivacyValidator : AbstractValidator<ChangePrivacy>
{
    public ChangePrivacyValidator()
    {
        RuleFor(r => r.HideTyping).NotNull().WithMessage("Say true or false for hideTyping.");
        RuleFor(r => r.HidePresence).NotNull().WithMessage("Say true or false for hidePresence.");
        RuleFor(r => r.HideReads).NotNull().WithMessage("Say true or false for hideReads.");
    }
}

sealed class ChangePrivacyHandler(ChatDbContext db, Rooms rooms) : IRequestHandler<ChangePrivacy, Result<PrivacyView>>
{
    public async Task<Result<PrivacyView>> Handle(ChangePrivacy request, CancellationToken cancellationToken)
    {
        var hidden = new Hidden(request.HideTyping!.Value, request.HidePresence!.Value, request.HideReads!.Value);
        await db.Database.ExecuteSqlAsync($"""
            insert into chat.preferences (user_id, hide_typing, hide_presence, hide_reads) values ({request.By.Id}, {hidden.Typing}, {hidden.Presence}, {hidden.Reads})
            on conflict (user_id) do update set hide_typing = excluded.hide_typing, hide_presence = excluded.hide_presence, hide_reads = excluded.hide_reads
            """, cancellationToken);
        // After it is stored: a socket that opens meanwhile reads the new choice.
        rooms.SetHidden(request.By.Id, hidden);
        return PrivacyView.Of(hidden);
    }
}

static class PrivacyEndpoints
{
    public sealed record Body(bool? HideTyping, bool? HidePresence, bool? HideReads);

    public static async Task<IResult> Get(CurrentUser user, Privacy privacy, CancellationToken ct) => Results.Ok(PrivacyView.Of(await privacy.OfAsync(user.Id, ct)));

    public static async Task<IResult> Put(Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ChangePrivacy(user, body.HideTyping, body.HidePresence, body.HideReads), ct)).ToHttp(Results.Ok);
}
