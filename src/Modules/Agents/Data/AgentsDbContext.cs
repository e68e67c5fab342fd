using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Documents;
using ChatMonolith.Modules.Agents.Providers.Local;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatMonolith.Modules.Agents.Data;

sealed class AgentsDbContext(DbContextOptions<AgentsDbContext> options) : DbContext(options)
{
    public const string Schema = "agents";

    public DbSet<Agent> Agents => Set<Agent>();
    public DbSet<UsedServer> UsedServers => Set<UsedServer>();
    public DbSet<Document> Documents => Set<Document>();
    public DbSet<Passage> Passages => Set<Passage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseModuleSchema(Schema);
        modelBuilder.Entity<Agent>(e =>
        {
            e.HasKey(a => a.Id);
            e.Property(a => a.Currency).HasDefaultValue("USD");
            e.HasIndex(a => a.IsDefault).IsUnique().HasFilter("is_default");
        });
        modelBuilder.Entity<UsedServer>(e =>
        {
            e.HasKey(s => s.Provider);
            e.HasIndex(s => s.Address).IsUnique();
        });
        modelBuilder.Entity<Document>(e =>
        {
            e.Property(d => d.Id).ValueGeneratedNever();
            e.Property(d => d.Kind).HasConversion(kind => kind == DocumentKind.Product ? "product" : "added", text => text == "product" ? DocumentKind.Product : DocumentKind.Added);
            e.HasIndex(d => d.Source).IsUnique().HasFilter("kind = 'product'");
            e.HasMany(d => d.Passages).WithOne(p => p.Document).HasForeignKey(p => p.DocumentId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<Passage>(e =>
        {
            e.HasKey(p => new { p.DocumentId, p.Ordinal });
            // 'simple' beside 'english': names, code and other languages are found as they are written.
            e.Property(p => p.Search).HasColumnType("tsvector").HasComputedColumnSql(
                "setweight(to_tsvector('english', heading) || to_tsvector('simple', heading), 'A') || to_tsvector('english', text) || to_tsvector('simple', text)",
                stored: true);
            e.HasIndex(p => p.Search).HasMethod("gin");
        });
    }
}

sealed class AgentsDesignTime : IDesignTimeDbContextFactory<AgentsDbContext>
{
    public AgentsDbContext CreateDbContext(string[] args) => new(ModuleDatabaseRegistration.DesignTimeOptions<AgentsDbContext>(AgentsDbContext.Schema));
}
