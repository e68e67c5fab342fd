using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Sessions;

sealed class Session
{
    public const string Untitled = "New session";
    public const int MaxTitle = 120;

    public Guid Id { get; private set; }
    public string Title { get; private set; } = Untitled;
    public bool Named { get; private set; }

    /// <summary>The message whose first words are the title.</summary>
    public Guid? TitledBy { get; private set; }
    public Guid OwnerId { get; private set; }
    public string? AgentId { get; private set; }

    /// <summary>What somebody chose; null follows the number of people.</summary>
    public AnswerMode? ChosenAnswerMode { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? DeletedAt { get; private set; }
    public List<SessionParticipant> Participants { get; private set; } = [];

    /// <summary>How many ask to be let in: counted when that changes, so that showing it costs nothing.</summary>
    public int OpenRequests { get; private set; }

    public static Session Start(Guid ownerId, string ownerName, string ownerEmail, string? title, string? agentId, DateTimeOffset now, Guid? id = null)
    {
        var session = new Session { Id = id ?? Guid.CreateVersion7(now), OwnerId = ownerId, AgentId = agentId, CreatedAt = now, UpdatedAt = now };
        if (!string.IsNullOrWhiteSpace(title)) session.Rename(title);
        session.Admit(ownerId, ownerName, ownerEmail, SessionRole.Owner, now);
        return session;
    }

    public void Rename(string title) => (Title, Named, TitledBy) = (OneLine(title), true, null);

    /// <summary>Takes the first words for a title, until somebody gives it a name.</summary>
    public bool SuggestTitle(Guid messageId, string text)
    {
        if (Named || Title != Untitled || OneLine(text) is not { Length: > 0 } line) return false;
        (Title, TitledBy) = (line, messageId);
        return true;
    }

    /// <summary>The message that gave the title is gone, and its words with it; the next one gives another.</summary>
    public bool ForgetTitleOf(IEnumerable<Guid> messageIds)
    {
        if (TitledBy is not { } source || !messageIds.Contains(source)) return false;
        (Title, TitledBy) = (Untitled, null);
        return true;
    }

    public void ChooseAgent(string agentId) => AgentId = agentId;

    public void ChooseAnswerMode(AnswerMode? mode) => ChosenAnswerMode = mode;

    /// <summary>How many have come; who is invited may never come.</summary>
    public int People => Participants.Count(p => p.JoinedAt is not null);

    /// <summary>Alone one talks to the agent; among people one says whom one means.</summary>
    public AnswerMode AnswerModeAmong(int people) => ChosenAnswerMode ?? (people > 1 ? AnswerMode.Mentioned : AnswerMode.Always);

    public void Touch(DateTimeOffset at) => UpdatedAt = at > UpdatedAt ? at : UpdatedAt;

    public void Delete(DateTimeOffset at) => DeletedAt ??= at;

    /// <summary>Somebody takes part from now on, or has another role. Who is invited counts as not there until they open the session.</summary>
    public void Admit(Guid userId, string name, string email, SessionRole role, DateTimeOffset now, string? invitedBy = null)
    {
        if (Find(userId) is { } present) present.ChangeRole(role);
        else Participants.Add(new(userId, name, email, role, now, invitedBy));
    }

    public SessionParticipant? Find(Guid userId) => Participants.Find(p => p.UserId == userId);

    public SessionParticipant? Find(string email) => Participants.Find(p => string.Equals(p.Email, email.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Another participant becomes the owner, and the owner an editor.</summary>
    public void HandTo(SessionParticipant heir)
    {
        Find(OwnerId)?.StepDown();
        heir.Inherit();
        OwnerId = heir.UserId;
    }

    public void CountRequests(int open) => OpenRequests = open;

    static string OneLine(string text)
    {
        var line = string.Join(' ', text.Replace('\0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxTitle ? line : line[..(char.IsHighSurrogate(line[MaxTitle - 2]) ? MaxTitle - 2 : MaxTitle - 1)] + "…";
    }
}

sealed class SessionParticipant
{
    SessionParticipant()
    {
    }

    public SessionParticipant(Guid userId, string name, string email, SessionRole role, DateTimeOffset addedAt, string? invitedBy)
    {
        (UserId, Name, Email, Role, AddedAt, InvitedBy) = (userId, name, email, role, addedAt, invitedBy);
        JoinedAt = invitedBy is null ? addedAt : null;
    }

    public Guid SessionId { get; private set; }
    public Guid UserId { get; private set; }
    public string Name { get; private set; } = "";
    public string Email { get; private set; } = "";
    public SessionRole Role { get; private set; }
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>When they opened the session the first time.</summary>
    public DateTimeOffset? JoinedAt { get; private set; }

    /// <summary>The name of who invited them; null for those who came by themselves.</summary>
    public string? InvitedBy { get; private set; }

    public void ChangeRole(SessionRole role) => Role = Role is SessionRole.Owner ? Role : role;

    public void StepDown() => Role = SessionRole.Editor;

    public void Inherit() => Role = SessionRole.Owner;
}
