using System.Globalization;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Mentions.See;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Delete;
using ChatMonolith.Modules.Chat.Messages.List;
using ChatMonolith.Modules.Chat.Messages.Quote;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Chat.Threads.Summarize;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Conversation;

/// <summary>The page of a session, or of a thread in it: what was said, and the composer. A bounded number of queries, however long the session is.</summary>
sealed class ChatModel(WindowReader reader, ChatDbContext db, IMediator mediator, SessionFeeds feeds, LiveRuns live, OpenedSession opened) : PageModel
{
    const int WindowSize = 50;

    public SessionAccess Session { get; private set; } = null!;
    public CurrentUser Me { get; private set; } = null!;
    public IReadOnlyList<AgentSummary> Agents { get; private set; } = [];
    public AgentSummary? Agent { get; private set; }
    public AnswersView Answers { get; private set; } = null!;
    public IReadOnlyList<MessageView> Messages { get; private set; } = [];
    public Guid? Earlier { get; private set; }
    public Guid? Later { get; private set; }

    /// <summary>The version on the page; null while it is the active one.</summary>
    public int? Branch { get; private set; }

    /// <summary>The message whose thread is on the page; null on that of the conversation.</summary>
    public MessageView? Root { get; private set; }
    public string Here => ChatAddress.Of(Session.SessionId, Root?.Id);
    public string Cost { get; private set; } = "";

    /// <summary>Where the page's stream begins, so that nothing falls between the page and the stream.</summary>
    public string Since { get; private set; } = "";

    /// <summary>Where the page's list of sessions stands, so that nothing falls between it and the stream.</summary>
    public string List { get; private set; } = "";

    /// <summary>Who has read how far; null while nobody else has.</summary>
    public SeenBy? Seen { get; private set; }

    /// <summary>The answer that grows in this very response; only without JavaScript.</summary>
    public LiveAnswer? Growing { get; private set; }

    /// <summary>What I deleted a moment ago in another version, to bring it back.</summary>
    public Guid? Undo { get; private set; }

    public string Draft { get; private set; } = "";
    /// <summary>The agent that a refused message was meant for.</summary>
    public string? Picked { get; private set; }
    public bool DraftIsComment { get; private set; }
    public string ClientMessageId { get; private set; } = "";
    public Error? Refusal { get; private set; }
    public bool IsRunning => Messages.Any(m => m.IsRunning);

