using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Sessions.Invitations;
using ChatMonolith.Modules.Sessions.Links;
using ChatMonolith.Modules.Sessions.Participants;
using ChatMonolith.Modules.Sessions.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatMonolith.Modules.Sessions.Data;

sealed class SessionsDbContext(DbContextOptions<SessionsDbContext> options) : DbContext(options)
{
    public const string Schema = "sessions";

    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<SessionParticipant> Participants => Set<SessionParticipant>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<JoinLink> Links => Set<JoinLink>();
    public DbSet<OwnersWord> OwnersWords => Set<OwnersWord>();
    public DbSet<AccessRequest> AccessRequests => Set<AccessRequest>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseModuleSchema(Schema);
        modelBuilder.Entity<Session>(e =>
        {
            e.ToTable("sessions");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.Title).HasMaxLength(Session.MaxTitle);
            e.Property(s => s.AgentId).HasMaxLength(200);
            e.Property(s => s.ChosenAnswerMode).HasConversion<string>().HasMaxLength(20);
            e.HasQueryFilter(s => s.DeletedAt == null);
            e.HasMany(s => s.Participants).WithOne().HasForeignKey(p => p.SessionId);
        });
        modelBuilder.Entity<SessionParticipant>(e =>
        {
            e.ToTable("participants");
            e.HasKey(p => new { p.SessionId, p.UserId });
            e.Property(p => p.Role).HasConversion<string>().HasMaxLength(20);
            e.HasIndex(p => p.UserId);
        });
        Doors(modelBuilder);
    }

    /// <summary>The ways in: invitations by address, links, and requests.</summary>
    static void Doors(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Invitation>(e =>
        {
            e.ToTable("invitations");
            e.HasKey(i => new { i.SessionId, i.Email });
            e.Property(i => i.Email).HasMaxLength(Invitation.LongestEmail);
            e.Property(i => i.Role).HasConversion<string>().HasMaxLength(20);
            e.HasOne<Session>().WithMany().HasForeignKey(i => i.SessionId);
            e.HasIndex(i => i.Email);
        });
        modelBuilder.Entity<JoinLink>(e =>
        {
            e.ToTable("links");
            e.Property(l => l.Id).ValueGeneratedNever();
            e.Property(l => l.Role).HasConversion<string>().HasMaxLength(20);
            e.Property(l => l.Label).HasMaxLength(JoinLink.LongestLabel);
            e.HasOne<Session>().WithMany().HasForeignKey(l => l.SessionId);
            e.HasIndex(l => l.TokenHash).IsUnique();
        });
        modelBuilder.Entity<OwnersWord>(e =>
        {
            e.ToTable("owners_words");
            e.HasKey(w => new { w.SessionId, w.UserId });
            e.Property(w => w.Role).HasConversion<string>().HasMaxLength(20);
            e.HasOne<Session>().WithMany().HasForeignKey(w => w.SessionId);
        });
        modelBuilder.Entity<AccessRequest>(e =>
        {
            e.ToTable("access_requests");
            e.HasKey(r => new { r.SessionId, r.UserId });
            e.HasOne<Session>().WithMany().HasForeignKey(r => r.SessionId);
            e.HasIndex(r => r.UserId);
        });
    }
}

sealed class SessionsDesignTimeFactory : IDesignTimeDbContextFactory<SessionsDbContext>
{
    public SessionsDbContext CreateDbContext(string[] args) => new(ModuleDatabaseRegistration.DesignTimeOptions<SessionsDbContext>(SessionsDbContext.Schema));
}
