using ChatMonolith.Modules.Chat.Reading;
using MediatR;

namespace ChatMonolith.Modules.Chat.Mentions.See;

/// <summary>The person has the conversation, or one of its threads, before their eyes: what names them there is not new any more.</summary>
sealed record SeeMentions(Guid SessionId, Guid UserId, Guid? ThreadId) : IRequest;

sealed class SeeMentionsHandler(NewMentions mentions, SessionActivities activities, TimeProvider clock) : IRequestHandler<SeeMentions, Unit>
{
    public async Task<Unit> Handle(SeeMentions request, CancellationToken cancellationToken)
    {
        if (await mentions.SeeAsync(request.SessionId, request.UserId, request.ThreadId, long.MaxValue, clock.GetUtcNow(), cancellationToken) > 0)
            activities.Tell(request.SessionId, onlyFor: request.UserId);
        return Unit.Value;
    }
}