    public async Task<IActionResult> OnGetAsync(
        Guid id, [FromQuery(Name = "live")] string? growing, Guid? before, Guid? after, Guid? around, int? branch, Guid? thread, Guid? quote,
        CancellationToken cancellationToken)
    {
        Me = CurrentUser.From(User)!;
        var who = new Onlooker(Me.Id, Me.AccessId, feeds.LastOf(id));
        if (await mediator.Send(new GetSessionAccess(id, Me.Id), cancellationToken) is not { } session) return NotFound();
        if (session.IsFirstVisitOf(Me.Id))
        {
            await mediator.Send(new OpenInvitedSession(id, Me.Id), cancellationToken);
            // Again: with one person more other messages may be answered.
            if (await mediator.Send(new GetSessionAccess(id, Me.Id), cancellationToken) is not { } arrived) return NotFound();
            session = arrived;
        }
        Session = session;
        Agents = await mediator.Send(new ListAgents(), cancellationToken);
        Agent = Agents.FirstOrDefault(a => a.Id == session.AgentId) ?? (Agents.Count > 0 ? Agents[0] : null);
        Answers = new(session, Agent, Agents, Me.Id);
        ClientMessageId = Guid.NewGuid().ToString("N");
        List = feeds.OfPerson(Me.Id).Position;

        var feed = feeds.For(id);
        var number = feed.Last;
        // Before the messages: an answer that ends meanwhile would stand there as growing, and nothing would make it grow.
        LiveRun[] answers = growing is null ? [] : [.. live.OfSession(id)];
        // A message that is gone, or a version that never was: the newest messages are what helps.
        if ((await reader.ReadAsync(new(id, before, after, around, branch, WindowSize, thread), cancellationToken)
            ?? await reader.ReadAsync(new(id, null, null, null, null, WindowSize, thread), cancellationToken)) is not { } window) return NotFound();
        // A link to a message, as from a search, leads to the thread that it is in.
        if (thread is null && window.Path.ThreadId is { } inside) return Redirect(ChatAddress.Of(id, inside) + Request.QueryString);
        await mediator.Send(new SeeMentions(id, Me.Id, thread), cancellationToken);
        Root = window.Root;
        Messages = window.Items;
        Branch = window.Follows ? null : window.Path.Leaf;
        (Earlier, Later) = (window.Older && Messages.Count > 0 ? Messages[0].Id : null, window.Newer && Messages.Count > 0 ? Messages[^1].Id : null);
        Seen = await opened.ReadAsync(session, Me, Messages, thread, Later is null, cancellationToken);
        if (window.Transcript?.LastBranch > 0) Undo = await db.ElsewhereAsync(id, Me, window.Path, cancellationToken);
        Since = $"{feed.Epoch}.{window.Transcript?.Revision ?? 0}.{number}";
        Cost = window.Transcript?.Currency is { } currency ? UsageView.Money(window.Transcript.Cost, currency) : "";

        if (quote is { } quoted) Draft = await QuotationAsync(quoted, cancellationToken);
        if (answers.LastOrDefault(r => window.Path.Contains(r.Reply.Branch, r.Reply.Ordinal)) is { } run)
        {
            Growing = new(run, feed, who);
            Messages = [.. Messages.Where(m => m.Id != run.Reply.Id)];
            // Compression would hold the text back until there is enough of it.
            Response.Headers.ContentEncoding = "identity";
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        Guid id, [FromForm] string? content, [FromForm] string? clientMessageId, [FromForm] string? agent, [FromForm] string? shownAgent, [FromForm] int? branch, [FromForm] string? comment, Guid? thread,
        CancellationToken cancellationToken)
    {
        var message = new SendMessage(id, CurrentUser.From(User)!, content ?? "", PressId.Of(clientMessageId, content ?? ""), null, null, branch, thread) { Picked = agent, Shown = shownAgent, IsComment = comment == "true" };
        var sent = await mediator.Send(message, cancellationToken);
        if (!sent.Failed) return Redirect($"{ChatAddress.Of(id, thread)}?live=1#latest");
        // Who left the session's agent as it was shown has picked none: another may have chosen one meanwhile.
        (DraftIsComment, Picked) = (message.IsComment, agent == shownAgent ? null : agent);
        return await RefusedAsync(id, thread, branch, message.Content, sent.Error, cancellationToken);
    }

    /// <summary>The button of a thread: leads to the conversation, where the summary is being written.</summary>
    /// <param name="live">Only without a script: then the answer grows in the response.</param>
    public async Task<IActionResult> OnPostSummaryAsync(Guid id, Guid thread, [FromForm] string? clientMessageId, [FromForm] string? live, CancellationToken cancellationToken)
    {
        var asked = await mediator.Send(new SummarizeThread(id, thread, CurrentUser.From(User)!, clientMessageId), cancellationToken);
        if (!asked.Failed) return Redirect($"{ChatAddress.Of(id)}{(live is null ? "" : "?live=1")}#latest");
        return await RefusedAsync(id, thread, null, "", asked.Error, cancellationToken);
    }

    async Task<IActionResult> RefusedAsync(Guid id, Guid? thread, int? branch, string typed, Error refusal, CancellationToken cancellationToken)
    {
        if (await OnGetAsync(id, null, null, null, null, branch, thread, null, cancellationToken) is not PageResult page) return NotFound();
        (Draft, Refusal) = (typed, refusal);
        Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } wait) Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return page;
    }

    async Task<string> QuotationAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.SessionId == Session.SessionId && m.DeletedAt == null, cancellationToken) is { } message
            ? Quotation.Of(message) : "";
}
