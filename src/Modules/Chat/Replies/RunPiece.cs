using System.Text.Json;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>
/// What was stored of a running answer since the piece before it. Only what is new: writing the whole answer each time costs the square of its length.
/// The end of the run stores the whole in the message, and the pieces go.
/// </summary>
sealed class RunPiece
{
    public Guid RunId { get; private set; }
    public int Number { get; private set; }
    public string Text { get; private set; } = "";
    public string? Reasoning { get; private set; }

    /// <summary>All sources so far as JSON; null when they are those of the piece before.</summary>
    public string? Citations { get; private set; }
}

static class RunPieces
{
    /// <summary>Lets messages whose answer nobody here is writing say what is stored of it.</summary>
    public static async Task CompleteAsync(this ChatDbContext db, IReadOnlyCollection<Message> growing, CancellationToken cancellationToken)
    {
        if (growing.Count == 0) return;
        var ids = growing.Select(m => m.Id).ToArray();
        var pieces = await db.RunPieces.AsNoTracking().Join(db.Runs.Where(r => ids.Contains(r.MessageId) && r.EndedAt == null), p => p.RunId, r => r.Id, (p, r) => new { r.MessageId, Piece = p })
            .OrderBy(p => p.Piece.Number).ToListAsync(cancellationToken);
        foreach (var message in growing)
        {
            var of = pieces.Where(p => p.MessageId == message.Id).Select(p => p.Piece).ToList();
            if (of.Count > 0) message.Grow(string.Concat(of.Select(p => p.Text)), string.Concat(of.Select(p => p.Reasoning)),
                of.FindLast(p => p.Citations is not null)?.Citations is { } json ? JsonSerializer.Deserialize<List<CitedSource>>(json) : null);
        }
    }
}
