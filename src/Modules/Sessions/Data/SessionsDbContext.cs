using ChatMonolith.Modules.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatMonolith.Modules.Sessions.Data;

sealed class SessionsDbContext(DbContextOptions<SessionsDbContext> options) : DbContext(options)
{
    public const string Schema = "sessions";

    public DbSet<Session> Sessions => Set<Session>();

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
    }
}

sealed class SessionsDesignTimeFactory : IDesignTimeDbContextFactory<SessionsDbContext>
{
    public SessionsDbContext CreateDbContext(string[] args) => new(ModuleDatabaseRegistration.DesignTimeOptions<SessionsDbContext>(SessionsDbContext.Schema));
}
