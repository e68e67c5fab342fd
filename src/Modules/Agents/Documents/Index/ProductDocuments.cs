using System.Security.Cryptography;
using System.Text;
using ChatMonolith.Modules.Agents.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Documents.Index;

/// <summary>Keeps the guide's copy of the documentation beside the program; reads again only what changed.</summary>
sealed class ProductDocuments(IServiceScopeFactory scopes, TimeProvider time, ILogger<ProductDocuments> logger) : BackgroundService
{
    // Several nodes may start at once and must not index the same file twice.
    const long LockKey = 0x4147454E_54530002;
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the documentation is there, or could not be read.</summary>
    public Task Ready => _done.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try { await IndexAsync(Path.Combine(AppContext.BaseDirectory, "docs"), stoppingToken); }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (Exception e) { logger.LogError(e, "The documentation could not be indexed; the guide answers from what it had"); }
        finally { _done.TrySetResult(); }
    }

    public async Task IndexAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AgentsDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", cancellationToken);
        var known = await db.Documents.Where(d => d.Kind == DocumentKind.Product).Select(d => new { d.Id, d.Source, d.Hash })
            .ToDictionaryAsync(d => d.Source!, cancellationToken);

        var changed = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var source = Path.GetRelativePath(folder, file).Replace('\\', '/');
            var text = (await File.ReadAllTextAsync(file, cancellationToken)).ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal);
            var hash = Hash(text);
            known.Remove(source, out var before);
            if (text.Length is 0 or > Document.LongestText || before?.Hash == hash) continue;

            if (before is null) db.Add(Document.Product(source, TitleOf(text, source), text, hash, time.GetUtcNow()));
            else (await db.Documents.Include(d => d.Passages).SingleAsync(d => d.Id == before.Id, cancellationToken)).Replace(TitleOf(text, source), text, hash, time.GetUtcNow());
            changed++;
        }
        await db.SaveChangesAsync(cancellationToken);
        var gone = known.Values.Select(d => d.Id).ToList();
        if (gone.Count > 0) await db.Documents.Where(d => gone.Contains(d.Id)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (changed > 0) logger.LogInformation("Indexed {Count} pages of the documentation", changed);
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static string TitleOf(string text, string source)
    {
        var heading = text.Split('\n').FirstOrDefault(l => l.StartsWith("# ", StringComparison.Ordinal))?[2..].Replace("`", "", StringComparison.Ordinal).Trim();
        var title = heading is { Length: > 0 } ? heading : Path.GetFileNameWithoutExtension(source);
        return title.Length <= Document.LongestTitle ? title : title[..Document.LongestTitle];
    }
}
