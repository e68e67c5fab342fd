using MediatR;

namespace ChatMonolith.Modules.Chat.Contracts;

/// <summary>How often the user is mentioned in each of the sessions without having opened it since. Sessions without such a mention are left out.</summary>
public sealed record CountMentions(Guid UserId, IReadOnlyCollection<Guid> SessionIds) : IRequest<IReadOnlyDictionary<Guid, int>>;
