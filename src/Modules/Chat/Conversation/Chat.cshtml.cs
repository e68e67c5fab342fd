using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Conversation;

/// <summary>The page of a session: what was said, and the composer. Four queries, however long the session is.</summary>
[EnableRateLimiting(SendLimits.Policy)]
sealed class ChatModel(ChatDbContext db, IMediator mediator, SessionFeeds feeds, LiveRuns live) : PageModel
{
    const int WindowSize = 50;

    public SessionAccess Session { get; private set; } = null!;
    public CurrentUser Me { get; private set; } = null!;
    public IReadOnlyList<AgentSummary> Agents { get; private set; } = [];
    public AgentSummary? Agent { get; private set; }
    public IReadOnlyList<MessageView> Messages { get; private set; } = [];
    public Guid? Earlier { get; private set; }
    public string Cost { get; private set; } = "";

    /// <summary>Where the page's stream begins, so that nothing falls between the page and the stream.</summary>
    public string Since { get; private set; } = "";

    /// <summary>The answer that grows in this very response; only without JavaScript.</summary>
    public LiveAnswer? Growing { get; private set; }

    public string Draft { get; private set; } = "";
    public string ClientMessageId { get; private set; } = "";
    public Error? Refusal { get; private set; }
    public bool IsRunning => Messages.Any(m => m.IsRunning);

    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery(Name = "live")] string? growing, Guid? before, CancellationToken cancellationToken)
    {
        Me = CurrentUser.From(User)!;
        if (await mediator.Send(new GetSessionAccess(id, Me.Id), cancellationToken) is not { } session) return NotFound();
        Session = session;
        Agents = await mediator.Send(new ListAgents(), cancellationToken);
        Agent = Agents.FirstOrDefault(a => a.Id == session.AgentId) ?? (Agents.Count > 0 ? Agents[0] : null);
        ClientMessageId = Guid.NewGuid().ToString("N");

        var feed = feeds.For(id);
        var number = feed.Last;
        var transcript = await db.Transcripts.AsNoTracking().SingleOrDefaultAsync(t => t.SessionId == id, cancellationToken);
        Since = $"{feed.Epoch}.{transcript?.Revision ?? 0}.{number}";
        Cost = transcript?.Currency is null ? "" : UsageView.Money(transcript.Cost, transcript.Currency);
        await LoadAsync(id, before, transcript?.Revision ?? 0, cancellationToken);

        if (growing is not null && live.OfSession(id).LastOrDefault() is { } run)
        {
            Growing = new(run, feed);
            Messages = [.. Messages.Where(m => m.Id != run.Reply.Id)];
            // Compression would hold the text back until there is enough of it.
            Response.Headers.ContentEncoding = "identity";
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string? content, [FromForm] string? clientMessageId, [FromForm] string? agent, CancellationToken cancellationToken)
    {
        var sent = await mediator.Send(new SendMessage(id, CurrentUser.From(User)!, content ?? "", clientMessageId, agent, null), cancellationToken);
        if (!sent.Failed) return Redirect($"/chat/{id}?live=1#latest");
        if (await OnGetAsync(id, null, null, cancellationToken) is not PageResult page) return NotFound();
        (Draft, Refusal) = (content ?? "", sent.Error);
        Response.StatusCode = sent.Error.Status;
        return page;
    }

    // Nothing newer than the revision: the stream brings what came after it, and must not bring it twice.
    async Task LoadAsync(Guid id, Guid? before, long revision, CancellationToken cancellationToken)
    {
        var messages = db.Messages.AsNoTracking().Where(m => m.SessionId == id && m.Ordinal <= revision);
        if (before is { } anchor)
            messages = messages.Where(m => m.Ordinal < db.Messages.Where(a => a.Id == anchor && a.SessionId == id).Select(a => a.Ordinal).FirstOrDefault());
        var rows = await messages.OrderByDescending(m => m.Ordinal).Take(WindowSize + 1).ToListAsync(cancellationToken);
        Messages = [.. rows.Take(WindowSize).Reverse().Select(m => MessageView.Of(m, live.OfMessage(m.Id)?.Snapshot()))];
        Earlier = rows.Count > WindowSize ? Messages[0].Id : null;
    }
}
