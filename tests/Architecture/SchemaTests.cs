using System.Text.RegularExpressions;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Xunit;

namespace ChatMonolith.Tests.Architecture;

public class SchemaTests
{
    static readonly IReadOnlyList<(ModuleProject Module, DbContext Context)> Databases =
    [
        .. from module in ModuleProject.Modules
           from type in module.Assembly.GetTypes()
           from made in type.GetInterfaces()
           where made.IsGenericType && made.GetGenericTypeDefinition() == typeof(IDesignTimeDbContextFactory<>)
           select (module, (DbContext)type.GetMethod("CreateDbContext")!.Invoke(Activator.CreateInstance(type, nonPublic: true), [Array.Empty<string>()])!),
    ];

    static IModel ModelOf(DbContext context) => context.GetService<IDesignTimeModel>().Model;
    static string SchemaOf(DbContext context) => ModelOf(context).GetDefaultSchema()!;

    [Fact]
    public void Every_context_can_be_made_without_a_host()
    {
        Assert.NotEmpty(Databases);
        var contexts = ModuleProject.All.SelectMany(m => m.Assembly.GetTypes()).Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(DbContext)));
        Assert.Equal(contexts.Select(t => t.FullName).Order(), Databases.Select(d => d.Context.GetType().FullName).Order());
    }

    [Fact]
    public void Every_module_has_its_own_schema()
    {
        Assert.All(Databases, d => Assert.Equal(d.Module.Name.ToLowerInvariant(), SchemaOf(d.Context)));
        Assert.Equal(Databases.Count, Databases.Select(d => SchemaOf(d.Context)).Distinct().Count());
    }

    [Fact]
    public void Migrations_are_what_the_model_says() => Findings.AssertNone(
        "Changed since the last migration; dotnet ef migrations add … --project src/Modules/{name} -o Data/Migrations:",
        Databases.Where(d => d.Context.Database.HasPendingModelChanges()).Select(d => d.Module.Name));

    [Fact]
    public void The_history_of_migrations_lies_in_the_modules_schema() => Assert.All(Databases, d =>
    {
        var options = d.Context.GetService<IDbContextOptions>().Extensions.OfType<RelationalOptionsExtension>().Single();
        Assert.Equal((SchemaOf(d.Context), ModuleDatabase.HistoryTable), (options.MigrationsHistoryTableSchema, options.MigrationsHistoryTableName));
    });

    [Fact]
    public void A_model_knows_only_its_own_schema_and_types() => Findings.AssertNone(
        "No table, type or foreign key of another module:",
        from d in Databases
        from entity in ModelOf(d.Context).GetEntityTypes()
        let owner = entity.ClrType.Assembly.GetName().Name!
        let foreign = owner.StartsWith("ChatMonolith.", StringComparison.Ordinal) && owner != "ChatMonolith.Kernel" && entity.ClrType.Assembly != d.Module.Assembly
        let elsewhere = entity.GetTableName() is not null && entity.GetSchema() != SchemaOf(d.Context)
        where foreign || elsewhere || entity.GetForeignKeys().Any(k => k.PrincipalEntityType.GetTableName() is not null && k.PrincipalEntityType.GetSchema() != SchemaOf(d.Context))
        select $"{d.Module}: {entity.DisplayName()} in {entity.GetSchema()}");

    [Fact]
    public void Migrations_touch_only_their_own_schema() => Findings.AssertNone(
        "A migration of one module changes another's schema:",
        from d in Databases
        let assembly = d.Context.GetService<IMigrationsAssembly>()
        from migration in assembly.Migrations
        from operation in assembly.CreateMigration(migration.Value, d.Context.Database.ProviderName!).UpOperations
        from schema in SchemasOf(operation)
        where schema != SchemaOf(d.Context)
        select $"{d.Module}, {migration.Key}: {operation.GetType().Name} in {schema}");

    static IEnumerable<string> SchemasOf(MigrationOperation operation) => operation switch
    {
        EnsureSchemaOperation ensure => [ensure.Name],
        DropSchemaOperation drop => [drop.Name],
        CreateTableOperation table => SchemaProperties(table).Concat(table.ForeignKeys.SelectMany(SchemaProperties)),
        _ => SchemaProperties(operation),
    };

    // Schema, PrincipalSchema, NewSchema: nearly every kind of operation has its own.
    static IEnumerable<string> SchemaProperties(MigrationOperation operation) =>
        operation.GetType().GetProperties().Where(p => p.Name.EndsWith("Schema", StringComparison.Ordinal)).Select(p => p.GetValue(operation)).OfType<string>();

    [Fact]
    public void No_source_names_a_table_of_another_module() => Findings.AssertNone(
        "Ask the module through its contracts, or keep a projection fed by events:",
        from d in Databases
        let pattern = TablesOf(SchemaOf(d.Context), ModelOf(d.Context))
        from file in Repository.In("src/", ".cs", ".cshtml")
        where file.Module != d.Module.Name
        from found in file.Find(pattern, inComments: false)
        select found);

    /// <summary>Any of the schema's tables by its qualified name, and anything of the schema after a word of SQL that a table follows.</summary>
    static Regex TablesOf(string schema, IModel model)
    {
        var tables = string.Join('|', model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Append(ModuleDatabase.HistoryTable).Distinct().Select(Regex.Escape));
        return new($"""(?<![\w.]){schema}[\\"]*\.[\\"]*({tables})\b(?!(-\w+)*\.v\d)|\b(from|join|into|update|table|exists|truncate|references|on)\s+[\\"]*{schema}[\\"]*\.|search_path""", RegexOptions.IgnoreCase);
    }
}
