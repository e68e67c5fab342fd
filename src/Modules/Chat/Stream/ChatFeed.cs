using System.Text.Json;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Reactions;
using ChatMonolith.Modules.Chat.Reactions.React;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Sharing;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>Only for who looks at the thread under this message, or, when null, at the conversation.</summary>
sealed record OfThread(Guid? Id);

/// <summary>Announces durable changes: the fragment for browsers and the JSON for programs, made once for all viewers.</summary>
sealed class ChatFeed(SessionFeeds feeds, Fragments fragments, SharedFragments shared, SessionActivities activities, LiveRuns runs)
{
    const int Announced = 1500;

    /// <summary>Of more changes at once pages are not told piece by piece: they load again.</summary>
    public const int MostTogether = 100;

    public async Task MessageCreatedAsync(MessageView message)
    {
        Publish(message, await fragments.AppendedAsync(message), new { type = "message.created", message }, new(names => shared.AppendedAsync(message, names)));
        if (!message.IsAgent) activities.Tell(message.SessionId, moved: true);
    }

    /// <summary>Somebody edited the message, or there is another version of it.</summary>
    public async Task MessageEditedAsync(MessageView message) =>
        Publish(message, await fragments.ReplacedAsync(message), new { type = "message.edited", message });

    /// <summary>Somebody put an emoji on the message, or took it away.</summary>
    public async Task ReactedAsync(Message message, CurrentUser by, Reacted now)
    {
        var row = new ReactionRow(message.Id, ReactionView.ListOf(message.Reactions));
        feeds.Publish(message.SessionId, new FeedEvent
        {
            Revision = message.Revision, Html = await fragments.ReactionsAsync(row),
            Tag = new MessagePlace(message.Branch, message.Ordinal) { MessageId = message.Id, ForReaders = message.IsComment || message.ThreadId is not null ? ReaderForm.Nothing : new(names => shared.ReactionsAsync(row, names)) },
            Payload = new { type = "reaction", messageId = message.Id, emoji = now.Emoji, user = new { id = by.Id, name = by.Name }, active = now.Active, count = now.Count },
        });
    }

    /// <summary>The message is deleted: first a place that offers to bring it back, then nothing.</summary>
    public async Task MessageDeletedAsync(MessageView message) =>
        Publish(message, message.IsPurged ? Fragments.Removed(message.Id) : await fragments.ReplacedAsync(message),
            new { type = "message.deleted", messageId = message.Id, message });

    /// <summary>Messages change together. Many at once are not sent one by one: pages load again.</summary>
    public async Task ChangedTogetherAsync(IReadOnlyList<MessageView> messages)
    {
        if (messages.Count > MostTogether)
            feeds.Publish(messages[0].SessionId, new FeedEvent
            {
                Revision = messages.Max(m => m.Revision), Name = "cm-reload", Html = """{"why":"too_far"}""", Payload = new { type = "reload", why = "too_far" },
            });
        else
            foreach (var message in messages)
                await (message.DeletedAt is null ? MessageEditedAsync(message) : MessageDeletedAsync(message));
        activities.Tell(messages[0].SessionId);
    }

    /// <summary>There are more or fewer versions of the messages than before.</summary>
    public Task RenumberedAsync(IReadOnlyList<Message> messages, IReadOnlyDictionary<Guid, Siblings>? versions) =>
        messages.Count == 0 ? Task.CompletedTask : ChangedTogetherAsync([.. messages.Select(m => MessageView.Of(m, null, versions?.GetValueOrDefault(m.Id)))]);

    /// <summary>What was said so far is not replayed to anybody: some of it was deleted.</summary>
    public void ForgetPast(Guid sessionId) => feeds.For(sessionId).ForgetAll();

    /// <summary>A deletion that its author could undo outside the messages they see is final.</summary>
    public void UndoIsOver(Guid sessionId, Guid userId) => feeds.Publish(sessionId, new FeedEvent { Html = Fragments.Partial("#undo", "innerHTML", ""), To = userId });

