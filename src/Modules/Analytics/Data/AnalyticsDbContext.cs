using ChatMonolith.Modules.Analytics.Ledger;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatMonolith.Modules.Analytics.Data;

sealed class AnalyticsDbContext(DbContextOptions<AnalyticsDbContext> options) : DbContext(options)
{
    public const string Schema = "analytics";

    public DbSet<UsageEntry> Ledger => Set<UsageEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseModuleSchema(Schema);
        modelBuilder.Entity<UsageEntry>(e =>
        {
            e.ToTable("usage_ledger");
            e.HasKey(u => u.RunId);
            e.Property(u => u.RunId).ValueGeneratedNever();
            e.Property(u => u.Cost).HasPrecision(18, 8);
            e.HasIndex(u => u.EndedAt);
            e.HasIndex(u => new { u.UserId, u.EndedAt });
        });
    }
}

sealed class AnalyticsDesignTimeFactory : IDesignTimeDbContextFactory<AnalyticsDbContext>
{
    public AnalyticsDbContext CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<AnalyticsDbContext>(AnalyticsDbContext.Schema));
}
