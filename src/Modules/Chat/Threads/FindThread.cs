using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;

namespace ChatMonolith.Modules.Chat.Threads;

/// <summary>Whether something can be said in the thread under this message, also as the first. Whoever asks makes sure that the person takes part.</summary>
sealed record FindThread(Guid SessionId, Guid RootId) : IRequest<Result<Guid>>;

sealed class FindThreadHandler(ChatDbContext db) : IRequestHandler<FindThread, Result<Guid>>
{
    public async Task<Result<Guid>> Handle(FindThread request, CancellationToken cancellationToken) =>
        await db.RootAsync(request.SessionId, request.RootId, cancellationToken) is not { } root ? ThreadErrors.NotFound
            : root.ThreadId is not null ? ThreadErrors.Inside
            : root.TakesReplies ? root.Id : ThreadErrors.NotFound;
}
