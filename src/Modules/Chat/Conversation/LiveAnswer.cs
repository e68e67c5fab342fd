using System.Runtime.CompilerServices;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Conversation;

/// <summary>
/// An answer that grows inside one HTML response, for browsers without JavaScript. Finished blocks are written once; each state of the
/// open end is written after the one before it, and the style sheet shows only the last.
/// </summary>
/// <param name="who">Whoever may not see the session any more sees no more of the answer.</param>
sealed class LiveAnswer(LiveRun run, SessionFeed feed, Onlooker who)
{
    // Every state repeats the open block, so they come less often than to a browser that can replace it.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    readonly long _heard = who.HeardOf(feed);
    bool _isCut;

    public MessageView Message => MessageView.Of(run.Reply, run.Snapshot());

    public async IAsyncEnumerable<SafeHtml> GrowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (finished, tail) = ("", "");
        using var watching = feed.Watch();
        while (true)
        {
            var over = run.IsOver;
            if (_isCut = IsCut()) yield break;
            var now = run.Snapshot();
            if (now.FinishedHtml.Length > finished.Length) yield return new(now.FinishedHtml[finished.Length..]);
            if (now.TailHtml != tail || now.FinishedHtml.Length > finished.Length) yield return new($"<div class=\"tail\">{now.TailHtml}</div>");
            (finished, tail) = (now.FinishedHtml, now.TailHtml);
            if (over) yield break;

            await Task.WhenAny(run.Over, Task.Delay(Pause, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAny(run.Over, feed.WaitAsync(now.FeedNumber, cancellationToken));
        }
    }

    /// <summary>How it ended; after <see cref="GrowAsync"/>. Null when the reader may not know, or the session is gone.</summary>
    public async Task<MessageView?> EndAsync() => _isCut || IsCut() || run.Over.IsCanceled ? null : await run.Over;

    bool IsCut() => feed.CloseSince(_heard, who.IsMeant) is not null;
}
