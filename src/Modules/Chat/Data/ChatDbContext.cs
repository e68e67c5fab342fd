using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Mentions;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Reactions;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Sharing;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatMonolith.Modules.Chat.Data;

sealed class ChatDbContext(DbContextOptions<ChatDbContext> options) : DbContext(options)
{
    public const string Schema = "chat";

    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Run> Runs => Set<Run>();
    public DbSet<RunPiece> RunPieces => Set<RunPiece>();
    public DbSet<Transcript> Transcripts => Set<Transcript>();
    public DbSet<Branch> Branches => Set<Branch>();
    public DbSet<PersonMention> Mentions => Set<PersonMention>();
    public DbSet<Wording> Wordings => Set<Wording>();
    public DbSet<ReadMark> ReadMarks => Set<ReadMark>();
    public DbSet<Preferences> Preferences => Set<Preferences>();
    public DbSet<Reaction> Reactions => Set<Reaction>();
    public DbSet<Share> Shares => Set<Share>();
    public DbSet<SharedMessage> SharedMessages => Set<SharedMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseModuleSchema(Schema);
        modelBuilder.Entity<Transcript>(e =>
        {
            e.ToTable("transcripts");
            e.HasKey(t => t.SessionId);
            e.Property(t => t.SessionId).ValueGeneratedNever();
            e.Property(t => t.Cost).HasPrecision(18, 8);
            e.Property(t => t.Currency).HasMaxLength(3);
        });
        modelBuilder.Entity<Message>(e =>
        {
            e.ToTable("messages");
            e.Property(m => m.Id).ValueGeneratedNever();
            e.Property(m => m.AuthorKind).HasConversion<string>().HasMaxLength(10);
            e.Property(m => m.Status).HasConversion<string>().HasMaxLength(20);
            e.Property(m => m.AuthorId).HasMaxLength(200);
            e.Property(m => m.AuthorName).HasMaxLength(200);
            e.Property(m => m.ClientMessageId).HasMaxLength(64);
            e.Property(m => m.Cost).HasPrecision(18, 8);
            e.Property(m => m.Currency).HasMaxLength(3);
            e.OwnsMany(m => m.Citations, c => c.ToJson());
            e.OwnsMany(m => m.Reactions, r => r.ToJson().OwnsMany(t => t.People));
            e.OwnsOne(m => m.Thread);
            // Almost always empty: who takes part in a thread.
            e.HasIndex(m => new { m.ThreadId, m.AuthorId }).HasFilter("thread_id is not null");
            e.HasIndex(m => new { m.SessionId, m.Ordinal }).IsUnique();
            e.HasIndex(m => new { m.SessionId, m.Branch, m.Ordinal });
            e.HasIndex(m => new { m.SessionId, m.ParentId });
            e.HasIndex(m => new { m.SessionId, m.Revision });
            e.HasIndex(m => m.DeletedAt).HasFilter("deleted_at is not null and purged_at is null");
            e.Property(m => m.DeletedBy).HasMaxLength(200);
            e.HasIndex(m => new { m.SessionId, m.AuthorId, m.ClientMessageId }).IsUnique().HasFilter("client_message_id is not null");
        });
        modelBuilder.Entity<Branch>(e =>
        {
            e.ToTable("branches");
            e.HasKey(b => new { b.SessionId, b.Number });
        });
        modelBuilder.Entity<Wording>(e =>
        {
            e.ToTable("wordings");
            e.HasKey(w => new { w.MessageId, w.Revision });
        });
        modelBuilder.Entity<ReadMark>(e =>
        {
            e.ToTable("read_marks");
            e.HasKey(r => new { r.SessionId, r.UserId });
        });
        modelBuilder.Entity<Preferences>(e =>
        {
            e.ToTable("preferences");
            e.HasKey(p => p.UserId);
            e.Property(p => p.UserId).ValueGeneratedNever();
        });
        modelBuilder.Entity<Reaction>(e =>
        {
            e.ToTable("reactions");
            e.HasKey(r => new { r.MessageId, r.UserId, r.Emoji });
            e.HasOne<Message>().WithMany().HasForeignKey(r => r.MessageId).OnDelete(DeleteBehavior.Cascade);
            e.Property(r => r.Emoji).HasMaxLength(40);
            e.Property(r => r.UserName).HasMaxLength(200);
        });
        modelBuilder.Entity<Share>(e =>
        {
            e.ToTable("shares");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.Kind).HasConversion<string>().HasMaxLength(10);
            e.Property(s => s.Label).HasMaxLength(Share.MaxLabel);
            e.Property(s => s.Title).HasMaxLength(200);
            e.Property(s => s.CreatedBy).HasMaxLength(200);
            e.Property(s => s.PasswordHash).HasMaxLength(200);
            e.HasIndex(s => s.TokenHash).IsUnique();
            e.HasIndex(s => s.SessionId);
        });
        modelBuilder.Entity<SharedMessage>(e =>
        {
            e.ToTable("shared_messages");
            e.HasKey(m => new { m.ShareId, m.Ordinal });
            e.HasOne<Share>().WithMany().HasForeignKey(m => m.ShareId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(m => m.MessageId);
            e.Property(m => m.Text).HasColumnType("jsonb");
        });
        modelBuilder.Entity<PersonMention>(e =>
        {
            e.ToTable("mentions");
            e.HasKey(m => new { m.MessageId, m.UserId });
            e.HasIndex(m => new { m.UserId, m.SessionId }).HasFilter("seen_at is null");
            e.HasIndex(m => new { m.UserId, m.At });
            e.HasIndex(m => m.SessionId);
        });
        modelBuilder.Entity<Run>(e =>
        {
            e.ToTable("runs");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Status).HasConversion<string>().HasMaxLength(20);
            e.HasIndex(r => r.HeartbeatAt).HasFilter("ended_at is null");
            e.HasIndex(r => r.MessageId);
            e.Property(r => r.ClientMessageId).HasMaxLength(64);
            e.HasIndex(r => new { r.SessionId, r.UserId, r.ClientMessageId }).IsUnique().HasFilter("client_message_id is not null");
            e.Property(r => r.StopRequestedBy).HasMaxLength(200);
            // Almost always empty: each node looks here once a second.
            e.HasIndex(r => r.Node).HasFilter("ended_at is null and (asked_at is not null or stop_requested_at is not null)");
            e.OwnsOne(r => r.Presumed, p => p.ToJson());
        });
        modelBuilder.Entity<RunPiece>(e =>
        {
            e.ToTable("run_pieces");
            e.HasKey(p => new { p.RunId, p.Number });
            e.Property(p => p.Citations).HasColumnType("jsonb");
            e.HasOne<Run>().WithMany().HasForeignKey(p => p.RunId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    /// <summary>
    /// Moves the session's revision on, adds to its cost and notes its newest message. The row stays locked until the transaction ends,
    /// so the changes of one session become visible in the order of their revisions. Sums are kept in the currency of the session's first cost.
    /// </summary>
    public async Task<TranscriptState> AdvanceAsync(
        Guid sessionId, int by, CancellationToken cancellationToken, Guid? head = null, decimal cost = 0, string? currency = null)
    {
        var rows = await Database.SqlQuery<TranscriptState>($"""
            insert into chat.transcripts as t (session_id, revision, cost, currency, head, active_branch, active_since, last_branch)
            values ({sessionId}, {by}, {cost}, {currency}, {head}, 0, 0, 0)
            on conflict (session_id) do update set revision = t.revision + {by}, currency = coalesce(t.currency, {currency}),
                cost = t.cost + case when coalesce(t.currency, {currency}) = {currency} then {cost} else 0 end,
                head = coalesce({head}, t.head), head_before = t.head
            returning t.revision, t.cost, t.currency, t.active_branch, t.last_branch, t.head, t.head_before
            """).ToListAsync(cancellationToken);
        return rows[0];
    }
}

/// <param name="HeadBefore">The newest message of the active branch before this change.</param>
sealed record TranscriptState(long Revision, decimal Cost, string? Currency, int ActiveBranch, int LastBranch, Guid? Head, Guid? HeadBefore);

sealed class ChatDesignTimeFactory : IDesignTimeDbContextFactory<ChatDbContext>
{
    public ChatDbContext CreateDbContext(string[] args) => new(ModuleDatabaseRegistration.DesignTimeOptions<ChatDbContext>(ChatDbContext.Schema));
}
