using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>
/// How many answers are written for one person at the same time, so that nobody takes a provider from the others. More wait, in order.
/// <c>Chat:AnswersAtOnce</c>, by default 4; each node counts its own.
/// </summary>
sealed class PersonSlots(IConfiguration configuration)
{
    readonly int _atOnce = Math.Max(1, configuration.GetValue("Chat:AnswersAtOnce", 4));
    readonly ConcurrentDictionary<Guid, SemaphoreSlim> _slots = new();

    public SemaphoreSlim Of(Guid userId) => _slots.GetOrAdd(userId, _ => new(_atOnce, _atOnce));
}
