using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel.Mediation;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>The first frame of every socket: who one is, who takes part, who is here and what the agents do.</summary>
sealed class Welcome(LiveRuns runs, IServiceScopeFactory scopes)
{
    // A frame has at most 64 KB; the API lists everybody.
    const int MostParticipants = 300;

    /// <summary>The agent that answers in the session, and those that write in it now.</summary>
    public async Task<object[]> AgentsAsync(SessionAccess access, CancellationToken cancellationToken)
    {
        var atWork = runs.OfSession(access.SessionId).ToList();
        var all = await scopes.AskAsync(new ListAgents(), cancellationToken);
        var chosen = all.FirstOrDefault(a => a.Id == access.AgentId) ?? (all.Count > 0 ? all[0] : null);
        return [.. all.Where(a => a == chosen || atWork.Any(r => r.Run.AgentId == a.Id)).Select(a => new
        {
            id = a.Id, name = a.Name, status = PresentPerson.Word(a.Status),
            doing = atWork.Where(r => r.Run.AgentId == a.Id && r.Doing is not null).Select(r => r.Doing!.ToView(r.Run)).ToArray(),
        })];
    }

    public static object Of(SocketConnection connection, SessionAccess access, Present here, object[] typing, object[] agents, string? lastEventId, SocketLimits limits) => new
    {
        type = "welcome", connectionId = connection.Id, user = new { id = connection.User.Id, name = connection.User.Name },
        participants = access.Participants.Take(MostParticipants).Select(p => new
        {
            id = p.UserId, name = p.Name, role = PresentPerson.Word(p.Role), state = here.StateOf(p.UserId), hue = Kernel.CurrentUser.HueOf(p.UserId),
        }),
        count = here.Count, crowded = here.IsCrowd, present = here.ToViews(), typing, agents, lastEventId, heartbeat = (int)limits.Heartbeat.TotalSeconds,
    };
}
