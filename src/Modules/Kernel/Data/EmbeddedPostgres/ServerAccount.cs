using System.Globalization;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The unprivileged account that runs PostgreSQL when the host runs as root, which PostgreSQL refuses.</summary>
internal sealed record ServerAccount(uint UserId, uint GroupId, string? Name)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <returns>Null when PostgreSQL can run as the same user as the host.</returns>
    public static async Task<ServerAccount?> ChooseAsync(string clusterDirectory, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        if (OperatingSystem.IsWindows())
        {
            throw new EmbeddedPostgresException(
                "PostgreSQL refuses to run with administrator rights. Start ChatMonolith from a prompt that is not elevated, or give it a ConnectionStrings:Supabase.");
        }

        var accounts = File.ReadLines("/etc/passwd").Select(Parse).OfType<ServerAccount>().ToList();
        var owner = await OwnerAsync(clusterDirectory, ct);
        if (owner is { UserId: not 0 })
        {
            // Data made by an ordinary user stays that user's, so that root and the user can take turns.
            return accounts.Find(a => a.UserId == owner.UserId) is { } known ? owner with { Name = known.Name } : owner;
        }

        var chosen = Preferred.Select(name => accounts.Find(a => a.Name == name)).FirstOrDefault(a => a is { UserId: not 0 })
            ?? throw new EmbeddedPostgresException(
                "PostgreSQL refuses to run as root, and there is neither a user 'postgres' nor 'nobody' to run it as. Start ChatMonolith as an ordinary user.");
        if (owner is not null)
        {
            // Only data that belongs to root (a restored backup) is handed over recursively: in a folder that an unprivileged
            // user can write, that user could have planted links to files of root.
            await chosen.OwnAsync(clusterDirectory, ct);
        }

        return chosen;
    }

    public async Task OwnAsync(string directory, CancellationToken ct)
    {
        var chown = await Tool.RunAsync("chown", ["-hRP", string.Create(CultureInfo.InvariantCulture, $"{UserId}:{GroupId}"), directory], ct);
        if (!chown.Succeeded)
        {
            throw new EmbeddedPostgresException($"'{directory}' cannot be given to the user that runs PostgreSQL: {chown.Output}");
        }
    }

    private static async Task<ServerAccount?> OwnerAsync(string directory, CancellationToken ct)
    {
        if (!Directory.Exists(directory))
        {
            return null;
        }

        var stat = await Tool.RunAsync("stat", [OperatingSystem.IsMacOS() ? "-f" : "-c", "%u:%g", directory], ct);
        return stat.Succeeded && stat.Output.Split(':') is [var user, var group]
            ? new ServerAccount(uint.Parse(user, CultureInfo.InvariantCulture), uint.Parse(group, CultureInfo.InvariantCulture), Name: null)
            : throw new EmbeddedPostgresException($"The owner of '{directory}' cannot be found: {stat.Output}");
    }

    private static ServerAccount? Parse(string line) =>
        line.Split(':') is [var name, _, var user, var group, ..] && uint.TryParse(user, out var uid) && uint.TryParse(group, out var gid)
            ? new ServerAccount(uid, gid, name)
            : null;
}
