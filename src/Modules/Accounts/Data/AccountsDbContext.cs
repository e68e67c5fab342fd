using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Invites;
using ChatMonolith.Modules.Accounts.Keys;
using ChatMonolith.Modules.Accounts.Setup;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ChatMonolith.Modules.Accounts.Data;

sealed class AccountsDbContext(DbContextOptions<AccountsDbContext> options)
    : IdentityDbContext<User, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public const string Schema = "accounts";

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    public DbSet<Bootstrap> Bootstrap => Set<Bootstrap>();
    public DbSet<Invite> Invites => Set<Invite>();
    public DbSet<PersonalKey> Keys => Set<PersonalKey>();
    public DbSet<Device> Devices => Set<Device>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseModuleSchema(Schema);
        IdentityTables(builder);

        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.Entity<Bootstrap>(e =>
        {
            e.ToTable("bootstrap", t => t.HasCheckConstraint("ck_bootstrap_one_row", "id = 1"));
            e.Property(b => b.Id).ValueGeneratedNever();
        });
        builder.Entity<Invite>(e =>
        {
            e.ToTable("invites");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.HasIndex(i => i.TokenHash).IsUnique();
            e.HasOne<User>().WithMany().HasForeignKey(i => i.UserId);
        });
        builder.Entity<PersonalKey>(e =>
        {
            e.ToTable("keys");
            e.Property(k => k.Id).ValueGeneratedNever();
            e.Property(k => k.Name).HasMaxLength(PersonalKey.NameLength);
            e.Property(k => k.Prefix).HasMaxLength(16);
            e.HasIndex(k => k.Hash).IsUnique();
            e.HasOne<User>().WithMany().HasForeignKey(k => k.UserId);
        });
        builder.Entity<Device>(e =>
        {
            e.ToTable("devices");
            e.Property(d => d.Id).ValueGeneratedNever();
            e.Property(d => d.Name).HasMaxLength(Device.NameLength);
            e.HasOne<User>().WithMany().HasForeignKey(d => d.UserId);
        });
    }

    static void IdentityTables(ModelBuilder builder)
    {
        builder.Entity<User>(e =>
        {
            e.ToTable("users");
            e.Property(u => u.Id).ValueGeneratedNever();
            e.Property(u => u.DisplayName).HasMaxLength(User.NameLength);
            e.HasIndex(u => u.NormalizedUserName).IsUnique().HasDatabaseName("ix_users_normalized_user_name");
            e.HasIndex(u => u.NormalizedEmail).IsUnique().HasDatabaseName("ix_users_normalized_email");
        });
        builder.Entity<IdentityRole<Guid>>(e =>
        {
            e.ToTable("roles");
            e.HasIndex(r => r.NormalizedName).IsUnique().HasDatabaseName("ix_roles_normalized_name");
            e.HasData(Accounts.Users.Roles.Administrator);
        });
        builder.Entity<IdentityUserRole<Guid>>().ToTable("user_roles");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
    }
}

sealed class AccountsDesignTime : IDesignTimeDbContextFactory<AccountsDbContext>
{
    public AccountsDbContext CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<AccountsDbContext>(AccountsDbContext.Schema));
}