    /// <summary>Whoever follows the active version, of the conversation or of a thread, sees another one from here on.</summary>
    public void Switched(Guid sessionId, BranchSwitch to) => feeds.Publish(sessionId, to.Begins ? new FeedEvent { Revision = to.Revision, Tag = to.Path } : new FeedEvent
    {
        Revision = to.Revision, Name = Switch, Tag = to.Path, Html = JsonSerializer.Serialize(new { after = to.After, reload = to.Reload }, JsonSerializerOptions.Web),
        // A name of its own: whoever knows nothing of threads must not take it for the conversation.
        Payload = to.Path.ThreadId is { } thread ? new { type = "thread.branch", threadId = thread, branch = to.Path.Leaf, after = to.After }
            : new { type = "branch", branch = to.Path.Leaf, after = to.After },
    });

    /// <summary>There is more or less in the thread under a message.</summary>
    public async Task ThreadChangedAsync(Message root)
    {
        runs.OfMessage(root.Id)?.Reply.TakeThreadOf(root);
        var view = MessageView.Of(root);
        if (view.IsPurged) await MessageDeletedAsync(view);
        else Publish(view, await fragments.ThreadAsync(view), new { type = "message.thread", messageId = root.Id, thread = view.Thread ?? new(0, null) }, ReaderForm.Nothing);
    }

    /// <summary>A new answer stands at the end, or an answer that was over goes on where it is.</summary>
    public async Task RunStartedAsync(Run run, MessageView reply, bool goesOn = false)
    {
        if (goesOn) await MessageEditedAsync(reply);
        else await MessageCreatedAsync(reply);
        RunIs(run, reply, reply.Status == "queued" ? $"{run.AgentName} answers when the other answers to {run.UserName} are done" : $"{run.AgentName} is answering");
    }

    /// <summary>An answer that waited begins.</summary>
    public async Task RunBegunAsync(Run run, MessageView reply)
    {
        await MessageEditedAsync(reply);
        RunIs(run, reply, $"{run.AgentName} is answering");
    }

    void RunIs(Run run, MessageView reply, string announce) => Control(run.SessionId, "cm-run",
        new { run = run.Id, message = run.MessageId, status = reply.Status, announce },
        new { type = "run", runId = run.Id, messageId = run.MessageId, status = reply.Status }, new OfThread(reply.ThreadId));

    // The list comes again with each source that the text begins to use: with many long quotes those wait for the end.
    const int MostQuoted = 8 * 1024;

    /// <summary>Sources came while the answer grows, or it used another one of them.</summary>
    public async Task SourcesListedAsync(LiveRun run, LiveSnapshot now)
    {
        var view = MessageView.Of(run.Reply, now);
        if (view.Citations.Sum(c => c.Quote.Length) > MostQuoted) view = view with { Citations = [.. view.Citations.Select(c => c with { Quote = "" })] };
        run.ListSources(now, await fragments.SourcesAsync(view), new { type = "message.sources", messageId = view.Id, citations = view.Citations });
    }

    /// <summary>The HTML of the end comes before the word that it has ended.</summary>
    public async Task RunEndedAsync(Run run, MessageView message)
    {
        Publish(message, await fragments.ReplacedAsync(message),
            new { type = "message.completed", messageId = message.Id, status = message.Status, usage = message.Usage, timing = message.Timing, citations = message.Citations, message });
        Control(run.SessionId, "cm-run",
            new { run = run.Id, message = run.MessageId, status = message.Status, announce = AnnouncementOf(message), text = SpokenOf(message) },
            new { type = "run", runId = run.Id, messageId = run.MessageId, status = message.Status, code = message.Error?.Code, retryAfter = message.Error?.RetryAfter }, new OfThread(message.ThreadId));
        activities.Tell(run.SessionId);
        feeds.Publish(run.SessionId, AgentDoing.Ready.ToEvent(run, new(message.Branch, message.Ordinal)));
    }

    /// <summary>A removed participant's streams and sockets end at once.</summary>
    public void Revoke(Guid sessionId, Guid userId) => feeds.Publish(sessionId, new FeedEvent { Name = Close, Html = """{"why":"revoked"}""", To = userId });

    /// <summary>A person's streams end everywhere.</summary>
    /// <param name="accessId">Only those that were opened by this sign-in or key; null for all.</param>
    public void SignedOut(Guid userId, Guid? accessId = null)
    {
        feeds.PublishToAll(End);
        feeds.TellPerson(userId, End());

        FeedEvent End() => new() { Name = Close, Html = """{"why":"signed_out"}""", To = userId, ToAccess = accessId };
    }

