using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Invitations;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>Somebody who takes part, or waits to, as the API shows them. <c>Id</c> is missing as long as there is no account.</summary>
sealed record ParticipantView(Guid? Id, string Name, string Email, string Role, string Status)
{
    const string Joined = "joined", Invited = "invited";

    public static ParticipantView Of(Participant p) => new(p.UserId, p.Name, p.Email, p.Role.Name(), p.HasOpened ? Joined : Invited);

    public static ParticipantView Of(SessionParticipant p) => new(p.UserId, p.Name, p.Email, p.Role.Name(), p.JoinedAt is null ? Invited : Joined);

    public static ParticipantView Of(Invitation i) => new(null, i.Email, i.Email, i.Role.Name(), Invited);
}
