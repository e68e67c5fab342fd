using System.Globalization;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Mentions.See;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Delete;
using ChatMonolith.Modules.Chat.Messages.List;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Chat.Conversation;

/// <summary>The page of a session: what was said, and the composer. A bounded number of queries, however long the session is.</summary>
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
    public bool DraftIsComment { get; private set; }
    public string ClientMessageId { get; private set; } = "";
    public Error? Refusal { get; private set; }
    public bool IsRunning => Messages.Any(m => m.IsRunning);

    public async Task<IActionResult> OnGetAsync(
        Guid id, [FromQuery(Name = "live")] string? growing, Guid? before, Guid? after, Guid? around, int? branch, CancellationToken cancellationToken)
    {
        Me = CurrentUser.From(User)!;
        if (await mediator.Send(new GetSessionAccess(id, Me.Id), cancellationToken) is not { } session) return NotFound();
        Session = session;
        if (session.IsFirstVisitOf(Me.Id)) await mediator.Send(new OpenInvitedSession(id, Me.Id), cancellationToken);
        Agents = await mediator.Send(new ListAgents(), cancellationToken);
        Agent = Agents.FirstOrDefault(a => a.Id == session.AgentId) ?? (Agents.Count > 0 ? Agents[0] : null);
        Answers = new(session, Agent, Agents, Me.Id);
        await mediator.Send(new SeeMentions(id, Me.Id), cancellationToken);
        ClientMessageId = Guid.NewGuid().ToString("N");
        List = feeds.OfPerson(Me.Id).Position;

        var feed = feeds.For(id);
        var number = feed.Last;
        // Before the messages: an answer that ends meanwhile would stand there as growing, and nothing would make it grow.
        LiveRun[] answers = growing is null ? [] : [.. live.OfSession(id)];
        // A message that is gone, or a version that never was: the newest messages are what helps.
        if ((await reader.ReadAsync(new(id, before, after, around, branch, WindowSize), cancellationToken)
            ?? await reader.ReadAsync(new(id, null, null, null, null, WindowSize), cancellationToken)) is not { } window) return NotFound();
        Messages = window.Items;
        Branch = window.Follows ? null : window.Path.Leaf;
        (Earlier, Later) = (window.Older && Messages.Count > 0 ? Messages[0].Id : null, window.Newer && Messages.Count > 0 ? Messages[^1].Id : null);
        Seen = await opened.ReadAsync(session, Me, Messages, Later is null, cancellationToken);
        if (window.Transcript?.LastBranch > 0) Undo = await db.ElsewhereAsync(id, Me, window.Path, cancellationToken);
        Since = $"{feed.Epoch}.{window.Transcript?.Revision ?? 0}.{number}";
        Cost = window.Transcript?.Currency is { } currency ? UsageView.Money(window.Transcript.Cost, currency) : "";

        if (answers.LastOrDefault(r => window.Path.Contains(r.Reply.Branch, r.Reply.Ordinal)) is { } run)
        {
            Growing = new(run, feed);
            Messages = [.. Messages.Where(m => m.Id != run.Reply.Id)];
            // Compression would hold the text back until there is enough of it.
            Response.Headers.ContentEncoding = "identity";
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        Guid id, [FromForm] string? content, [FromForm] string? clientMessageId, [FromForm] string? agent, [FromForm] int? branch, [FromForm] string? comment, CancellationToken cancellationToken)
    {
        var sent = await mediator.Send(new SendMessage(id, CurrentUser.From(User)!, content ?? "", clientMessageId, null, null, branch) { Picked = agent, IsComment = comment == "true" }, cancellationToken);
        if (!sent.Failed) return Redirect($"/chat/{id}?live=1#latest");
        if (await OnGetAsync(id, null, null, null, null, branch, cancellationToken) is not PageResult page) return NotFound();
        (Draft, DraftIsComment, Refusal) = (content ?? "", comment == "true", sent.Error);
        Response.StatusCode = sent.Error.Status;
        if (sent.Error.RetryAfter is { } wait) Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return page;
    }
}