    /// <summary>Everybody's streams and sockets end.</summary>
    public void SessionDeleted(Guid sessionId) => feeds.Publish(sessionId, new FeedEvent { Name = Close, Html = """{"why":"deleted"}""" });

    public void Renamed(Guid sessionId, string title) => Control(sessionId, "cm-title", new { title }, new { type = "session.renamed", title });

    /// <summary>Somebody came, has another role or name, or, without a role, takes part no more. Pages load the faces again.</summary>
    public void ParticipantIs(Guid sessionId, Guid userId, string name, SessionRole? role) =>
        Control(sessionId, "cm-people", new { }, new { type = "participant", user = new { id = userId, name }, role = role?.ToString().ToLowerInvariant(), left = role is null });

    /// <summary>The sessions that somebody may be watching.</summary>
    public IReadOnlyCollection<Guid> Watched => feeds.Open;

    /// <summary>What the page of one person offers changes with their role.</summary>
    public void RoleIs(Guid sessionId, Guid userId, SessionRole role) => feeds.Publish(sessionId, new FeedEvent { Name = Role, Html = RoleData(role), To = userId });

    /// <summary>Something about the people that only one person sees.</summary>
    public void PeopleChanged(Guid sessionId, Guid userId) => feeds.Publish(sessionId, new FeedEvent { Name = "cm-people", Html = "{}", To = userId });

    /// <summary>Other messages than before are answered now, or the same by another rule.</summary>
    public void AnswersChanged(Guid sessionId, AnswerModeNow now) => Control(sessionId, "cm-answers", new { },
        new { type = "session.answers", answerMode = now.Mode.ToString().ToLowerInvariant(), answerModeIsAutomatic = now.IsAutomatic });

    /// <summary>Another agent answers in the session from now on.</summary>
    /// <param name="chosen">Its id, also of one that is not here.</param>
    /// <param name="shown">What pages show for it.</param>
    public void AgentChosen(Guid sessionId, string? chosen, AgentSummary shown) => Control(sessionId, "cm-chosen",
        new { chosen, agent = shown.Id, name = shown.Name, status = shown.Status.ToString().ToLowerInvariant() }, new { type = "session.agent", agent = chosen });

    public void SessionCost(Guid sessionId, string cost) => Control(sessionId, "cm-usage", new { session = cost }, null);

    /// <summary>The event after which a viewer must not come back.</summary>
    public const string Close = "cm-close";

    /// <summary>The event that changes what its viewer may do.</summary>
    public const string Role = "cm-role";

    /// <summary>What it says, also to a page that comes back with another role than it left with.</summary>
    public static string RoleData(SessionRole role) => JsonSerializer.Serialize(new { role = role.ToString().ToLowerInvariant() }, JsonSerializerOptions.Web);

    /// <summary>The event that changes which messages its followers see.</summary>
    public const string Switch = "cm-branch";

    void Publish(MessageView message, string html, object payload, ReaderForm? forReaders = null) => feeds.Publish(message.SessionId, new FeedEvent
    {
        Revision = message.Revision, Html = html, Payload = payload,
        Tag = new MessagePlace(message.Branch, message.Ordinal)
        {
            MessageId = message.Id, ForReaders = !message.IsForReaders ? ReaderForm.Nothing : forReaders ?? new(names => shared.ReplacedAsync(message, names), message.IsWiped),
        },
    });

    void Control(Guid sessionId, string name, object data, object? payload, object? tag = null) =>
        feeds.Publish(sessionId, new FeedEvent { Name = name, Tag = tag, Html = JsonSerializer.Serialize(data, JsonSerializerOptions.Web), Payload = payload });

    static string AnnouncementOf(MessageView message) => message.Status switch
    {
        "done" => $"Answer ready: {message.Content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length} words"
            + (message.Citations.Count > 0 ? $", {message.Citations.Count} sources" : ""),
        "stopped" => "Answer stopped",
        _ => (message.Error?.Message ?? "The answer was cut off.") + " Retry is available.",
    };

    static string? SpokenOf(MessageView message)
    {
        if (message.Status is not "done") return null;
        var text = SafeMarkdown.ToPlainText(message.Content, CitationView.Sources(message.Citations));
        return text.Length <= Announced ? text : text[..Announced] + " … More in the conversation.";
    }
}
